"""The strategy report: complete, exact, alive, and readable on paper."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from strategy.acts.recommending import add_evidence
from strategy.excel.report import write_report
from strategy.excel.source import read_head
from strategy.figures.catalogue import all_figures
from strategy.figures.figure import CENT, PERCENT
from strategy.kernel import german
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.recommendation import Recommendation
from strategy.relations.links import link
from tests.excel.reading import contents
from tests.excel.recalculate import recalculated

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def town_report(town_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    copy = folder / "town.duckdb"
    copy.write_bytes(town_file.read_bytes())
    store = Store.open(copy)
    try:
        return write_report(store, folder / "bericht.xlsx", today=TODAY)
    finally:
        store.close()


@pytest.fixture(scope="module")
def values(town_report: Path) -> Any:
    return openpyxl.load_workbook(town_report, data_only=True)


@pytest.fixture(scope="module")
def formulas(town_report: Path) -> Any:
    return openpyxl.load_workbook(town_report)


def named(book: Any, name: str) -> Any:
    ((sheet, cell),) = book.defined_names[name].destinations
    return book[sheet][cell.replace("$", "")].value


def test_every_figure_has_its_name_and_its_exact_value(town_file: Path, values: Any) -> None:
    store = Store.open(town_file)
    with store.read() as db:
        figures = all_figures(db)
    store.close()
    assert len(figures) > 80
    assert {figure.id for figure in figures} <= set(values.defined_names)
    for figure in figures:
        shown = named(values, figure.id)
        if figure.value is None:
            assert shown in ("–", "unbekannt"), figure.id
        elif figure.unit == CENT:
            assert round(Decimal(str(shown)) * 100) == figure.value, figure.id
        elif figure.unit == PERCENT:
            assert shown == pytest.approx(figure.value / 100)
        else:
            assert shown == pytest.approx(figure.value)


def test_cost_figures_are_formulas_over_the_cost_data(formulas: Any) -> None:
    formula = named(formulas, "kosten_plan_2027_gesamt")
    assert formula.startswith("=IF(") and "SUMIFS('Kostendaten'!$G$5" in formula
    assert "Kostendaten Maßnahmen" in named(formulas, "massnahmen_2027_sach")


def test_recalculation_changes_nothing_and_finds_no_error(
    town_report: Path, tmp_path: Path, values: Any, formulas: Any
) -> None:
    fresh = openpyxl.load_workbook(recalculated(town_report, tmp_path), data_only=True)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                before = values[sheet.title][cell.coordinate].value
                after = fresh[sheet.title][cell.coordinate].value
                place = f"{sheet.title}!{cell.coordinate} {cell.value}"
                assert before is not None, place
                if isinstance(before, int | float) and isinstance(after, int | float):
                    assert round(before * 100) == round(after * 100), place
                else:
                    assert before == after, place
                assert not str(after).startswith("#"), place
    assert count > 1000


def test_one_changed_cost_moves_every_total(town_report: Path, tmp_path: Path, values: Any) -> None:
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    wanted = {"Plan oder Ist": "Plan", "Im Plan": "ja"}
    for source, target, sheet, more, rise in (
        (town_report, once, "Kostendaten", {"Jahr": 2027, "Art": "Sachkosten"}, 1000),
        (once, twice, "Kostendaten Maßnahmen", {}, 500),
    ):
        header = [cell.value for cell in values[sheet][4]]
        rows = ([*zip(header, cells, strict=True)] for cells in values[sheet].iter_rows(min_row=5))
        row = next(
            dict(cells)
            for cells in rows
            if all(dict(cells)[name].value == value for name, value in (wanted | more).items())
            and dict(cells)["Betrag"].value
        )
        amount = row["Betrag"]
        _change_cell(source, target, sheet, amount.coordinate, amount.value + rise)
    fresh = openpyxl.load_workbook(recalculated(twice, tmp_path), data_only=True)
    for name in ("kosten_plan_2027_gesamt", "kosten_plan_2027_sach"):
        assert named(fresh, name) - named(values, name) == pytest.approx(1000)
    assert named(fresh, "kosten_plan_2027_personal") == named(values, "kosten_plan_2027_personal")
    # The sheet by Amt and its sum move too; that is what the chart is drawn from.
    assert _moved(values, fresh, "Kosten nach Amt (Plan)") == [pytest.approx(1000)] * 8
    # Every other sheet that tells the same sums follows.
    for name, rise in (
        ("Jahre im Vergleich", 1000),
        ("4 Lebensbereiche", 500),
        ("Maßnahmen nach Jahren", 500),
    ):
        moved = _moved(values, fresh, name)
        assert len(moved) > 1 and moved == [pytest.approx(rise)] * len(moved), name


def _moved(before: Any, after: Any, name: str) -> list[float]:
    """By how much the numbers of a sheet have changed that have changed at all."""
    return [
        b.value - a.value
        for first, second in zip(before[name].iter_rows(), after[name].iter_rows(), strict=False)
        for a, b in zip(first, second, strict=False)
        if isinstance(a.value, int | float)
        and isinstance(b.value, int | float)
        and abs(b.value - a.value) > 0.005
    ]


def _change_cell(source: Path, target: Path, sheet: str, place: str, value: float) -> None:
    """Type a number into one cell, as somebody in Excel would, and leave all else as it is."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        names = re.findall(r'<sheet name="([^"]+)"', old.read("xl/workbook.xml").decode())
        part = f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
        for item in old.infolist():
            data = old.read(item)
            if item.filename == part:
                pattern = rf'(<c r="{place}" s="\d+"><v>)[^<]+(</v>)'
                text, hits = re.subn(pattern, rf"\g<1>{value}\g<2>", data.decode())
                assert hits == 1
                data = text.encode()
            new.writestr(item, data)


def test_cover_says_municipality_version_day_and_hash(town_file: Path, values: Any) -> None:
    store = Store.open(town_file)
    with store.read() as db:
        head, _, _ = read_head(db, TODAY)
    store.close()
    cover = {row[1].value: row[2].value for row in values["Deckblatt"].iter_rows()}
    assert "Großstadt" in cover
    assert cover["Fassung"] == "Entwurf"
    assert cover["Stand"] == "20. November 2026"
    assert cover["Prüfsumme des Inhalts"] == head.content_hash


def test_contents_lead_to_every_sheet(formulas: Any) -> None:
    sheet = formulas["Inhalt"]
    linked = {
        cell.hyperlink.location.split("!")[0].strip("'")
        for (cell,) in sheet["A3:A60"]
        if cell.hyperlink
    }
    assert linked == set(formulas.sheetnames) - {"Deckblatt", "Inhalt"}
    steps = ["1 Ziele", "2 IST-Analyse", "3 Zukunftswerkstatt", "4 Lebensbereiche", "5 Strategie"]
    assert [name for name in formulas.sheetnames if name in steps] == steps


def test_every_sheet_prints_in_landscape_on_one_page_width(formulas: Any) -> None:
    for sheet in formulas:
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert sheet.page_setup.paperSize == 9
        # A width of one page is what "fit" means where nothing else is written.
        assert sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "Großstadt" in sheet.oddHeader.left.text
        assert "Entwurf" in sheet.oddHeader.right.text
        assert sheet.oddFooter.right.text.endswith("Seite &P von &N")
    for name in ("Anwendungen", "Maßnahmen", "Haushaltszeilen", "Spur", "Kostendaten"):
        assert formulas[name].freeze_panes == "C5"
        assert formulas[name].print_title_rows == "$1:$4"
        assert formulas[name].auto_filter.ref.startswith("A4:")


def test_charts_have_a_text_for_those_who_cannot_see_them(town_report: Path) -> None:
    with zipfile.ZipFile(town_report) as file:
        charts = [name for name in file.namelist() if name.startswith("xl/charts/chart")]
        drawings = "".join(
            file.read(name).decode()
            for name in file.namelist()
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)
        )
        assert len(charts) >= 7
        texts = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]{30,})"', drawings)
        assert len(texts) == len(charts)
        stacked = next(
            text
            for name in charts
            if "Kosten nach Jahren (Plan)" in (text := file.read(name).decode())
        )
    assert 'val="2044AA"' in stacked and 'val="F69A00"' in stacked
    # The drawn values are stored with the chart, so that a preview shows them.
    assert len(re.findall(r"<c:v>[0-9.]+</c:v>", stacked)) >= 12


