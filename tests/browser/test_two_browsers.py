"""Two people change one object: the second sees both values and chooses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.user import field, main, open_page, press, rest, says, side, type_in

MEASURE = "massnahmen?id=M-0005"
TITLE = "Titel (Pflichtfeld)"
FIRST, SECOND = "Bescheide, die man versteht", "Klare Bescheide"


@pytest.fixture
def other(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """The browser of a second person."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


def sign_on(page: Page, address: str, name: str) -> None:
    open_page(page, address)
    who = side(page).get_by_label("Wer arbeitet?", exact=True)
    who.fill(name)
    who.press("Enter")
    rest(page)


def test_the_second_save_shows_both_values_and_loses_none(
    server: str, page: Page, other: Page
) -> None:
    anna, bernd = page, other
    sign_on(anna, f"{server}/{MEASURE}", "Anna")
    sign_on(bernd, f"{server}/{MEASURE}", "Bernd")
    for one in (anna, bernd):
        # The first group of the sheet, where the title is.
        press(one, "Bearbeiten")
    type_in(bernd, "Zielgruppe", "Alle Haushalte")
    type_in(anna, TITLE, FIRST)
    press(anna, "Speichern")
    says(anna, f"Gespeichert: Maßnahme „{FIRST}“.")

    type_in(bernd, TITLE, SECOND)
    press(bernd, "Speichern")
    says(bernd, f"mein Wert: {SECOND}")
    says(bernd, f"der andere Wert: {FIRST}")
    main(bernd).get_by_text(f"mein Wert: {SECOND}").click()
    press(bernd, "Mit dieser Auswahl speichern")
    says(bernd, f"Gespeichert: Maßnahme „{SECOND}“.")
    expect(field(bernd, TITLE)).to_have_value(SECOND)
    expect(field(bernd, "Zielgruppe")).to_have_value("Alle Haushalte")

    open_page(anna, f"{server}/{MEASURE}")
    press(anna, "Bearbeiten")
    expect(field(anna, TITLE)).to_have_value(SECOND)
    expect(field(anna, "Zielgruppe")).to_have_value("Alle Haushalte")
    main(anna).locator("summary").filter(has_text=re.compile("Verlauf$")).click()
    history = main(anna).get_by_test_id("stExpander").filter(has_text=re.compile("Verlauf"))
    for name, title in (("Anna", FIRST), ("Bernd", SECOND)):
        expect(history.get_by_text(re.compile(rf"{name} hat .*{title}")).first).to_be_visible()
