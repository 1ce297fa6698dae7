"""Every page for everybody: axe in light and dark, headings, language, no English left over.

The rules are those of WCAG 2.0 and 2.1, levels A and AA.  What Streamlit itself breaks stands in
docs/accessibility.md as "Regel `id`: `selector`"; anything else fails, and so does a line there
that no longer holds, so that the list can only shrink.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe
from tests.browser.real_server import PROJECT
from tests.browser.test_front_door import ENGLISH, VISIBLE_WORDS
from tests.browser.user import go_to, main, open_page, rest, side
from ui.frame.map import SECTIONS, Place, Section

STATEMENT = PROJECT / "docs" / "accessibility.md"
LISTED = re.compile(r"Regel `([a-z0-9-]+)`: `([^`]+)`")
PLACES = [(section, place) for section in SECTIONS for place in section.places]
HEADINGS = """() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')]
  .filter((heading) => heading.checkVisibility())
  .map((heading) => [Number(heading.tagName[1]), heading.innerText])"""
# Elements of a page that axe found to break a rule, as rule and what the element matches.
MATCHES = """([target, selectors]) => {
  const element = document.querySelector(target);
  return selectors.filter((selector) => element && element.matches(selector));
}"""
# The title is white in the dark, and what fades from one colour to the other has done so.
IS_DARK = """() => getComputedStyle(document.querySelector('h1')).color === 'rgb(255, 255, 255)'
  && document.getAnimations().every((one) => one.playState !== 'running')"""

seen: set[tuple[str, str]] = set()


def listed() -> set[tuple[str, str]]:
    """Rule and selector of what is Streamlit's own, from the statement."""
    return set(LISTED.findall(STATEMENT.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def screen(browser: Browser, browser_context_args: dict[str, Any], server: str) -> Iterator[Page]:
    """One tab, kept for all pages."""
    context = browser.new_context(**{**browser_context_args, "color_scheme": "light"})
    page = context.new_page()
    open_page(page, server)
    yield page
    context.close()


def check(page: Page) -> None:
    """No violation but those that are listed, one title, headings in order, German words."""
    assert violations(page, axe.WCAG) == []
    headings = page.evaluate(HEADINGS)
    levels = [level for level, _ in headings]
    assert levels.count(1) == 1 and levels[0] == 1, headings
    steps = zip(headings, headings[1:], strict=False)
    assert [(a, b) for a, b in steps if b[0] > a[0] + 1] == []
    assert page.evaluate("document.documentElement.lang") == "de"
    assert [text for text in page.evaluate(VISIBLE_WORDS) if ENGLISH.search(text)] == []
    # The page changes its colours where it stands, as it does when somebody turns the lights off.
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(IS_DARK)
    try:
        assert violations(page, axe.COLOURS) == []
    finally:
        page.emulate_media(color_scheme="light")


def violations(page: Page, rules: dict[str, Any]) -> list[tuple[str, Any, str]]:
    """What axe finds beyond the listed exceptions: rule, element, its HTML."""
    known = listed()
    own = []
    for rule in axe.violations(page, rules):
        selectors = [selector for name, selector in known if name == rule["id"]]
        for node in rule["nodes"]:
            fitting = page.evaluate(MATCHES, [node["target"][0], selectors])
            seen.update((rule["id"], selector) for selector in fitting)
            if not fitting:
                own.append((rule["id"], node["target"], node["html"][:200]))
    return own


@pytest.mark.parametrize(("section", "place"), PLACES, ids=[place.url for _, place in PLACES])
def test_page(screen: Page, server: str, section: Section, place: Place) -> None:
    if not side(screen).get_by_role("link").first.is_visible():
        # The committee view hides the sidebar; its own link leads back to the overview.
        open_page(screen, server)
    go_to(screen, section.title, place.title)
    check(screen)


@pytest.mark.parametrize(
    "address",
    ["massnahmen?id=M-0001", "massnahmen?neu=measure", "kosten?id=KL-0001", "ziele?neu=goal"],
)
def test_object_and_form(screen: Page, server: str, address: str) -> None:
    open_page(screen, f"{server}/{address}")
    check(screen)


@pytest.mark.parametrize(
    "address",
    [
        "kosten?kosten_sicht=Finanz-+und+Ergebnishaushalt",
        "kosten?kosten_sicht=Jahre+im+Vergleich",
        "anwendungen?anwendungen_sicht=Eignung",
        "anwendungen?anwendungen_sicht=Doppelungen",
        "anwendungen?anwendungen_sicht=Schnittstellen",
        "stellen?stellen_sicht=Synergien",
        "organisation?organisation_sicht=Liste",
        "anwendungen?id=A-0001",
    ],
)
def test_further_views(screen: Page, server: str, address: str) -> None:
    open_page(screen, f"{server}/{address}")
    check(screen)


def test_import_preview(screen: Page, server: str) -> None:
    open_page(screen, f"{server}/einlesen")
    text = "Produkt;Konto;Bezeichnung;Ansatz 2026;Plan 2027\n111.01;5431;Lizenzen;1.234,56;2.000,00"
    screen.locator("input[type=file]").set_input_files(
        {"name": "haushalt.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    main(screen).get_by_role("heading", name="Vorschau: haushalt.csv").wait_for()
    rest(screen)
    check(screen)


def test_the_list_of_exceptions_is_no_longer_than_needed() -> None:
    """Runs last: whatever is listed has been met on some page."""
    assert listed() - seen == set()
