"""What is due at an event gets its day when the event does; promises stay until they are kept."""

from __future__ import annotations

from datetime import date

import pytest

from strategy.figures.plan.council import due_items
from strategy.figures.plan.paper_chain import paper_chain
from strategy.kernel.errors import Refused
from strategy.kernel.german import is_unknown
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns import AwaitedEvent, Body, Deadline, Meeting, Paper, ReportDue

FIRST, LATER = date(2021, 9, 15), date(2021, 10, 6)


def test_a_report_due_at_the_first_meeting_of_a_body(plan: Store) -> None:
    """Hagen 2021: the report is due when a commission meets that has no day yet."""
    with plan.write("Anna", "Beschluss") as tx:
        body = save_(tx, Body(title="Kommission für Organisation", kind="Ausschuss"))
        event = save_(tx, AwaitedEvent(title="konstituierende Sitzung"))
        report = save_(tx, ReportDue(title="Sachstand", body_id=body.id, event_id=event.id))
        own = save_(tx, Deadline(title="Vorbereiten", event_id=event.id, due=date(2021, 9, 1)))
    with plan.read() as db:
        rows = due_items(db, FIRST).set_index("object_id")
        assert rows.loc[report.id, "event"] == "konstituierende Sitzung"
        assert rows["due"].isna()[report.id]
    with plan.write("Anna", "Sitzung angesetzt") as tx:
        meeting = save_(tx, Meeting(body_id=body.id, held_on=FIRST))
        save_(tx, get_(tx, AwaitedEvent, event.id).replace(meeting_id=meeting.id))
        assert get_(tx, ReportDue, report.id).due == FIRST
    with plan.write("Anna", "Verlegt") as tx:
        save_(tx, get_(tx, Meeting, meeting.id).replace(held_on=LATER))
    with plan.write("Anna", "Später gefragt") as tx:
        assert save_(tx, Deadline(title="Nachfassen", event_id=event.id)).due == LATER
    with plan.read() as db:
        assert (
            get_(db, AwaitedEvent, event.id).held_on == get_(db, ReportDue, report.id).due == LATER
        )
        # A day that was set apart from the event stays.
        assert get_(db, Deadline, own.id).due == date(2021, 9, 1)
        row = due_items(db, date(2021, 10, 7)).set_index("object_id").loc[report.id]
        assert row["overdue"] and row["days"] == -1 and is_unknown(row["event"])
    with plan.write("Anna", "Ausgefallen") as tx:
        save_(tx, get_(tx, Meeting, meeting.id).replace(cancelled=True))
        assert get_(tx, ReportDue, report.id).due is None
    for day in (LATER, LATER, FIRST, None):
        # Back through the calls: called off, asked later, moved, called.
        undo(plan, "Anna")
        with plan.read() as db:
            assert get_(db, ReportDue, report.id).due == day


def test_a_promise_of_2018_is_open_until_it_is_kept(plan: Store) -> None:
    with plan.write("Anna", "Anfrage") as tx:
        asked = save_(
            tx, Paper(title="E-Government", paper_type="Anfrage", dated=date(2018, 9, 27))
        )
        later = save_(
            tx,
            Paper(title="Digitalisierungsstrategie", paper_type="Antrag", predecessor_id=asked.id),
        )
        promise = save_(
            tx,
            Deadline(
                title="Die Strategie ist Kernaufgabe der Task Force",
                kind="Zusage",
                paper_id=asked.id,
                given_on=date(2018, 9, 27),
            ),
        )
    with plan.read() as db:
        (row,) = due_items(db, date(2021, 6, 1)).to_dict("records")
        assert row["kind"] == "Zusage" and row["title"].endswith("(zugesagt am 27.09.2018)")
        # It is seen from the paper of 2021 that asks again.
        chain = paper_chain(db, later.id).set_index("object_id")
        assert (
            chain.loc[promise.id, "state"] == "offen" and chain.loc[promise.id, "kind"] == "Zusage"
        )
    with plan.write("Anna", "Gehalten") as tx:
        save_(tx, promise.replace(done_on=date(2022, 1, 1)))
        assert due_items(tx, date(2022, 6, 1)).empty
    for record, words in (
        (promise.replace(given_on=None), "braucht den Tag"),
        (promise.replace(done_on=date(2018, 1, 1)), "liegt vor „Zugesagt am“"),
        (Deadline(title="x"), "einen Tag oder ein Ereignis"),
    ):
        with pytest.raises(Refused, match=words), plan.write("Anna", "Falsch") as tx:
            save_(tx, record)
