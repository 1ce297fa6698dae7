"""Meetings that move take their items along; votes and days that cannot be are refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from strategy.figures.plan.council import consultations, open_papers, paper_table
from strategy.kernel.errors import Refused
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.nouns.body import Body, BodyKind
from strategy.nouns.consultation import Consultation, ConsultationRole, Outcome
from strategy.nouns.meeting import Meeting
from strategy.nouns.paper import Paper, PaperStatus

FIRST, LATER, LAST = date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10)


def council(tx: Transaction, seats: int | None = 28) -> tuple[Meeting, Paper, Body]:
    """A council with one meeting, and a paper that is older than it."""
    body = save_(tx, Body(title="Stadtrat", kind=BodyKind.COUNCIL, seats=seats))
    meeting = save_(tx, Meeting(body_id=body.id, held_on=FIRST))
    paper = save_(
        tx,
        Paper(
            title="Strategie",
            paper_type="Beschlussvorlage",
            dated=date(2026, 10, 1),
            status=PaperStatus.SUBMITTED,
        ),
    )
    return meeting, paper, body


def station(paper: Paper, body: Body, **values: Any) -> Consultation:
    return Consultation(
        paper_id=paper.id, body_id=body.id, position=1, role=ConsultationRole.DECISION, **values
    )


def test_items_follow_their_meeting_and_one_undo_brings_all_back(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        meeting, paper, body = council(tx)
        item = save_(tx, station(paper, body, meeting_id=meeting.id))
        done = save_(
            tx, station(paper, body, meeting_id=meeting.id, outcome=Outcome.ACCEPTED, yes=20, no=1)
        )
        assert item.held_on == FIRST
    with plan.write("Anna", "Verlegt") as tx:
        moved = save_(tx, get_(tx, Meeting, meeting.id).replace(held_on=LATER))
        assert moved.postponed_from == FIRST
    with plan.read() as db:
        assert get_(db, Consultation, item.id).held_on == LATER
        assert get_(db, Consultation, item.id).postponed_from == FIRST
        # What was decided on the first day stays there.
        assert get_(db, Consultation, done.id).held_on == FIRST
        assert [date.fromisoformat(str(day)[:10]) for day in open_papers(db)["held_on"]] == [LATER]
    with plan.write("Anna", "Noch einmal verlegt") as tx:
        again = save_(tx, get_(tx, Meeting, meeting.id).replace(held_on=LAST))
        assert again.postponed_from == FIRST
    with plan.write("Anna", "Ausgefallen") as tx:
        save_(tx, get_(tx, Meeting, meeting.id).replace(cancelled=True))
    with plan.read() as db:
        row = consultations(db, paper.id).set_index("consultation_id").loc[item.id]
        assert row["cancelled"] and str(row["postponed_from"])[:10] == str(FIRST)
        assert paper_table(db)["next_on"].isna().all() and open_papers(db)["held_on"].isna().all()
    undo(plan, "Anna")
    undo(plan, "Anna")
    undo(plan, "Anna")
    with plan.read() as db:
        stands = get_(db, Consultation, item.id)
        assert (stands.held_on, stands.postponed_from) == (FIRST, None)
        assert get_(db, Meeting, meeting.id).postponed_from is None


def test_a_meeting_moved_back_leaves_nothing_struck_through(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        meeting, paper, body = council(tx)
        item = save_(tx, station(paper, body, meeting_id=meeting.id))
    with plan.write("Anna", "Verlegt") as tx:
        save_(tx, get_(tx, Meeting, meeting.id).replace(held_on=LATER))
    with plan.write("Anna", "Zurück") as tx:
        save_(tx, get_(tx, Meeting, meeting.id).replace(held_on=FIRST, postponed_from=None))
        stands = get_(tx, Consultation, item.id)
        assert (stands.held_on, stands.postponed_from) == (FIRST, None)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"yes": 99, "no": 0}, "28 Sitze; 99"),
        ({"yes": 20, "no": 5, "abstentions": 4}, "28 Sitze; 29"),
        ({"present": 40}, "28 Sitze; 40"),
        ({"held_on": date(2019, 1, 1)}, "liegt vor dem Datum der Vorlage (01.10.2026)"),
        ({"meeting_id": "own", "held_on": LATER}, "ist am 26.11.2026"),
        ({"meeting_id": "other"}, "gehört zu einem anderen Gremium"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_saved(
    plan: Store, values: dict[str, Any], words: str
) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        meeting, paper, body = council(tx)
        board = save_(tx, Body(title="Ausschuss", kind=BodyKind.COMMITTEE))
        other = save_(tx, Meeting(body_id=board.id, held_on=FIRST))
    meetings = {"own": meeting.id, "other": other.id}
    if "meeting_id" in values:
        values = {**values, "meeting_id": meetings[values["meeting_id"]]}
    with pytest.raises(Refused) as refused, plan.write("Anna", "Beratung") as tx:
        save_(tx, station(paper, body, **values))
    assert words in str(refused.value)


def test_what_stood_before_stays_and_may_be_edited_elsewhere(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        _, paper, body = council(tx, seats=None)
        item = save_(tx, station(paper, body, yes=30, no=1))
        save_(tx, get_(tx, Body, body.id).replace(seats=28))
    with plan.write("Anna", "Anmerkung") as tx:
        noted = save_(tx, get_(tx, Consultation, item.id).replace(note="mit Aussprache"))
    with pytest.raises(Refused), plan.write("Anna", "Stimmen") as tx:
        save_(tx, noted.replace(yes=31))
