"""Services: the OZG catalogue by Themenfeld and Lage, cases by way, reuse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from strategy.figures.inventory.services import (
    digital_by_unit,
    reuse_by_status,
    service_totals,
    services_by_situation,
    services_by_topic,
)
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.records import find, insert, save_
from strategy.kernel.store import Store
from strategy.nouns import Service
from strategy.nouns.assessment import Assessment
from strategy.nouns.maturity_model import MaturityModel

CATALOGUE = (
    Path(__file__).parents[3] / "shared" / "data" / "catalogues" / "ozg_leistungen_kdn_2019.csv"
)


@pytest.mark.shared
@pytest.mark.skipif(not CATALOGUE.exists(), reason="the reference files are not beside the project")
def test_the_ozg_catalogue_has_14_topics_55_situations_557_services(plan: Store) -> None:
    with plan.write("Anna") as tx:
        save_(tx, Service(title="Hund anmelden", own=True))
    done = apply_import(plan, preview_import(plan, "services", CATALOGUE), "Anna")
    assert done.added == 557
    with plan.read() as db:
        # Nobody has taken one of the catalogue's yet.
        totals = service_totals(db)
        assert (totals.services, totals.catalogue) == (1, 557)
    with plan.write("Anna", "alle übernommen") as tx:
        tx.run("UPDATE service SET online = false, version = ?", [tx.action_id])
    with plan.read() as db:
        topics, situations = services_by_topic(db), services_by_situation(db)
        totals = service_totals(db)
        assert (totals.services, totals.catalogue) == (558, 0)
    known = topics[topics["topic"] != "ohne Themenfeld"]
    assert (len(known), int(known["services"].sum())) == (14, 557)
    assert len(situations[situations["situation"] != "ohne Lage"]) == 55
    # What the town says about a service stays when the catalogue is read again.
    with plan.write("Anna") as tx:
        one = find(tx, Service, "title = 'Elterngeld'")[0]
        save_(tx, one.replace(online=True, cases_digital=12, cases_analogue=4))
    again = preview_import(plan, "services", CATALOGUE)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 557)


def test_the_digital_share_counts_only_what_is_known_of_both_ways(plan: Store) -> None:
    with plan.write("Anna") as tx:
        insert(
            tx,
            [
                Service(
                    title="A", cases_digital=30, cases_analogue=70, efa="nachgenutzt", online=True
                ),
                Service(title="B", cases_digital=20, cases_analogue=0, efa="nachgenutzt"),
                Service(title="C", cases_digital=1_000),
                Service(title="D", cases_analogue=1_000, efa="verfügbar"),
            ],
        )
    with plan.read() as db:
        totals = service_totals(db)
        reuse = reuse_by_status(db).set_index("efa")
    assert totals.digital_share == pytest.approx(100 * 50 / 120)
    assert (totals.cases_digital, totals.cases_analogue) == (1_050, 1_070)
    assert list(reuse.index) == ["nachgenutzt", "verfügbar", "keine Angabe"]
    assert (reuse.loc["nachgenutzt", "services"], reuse.loc["nachgenutzt", "online"]) == (2, 1)


def test_nothing_known_is_unknown_and_no_quote(plan: Store) -> None:
    with plan.write("Anna") as tx:
        save_(tx, Service(title="A"))
    with plan.read() as db:
        totals, units = service_totals(db), digital_by_unit(db, 2031)
    assert totals.digital_share is None and totals.online_quote is None
    assert units["online_quote"].isna().all() and int(units["unknown"].iloc[0]) == 1


def test_an_assessment_takes_its_service_and_no_other(plan: Store) -> None:
    with plan.write("Anna") as tx:
        first, _ = insert(tx, [Service(title=one, key=one) for one in ("A1", "A2")])
        model = save_(tx, MaturityModel(title="Eigenes", edition="1", lowest=0, highest=4))
        for service in (first.id, None):
            save_(
                tx,
                Assessment(
                    title="Bewertung",
                    model_id=model.id,
                    service_id=service,
                    assessed_on=date(2026, 1, 1),
                ),
            )
    with plan.read() as db:
        totals = service_totals(db)
    assert (totals.services, totals.catalogue) == (1, 1)
