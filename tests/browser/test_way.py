"""The links of the sidebar: no new document, the version stays, and "back" leads back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.user import PATIENCE, go_to, main, open_page, rest, side


def test_links_stay_in_the_document_and_keep_the_version(page: Page, server: str) -> None:
    open_page(page, f"{server}/ziele?fassung=Sparpfad+%28Szenario%29")
    page.evaluate("window.sameDocument = true")
    go_to(page, "4 Lebensbereiche", "Lebensbereiche")
    go_to(page, "4 Lebensbereiche", "Maßnahmen")
    assert page.evaluate("window.sameDocument")
    expect(page).to_have_url(f"{server}/massnahmen?fassung=Sparpfad+%28Szenario%29")
    expect(side(page).get_by_label("Fassung")).to_have_value(re.compile("^Sparpfad"))
    here = side(page).get_by_role("navigation").locator("[aria-current=page]")
    expect(here).to_have_text(re.compile("Maßnahmen$"))
    # So do the field that searches everything, which Ctrl+K reaches, and the links it leads to.
    page.keyboard.press("Control+k")
    expect(side(page).get_by_label("Alles durchsuchen")).to_be_focused()
    page.keyboard.type("wohngled")
    page.keyboard.press("Enter")
    expect(main(page).get_by_text("gezeigt wird „Wohngeld“")).to_be_visible(timeout=PATIENCE)
    main(page).get_by_role("link", name="Wohngeld", exact=True).click()
    expect(page).to_have_url(re.compile(r"/anwendungen\?id=A-\d+&fassung=Sparpfad"))
    expect(page).to_have_title(re.compile("^Anwendungen –"))
    rest(page)
    page.go_back()
    expect(page).to_have_title(re.compile("^Suche –"))
    rest(page)
    expect(main(page).get_by_label("Wonach suchen Sie?", exact=True)).to_have_value("wohngled")
    page.go_back()
    expect(page).to_have_title(re.compile("^Maßnahmen –"))
    rest(page)
    page.go_back()
    expect(page).to_have_title(re.compile("^Lebensbereiche –"))
    rest(page)
    assert page.evaluate("window.sameDocument")


def test_the_link_of_the_open_page_closes_what_is_open(page: Page, server: str) -> None:
    open_page(page, f"{server}/massnahmen?id=M-0001")
    link = side(page).get_by_role("link", name="Maßnahmen", exact=True)
    link.focus()
    link.press("Enter")
    expect(page).to_have_url(f"{server}/massnahmen")
    expect(main(page).get_by_role("heading", level=1)).to_have_text("Maßnahmen", timeout=PATIENCE)


def test_a_key_held_opens_a_new_tab(page: Page, server: str) -> None:
    open_page(page, f"{server}/ziele")
    with page.context.expect_page() as opened:
        side(page).get_by_role("link", name="Kennzahlen", exact=True).click(modifiers=["Control"])
    expect(opened.value).to_have_title(re.compile("^Kennzahlen –"))
    expect(page).to_have_title(re.compile("^Ziele –"))
