"""Published figures, through the doors users take: a file or a form in, a figure out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from strategy.figures.inventory.services import service_totals, services_by_topic
from strategy.figures.money.budget import budget_result, budget_rows, product_table, subtotal_count
from strategy.figures.money.cost import cost_total
from strategy.figures.money.personnel import personnel_rates, post_costs
from strategy.figures.money.personnel_steps import rate_steps
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.listing import find
from strategy.kernel.records import delete_, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.service import Service
from strategy.plans.presets import new_plan

PRODUCT = "1.100.11.1.3.01"
# The budget of Leipzig, this product, 2016 to 2018 (haushalt.leipzig.de), as a list from a finance
# system: ILV is the internal charging between the products of a city.
LEIPZIG = f"""Produkt;Produktname;Kontobezeichnung;Kontoart;Ansatz 2016;Ansatz 2017;Ansatz 2018
{PRODUCT};Organisation;Erträge;Ertrag;7.800;39.600;6.500
{PRODUCT};Organisation;Personalaufwendungen;Aufwand;2.841.750;3.091.850;3.099.550
{PRODUCT};Organisation;Sach- und Dienstleistungen;Aufwand;53.250;69.300;69.350
{PRODUCT};Organisation;Abschreibungen;Aufwand;137.179;31.432;178.997
{PRODUCT};Organisation;Sonstige Aufwendungen;Aufwand;2.428.500;1.016.400;921.700
{PRODUCT};Organisation;Summe Aufwendungen;Aufwand;5.460.679;4.208.982;4.269.597
{PRODUCT};Organisation;Ordentliches Ergebnis;Saldo;-5.452.879;-4.169.382;-4.263.097
"""
CHARGED = f"""{PRODUCT};Organisation;Erträge aus ILV;Ertrag;95.700;88.700;90.300
{PRODUCT};Organisation;Aufwendungen aus ILV;Aufwand;1.600;1.600;1.600
"""
YEARS = {
    2016: (5_460_679, -5_452_879, -5_358_779),
    2017: (4_208_982, -4_169_382, -4_082_282),
    2018: (4_269_597, -4_263_097, -4_174_397),
}


def read_in(plan: Store, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    apply_import(plan, preview_import(plan, "budget", path), "Kämmerei")


def test_leipzig_comes_out_of_the_budget_import(plan: Store, tmp_path: Path) -> None:
    read_in(plan, tmp_path / "leipzig.csv", LEIPZIG)
    with plan.read() as db:
        for year, (expense, result, _) in YEARS.items():
            rows = budget_rows(
                db, year=year, plan_type="Ansatz", product=PRODUCT, line_kind="Aufwand"
            )
            assert int(rows["amount_cents"].sum()) == expense * 100
            assert budget_result(db, year, "Ansatz") == result * 100
            assert subtotal_count(db, year, "Ansatz") == 2
            product = product_table(db, year, "Ansatz").iloc[0]
            assert product["product"] == PRODUCT and product["expense_cents"] == expense * 100


def test_leipzig_with_internal_charging_is_the_net_need(plan: Store, tmp_path: Path) -> None:
    read_in(plan, tmp_path / "leipzig.csv", LEIPZIG + CHARGED)
    with plan.read() as db:
        found = {year: budget_result(db, year, "Ansatz") for year in YEARS}
    assert found == {year: net * 100 for year, (_, _, net) in YEARS.items()}


def test_the_workplace_of_niedersachsen_is_in_every_post_of_a_new_plan(tmp_path: Path) -> None:
    plan = new_plan(tmp_path / "neu.duckdb", "sachsen-anhalt", "Musterstadt", 2027, "Koordination")
    with plan.write("Test") as tx:
        rates = personnel_rates(tx, 2027).set_index("grade")
        assert set(rates["workplace_cents"]) == {(2_170 + 4_083 + 559 + 2_270) * 100}
        app = save_(tx, Application(title="Akte"))
        for fte in ("0.25", "0.75"):
            save_(
                tx,
                CostLine(
                    application_id=app.id,
                    year=2027,
                    cost_type="Personal",
                    fte=Decimal(fte),
                    grade="E9b",
                ),
            )
        # 68.000 € and 20 % of it and the workplace.
        assert cost_total(tx, "Plan", 2027) == 6_800_000 + 1_360_000 + 9_082_00
    plan.close()


def test_what_a_rate_contains_is_not_put_on_top_of_it(tmp_path: Path) -> None:
    plan = new_plan(tmp_path / "neu.duckdb", "sachsen-anhalt", "Musterstadt", 2027, "Koordination")
    path = tmp_path / "saetze.csv"
    content = {
        "nur Personalkosten": 93_400_00 + 9_082_00 + 18_680_00,
        "mit Arbeitsplatz": 93_400_00 + 18_680_00,
        "mit Gemeinkosten": 93_400_00 + 9_082_00,
        "mit Arbeitsplatz und Gemeinkosten": 93_400_00,
    }
    for words, cents in content.items():
        # The rate of the Kämmerei takes the place of the preset, whose flat rates stay beside it.
        path.write_text(
            f"Entgeltgruppe;Jahr;Personalkosten;Enthält\nE11;2027;93.400,00;{words}\n", "utf-8"
        )
        apply_import(plan, preview_import(plan, "rates", path), "Kämmerei")
        with plan.read() as db:
            rate = personnel_rates(db, 2027).set_index("grade").loc["E11"]
            steps = rate_steps(db, "E11", 2027)
            assert post_costs(db, [("E11", 2027, Decimal(1))]) == [cents], words
        assert rate["total_cents"] == steps[-1].cents == cents, words
        with plan.write("Test") as tx:
            app = save_(tx, Application(title=words))
            post = CostLine(
                application_id=app.id, year=2027, cost_type="Personal", fte=Decimal(1), grade="E11"
            )
            line = save_(tx, post)
            assert cost_total(tx, "Plan", 2027) == cents, words
            delete_(tx, CostLine, line.id)
    plan.close()


@pytest.mark.shared
def test_the_catalogue_has_its_fields_situations_and_services(plan: Store, house: Path) -> None:
    folder = house.parent / "shared" / "data" / "catalogues"
    if not folder.exists():
        pytest.skip("the reference files lie beside the project and are absent here")
    path = folder / "ozg_leistungen_kdn_2019.csv"
    apply_import(plan, preview_import(plan, "services", path), "Koordination")
    listed = (folder / "ozg_themenfelder_lagen.csv").read_text(encoding="utf-8-sig").split("\n")[1:]
    rows = [line.split(";") for line in listed if line]
    with plan.write("Koordination", "Zuständigkeit") as tx:
        # Two are taken: one by naming who is in charge, one by a word about it.
        first, second = find(tx, Service, order="id")[:2]
        unit = save_(tx, OrganisationUnit(title="Bürgeramt", level=2))
        save_(tx, first.replace(organisation_id=unit.id))
        save_(tx, second.replace(online=False))
        save_(tx, Service(title="Ohne Katalog erfasst"))
    with plan.read() as db:
        totals = service_totals(db)
        assert (totals.services, totals.catalogue, totals.online_unknown) == (3, 555, 2)
        assert int(services_by_topic(db)["services"].sum()) == 3
        found = db.rows(
            "SELECT topic, situation, count(*) AS services FROM service WHERE key IS NOT NULL "
            "GROUP BY ALL"
        )
    assert sum(row["services"] for row in found) == 557
    assert len({row["topic"] for row in found}) == 14
    assert len(found) == len(rows) == 55
    assert {(r["topic"], r["situation"]): r["services"] for r in found} == {
        (topic, situation): int(count) for _, topic, situation, count in rows
    }
