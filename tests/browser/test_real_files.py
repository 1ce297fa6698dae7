"""Files of a real city and a real inventory, taken in by the page, up to the report."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from strategy.intake.kinds.catalogue import KINDS
from tests.browser.real_server import PROJECT, free_port, serve
from tests.browser.user import choose, field, main, open_page, press, rest, says, type_in
from tests.fresh_plans import empty_plan

BUDGET = "budget_koeln/raw/ergebnisplan_produktbereiche.csv"
INVENTORY = "inventory_gsa/it-standards_{}.csv"
# What runs: a copy of it keeps the plans made here out of the project's own folder.
PARTS = ("app.py", "pages", "ui", "web", "strategy", "data/catalogues", "docs", ".streamlit")


@pytest.fixture(scope="module")
def shared() -> Path:
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the reference files beside the project are absent")
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workbench with no plan in it."""
    copy = tmp_path_factory.mktemp("house")
    for part in PARTS:
        if (PROJECT / part).is_dir():
            shutil.copytree(PROJECT / part, copy / part)
        else:
            shutil.copy(PROJECT / part, copy / part)
    return copy


@contextmanager
def served(house: Path) -> Iterator[str]:
    """The address of the copy on an empty plan, from where a new municipality is made."""
    plan, port = house / "leer.duckdb", free_port()
    empty_plan(plan).close()
    command = [sys.executable, str(house / "app.py"), str(plan), "--port", str(port)]
    yield from serve(command, port, house / "server.log")


def take_in(page: Page, file: Path) -> None:
    """Lay the file on the page and wait for its preview."""
    page.locator("input[type=file]").set_input_files(file)
    expect(main(page).get_by_role("heading", name=f"Vorschau: {file.name}")).to_be_visible()
    rest(page)


def count(page: Page, word: str) -> str:
    """The number in the tile with this word."""
    tile = main(page).get_by_test_id("stMetric").filter(has_text=word).first
    return tile.get_by_test_id("stMetricValue").inner_text()


def total(page: Page, year: str) -> int:
    """The sum of a year in the table of sums, details and subtotals together, in cents."""
    # Behind the drawn table stands a hidden one with the values themselves.
    tables = main(page).get_by_test_id("stDataFrame").locator("canvas table")
    table = tables.filter(has_text="Summe ohne Zwischensummen").first
    for row in table.locator("tbody tr").all():
        first, _, *amounts = [cell.text_content() or "" for cell in row.locator("td").all()]
        if first == year:
            return sum(int(amount) for amount in amounts)
    raise AssertionError(f"no sum for {year}")


@pytest.mark.shared
def test_real_files_from_the_page_to_the_report(page: Page, shared: Path, house: Path) -> None:
    with served(house) as address:
        _take_in_everything(page, shared, address)
    # A plan file belongs to one process; the server has ended and left it.
    plan = house / "data" / "local" / "stadt-musterhausen.duckdb"
    report = house / "bericht.xlsx"
    done = subprocess.run(
        [sys.executable, "-m", "strategy", "report", str(plan), str(report)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(report, data_only=True, read_only=True)
    cover = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert "Stadt Musterhausen" in str(cover)
    told = {
        cell
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, str)
    }
    assert any("Allgemeine Verwaltung" in text or "Innere Verwaltung" in text for text in told)


def _take_in_everything(page: Page, shared: Path, address: str) -> None:
    open_page(page, f"{address}/neue-kommune")
    type_in(page, "Name der Kommune (Pflichtfeld)", "Stadt Musterhausen")
    choose(page, "Land", "Nordrhein-Westfalen")
    type_in(page, "Planjahr (Pflichtfeld)", "2015")
    press(page, "Plan anlegen")
    says(page, "Der Plan für Stadt Musterhausen ist angelegt")

    open_page(page, f"{address}/einlesen?plan=stadt-musterhausen")
    take_in(page, shared / BUDGET)
    assert count(page, "Abgelehnt") == "0"
    # Details and subtotals together are the sums known from elsewhere.
    assert total(page, "2010") == 11_557_205_251_00
    assert total(page, "2015") == 13_634_011_812_00
    press(page, "In den Plan übernehmen")
    says(page, "Eingelesen: ")

    choose(page, "Was enthält die Datei?", KINDS["applications"].label)
    take_in(page, shared / INVENTORY.format("2021-04-19"))
    assert (count(page, "Gelesen"), count(page, "Neu")) == ("1.808", "1.808")
    press(page, "In den Plan übernehmen")
    says(page, "Eingelesen: 1.808 neu")
    take_in(page, shared / INVENTORY.format("2021-10-01"))
    assert count(page, "Gelesen") == "1.020"
    assert 0 < int(count(page, "Unverändert").replace(".", "")) < 1020
    assert int(count(page, "Nicht mehr enthalten").replace(".", "")) >= 788
    press(page, "In den Plan übernehmen")
    says(page, "Eingelesen: ")
    expect(field(page, "Was enthält die Datei?")).to_be_visible()
