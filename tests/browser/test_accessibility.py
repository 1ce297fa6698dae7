"""Every page for everybody: axe in light and dark, headings, language, no English left over.

The rules are those of WCAG 2.0 and 2.1, levels A and AA, without exceptions.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import axe
from tests.browser.test_front_door import ENGLISH, VISIBLE_WORDS
from tests.browser.user import go_to, main, open_page, rest, side
from ui.frame.map import SECTIONS, Screen, Section

PLACES = [(section, place) for section in SECTIONS for place in section.places]
HEADINGS = """() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')]
  .filter((heading) => heading.checkVisibility())
  .map((heading) => [Number(heading.tagName[1]), heading.innerText])"""
# The title is white in the dark and only there, and what fades between the two has done so.
IS_DRAWN = """(dark) => dark ===
  (getComputedStyle(document.querySelector('h1')).color === 'rgb(255, 255, 255)')
  && document.getAnimations().every((one) => one.playState !== 'running')"""
# Seconds in which every part of a page has been drawn anew, on a busy machine too.
REDRAWN = 20


@pytest.fixture(scope="module")
def screen(kept_tab: Page, server: str) -> Iterator[Page]:
    """The tab of this worker, which goes from page to page and from light to dark."""
    open_page(kept_tab, server)
    yield kept_tab
    kept_tab.goto("about:blank")
    kept_tab.emulate_media(color_scheme="light")


def check(page: Page, sidebar: bool = False) -> None:
    """No violation in the light and in the dark, one title, headings in order, German words.

    The page changes its colours where it stands, as it does when somebody turns the lights off.
    The next page opens in those: to draw it once less saves a second per page.
    """
    dark = bool(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
    _check_colours(page, dark, sidebar)
    headings = page.evaluate(HEADINGS)
    levels = [level for level, _ in headings]
    assert levels.count(1) == 1 and levels[0] == 1, headings
    steps = zip(headings, headings[1:], strict=False)
    assert [(a, b) for a, b in steps if b[0] > a[0] + 1] == []
    assert page.evaluate("document.documentElement.lang") == "de"
    assert [text for text in page.evaluate(VISIBLE_WORDS) if ENGLISH.search(text)] == []
    page.emulate_media(color_scheme="light" if dark else "dark")
    _check_colours(page, not dark, sidebar)


def _check_colours(page: Page, dark: bool, sidebar: bool) -> None:
    """All rules in the light; in the dark those of colours, which alone differ."""
    page.wait_for_function(IS_DRAWN, arg=dark)
    rules = axe.COLOURS if dark else axe.WCAG
    found = violations(page, rules, sidebar)
    # Parts of a page are drawn anew after its title: what is wrong for good stays wrong.
    deadline = time.monotonic() + REDRAWN
    while found and time.monotonic() < deadline:
        rest(page)
        found = violations(page, rules, sidebar)
    assert found == []


def violations(page: Page, rules: dict[str, Any], sidebar: bool) -> list[tuple[str, Any, str]]:
    """What axe finds: rule, element, its HTML."""
    return [
        (rule["id"], node["target"], node["html"][:200])
        for rule in axe.violations(page, rules, sidebar)
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("section", "place"), PLACES, ids=[place.url for _, place in PLACES])
def test_page(screen: Page, server: str, section: Section, place: Screen) -> None:
    if not side(screen).get_by_role("link").first.is_visible():
        # The committee view hides the sidebar; its own link leads back to the overview.
        open_page(screen, server)
    go_to(screen, section.title, place.title)
    # The sidebar differs by its open section alone.
    check(screen, sidebar=place is section.places[0])


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
        "suche?q=buergeramt",
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
