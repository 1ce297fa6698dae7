"""One page per life domain: levels count together, and the domains add up to the plan."""

from __future__ import annotations

from decimal import Decimal

import pytest

from strategy.figures.money.own_share import own_share_by_year
from strategy.figures.plan.domain_page import (
    domain_findings,
    domain_goals,
    domain_indicators,
    domain_measures,
    domain_money,
    domains_below,
)
from strategy.figures.plan.domains import leading_domains
from strategy.kernel.errors import Refused
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.cost_line import CostLine
from strategy.nouns.finding import Finding
from strategy.nouns.goal import Goal
from strategy.nouns.indicator import Indicator
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.link import LinkKind
from strategy.nouns.measure import Measure
from strategy.relations.links import link
from tests.fresh_plans import some_plan


@pytest.fixture(scope="module")
def plan() -> Store:
    store = some_plan()
    with store.write("Kim", "Grundlage") as tx:
        system = save_(tx, LifeDomainSystem(title="Agenda", is_leading=True))
        other = save_(tx, LifeDomainSystem(title="andere"))
        top = save_(tx, LifeDomain(title="Verwaltung", system_id=system.id))
        below = save_(tx, LifeDomain(title="Akten", system_id=system.id, parent_id=top.id))
        save_(tx, LifeDomain(title="Mobilität", system_id=system.id))
        save_(tx, LifeDomain(title="Mobilität", system_id=other.id))
        goal = save_(tx, Goal(title="Ohne Wege", level="strategisches Ziel"))
        save_(tx, Indicator(title="Anträge", unit="%", goal_id=goal.id, target=Decimal(5)))
        finding = save_(tx, Finding(title="Akten fehlen", kind="Schwäche"))
        for domain, status, cents in (
            (top.id, "vorgeschlagen", 100),
            (below.id, "vorgeschlagen", 20),
            (below.id, "Ideenpool", 7),
            ("LB-0003", "vorgeschlagen", 3),
        ):
            made = save_(tx, Measure(title="M", domain_id=domain, status=status))
            save_(
                tx, CostLine(measure_id=made.id, year=2027, cost_type="Lizenz", amount_cents=cents)
            )
        link(tx, "M-0002", LinkKind.SERVES, goal.id)
        link(tx, "M-0002", LinkKind.RESTS_ON, finding.id)
        link(tx, "M-0004", LinkKind.ALSO_IN, top.id)
    return store


def test_a_domain_speaks_for_those_below_it(plan: Store) -> None:
    with plan.read() as db:
        assert domains_below(db, "LB-0001") == ["LB-0001", "LB-0002"]
        measures = domain_measures(db, "LB-0001")
        assert list(zip(measures["measure_id"], measures["how"], strict=True)) == [
            ("M-0001", "führend"),
            ("M-0002", "führend"),
            ("M-0003", "führend"),
            ("M-0004", "gehört auch zu"),
        ]
        assert list(domain_money(db, "LB-0001")["own_cents"]) == [120]
        assert list(domain_money(db, "LB-0002")["own_cents"]) == [20]
        assert list(domain_goals(db, "LB-0001")["title"]) == ["Ohne Wege"]
        assert list(domain_findings(db, "LB-0002")["title"]) == ["Akten fehlen"]
        assert list(domain_indicators(db, "LB-0002")["title"]) == ["Anträge"]
        # The tops of the leading system together are the plan.
        tops = [one for one in leading_domains(db) if one != "LB-0002"]
        money = sum(int(domain_money(db, one)["own_cents"].sum()) for one in tops)
        assert money == int(own_share_by_year(db)["own_cents"].sum()) == 123


def test_levels_stay_inside_a_system_and_have_a_top(plan: Store) -> None:
    for domain, parent, words in (
        ("LB-0003", "LB-0004", "anderen Gliederung"),
        ("LB-0001", "LB-0002", "hängt selbst"),
        ("LB-0001", "LB-0001", "sich selbst|hängt selbst"),
    ):
        with pytest.raises(Refused, match=words), plan.write("Kim", "Ebene") as tx:
            row = tx.one("SELECT * FROM life_domain WHERE id = ?", [domain])
            save_(tx, LifeDomain(**{**(row or {}), "parent_id": parent}))
