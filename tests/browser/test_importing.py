"""Files as town halls make them, taken in by the page; and a list that goes out comes back."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from strategy.intake.kinds.catalogue import KINDS
from strategy.kernel.listing import find
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.project import Project
from tests.browser.real_server import free_port, serve
from tests.browser.user import PATIENCE, choose, main, open_page, press, rest, says
from tests.fresh_plans import fresh_plan


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a workbench on a fresh plan, and its file."""
    folder = tmp_path_factory.mktemp("einlesen")
    plan = folder / "probe.duckdb"
    fresh_plan(plan)
    port = free_port()
    command = [sys.executable, "app.py", str(plan), "--port", str(port)]
    for address in serve(command, port, folder / "server.log"):
        yield address, plan


def book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook with these rows."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def take(page: Page, address: str, kind: str, file: Path) -> None:
    """Choose what the file holds, lay it on the page, wait for what is said of it."""
    open_page(page, f"{address}/einlesen")
    choose(page, "Was enthält die Datei?", KINDS[kind].label)
    page.locator("input[type=file]").set_input_files(file)
    expect(
        main(page).get_by_role("heading", name=file.name).or_(main(page).get_by_role("radiogroup"))
    ).to_be_visible(timeout=PATIENCE)
    rest(page)


def accept(page: Page, said: str) -> None:
    """Take the preview into the plan."""
    press(page, "In den Plan übernehmen")
    says(page, said)


def test_files_of_a_town_hall_go_in_and_a_list_comes_back(
    town: tuple[str, Path], page: Page, tmp_path: Path
) -> None:
    address, plan = town
    # A cover in front, and a head over two rows.
    budget = book(
        tmp_path / "haushalt.xlsx",
        {
            "Deckblatt": [["Stadt Probe"], ["Haushaltsplan 2026"], ["Stand: Entwurf"]],
            "Ergebnisplan": [
                ["Produkt", "Konto", "Bezeichnung", "Ergebnis", "Ansatz", "Ansatz"],
                [None, None, None, 2024, 2025, 2026],
                ["11.1.1", "432100", "Gebühren", 100.5, 110, 120],
                ["11.1.1", "527100", "Aufwand für EDV", 50, 60, 70.25],
            ],
        },
    )
    take(page, address, "budget", budget)
    accept(page, "Eingelesen: 2 neu")

    # Two lists on one sheet: the second head is no project.
    projects = book(
        tmp_path / "projekte.xlsx",
        {
            "Tabelle": [
                ["Projekt", "Budget"],
                ["E-Akte", "85 TEUR"],
                ["WLAN in Schulen", 2000],
                [],
                ["Projekt", "Budget"],
                ["Portal", "3.000,-"],
            ]
        },
    )
    take(page, address, "projects", projects)
    accept(page, "Eingelesen: 3 neu")

    # Which year a column of two years means is asked, column by column.
    double = book(
        tmp_path / "doppel.xlsx",
        {
            "Tabelle": [
                ["Produkt", "Konto", "Bezeichnung", "Ansatz 2027/2028", "Ansatz 2028/2029"],
                ["12.1.1", "527100", "Aufwand für Wahlen", 100, 200],
            ]
        },
    )
    take(page, address, "budget", double)
    for column in ("Ansatz 2027/2028", "Ansatz 2028/2029"):
        # The second question looks like the first; only its words tell that it is there.
        says(page, f"Wie ist „{column}“ zu lesen?")
        press(page, "So lesen")
    accept(page, "Eingelesen: 1 neu")

    # Soft words go into the note, the row stays.
    soft = book(
        tmp_path / "verfahren.xlsx",
        {
            "Liste": [
                ["Bezeichnung", "Vertrag bis", "Kündigungsfrist", "Nutzende", "AVV"],
                ["ZeitFix", "unbefristet", "3 Monate", "ca. 50", "liegt vor"],
                ["GewerbeX", "12/2027", "jährlich", "alle", "in Arbeit"],
            ]
        },
    )
    take(page, address, "applications", soft)
    accept(page, "Eingelesen: 2 neu")

    # The list out, one cell changed, and in again: one change, nothing new.
    open_page(page, f"{address}/anwendungen")
    with page.expect_download(timeout=PATIENCE) as waiting:
        main(page).get_by_role("button", name="Als Excel").first.click()
    listed = tmp_path / "Anwendungen.xlsx"
    waiting.value.save_as(listed)
    edited = openpyxl.load_workbook(listed)
    cell = next(c for row in edited.worksheets[0].iter_rows() for c in row if c.value == "GewerbeX")
    cell.value = "GewerbeX neu"
    edited.save(listed)
    take(page, address, "applications", listed)
    tiles = {
        word: main(page).get_by_test_id("stMetric").filter(has_text=word)
        for word in ("Neu", "Geändert")
    }
    expect(tiles["Neu"].first).to_contain_text("0")
    expect(tiles["Geändert"].first).to_contain_text("1")
    accept(page, "Eingelesen: 0 neu")
    _check(plan, tmp_path)


def _check(plan: Path, folder: Path) -> None:
    """What stands in the plan, read from a copy while the server goes on."""
    copy = folder / "kopie.duckdb"
    shutil.copy(plan, copy)
    if Path(f"{plan}.wal").exists():
        shutil.copy(f"{plan}.wal", f"{copy}.wal")
    store = Store.open(copy)
    with store.read() as db:
        lines = {(line.account, line.year): line.amount_cents for line in find(db, BudgetLine)}
        projects = {project.title: project.budget_cents for project in find(db, Project)}
        applications = {one.title: one for one in find(db, Application)}
    store.close()
    assert lines["432100", 2024] == 10_050 and lines["527100", 2026] == 7_025
    assert sum(amount or 0 for amount in lines.values()) == 51_075 + 30_000
    assert projects == {"E-Akte": 8_500_000, "WLAN in Schulen": 200_000, "Portal": 300_000}
    fix, other = applications["ZeitFix"], applications["GewerbeX neu"]
    assert (fix.notice_months, fix.users, fix.dpa) == (3, 50, True)
    assert "unbefristet" in str(fix.note) and str(other.contract_end) == "2027-12-31"
    assert "in Arbeit" in str(other.note) and len(applications) == 2
