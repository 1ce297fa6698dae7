"""A thought becomes part of the plan: from a card to a measure that is weighed, planned, optimised.

One test, because every way to another page costs more than all that is asked there.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser import axe
from tests.browser.user import (
    choose,
    choose_version,
    field,
    go_to,
    main,
    open_page,
    press,
    rest,
    says,
    type_in,
)

STEP_5, DATA = "5 Digitalisierungsstrategie", "Daten"
THOUGHT = "Der Sperrmüll lässt sich vom Telefon aus bestellen"
CRITERIA = 6
SCENARIO = "Vorschlag zur Klausur"
# Pixels in the grid: the column of row markers, Kostenart, Bezeichnung, then the years.
_MARKERS, _TYPE, _TITLE, _YEAR, _ROW = 36, 150, 140, 92, 35


def test_a_card_becomes_part_of_the_plan(page: Page, server: str) -> None:
    open_page(page, f"{server}/karten")
    measure = _turn_the_card_into_a_measure(page)
    _fill_the_cost_sheet(page)
    _weigh(page, measure)
    _drag_it_out_of_the_plan(page, measure)
    _move_it_by_keys(page, measure)
    press(page, "Änderungen speichern")
    says(page, "1 Maßnahme neu geplant")
    _have_a_plan_proposed(page)
    _take_one_over_and_back(page)


def _turn_the_card_into_a_measure(page: Page) -> str:
    place = field(page, "Neue Karte")
    place.fill(THOUGHT)
    place.press("Enter")
    says(page, "Karte aufgenommen.")
    rest(page)
    expect(field(page, "Neue Karte")).to_have_value("")
    main(page).get_by_role("tab", name="Liste").click()
    type_in(page, "Karten durchsuchen", "Sperrmüll Telefon")
    choose(page, "Eintrag öffnen", re.compile(THOUGHT))
    press(page, "Maßnahme daraus machen")
    says(page, "ist eine Maßnahme entstanden")
    card = re.search(r"id=(C-\d+)", page.url)
    assert card
    main(page).get_by_role("link", name=re.compile(r"^Maßnahme M-\d+")).first.click()
    heading = main(page).get_by_role("heading", name=re.compile(r"^Maßnahme M-\d+: "))
    expect(heading).to_contain_text(THOUGHT)
    rest(page)
    trace = main(page).get_by_role("link", name=re.compile(rf"entstanden aus.*{card[1]}"))
    expect(trace.first).to_be_attached()
    measure = re.search(r"M-\d+", heading.inner_text())
    assert measure
    return measure[0]


def _fill_the_cost_sheet(page: Page) -> None:
    """A row by the form, then typed into and pasted into the grid, saved as one action."""
    choose(page, "Kostenart", "Dienstleistung")
    type_in(page, "2027 (Euro)", "9.000")
    press(page, "Zeile speichern")
    says(page, "Gespeichert: 1 Betrag bei")
    press(page, "Kostenblatt bearbeiten")
    # A busy machine may answer the press only after the page has stood still for a moment.
    expect(main(page).get_by_role("button", name="Kostenblatt speichern")).to_be_visible()
    rest(page)
    found = axe.violations(page, axe.WCAG)
    assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
    # The years 2025 to 2030 stand in the columns 2 to 7; 2028 of the only row.
    _cell(page, 0, 5)
    # The first key opens the field in the cell; the others wait until it is there.
    page.keyboard.press("Enter")
    editor = page.locator("#portal textarea, #portal input").first
    editor.fill("1.5")
    editor.press("Enter")
    says(page, "Zeile 1, 2028: „1.5“ ist kein eindeutiger Betrag")
    press(page, "Kostenblatt speichern")
    says(page, "Noch nicht gespeichert; die unklaren Zellen stehen unter der Tabelle")
    # Only with leave may a page write what is pasted next.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('1.234,50\\t2.000')")
    # The first click only gives the grid its focus back; what was chosen last stays chosen.
    _cell(page, 0, 6)
    _cell(page, 0, 4)
    page.keyboard.press("Control+v")
    expect(main(page).get_by_text("kein eindeutiger Betrag")).to_have_count(0)
    expect(main(page).get_by_role("cell", name="1.234,50 €").first).to_be_visible()
    press(page, "Kostenblatt speichern")
    says(page, "Gespeichert: 2 Beträge bei")


def _cell(page: Page, row: int, column: int) -> None:
    """Click a cell; the grid is a canvas, so it is found by its place."""
    # By its key: other tables of the sheet are canvases too.
    grid = page.locator("[class*='st-key-kostenblatt'][class*='grid'] [data-testid=stDataFrame]")
    grid.scroll_into_view_if_needed()
    x = _MARKERS + (_TYPE / 2 if column == 0 else _TYPE + _TITLE / 2)
    if column > 1:
        x = _MARKERS + _TYPE + _TITLE + (column - 1.5) * _YEAR
    grid.click(position={"x": x, "y": _ROW * (row + 1.5)})


def _weigh(page: Page, measure: str) -> None:
    go_to(page, STEP_5, "Prioritäten")
    choose(page, "Maßnahme", measure)
    places = main(page).get_by_role("textbox", name=re.compile(r": Punkte \(0 bis 10\)$"))
    expect(places).to_have_count(CRITERIA)
    for number in range(CRITERIA):
        places.nth(number).fill("1,5")
        places.nth(number).press("Tab")
    press(page, "Bewertung speichern")
    says(page, f"Maßnahme „{THOUGHT}“ bewertet")


def _row(page: Page, measure: str) -> Locator:
    return main(page).locator(f"tr[data-id='{measure}']")


def _drag_it_out_of_the_plan(page: Page, measure: str) -> None:
    """By mouse across the cut line and a year on; what it will be stands in the row meanwhile."""
    go_to(page, STEP_5, "Planungstabelle")
    row, cut = _row(page, measure), main(page).locator("tr.cut")
    expect(row).to_contain_text("Beginn 2027")
    # Both of the frame and of the page, so that row and line stand on the screen together.
    row.evaluate("row => row.scrollIntoView({block: 'center'})")
    cell, line = row.locator("td").first.bounding_box(), cut.bounding_box()
    # With so few points it is the last one of the plan.
    assert cell and line and 0 < cell["y"] < line["y"] < 900, (cell, line)
    x, y = cell["x"] + cell["width"] / 2, cell["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + cell["width"], line["y"] + line["height"], steps=4)
    expect(row).to_contain_text("Beginn 2028 · nicht im Plan")
    page.mouse.up()
    says(page, "Beginn 2027 → 2028, verlässt den Plan und kommt in den Ideenpool")
    rest(page)


def _move_it_by_keys(page: Page, measure: str) -> None:
    grip = _row(page, measure).locator(".grip")
    grip.focus()
    for key, then in (
        ("Enter", "Beginn 2027 → 2028"),
        ("ArrowRight", "Beginn 2027 → 2029"),
        ("Enter", "Beginn 2027 → 2029, verlässt den Plan und kommt in den Ideenpool"),
    ):
        page.keyboard.press(key)
        expect(main(page).get_by_text(f"{THOUGHT} ({measure}): {then}", exact=True)).to_be_visible()
        rest(page)
        # The rows were made anew; the keyboard is still where it was.
        expect(grip).to_be_focused()


def _have_a_plan_proposed(page: Page) -> None:
    main(page).get_by_text("Plan vorschlagen lassen").click()
    press(page, "Plan vorschlagen")
    says(page, "einen besseren gibt es nicht")
    type_in(page, "Name des Szenarios", SCENARIO)
    press(page, "Als Szenario speichern")
    says(page, f"Szenario „{SCENARIO}“ angelegt; Sie arbeiten jetzt darin.")


def _take_one_over_and_back(page: Page) -> None:
    """Into the draft one measure as the proposal has it; undone, the draft is what it was."""
    go_to(page, DATA, "Fassungen vergleichen")
    sentence = main(page).get_by_text(re.compile(r"Maßnahmen? (sind|ist) anders"))
    before = sentence.inner_text()
    choose_version(page, "Entwurf")
    choose(page, f"Maßnahmen aus „{SCENARIO}“", "M-0033")
    # The list stays open for more, and nothing beside it can be pressed meanwhile.
    page.keyboard.press("Escape")
    press(page, "Übernehmen")
    says(page, f"1 Maßnahme aus „{SCENARIO}“ übernommen.")
    expect(sentence).not_to_have_text(before)
    press(page, "Rückgängig")
    says(page, "Rückgängig gemacht")
    rest(page)
    expect(sentence).to_have_text(before)
