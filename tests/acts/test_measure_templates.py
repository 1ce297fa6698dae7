"""A measure begins from a template or a source; it always says where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from strategy.acts.measure_templates import SOURCES, begin_measure, measure_templates
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.nouns.card import Card
from strategy.nouns.cost_line import CostLine
from strategy.nouns.finding import Finding, FindingKind
from strategy.nouns.indicator import Indicator
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure
from strategy.nouns.milestone import Milestone
from strategy.nouns.paper import Paper
from strategy.nouns.recommendation import Recommendation
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from tests.fresh_plans import fresh_plan


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("templates") / "leer.duckdb"
    fresh_plan(path)
    store = Store.open(path)
    yield store
    store.close()


def test_every_template_makes_a_whole_measure_without_any_amount(plan: Store) -> None:
    templates = measure_templates()
    assert len(templates) >= 25
    assert len({item.key for item in templates}) == len({item.title for item in templates})
    for item in templates:
        with plan.write("Kim", "Vorlage") as tx:
            made = begin_measure(
                tx, template=item, origin="Vorschlag der Verwaltung", starts_on=date(2028, 1, 31)
            )
            lines = find(tx, CostLine, "measure_id = ?", [made.id])
            steps = find(tx, Milestone, "measure_id = ?", [made.id])
            gauges = find(tx, Indicator, "measure_id = ?", [made.id])
        # Every domain of the catalogue is one of the leading system that a new plan has.
        assert made.title == item.title and made.domain_id and made.effect
        assert len(item.milestones) == len(steps) and len(item.indicators) == len(gauges) >= 1
        assert all(line.amount_cents is None for line in lines)
        years = {line.year for line in lines if line.recurrence == "laufend"}
        assert years in (set(), {2028, 2029, 2030})
        assert {line.year for line in lines if line.recurrence == "einmalig"} <= {2028}
        assert min(step.due for step in steps if step.due) > date(2028, 1, 31)
    undo(plan, "Kim")
    with plan.read() as db:
        assert len(find(db, Measure)) == len(templates) - 1


def test_a_source_says_the_origin_and_is_used_once(plan: Store) -> None:
    def source(tx: Transaction, table: str) -> str:
        workshop = save_(tx, Workshop(title="Werkstatt"))
        phase = save_(tx, WorkshopPhase(workshop_id=workshop.id, title="Kritik", kind="Kritik"))
        made = {
            "card": Card(body="Bus mit Anzeige", workshop_id=workshop.id, phase_id=phase.id),
            "finding": Finding(title="Akten fehlen", kind=str(next(iter(FindingKind)))),
            "recommendation": Recommendation(title="Akten ordnen", kind="konzeptionell"),
            "paper": Paper(title="Antrag auf offenes WLAN", paper_type="Fraktionsantrag"),
        }[table]
        return save_(tx, made).id

    for table, origin in SOURCES.items():
        with plan.write("Kim", "Anlass") as tx:
            one = source(tx, table)
            made = begin_measure(tx, source_id=one, template=measure_templates()[1])
            (line,) = find(tx, Link, "from_id = ?", [made.id])
        assert made.origin == origin, table
        assert (line.kind, line.to_id) == ("entstanden aus", one)
        with pytest.raises(Refused), plan.write("Kim", "zweite") as tx:
            begin_measure(tx, source_id=one, template=measure_templates()[1])


def test_without_an_origin_nothing_is_made(plan: Store) -> None:
    for values, words in (
        ({"template": measure_templates()[0]}, "Herkunft"),
        ({"origin": "Interview"}, "Titel"),
        ({"source_id": "VK-0001"}, "Karte"),
    ):
        with pytest.raises(Refused, match=words), plan.write("Kim", "ohne") as tx:
            begin_measure(tx, **values)  # type: ignore[arg-type]
