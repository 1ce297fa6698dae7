"""Several plans and versions on one server: each page and each file speaks of its own."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import Page, TimeoutError, expect

from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import create_scenario, seal_edition
from strategy.nouns.application import Application
from strategy.nouns.goal import Goal, GoalLevel
from tests.browser.real_server import free_port, serve
from tests.browser.user import PATIENCE, main, open_page, press, rest, says, type_in
from tests.fresh_plans import fresh_plan

DEMO_GOALS = 38


@pytest.fixture(scope="module")
def several(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with two plans; in the first one scenario, edition and draft differ."""
    folder = tmp_path_factory.mktemp("mehrere")
    plans = folder / "plans"
    plans.mkdir()
    demo = folder / "auenfurt.duckdb"
    shutil.copyfile(demo_file, demo)
    store = Store.open(demo)
    seal_edition(store, "Anna", "Erste Lesung")
    scenario = create_scenario(store, "Anna", "Sparen")
    with store.write("Anna", "Nur im Szenario", version=scenario.name) as tx:
        for goal in find(tx, Goal)[:3]:
            save_(tx, goal.replace(title=f"{goal.title} (gestrafft)"))
    with store.write("Anna", "Nur im Entwurf") as tx:
        save_(tx, Goal(title="Nur im Entwurf", level=GoalLevel.GUIDING))
    store.close()
    fresh_plan(plans / "zweite.duckdb")
    other = Store.open(plans / "zweite.duckdb")
    with other.write("Anna", "Anwendungen") as tx:
        for number in range(3):
            save_(tx, Application(title=f"Eigenes Verfahren {number}"))
    other.close()
    port = free_port()
    command = ["env", f"STRATEGY_PLANS={plans}", sys.executable, "app.py", str(demo)]
    yield from serve([*command, "--port", str(port)], port, folder / "server.log")


def rows_of_file(page: Page, folder: Path) -> list[tuple[Any, ...]]:
    """Press "Als Excel" of the list and read what came: the rows below the headings."""
    with page.expect_download(timeout=PATIENCE) as waiting:
        main(page).get_by_role("button", name="Als Excel").first.click()
    path = folder / "liste.xlsx"
    waiting.value.save_as(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    found = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    head = next(place for place, row in enumerate(found) if "Kennung" in row)
    return found[head + 1 :]


def told(page: Page, plural: str) -> int:
    """The number of rows that the page says it shows."""
    words = main(page).get_by_text(re.compile(rf"^[0-9.]+ (von [0-9.]+ )?{plural}\.$")).first
    return int(words.inner_text().split()[0].replace(".", ""))


def test_a_list_goes_out_as_its_page_shows_it(several: str, page: Page, tmp_path: Path) -> None:
    open_page(page, f"{several}/ziele")
    draft = rows_of_file(page, tmp_path)
    assert told(page, "Ziele") == len(draft) == DEMO_GOALS + 1
    assert any("Nur im Entwurf" in row for row in draft)

    edition = quote("Erste Lesung (festgeschrieben)")
    open_page(page, f"{several}/ziele?fassung={edition}")
    sealed = rows_of_file(page, tmp_path)
    assert told(page, "Ziele") == len(sealed) == DEMO_GOALS
    assert not any("Nur im Entwurf" in row for row in sealed)

    open_page(page, f"{several}/ziele?fassung={quote('Sparen (Szenario)')}")
    scenario = rows_of_file(page, tmp_path)
    # A goal stands in its own row and as the parent of those below it.
    changed = [row[0] for row in scenario if "(gestrafft)" in str(row)]
    assert len(scenario) == DEMO_GOALS and len(changed) >= 3

    open_page(page, f"{several}/anwendungen?plan=zweite")
    other = rows_of_file(page, tmp_path)
    assert told(page, "Anwendungen") == len(other) == 3
    assert all("Eigenes Verfahren" in str(row) for row in other)


def open_first_title(page: Page) -> None:
    """Click the title in the first row; a grid that is still being drawn takes no clicks."""
    for last in (False, False, False, True):
        table = main(page).get_by_test_id("stDataFrame").first
        table.click(position={"x": 60, "y": 55})
        try:
            page.wait_for_url(re.compile(r"suche=Archiv&id=A-"), timeout=60_000 if last else 4_000)
            break
        except TimeoutError:
            if last:
                raise
    expect(main(page).get_by_text("Zurück zur Liste")).to_be_visible()
    rest(page)


def test_a_filtered_list_goes_out_filtered(several: str, page: Page, tmp_path: Path) -> None:
    open_page(page, f"{several}/anwendungen")
    type_in(page, "Anwendungen durchsuchen", "Archiv")
    count = told(page, "Anwendungen")
    rows = rows_of_file(page, tmp_path)
    assert 0 < count == len(rows) < 120
    for _ in range(2):
        # A click on the title opens the entry, also the second time; the way back keeps the search.
        open_first_title(page)
        page.go_back()
        expect(page).to_have_url(re.compile(r"suche=Archiv$"))
        # The address changes before the page does.
        expect(main(page).get_by_text("Zurück zur Liste")).to_have_count(0)
        rest(page)


def test_a_further_plan_is_founded_and_its_address_stays(several: str, page: Page) -> None:
    for title, stem in (("Stadt Ahausen", "stadt-ahausen"), ("Bheim", "bheim")):
        open_page(page, f"{several}/neue-kommune")
        type_in(page, "Name der Kommune (Pflichtfeld)", title)
        type_in(page, "Planjahr (Pflichtfeld)", "2028")
        press(page, "Plan anlegen")
        says(page, f"Der Plan für {title} ist angelegt")
        expect(page).to_have_url(re.compile(rf"plan={stem}"))
        page.reload()
        rest(page)
        open_page(page, page.url.replace("neue-kommune", "kommune"))
        expect(main(page).get_by_label("Name der Kommune (Pflichtfeld)").first).to_have_value(title)
