"""The state of the five steps on an empty plan and after first entries."""

from __future__ import annotations

import pytest

import strategy.nouns  # noqa: F401
from strategy.analysis.steps import step_states
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.goal import Goal
from strategy.nouns.interview import Interview
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.vision import Vision


@pytest.fixture
def store(plan: Store) -> Store:
    return plan


def test_an_empty_plan_is_led_to_the_first_action_of_every_step(store: Store) -> None:
    with store.read() as db:
        states = step_states(db)
    assert [state.key for state in states] == ["1", "2", "3", "4", "5", "gremien"]
    assert all(state.share == 0 and state.next_action and state.about for state in states)
    assert states[0].about == "vision" and states[1].about == "organisation_unit"
    assert states[0].word == "noch nicht begonnen"


def test_what_is_done_moves_the_next_action_on(store: Store) -> None:
    with store.write("Anna") as tx:
        save_(tx, Vision(title="Leitbild", body="Wir sind gut erreichbar."))
        save_(tx, Goal(title="Bürgernah", level="Leitziel"))
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        heard = save_(tx, OrganisationUnit(title="Bauamt", level=2, parent_id=top.id))
        desk = save_(tx, OrganisationUnit(title="Hochbau", level=3, parent_id=heard.id))
        save_(tx, OrganisationUnit(title="Kämmerei", level=2, parent_id=top.id))
        save_(tx, Interview(title="Gespräch", organisation_id=desk.id, status="geführt"))
        save_(tx, Measure(title="Portal", origin="Interview"))
    with store.read() as db:
        first, second, _, fourth, _, _ = step_states(db)
    assert "1 Ziel festgelegt" in first.done and first.about == "framework_condition"
    assert first.share == pytest.approx(2 / 6) and first.word == "in Arbeit"
    assert "1 Amt befragt" in second.done
    assert "1 Amt wurde noch nicht befragt" in second.missing
    assert "1 Maßnahme gehört zu keinem Lebensbereich" in fourth.missing
    assert fourth.next_action.startswith("Wählen Sie eine Gliederung der Lebensbereiche")
