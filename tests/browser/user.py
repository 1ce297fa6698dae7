"""What a user does, by the words on the screen: open, type, choose, press, wait."""

from __future__ import annotations

import re

from playwright.sync_api import Error, Locator, Page, TimeoutError, expect

from tests.browser.real_server import READY

# A busy machine may take long; an expectation that holds earlier goes on at once.
PATIENCE = 60_000
# The page is at rest when its script has run, nothing is a placeholder any more, and the number of
# elements has stood still for a moment; parts of a page are fetched after its script has ended.
AT_REST = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const now = document.getElementsByTagName('*').length;
  // What is folded away is not drawn before it is opened.
  const waiting = [...document.querySelectorAll('[data-testid=stSkeleton]')]
    .some((place) => place.checkVisibility());
  const busy = !app || app.dataset.testScriptState !== 'notRunning' ||
    !document.querySelector('h1') || waiting;
  const seen = window.seenElements;
  if (busy || !seen || seen.count !== now) {
    window.seenElements = {count: now, since: performance.now()};
    return false;
  }
  return performance.now() - seen.since > 500;
}"""


def main(page: Page) -> Locator:
    """The content of the page without the sidebar."""
    return page.locator("[data-testid=stMain]")


def side(page: Page) -> Locator:
    """The sidebar."""
    return page.locator("[data-testid=stSidebar]")


# What a page that does not come to rest is still busy with.
NOT_AT_REST = """() => ({
  script: document.querySelector('[data-testid=stApp]')?.dataset.testScriptState,
  titles: document.querySelectorAll('h1').length,
  placeholders: [...document.querySelectorAll('[data-testid=stSkeleton]')]
    .filter((place) => place.checkVisibility()).length,
  elements: [window.seenElements?.count, document.getElementsByTagName('*').length],
  words: document.body.innerText.slice(0, 2000),
})"""


def rest(page: Page) -> None:
    """Wait until the page has settled; fails with what it is still busy with."""
    try:
        page.wait_for_selector(READY, timeout=PATIENCE)
        page.wait_for_function(AT_REST, polling=100, timeout=PATIENCE)
    except TimeoutError as error:
        raise AssertionError(f"{page.url}: {page.evaluate(NOT_AT_REST)}") from error


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until all of it is there."""
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    rest(page)


def go_to(page: Page, section: str, title: str) -> None:
    """Go to another page by the links of the sidebar, through its section where it is closed."""
    link = side(page).get_by_role("link", name=title, exact=True)
    if link.count() == 0:
        side(page).locator("summary").filter(has_text=section).click()
    link.first.click()
    expect(page).to_have_title(re.compile(rf"^{re.escape(title)} –"))
    rest(page)


def field(page: Page, label: str) -> Locator:
    """The input with this label in the content."""
    return main(page).get_by_label(label, exact=True).first


def type_in(page: Page, label: str, text: str) -> None:
    """Type into a text field and leave it."""
    place = field(page, label)
    place.fill(text)
    place.press("Tab")
    rest(page)


def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Choose an option of a list; a long list is searched by typing, as people do."""
    _pick(
        field(page, label),
        page.get_by_role("option", name=option).first,
        option if isinstance(option, str) else "",
    )
    rest(page)


def choose_first(page: Page, label: str) -> None:
    """Choose the first option of a list."""
    _pick(field(page, label), page.get_by_role("option").first, "")
    rest(page)


def choose_version(page: Page, title: str) -> None:
    """Work in another version, by the list of the sidebar."""
    place = side(page).get_by_label("Fassung", exact=True)
    _pick(place, page.get_by_role("option", name=title, exact=True), "")
    rest(page)


def _pick(place: Locator, option: Locator, words: str) -> None:
    """Open a list and click an option; open it once more where it has closed meanwhile.

    An open list closes when the page below it is scrolled.  To focus a field out of sight scrolls
    the page, and on a busy machine word of that comes only after the list has been opened.
    """
    for last in (False, False, False, True):
        try:
            place.scroll_into_view_if_needed()
            # A click would close a list that the focus has opened; the arrow key only opens.
            place.press("ArrowDown")
            if words:
                place.fill(words)
            option.click(timeout=PATIENCE if last else 5_000)
            return
        except Error:
            # The option did not come, or the field was drawn anew just when it was scrolled to.
            if last:
                raise
            place.press("Escape")


def click_text(page: Page, text: str) -> None:
    """Click where this stands in the content.

    A part that renews itself may show it twice for a moment; the old one is gone by then.
    """
    place = main(page).get_by_text(text)
    expect(place).to_have_count(1)
    place.first.click()


def press(page: Page, name: str) -> None:
    """Press a button of the content."""
    main(page).get_by_role("button", name=name, exact=True).first.click()
    rest(page)


def says(page: Page, sentence: str) -> None:
    """The page says this to the user."""
    expect(main(page).get_by_text(sentence).first).to_be_visible()
