"""From a goal past the cost to the report, as a user walks; test_planning.py walks the plan."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.user import (
    choose,
    choose_first,
    go_to,
    main,
    open_page,
    press,
    rest,
    says,
    side,
    type_in,
)

STEP_1, STEP_2 = "1 Ziele und Positionierung", "2 IST-Analyse"
STEP_5 = "5 Digitalisierungsstrategie"
GOAL = "Jede zweite Leistung vom Sofa aus"


def test_from_a_goal_to_the_report(page: Page, server: str, tmp_path: Path) -> None:
    open_page(page, server)
    for number in range(1, 6):
        expect(main(page).get_by_role("heading", name=re.compile(rf"{number} "))).not_to_have_count(
            0
        )
    _set_a_goal(page)
    _look_behind_the_cost(page)
    _check(_fetch_the_report(page, tmp_path))


def _set_a_goal(page: Page) -> None:
    go_to(page, STEP_1, "Ziele")
    press(page, "Ziel anlegen")
    type_in(page, "Ziel (Pflichtfeld)", GOAL)
    choose(page, "Ebene (Pflichtfeld)", "Leitziel")
    type_in(page, "Zieljahr", "2030")
    press(page, "Speichern")
    says(page, f"Gespeichert: Ziel „{GOAL}“.")
    press(page, "Zurück zur Liste")
    count = main(page).get_by_text(re.compile(r"^\d+ Ziele\.$"))
    with_goal = count.inner_text()
    for button, sees in (("Rückgängig", 0), ("Wiederholen", 1)):
        side(page).get_by_role("button", name=button).click()
        says(page, "Rückgängig gemacht" if button == "Rückgängig" else "Wiederholt")
        rest(page)
        assert (count.inner_text() == with_goal) == bool(sees)


def _look_behind_the_cost(page: Page) -> None:
    go_to(page, STEP_2, "Kosten")
    expect(main(page).get_by_role("heading", name="Kosten 2027 (Plan)")).to_be_visible()
    whole = _sum_of_lines(page)
    # From the sum to a Dezernat, to an Amt, to one application: the lines get fewer, never more.
    for _ in range(3):
        choose_first(page, "In eine Zeile hineinsehen")
        expect(main(page).get_by_role("button", name="Wieder alle Kosten zeigen")).to_be_visible()
        part = _sum_of_lines(page)
        assert 0 < part <= whole
        whole = part
    choose_first(page, "Kostenzeile öffnen")
    opened = re.compile(r"^Kostenzeile KL-\d+")
    expect(main(page).get_by_role("heading", name=opened)).to_be_visible()


def _sum_of_lines(page: Page) -> float:
    """The amount in the sentence "… Kostenzeilen ergeben 1.234,56 €"."""
    sentence = main(page).get_by_text(re.compile(r"Kostenzeilen? (ergeben|ergibt)")).inner_text()
    amount = re.search(r"(?:ergeben|ergibt) ([\d.]+,\d\d)", sentence)
    assert amount, sentence
    return float(amount[1].replace(".", "").replace(",", "."))


def _fetch_the_report(page: Page, folder: Path) -> Path:
    go_to(page, STEP_5, "Bericht")
    press(page, "Bericht erstellen")
    expect(main(page).get_by_text("ist fertig (Strategiebericht")).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        main(page).get_by_role("button", name="Bericht herunterladen").click()
    target = folder / download.value.suggested_filename
    assert target.name == "Strategiebericht-Auenfurt.xlsx"
    download.value.save_as(target)
    return target


def _check(report: Path) -> None:
    """What was done stands in the report; tests/excel has LibreOffice calculate it again."""
    book = CalamineWorkbook.from_path(str(report))
    texts = {
        value
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for value in row
        if isinstance(value, str)
    }
    assert GOAL in texts
