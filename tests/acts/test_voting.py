"""One entry for a vote: the paper's state, the resolution and the measures follow, one undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from strategy.acts.sealing import Occasion, seal_for
from strategy.acts.voting import Vote, book_vote, measures_of_paper, next_station
from strategy.figures.plan.council import consultations
from strategy.figures.plan.paper_chain import paper_by_reference, paper_chain
from strategy.figures.plan.resolution_control import measures_without_vote, resolution_control
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.nouns import Body, Consultation, Measure, Municipality, Paper, ReportDue, Resolution
from strategy.nouns.body import BodyKind
from strategy.nouns.consultation import ConsultationRole, Outcome
from strategy.nouns.link import LinkKind
from strategy.nouns.measure import MeasureStatus
from strategy.nouns.municipality import VoteColumns
from strategy.nouns.paper import PaperStatus
from strategy.nouns.resolution import ResolutionForm
from strategy.plans.soundness import look_into_plan
from strategy.relations.links import link


def sequence(tx: Transaction, **paper: Any) -> tuple[Paper, Consultation, Consultation, Measure]:
    """A paper that a committee prepares and the council decides, and a measure it is about."""
    town = {"title": "Welbeck", "plan_year": 2027}
    save_(tx, Municipality(**town))
    board = save_(tx, Body(title="Hauptausschuss", kind=BodyKind.COMMITTEE, seats=11))
    council = save_(tx, Body(title="Stadtrat", kind=BodyKind.COUNCIL, seats=28))
    given = {
        "title": "Strategie",
        "paper_type": "Beschlussvorlage",
        "reference": "222-21",
        "dated": date(2026, 10, 1),
        "proposal": "Der Stadtrat beschließt.",
        **paper,
    }
    made = save_(tx, Paper(**given))
    first, second = (
        save_(
            tx,
            Consultation(
                paper_id=made.id,
                body_id=body.id,
                position=number,
                held_on=date(2026, 11, number),
                role=role,
            ),
        )
        for number, (body, role) in enumerate(
            ((board, ConsultationRole.PREPARATION), (council, ConsultationRole.DECISION)), start=1
        )
    )
    measure = save_(tx, Measure(title="Portal"))
    link(tx, measure.id, LinkKind.CONCERNS, made.id)
    return made, first, second, measure


def test_a_vote_is_entered_once_and_all_follows_with_one_undo(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        paper, first, second, measure = sequence(tx)
        assert measures_of_paper(tx, paper.id) == [measure.id]
        assert next_station(tx, paper.id) == first
    with plan.write("Anna", "Vorberatung") as tx:
        booked = book_vote(tx, Vote(first.id, yes=9, no=0, abstentions=2))
        # Prepared and not decided: the paper is brought in, and nothing is resolved.
        assert (booked.station.outcome, booked.paper.status) == ("angenommen", "eingebracht")
        assert booked.resolution is None
        assert next_station(tx, paper.id) == second
    with plan.write("Anna", "Entscheidung") as tx:
        vote = Vote(
            second.id,
            yes=27,
            no=0,
            abstentions=0,
            form=ResolutionForm.CONDITIONAL,
            conditions="Unter dem Vorbehalt des Haushalts.",
            amount_cents=2_750_000,
            measures=(measure.id,),
        )
        booked = book_vote(tx, vote)
        assert booked.resolution is not None
        resolution = booked.resolution
    with plan.read() as db:
        assert get_(db, Consultation, second.id).outcome == Outcome.AMENDED
        assert get_(db, Paper, paper.id).status == PaperStatus.DECIDED
        assert get_(db, Measure, measure.id).status == MeasureStatus.DECIDED
        kept = get_(db, Resolution, resolution.id)
        assert (kept.reference, kept.body, kept.decided_on, kept.amount_cents) == (
            "222-21",
            "Der Stadtrat beschließt.",
            date(2026, 11, 2),
            2_750_000,
        )
        assert measures_without_vote(db).empty
        (row,) = resolution_control(db).to_dict("records")
        assert (row["measures"], row["amount_cents"], row["gaps"]) == (
            1,
            2_750_000,
            "kein Bericht vereinbart",
        )
    # A corrected entry changes the same resolution and makes no second one.
    with plan.write("Anna", "Berichtigt") as tx:
        again = book_vote(tx, replace(vote, yes=26, no=1))
        assert again.resolution is not None and again.resolution.id == resolution.id
        with pytest.raises(Refused, match=f"schon den Beschluss {resolution.id}"):
            book_vote(tx, Vote(second.id, yes=1, no=26))
    undo(plan, "Anna")
    undo(plan, "Anna")
    with plan.read() as db:
        assert find(db, Resolution) == []
        assert get_(db, Consultation, second.id).yes is None
        assert get_(db, Paper, paper.id).status == PaperStatus.SUBMITTED
        assert get_(db, Measure, measure.id).status == MeasureStatus.PROPOSED


@pytest.mark.parametrize(
    ("numbers", "outcome", "status"),
    [
        # Published votes: Stuttgart 40/17/3, Edewecht 5:5:1, Bogen 22:3 of 25 present.
        ({"yes": 40, "no": 17, "abstentions": 3}, "angenommen", "beschlossen"),
        ({"yes": 5, "no": 5, "abstentions": 1}, "abgelehnt", "abgelehnt"),
        ({"yes": 22, "no": 3, "present": 25}, "angenommen", "beschlossen"),
        ({"outcome": "vertagt"}, "vertagt", "eingebracht"),
        ({"outcome": "zurückgezogen"}, "zurückgezogen", "zurückgezogen"),
    ],
)
def test_the_numbers_say_what_was_decided(
    plan: Store, numbers: dict[str, Any], outcome: str, status: str
) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        _, _, station, _ = sequence(tx)
        council = get_(tx, Body, str(station.body_id))
        save_(tx, council.replace(seats=60))
        booked = book_vote(tx, Vote(station.id, **numbers))
        assert (booked.station.outcome, booked.paper.status) == (outcome, status)


def test_what_cannot_be_is_refused_with_its_reason(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        paper, first, station, measure = sequence(tx)
        with pytest.raises(Refused, match="Ja- und Nein-Stimmen"):
            book_vote(tx, Vote(station.id, yes=12))
        with pytest.raises(Refused, match="26 Sitze ohne die 2 Ausgeschlossenen; 27"):
            book_vote(tx, Vote(station.id, yes=27, no=0, excluded=2))
        with pytest.raises(Refused, match="nur das entscheidende Gremium"):
            book_vote(tx, Vote(first.id, yes=7, no=0, measures=(measure.id,)))
        with pytest.raises(Refused, match="Auflagen"):
            book_vote(tx, Vote(station.id, yes=9, no=0, form=ResolutionForm.CONDITIONAL))
        dropped = save_(tx, Measure(title="Alt", status=MeasureStatus.REJECTED, reason="abgelöst"))
        with pytest.raises(Refused, match="im Stand „verworfen“"):
            book_vote(tx, Vote(station.id, yes=9, no=0, measures=(dropped.id,)))
        own = find(tx, Municipality)[0]
        save_(tx, own.replace(vote_columns=VoteColumns.WITH_PRESENT))
        with pytest.raises(Refused, match="eine Enthaltung gibt es"):
            book_vote(tx, Vote(first.id, yes=9, no=0, abstentions=1))
        assert measure.status == get_(tx, Measure, measure.id).status


def test_a_strategy_comes_in_force_only_as_a_sealed_edition(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        paper, _, station, _ = sequence(tx, in_force_on=date(2027, 1, 1))
    with (
        pytest.raises(Refused, match="noch ist keine Fassung dazu festgeschrieben"),
        plan.write("Anna", "Abstimmung") as tx,
    ):
        book_vote(tx, Vote(station.id, yes=20, no=0))
    # By its number in another way of writing, as the paper form has it.
    edition = seal_for(plan, "Anna", "Stadtrat", occasion=Occasion(paper="222/21"))
    assert (edition.paper_id, edition.in_force_on) == (paper.id, date(2027, 1, 1))
    assert (edition.body_id, edition.meets_on) == (station.body_id, station.held_on)
    with plan.write("Anna", "Abstimmung") as tx:
        resolution = book_vote(tx, Vote(station.id, yes=20, no=0)).resolution
        assert resolution is not None and resolution.edition == edition.name
        with pytest.raises(Refused, match="lässt sich nicht beschließen"):
            save_(tx, resolution.replace(edition="main"))
    with pytest.raises(Refused, match="schon beschlossen"):
        seal_for(plan, "Anna", "Später", occasion=Occasion(paper=paper.id))
    assert look_into_plan(plan).troubles == []


def test_every_postponed_day_stays_and_a_mistyped_one_goes(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        paper, _, station, _ = sequence(tx)
    for day in (date(2026, 11, 20), date(2026, 12, 4), date(2026, 12, 18), date(2026, 12, 4)):
        with plan.write("Anna", "Verlegt") as tx:
            save_(tx, get_(tx, Consultation, station.id).replace(held_on=day))
    with plan.read() as db:
        row = consultations(db, paper.id).set_index("consultation_id").loc[station.id]
        assert row["former_days"] == "02.11.2026 20.11.2026"
        assert get_(db, Consultation, station.id).postponed_from == date(2026, 11, 2)


def test_the_chain_is_the_same_from_each_of_its_members(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        paper, _, station, measure = sequence(tx)
        question = save_(tx, Paper(title="Anfrage", paper_type="Anfrage", dated=date(2018, 9, 27)))
        motion = save_(tx, Paper(title="Antrag", paper_type="Antrag", predecessor_id=question.id))
        save_(tx, paper.replace(predecessor_id=motion.id))
        later = save_(tx, Paper(title="Aufhebung", paper_type="Beschlussvorlage"))
        link(tx, later.id, LinkKind.FOLLOWS, paper.id)
        booked = book_vote(tx, Vote(station.id, yes=20, no=0, measures=(measure.id,)))
        assert booked.resolution is not None
        report = save_(
            tx,
            ReportDue(title="Bericht", resolution_id=booked.resolution.id, event="Schlussbericht"),
        )
        chains = [
            list(paper_chain(tx, one.id)["object_id"]) for one in (question, motion, paper, later)
        ]
        # Under the resolution what follows from it: reports and measures.
        assert chains[0] == [
            question.id,
            motion.id,
            paper.id,
            booked.resolution.id,
            report.id,
            measure.id,
            later.id,
        ]
        assert all(chain == chains[0] for chain in chains)
        with pytest.raises(
            Refused, match=f"{question.id} → {later.id} → {paper.id} → {motion.id} → {question.id}"
        ):
            save_(tx, question.replace(predecessor_id=later.id))
        with pytest.raises(Refused, match="Das ergäbe einen Kreis"):
            link(tx, question.id, LinkKind.FOLLOWS, later.id)
        assert paper_by_reference(tx, "222 / 21") == paper.id


def test_the_check_names_decided_measures_without_a_vote(plan: Store) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        sequence(tx)
        bare = save_(tx, Measure(title="Ohne Votum", status=MeasureStatus.RUNNING))
        save_(tx, Resolution(title="Alt", status="offen"))
    notes = " ".join(look_into_plan(plan).notes)
    assert f"ohne dass eine Abstimmung dahintersteht: {bare.id}." in notes
    assert "die weder Maßnahme noch Betrag nennen: BS-0001" in notes
