"""Who sits in a body, and what follows from it for its votes and its agenda."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from strategy.figures.plan.meetings import agenda, mandates, seats_by_faction
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.nouns import (
    AgendaItem,
    Body,
    Consultation,
    Faction,
    LegislativeTerm,
    Meeting,
    Membership,
    Motion,
    Paper,
    Person,
)

ON = date(2026, 11, 26)


def council(tx: Transaction) -> tuple[Body, dict[str, Membership]]:
    """Three seats for two factions; one of them is handed over within the term."""
    term = save_(
        tx,
        LegislativeTerm(title="2024–2029", starts_on=date(2024, 7, 1), ends_on=date(2029, 6, 30)),
    )
    red, blue = (save_(tx, Faction(title=title)) for title in ("Rote Liste", "Blaue Liste"))
    body = save_(tx, Body(title="Stadtrat", kind="Vertretung", seats=3, members_complete=True))
    people = {
        name: save_(tx, Person(function="Stadtratsmitglied", full_name=name)).id for name in "ABCDE"
    }
    ways: dict[str, dict[str, Any]] = {
        "A": {"faction_id": red.id, "ends_on": date(2025, 6, 30)},
        "B": {"faction_id": red.id, "starts_on": date(2025, 7, 1)},
        "C": {"faction_id": red.id},
        "D": {"faction_id": blue.id},
        "E": {"voting": False, "role": "Sachkundiger Einwohner"},
    }
    return body, {
        name: save_(
            tx, Membership(person_id=people[name], body_id=body.id, term_id=term.id, **values)
        )
        for name, values in ways.items()
    }


def test_seats_follow_from_members_of_the_day(plan: Store) -> None:
    with plan.write("Anna", "Mitglieder") as tx:
        body, members = council(tx)
        for name in ("C", "B"):
            stands_in = members[name].replace(
                id="", version=0, deputy=True, deputy_for_id=members["D"].id
            )
            save_(tx, stands_in)
    with plan.read() as db:
        seats = seats_by_faction(db, body.id, ON)
        assert seats.to_dict("list") == {
            "faction": ["Rote Liste", "Blaue Liste", "ohne Fraktion"],
            "seats": [2, 1, 0],
            "others": [0, 0, 1],
            "deputies": [0, 1, 0],
        }
        assert mandates(db, ON).set_index("full_name").loc["D", "deputies"] == "C, B"
        # The day on which one ends and the next begins never counts both.
        for on, sitting in ((date(2025, 6, 30), "A"), (date(2025, 7, 1), "B")):
            names = set(mandates(db, on, body.id)["full_name"])
            assert names == {sitting, "C", "D", "E"}
        assert mandates(db, date(2030, 1, 1)).empty
    undo(plan, "Anna")
    with plan.read() as db:
        assert mandates(db, ON).empty


def test_votes_keep_to_the_members_of_the_day(plan: Store) -> None:
    with plan.write("Anna", "Mitglieder") as tx:
        body, members = council(tx)
        save_(tx, get_(tx, Membership, members["D"].id).replace(ends_on=date(2026, 1, 31)))
        paper = save_(tx, Paper(title="Strategie", paper_type="Vorlage", dated=date(2025, 1, 1)))
    station = Consultation(
        paper_id=paper.id, body_id=body.id, position=1, role="Entscheidung", held_on=ON
    )
    motion = Motion(
        title="Mehr", paper_id=paper.id, proposer="Rote", body_id=body.id, decided_on=ON, no=0
    )
    for vote in (station.replace(yes=3, no=0), motion.replace(yes=3)):
        words = r"Stadtrat hatte am 26\.11\.2026 2 stimmberechtigte Mitglieder"
        with pytest.raises(Refused, match=words), plan.write("Anna", "Abstimmung") as tx:
            save_(tx, vote)
    with plan.write("Anna", "Abstimmung") as tx:
        # Three sat there on the earlier day, and two may vote on the later one.
        save_(tx, station.replace(yes=3, no=0, held_on=date(2025, 12, 1)))
        save_(tx, station.replace(yes=2, no=0))
        # A list that nobody calls complete limits nothing; the seats do.
        save_(tx, get_(tx, Body, body.id).replace(members_complete=False))
        save_(tx, station.replace(yes=3, no=0))
    with pytest.raises(Refused, match="hat 3 Sitze; 4"), plan.write("Anna", "x") as tx:
        save_(tx, station.replace(yes=4, no=0))


BEFORE = "„Mitglied seit“ (01.01.2020) liegt vor der Wahlperiode 2024–2029"


def test_what_cannot_be_is_refused_with_a_sentence(plan: Store) -> None:
    with plan.write("Anna", "Mitglieder") as tx:
        body, members = council(tx)
        b, c, e = (members[name] for name in "BCE")
        meeting = save_(tx, Meeting(body_id=body.id, held_on=ON))
        item = save_(tx, AgendaItem(title="Bericht", meeting_id=meeting.id, number="3"))
        stranger = save_(tx, Person(function="Mitglied"))
        other = save_(tx, Body(title="Ausschuss", kind="Ausschuss"))
    more = c.replace(id="", version=0)
    cases: list[tuple[Record, str]] = [
        (more.replace(person_id=stranger.id), "hat 3 Sitze, und alle sind in dieser Zeit besetzt"),
        (e.replace(voting=True), "alle sind in dieser Zeit besetzt"),
        (more.replace(voting=False), f"schon Mitglied ({c.id})"),
        (b.replace(deputy_for_id=c.id), "Nur eine Stellvertretung vertritt jemanden"),
        (
            more.replace(body_id=other.id, deputy=True, deputy_for_id=b.id),
            "vertreten wird ein Mitglied desselben Gremiums",
        ),
        (c.replace(starts_on=date(2020, 1, 1)), BEFORE),
        (c.replace(ends_on=date(2030, 1, 1)), "nach der Wahlperiode"),
        (item.replace(id="", version=0), "TOP 3 gibt es in dieser Sitzung schon"),
    ]
    for record, words in cases:
        with pytest.raises(Refused) as refused, plan.write("Anna", "Falsch") as tx:
            save_(tx, record)
        assert words in str(refused.value), record


def test_an_agenda_is_read_in_its_order_and_public_first(plan: Store) -> None:
    with plan.write("Anna", "Sitzung") as tx:
        body = save_(tx, Body(title="Stadtrat", kind="Vertretung"))
        meeting = save_(tx, Meeting(body_id=body.id, held_on=ON))
        paper = save_(tx, Paper(title="Strategie", paper_type="Vorlage", dated=date(2026, 1, 1)))
        station = {"paper_id": paper.id, "body_id": body.id, "position": 1, "role": "Kenntnisnahme"}
        save_(tx, Consultation(**station, meeting_id=meeting.id, agenda_item="4.10"))
        for number in ("10", "4.2", "N1", None, "9"):
            # Where nobody has said whether an item is public, it is kept closed.
            public = {"N1": False, "9": None}.get(str(number), True)
            item = AgendaItem(title="x", meeting_id=meeting.id, number=number, public=public)
            save_(tx, item)
    with plan.read() as db:
        found = agenda(db, meeting.id)
    assert list(found["number"].fillna("ohne")) == ["4.2", "4.10", "10", "ohne", "9", "N1"]
    assert list(found["closed"]) == [False] * 4 + [True] * 2
