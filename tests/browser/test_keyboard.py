"""With keys alone: past the menu to the content, to a page, into an entry, change it, take it back.

At every stop on the way one can see where the keyboard is.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.user import PATIENCE, field, main, open_page, rest, says

SOURCE = "Beschluss des Stadtrats vom 3.4.2026"
# The element with the focus: what it is called, whether it lies in the content, and whether it or
# the box around it wears the mark of the focus.
STOP = """() => {
  const element = document.activeElement;
  const marked = (one) => {
    const look = getComputedStyle(one);
    const lined = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0;
    return lined || !/^none$|^rgba\\(0, 0, 0, 0\\)/.test(look.boxShadow);
  };
  const words = element.getAttribute('aria-label') || element.innerText || element.value || '';
  const label = element.labels && element.labels.length ? element.labels[0].innerText : '';
  const lines = (label || words).split('\\n').map((line) => line.trim()).filter(Boolean);
  return {
    // An icon's own name stands in a line above the words.
    name: lines.slice(-1)[0] || '',
    tag: element.tagName,
    content: Boolean(element.closest('[data-testid=stMain]')),
    // A table draws its own frame around the cell that has the focus; its cells lie in the canvas.
    visible: Boolean(element.closest('canvas')) || marked(element) || marked(element.parentElement),
  };
}"""


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until the control of this name has the focus; every stop shows where it is."""
    passed = []
    for _ in range(120):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        stop = page.evaluate(STOP)
        passed.append(stop["name"])
        # The content as a whole can be scrolled by keys; its name would be all its words.
        if stop["tag"] in ("BODY", "MAIN"):
            continue
        if not stop["visible"]:
            # The mark fades in.
            try:
                page.wait_for_function(f"() => ({STOP})().visible", timeout=PATIENCE)
            except TimeoutError:
                raise AssertionError(f"nothing shows that the focus is on {stop}") from None
        if stop["name"] == name:
            return
    raise AssertionError(f"no way by Tab to {name!r}, only to {passed}")


def test_the_first_stop_leads_past_the_menu(page: Page, server: str) -> None:
    open_page(page, server)
    tab_to(page, "Zum Inhalt springen")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["content"]


def test_single_keys_lead_and_can_be_switched_off(page: Page, server: str) -> None:
    open_page(page, f"{server}/barrierefreiheit")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tastenkürzel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("4")
    expect(page).to_have_title(re.compile("^Lebensbereiche –"))
    rest(page)
    # Whoever types means the letter, and so does whoever has switched the keys off.
    page.keyboard.press("/")
    page.keyboard.type("nge?")
    search = page.get_by_label("Alles durchsuchen")
    expect(search).to_have_value("nge?")
    search.fill("")
    page.go_back()
    rest(page)
    switch = main(page).locator("button.workbench-keys")
    switch.click()
    page.keyboard.press("?")
    page.keyboard.press("g")
    page.keyboard.press("4")
    expect(switch).to_have_text("Tastenkürzel einschalten")
    assert page.locator("dialog").count() == 0
    expect(page).to_have_title(re.compile("^Barrierefreiheit –"))
    switch.click()


def test_slides_are_turned_by_keys(page: Page, server: str) -> None:
    open_page(page, f"{server}/ausschuss")
    number = main(page).locator(".st-key-folie_steuerung").get_by_text(re.compile(r"^Folie \d"))
    last = (number.inner_text()).split()[-1]
    for key, shown in (
        ("ArrowRight", "2"),
        (" ", "3"),
        ("PageUp", "2"),
        ("End", last),
        ("PageDown", last),
        ("4", "4"),
        ("Shift+ ", "3"),
        ("Home", "1"),
    ):
        page.keyboard.press(key)
        expect(number).to_have_text(f"Folie {shown} von {last}", timeout=PATIENCE)


def test_an_entry_is_found_changed_and_changed_back(page: Page, server: str) -> None:
    open_page(page, server)
    tab_to(page, "1 Ziele und Positionierung")
    # The step unfolds where it stands.
    page.keyboard.press("Enter")
    tab_to(page, "Rahmenbedingungen")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Rahmenbedingungen"))
    rest(page)

    # On the way lie search, filter and the table; Tab leaves each of them.
    tab_to(page, "Eintrag öffnen")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Digitalpakt")
    option = page.get_by_role("option", name="Digitalpakt Schule")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading = main(page).get_by_role("heading", name=re.compile(r"^Rahmenbedingung RA-\d+"))
    expect(heading).to_contain_text("Digitalpakt Schule")
    rest(page)

    before = field(page, "Quelle").input_value()
    tab_to(page, "Bereich (Pflichtfeld)")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    tab_to(page, "Quelle")
    page.keyboard.press("Control+a")
    page.keyboard.type(SOURCE)
    tab_to(page, "Speichern")
    page.keyboard.press("Enter")
    says(page, "Gespeichert: Rahmenbedingung „Digitalpakt Schule“.")
    rest(page)
    expect(field(page, "Quelle")).to_have_value(SOURCE)

    tab_to(page, "Verlauf")
    page.keyboard.press("Enter")
    expect(main(page).get_by_text(SOURCE).first).to_be_visible()
    tab_to(page, "Rückgängig")
    page.keyboard.press("Space")
    says(page, "Rückgängig gemacht: ")
    rest(page)
    expect(field(page, "Quelle")).to_have_value(before)
    tab_to(page, "Zurück zur Liste")
    page.keyboard.press("Enter")
    expect(main(page).get_by_text(re.compile(r"^\d+ Rahmenbedingungen\.$"))).to_be_visible()