def test_trace_has_one_row_per_link(town_file: Path, values: Any) -> None:
    store = Store.open(town_file)
    with store.read() as db:
        links = db.value("SELECT count(*) FROM link")
        first = db.one("SELECT from_id, kind, to_id FROM link ORDER BY id")
    store.close()
    rows = list(values["Spur"].iter_rows(min_row=5, values_only=True))
    assert len(rows) == links > 0
    assert first and rows[0][1] == first["from_id"] and rows[0][4] == first["kind"]
    assert rows[0][5] == first["to_id"] and all(row[3] and row[7] for row in rows)


def test_budget_sums_are_exact_and_without_subtotals(town_file: Path, values: Any) -> None:
    store = Store.open(town_file)
    with store.read() as db:
        expected = db.rows(
            "SELECT year, plan_type, line_kind, sum(amount_cents) AS cents FROM budget_line "
            "WHERE NOT is_subtotal GROUP BY ALL ORDER BY ALL"
        )
    store.close()
    shown = {
        tuple(row[:3]): round(Decimal(str(row[3])) * 100)
        for row in values["Haushalt"].iter_rows(values_only=True)
        if isinstance(row[0], int) and row[2] in ("Ertrag", "Aufwand")
    }
    assert shown == {
        (row["year"], row["plan_type"], row["line_kind"]): row["cents"] for row in expected
    }


