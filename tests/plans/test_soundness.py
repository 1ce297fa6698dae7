"""A sound plan has no troubles; every kind of trouble is found and named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import strategy.nouns  # noqa: F401
from strategy.cli import main
from strategy.figures.catalogue import all_figures
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import create_scenario, seal_edition
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine
from strategy.nouns.goal import Goal
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.plans.soundness import check_plan
from strategy.relations.links import link
from tests.fresh_plans import empty_plan


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = empty_plan(tmp_path / "stadt.plan")
    with made.write("Anna") as tx:
        save_(tx, Municipality(title="Musterstadt", plan_year=2027))
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        unit = save_(tx, OrganisationUnit(title="Hauptamt", level=2, parent_id=top.id))
        app = save_(tx, Application(title="DMS", organisation_id=unit.id))
        save_(
            tx,
            CostLine(application_id=app.id, year=2027, cost_type="Lizenz", amount_cents=1_234_567),
        )
        goal = save_(tx, Goal(title="Bürgernah", level="Leitziel"))
        link(tx, app.id, "dient", goal.id)
    yield made
    made.close()


def test_a_fresh_plan_with_scenario_and_edition_is_sound(store: Store) -> None:
    create_scenario(store, "Anna", "Sparvariante")
    seal_edition(store, "Anna", "Beschlussfassung")
    assert check_plan(store) == []


def test_lost_references_and_links_are_found_in_every_version(store: Store) -> None:
    create_scenario(store, "Anna", "Sparvariante")
    with store.write("Anna") as tx:
        tx.run("DELETE FROM goal")
        tx.run("DELETE FROM organisation_unit WHERE level = 2")
    troubles = check_plan(store)
    assert troubles == [
        "Anwendungen verweisen in „Verantwortliche Einheit“ auf Einträge, die es nicht gibt: "
        "A-0001 → OE-0002.",
        "Verknüpfungen verweisen in „Zu“ auf Einträge, die es nicht gibt: VK-0001 → Z-0001.",
    ]


def test_a_counter_of_ids_that_was_turned_back_is_named(store: Store) -> None:
    with store.write("Anna") as tx:
        tx.run("UPDATE plan.number SET last = 0 WHERE prefix = 'Z'")
    (trouble,) = check_plan(store)
    assert "Zähler der Kennungen Z steht auf 0" in trouble


def test_shares_that_are_not_100_percent_are_named(store: Store) -> None:
    with store.write("Anna") as tx:
        save_(
            tx,
            ApplicationUse(
                application_id="A-0001", organisation_id="OE-0001", share=Decimal("62.5")
            ),
        )
    assert check_plan(store) == ["Kostenanteile ergeben nicht 100\u00a0%: A-0001 (62,5\u00a0%)."]


def test_the_commands_say_what_a_plan_holds(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(store.path)
    store.close()
    assert main(["check", path]) == 0 and capsys.readouterr().out == "In Ordnung\n"
    assert main(["figures", path, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kosten_plan_2027_gesamt"] == {
        "label": "Kosten 2027 (Plan)",
        "value": 1_234_567,
        "unit": "Cent",
        "unknown": 0,
    }
    assert found["kosten_plan_2027_OE_0001"]["value"] == 1_234_567
    assert found["kosten_plan_2028_gesamt"]["value"] is None
    assert main(["figures", path]) == 0
    assert "12.345,67 €" in capsys.readouterr().out
    assert main(["figures", path, "--version", "Gibt es nicht"]) == 1
    assert "Gibt es nicht" in capsys.readouterr().err
    damaged = Store.open(path)
    with damaged.write("Anna") as tx:
        tx.run("UPDATE application SET organisation_id = 'OE-0099', version = ?", [tx.action_id])
    damaged.close()
    assert main(["check", path]) == 1
    assert "A-0001 → OE-0099" in capsys.readouterr().out


def test_ids_of_figures_are_names_that_excel_accepts(store: Store) -> None:
    with store.read() as db:
        ids = [figure.id for figure in all_figures(db)]
    assert len({name.lower() for name in ids}) == len(ids)
    for name in ids:
        assert name.isascii() and name.replace("_", "a").isalnum() and not name[0].isdigit(), name
        assert len(name) < 100 and "_" in name, name
