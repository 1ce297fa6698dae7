"""Years, points and the leading list of domains, each set in one action."""

from __future__ import annotations

from decimal import Decimal

import pytest

from strategy.acts.planning import lead_with, set_scores, set_stage, set_weights
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.nouns.criterion import Criterion
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.measure import Measure
from strategy.nouns.municipality import Municipality
from strategy.nouns.plan_entry import PlanEntry
from strategy.nouns.score import Score
from tests.fresh_plans import some_plan


@pytest.fixture
def town(plan: Store) -> Store:
    """A municipality with the horizon 2025 to 2030 and one measure."""
    with plan.write("Anna") as tx:
        save_(tx, Municipality(title="Auenfurt", plan_year=2027))
        save_(tx, Measure(title="Portal"))
    return plan


def test_a_stage_replaces_and_clears_years(town: Store) -> None:
    with town.write("Anna") as tx:
        assert set_stage(tx, "M-0001", 2026, 2028, "Umsetzung") == [2026, 2027, 2028]
        set_stage(tx, "M-0001", 2028, 2029, "Betrieb")
        set_stage(tx, "M-0001", 2026, 2026, None)
    with town.read() as db:
        entries = {entry.year: entry.stage for entry in find(db, PlanEntry)}
    assert entries == {2027: "Umsetzung", 2028: "Betrieb", 2029: "Betrieb"}


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (2028, 2027, "vor dem ersten"),
        (2024, 2026, "2024 liegt außerhalb"),
        (2029, 2031, "2031 liegt außerhalb"),
    ],
)
def test_only_years_of_the_horizon(town: Store, first: int, last: int, words: str) -> None:
    with town.write("Anna") as tx, pytest.raises(Refused, match=words):
        set_stage(tx, "M-0001", first, last, "Umsetzung")


def test_without_a_plan_year_nothing_can_be_staged(plan: Store) -> None:
    with plan.write("Anna") as tx:
        save_(tx, Measure(title="Portal"))
    with plan.write("Anna") as tx, pytest.raises(Refused, match="Das Planjahr fehlt"):
        set_stage(tx, "M-0001", 2027, 2027, "Umsetzung")


def test_scores_are_set_changed_and_taken_away(town: Store) -> None:
    with town.write("Anna") as tx:
        for title in ("Nutzen", "Kosten"):
            save_(tx, Criterion(title=title, weight=Decimal(50)))
        assert (
            set_scores(
                tx, "M-0001", {"KR-0001": Decimal("7.5"), "KR-0002": Decimal(0)}, {"KR-0001": "gut"}
            )
            == 2
        )
        assert (
            set_scores(
                tx, "M-0001", {"KR-0001": None, "KR-0002": None}, {"KR-0001": "noch zu klären"}
            )
            == 0
        )
    with town.read() as db:
        scores = find(db, Score)
    # The reason still says something; points 0 were points, and are gone now.
    assert [(s.criterion_id, s.points, s.reason) for s in scores] == [
        ("KR-0001", None, "noch zu klären")
    ]


def test_exactly_one_system_leads(plan: Store) -> None:
    with plan.write("Anna") as tx:
        for title, leading in (("A", True), ("B", False), ("C", True)):
            save_(tx, LifeDomainSystem(title=title, is_leading=leading))
        lead_with(tx, "LS-0002")
        assert [system.is_leading for system in find(tx, LifeDomainSystem)] == [False, True, False]


def test_weights_are_saved_together_and_only_as_a_hundred_per_cent() -> None:
    plan = some_plan()
    with plan.write("Kim", "Kriterien") as tx:
        one, two = (save_(tx, Criterion(title=t, weight=Decimal(50))) for t in ("Nutzen", "Geld"))
    for weights, words in (
        ({one.id: Decimal(60), two.id: Decimal(50)}, "110"),
        ({one.id: Decimal(60), two.id: Decimal("39.99")}, "99,99"),
        ({one.id: Decimal(100)}, "„Geld“ fehlt"),
    ):
        with pytest.raises(Refused, match=words), plan.write("Kim", "Gewichte") as tx:
            set_weights(tx, weights)
    with plan.write("Kim", "Gewichte") as tx:
        set_weights(tx, {one.id: Decimal(80), two.id: Decimal(20)})
    with plan.read() as db:
        assert [item.weight for item in find(db, Criterion)] == [80, 20]
        first = find(db, Criterion)[0]
    # One by one a weight may become less, never more than there is.
    with pytest.raises(Refused, match="101"), plan.write("Kim", "mehr") as tx:
        save_(tx, first.replace(weight=Decimal(81)))
    with pytest.raises(Refused, match="130"), plan.write("Kim", "noch eins") as tx:
        save_(tx, Criterion(title="Recht", weight=Decimal(30)))
    with plan.write("Kim", "weniger") as tx:
        save_(tx, first.replace(weight=Decimal(70)))