def test_the_halves_of_the_budget_and_the_years_add_up_to_the_figures(
    town_report: Path, values: Any
) -> None:
    halves = contents(town_report)["Finanz- und Ergebnishaushalt"]
    paid = {
        row[0]: row
        for row in halves[: halves.index(next(row for row in halves if row[0] == "Ist"))]
        if isinstance(row[0], float)
    }
    assert paid
    for year, row in paid.items():
        total = named(values, f"kosten_plan_{int(year)}_gesamt")
        if not isinstance(total, int | float):
            # Nothing but depreciation is known of this year.
            assert row[4] == 0 and row[6] == row[5]
            continue
        assert round(100 * (row[4] + row[7])) == round(100 * total), "paid and without Haushaltsart"
        parts = [cell if isinstance(cell, int | float) else 0 for cell in row[1:6]]
        assert round(100 * row[6]) == round(100 * (parts[0] + parts[1] + parts[4]))
    rows = contents(town_report)["Jahre im Vergleich"]
    head = next(row for row in rows if row[0] == "Nr.")
    sums = next(row for row in rows if row[0] == "Summe")
    for column, year in enumerate(head):
        if str(year).isdigit() or isinstance(year, float):
            total = named(values, f"kosten_plan_{int(year)}_gesamt")
            assert round(100 * sums[column]) == round(100 * total)


def test_a_recommendation_says_what_it_rests_on(town: Store, tmp_path: Path) -> None:
    with town.write("Anna", "Empfehlung") as tx:
        made = save_(tx, Recommendation(title="Verträge bündeln", kind="finanziell"))
        add_evidence(tx, made.id, "kosten_plan_2027_gesamt", TODAY)
        link(tx, made.id, "stützt sich auf", find(tx, Application)[0].id)
    path = write_report(town, tmp_path / "bericht.xlsx", today=TODAY)
    book = openpyxl.load_workbook(path, data_only=True)
    rows = [row for row in contents(path)["2 IST-Analyse"] if row[0] == made.id]
    total = german.money(round(100 * named(book, "kosten_plan_2027_gesamt"))).replace("\xa0", " ")
    assert [row[1:5] for row in rows[1:2]] == [["Kosten 2027 (Plan)", total, "20.11.2026", total]]
    assert rows[2][1].startswith("A-0001 ")
