"""A motion shows what it would do, and is applied with its vote in one action or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.motions.deciding import MotionVote, decide_motion, open_motion_version
from strategy.motions.effects import effects_of
from strategy.nouns import (
    Body,
    BudgetCap,
    CostLine,
    Dependency,
    Goal,
    Measure,
    Motion,
    Municipality,
    OrganisationUnit,
    Paper,
    PlanEntry,
)
from strategy.nouns.link import LinkKind
from strategy.nouns.motion import MotionStatus
from strategy.relations.links import link


def plan_with_motions(store: Store) -> tuple[str, str]:
    """Two measures, one needing the other, a cap, a goal, and two motions with their versions."""
    with store.write("Anna", "Anlegen") as tx:
        save_(tx, Municipality(title="Welbeck", plan_year=2027))
        save_(tx, Body(title="Stadtrat", kind="Vertretung", seats=28))
        unit = save_(tx, OrganisationUnit(title="Hauptamt", level=1))
        goal = save_(tx, Goal(title="Bürgernah", level="strategisches Ziel"))
        for title, amount in (("Portal", 10_000_00), ("Konto", 5_000_00)):
            made = save_(tx, Measure(title=title, organisation_id=unit.id))
            line = {"measure_id": made.id, "year": 2027, "amount_cents": amount}
            save_(tx, CostLine(title="Lizenz", cost_type="Lizenz", **line))
            save_(tx, PlanEntry(measure_id=made.id, year=2027, stage="Umsetzung"))
            link(tx, made.id, LinkKind.SERVES, goal.id)
        save_(tx, Dependency(measure_id="M-0001", kind="setzt voraus", other_id="M-0002"))
        save_(tx, BudgetCap(year=2027, amount_cents=16_000_00))
        paper = save_(tx, Paper(title="Strategie", paper_type="Beschlussvorlage"))
        motions = [
            save_(tx, Motion(title=title, paper_id=paper.id, proposer=side))
            for title, side in (("Mehr Portal", "Fraktion A"), ("Kein Konto", "Fraktion B"))
        ]
    more, less = (open_motion_version(store, "Anna", one.id) for one in motions)
    with store.write("Anna", "Antrag A", str(more.scenario)) as tx:
        line = find(tx, CostLine, "measure_id = 'M-0001'")[0]
        save_(tx, line.replace(amount_cents=14_000_00))
    with store.write("Anna", "Antrag B", str(less.scenario)) as tx:
        gone = get_(tx, Measure, "M-0002").replace(status="verworfen", reason="zu teuer")
        save_(tx, gone)
        delete_(tx, CostLine, find(tx, CostLine, "measure_id = 'M-0002'")[0].id)
        save_(tx, get_(tx, Measure, "M-0001").replace(title="Portal ohne Konto"))
    return more.id, less.id


def test_a_motion_shows_caps_dependencies_goals_and_the_other_motion(plan: Store) -> None:
    more, less = plan_with_motions(plan)
    with plan.read() as db:
        before = content_hash(db)
    first, second = effects_of(plan, more), effects_of(plan, less)
    assert any("um 3.000,00" in one.replace("\xa0", " ") for one in first.caps), first.caps
    assert first.difference is not None and first.difference.cost.moved == 4_000_00
    assert first.dependencies == ()
    assert "auch AE-0002 „Kein Konto“ (Fraktion B) ändert das" in first.others[0]
    assert first.others[0].startswith("M-0001: ")
    assert any("Neu verletzt: „Portal ohne Konto“" in one for one in second.dependencies)
    assert second.difference is not None
    goal = {cell.key[1]: cell for cell in second.difference.goals}
    assert (goal["measures"].before, goal["measures"].after) == (2, 1)
    # To look is not to change: the trial leaves the draft and its history as they were.
    with plan.read() as db:
        assert content_hash(db) == before
        assert db.value("SELECT count(*) FROM history.action WHERE actor = 'Versuch'") == 0


def test_adopted_it_is_applied_and_booked_in_one_action_rejected_it_is_only_booked(
    plan: Store,
) -> None:
    more, less = plan_with_motions(plan)
    # The draft goes on elsewhere; that is no part of the motion and stays.
    with plan.write("Anna", "Weiter") as tx:
        save_(tx, get_(tx, Measure, "M-0002").replace(body="Neu beschrieben"))
    vote = MotionVote(20, 3, 5, decided_on=date(2026, 12, 17), number="ÄA 7/2026", body_id="G-0001")
    made = decide_motion(plan, "Anna", more, vote)
    assert (made.status, made.reference, made.yes) == (MotionStatus.ADOPTED, "ÄA 7/2026", 20)
    with plan.read() as db:
        assert find(db, CostLine, "measure_id = 'M-0001'")[0].amount_cents == 14_000_00
        assert get_(db, Measure, "M-0002").body == "Neu beschrieben"
    with pytest.raises(Refused, match="schon entschieden"):
        decide_motion(plan, "Anna", more, vote)
    undo(plan, "Anna")
    with plan.read() as db:
        assert get_(db, Motion, more).status == MotionStatus.FILED
        assert find(db, CostLine, "measure_id = 'M-0001'")[0].amount_cents == 10_000_00
    lost = decide_motion(plan, "Anna", more, MotionVote(14, 14))
    assert lost.status == MotionStatus.REJECTED
    with plan.read() as db:
        assert find(db, CostLine, "measure_id = 'M-0001'")[0].amount_cents == 10_000_00
    with pytest.raises(Refused, match="28 Sitze"):
        decide_motion(plan, "Anna", less, MotionVote(1, 30, body_id="G-0001"))
    # The other one drops what the draft has changed meanwhile.
    with pytest.raises(Refused, match="M-0002 hat Anna inzwischen geändert"):
        decide_motion(plan, "Anna", less, MotionVote(20, 1))
    assert effects_of(plan, less).difference is None


def test_a_motion_on_a_rejected_measure_or_without_changes_is_refused(plan: Store) -> None:
    more, less = plan_with_motions(plan)
    with plan.write("Anna", "Verworfen") as tx:
        measure = get_(tx, Measure, "M-0001")
        save_(tx, measure.replace(status="verworfen", reason="zu teuer"))
        paper = find(tx, Paper)[0]
        empty = save_(tx, Motion(title="Leer", paper_id=paper.id, proposer="Fraktion C"))
    with pytest.raises(Refused, match="Die Fassung mit den Änderungen"):
        decide_motion(plan, "Anna", empty.id, MotionVote(20, 1))
    open_motion_version(plan, "Anna", empty.id)
    with pytest.raises(Refused, match="ändert nichts"):
        decide_motion(plan, "Anna", empty.id, MotionVote(20, 1))
    told = " ".join(effects_of(plan, less).patch.conflicts)
    assert "M-0001 „Portal“ ist im Entwurf verworfen" in told
    with pytest.raises(Refused, match="ist im Entwurf verworfen"):
        decide_motion(plan, "Anna", more, MotionVote(20, 1))
    undo(plan, "Anna", "main")
    with plan.write("Anna", "Wieder vorgeschlagen") as tx:
        save_(tx, get_(tx, Measure, "M-0001").replace(status="vorgeschlagen"))
    amended = MotionVote(20, 1, amended=True)
    assert decide_motion(plan, "Anna", more, amended).status == MotionStatus.AMENDED
