"""The Kostenblatt in a real browser: typed into the grid, pasted into it, saved as one action."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.user import main, open_page, press, rest, says

# Pixels in the grid: the column of row markers, Kostenart, Bezeichnung, then the years.
_MARKERS, _TYPE, _TITLE, _YEAR, _ROW = 36, 150, 140, 92, 35


def _cell(page: Page, row: int, column: int) -> None:
    """Click a cell; the grid is a canvas, so it is found by its place."""
    # By its key: other tables of the sheet are canvases too.
    grid = page.locator("[class*='st-key-kostenblatt'][class*='grid'] [data-testid=stDataFrame]")
    grid.scroll_into_view_if_needed()
    x = _MARKERS + (_TYPE / 2 if column == 0 else _TYPE + _TITLE / 2)
    if column > 1:
        x = _MARKERS + _TYPE + _TITLE + (column - 1.5) * _YEAR
    grid.click(position={"x": x, "y": _ROW * (row + 1.5)})


def test_amounts_are_typed_and_pasted_into_the_grid(page: Page, server: str) -> None:
    open_page(page, f"{server}/massnahmen?id=M-0006")
    press(page, "Kostenblatt bearbeiten")
    # A busy machine may answer the press only after the page has stood still for a moment.
    expect(main(page).get_by_role("button", name="Kostenblatt speichern")).to_be_visible()
    rest(page)
    found = axe.violations(page, axe.WCAG)
    assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
    # The years 2025 to 2030 stand in the columns 2 to 7; 2028 of the first row.
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
    _cell(page, 2, 4)
    _cell(page, 0, 5)
    page.keyboard.press("Control+v")
    expect(main(page).get_by_text("kein eindeutiger Betrag")).to_have_count(0)
    expect(main(page).get_by_role("cell", name="1.234,50 €").first).to_be_visible()
    press(page, "Kostenblatt speichern")
    says(page, "Gespeichert: 2 Beträge bei")
    press(page, "Rückgängig")
    says(page, "Rückgängig gemacht: Kostenblatt von")
