"""Desk and projector in a browser: what a phone sends is there at once and disturbs nobody."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, WebSocket, expect

from strategy.kernel.records import get_, save_
from strategy.nouns.workshop import Activity, Workshop, WorkshopFormat
from strategy.plans.presets import new_plan
from strategy.workshop.preparing import prepare_workshop, proposed_phases
from strategy.workshop.running import open_activity, start_workshop
from tests.browser.user import PATIENCE, click_text, field, main, open_page

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def evening(
    start_server: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str, str]:
    """A server with two running workshops: address, code of one whose cards are looked at first,
    code of one whose cards hang at once."""
    path = tmp_path_factory.mktemp("evening") / "abend.duckdb"
    store = new_plan(path, "sachsen-anhalt", "Stadt Abend", 2027, "Koordination")
    codes = []
    with store.write("Anna", "vorbereitet") as tx:
        for title, moderated in (("Gesichtet", True), ("Sofort", False)):
            made = prepare_workshop(
                tx,
                Workshop(title=title, moderated=moderated),
                proposed_phases(WorkshopFormat.FUTURE),
                [],
            )
            start_workshop(tx, made.id)
            save_(tx, get_(tx, Workshop, made.id).replace(cards_per_person=None))
            open_activity(tx, made.id, Activity.CARDS)
            codes.append(str(made.code))
    store.close()
    return start_server(path), codes[0], codes[1]


def _phone(browser: Browser, address: str, code: str) -> Page:
    page = browser.new_page(viewport=PHONE, locale="de-DE")
    page.goto(f"{address}/mitmachen/{code}")
    page.get_by_role("button", name="Mitmachen").click()
    expect(page.get_by_label("Ihre Idee")).to_be_visible()
    return page


def _send(phone: Page, text: str) -> None:
    phone.get_by_label("Ihre Idee").fill(text)
    phone.get_by_role("button", name="Karte senden").click()


def test_the_projector_follows_within_two_seconds(
    browser: Browser, evening: tuple[str, str, str]
) -> None:
    address, _, code = evening
    screen = browser.new_page(viewport={"width": 1920, "height": 1080})
    troubles: list[str] = []
    screen.on("pageerror", lambda error: troubles.append(str(error)))
    screen.on("console", lambda said: said.type == "error" and troubles.append(said.text))
    asked: list[float] = []

    def note(request: Request) -> None:
        if request.resource_type == "fetch":
            asked.append(time.monotonic())

    screen.on("request", note)
    screen.goto(f"{address}/werkstatt/W-0002/leinwand")
    expect(screen.get_by_text("Machen Sie mit")).to_be_visible()
    phone = _phone(browser, address, code)
    for number in range(5):
        text = f"Ein Gedanke mit der Nummer {number} <b>🙂</b>"
        _send(phone, text)
        # Counted from the moment in which the phone says that the card has arrived.
        expect(phone.locator("#meldung")).to_be_visible()
        before = len(asked)
        expect(screen.get_by_text(text)).to_be_visible()
        # One answer may have been on its way already; the next one has the card.
        assert len(asked) - before <= 2
    # The machine may be slow, but between two questions lies no more than a second of waiting.
    pauses = [late - early for early, late in zip(asked, asked[1:], strict=False)]
    assert min(pauses) < 1.5, pauses
    assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight")
    small = (
        "[...document.querySelectorAll('body *')].filter(e => e.childNodes.length && "
        "[...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && "
        "e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 24).length"
    )
    assert screen.evaluate(small) == 0, "type below 24 px"
    assert not troubles


def test_new_cards_do_not_disturb_who_chooses_and_types(
    browser: Browser, page: Page, evening: tuple[str, str, str]
) -> None:
    address, code, _ = evening
    phone = _phone(browser, address, code)
    _send(phone, "Die erste Karte")
    lines: list[WebSocket] = []
    page.on("websocket", lambda line: lines.append(line))
    open_page(page, f"{address}/moderation?moderation_werkstatt=Gesichtet")
    expect(main(page).get_by_text("Die erste Karte")).to_be_visible()
    click_text(page, "Die erste Karte")
    expect(main(page).get_by_text("1 Karte ausgewählt")).to_be_visible()
    name = field(page, "Name des neuen Themas")
    name.click()
    name.press_sequentially("Halb geschr")
    _send(phone, "Die zweite Karte")
    expect(main(page).get_by_text("Die zweite Karte")).to_have_count(1)
    # Two more rounds of the part that renews itself: asked for, and answered.
    for _ in range(2):
        lines[-1].wait_for_event("framesent", timeout=PATIENCE)
        lines[-1].wait_for_event("framereceived", timeout=PATIENCE)
    assert page.evaluate("document.activeElement.value") == "Halb geschr"
    name.press_sequentially("ieben")
    expect(name).to_have_value("Halb geschrieben")
    expect(main(page).get_by_role("checkbox", name="Die erste Karte")).to_be_checked()
    main(page).get_by_role("button", name="Zum Thema legen").click()
    expect(main(page).get_by_text("1 Karte zu einem Thema gelegt.")).to_be_visible()
    expect(main(page).get_by_text("Die erste Karte")).to_have_count(0)
    # While the page is drawn anew, a card may stand there twice for a moment.
    expect(main(page).get_by_text("Die zweite Karte")).to_have_count(1)


def test_with_the_keyboard_alone_a_card_is_accepted(
    browser: Browser, page: Page, evening: tuple[str, str, str]
) -> None:
    address, code, _ = evening
    _send(_phone(browser, address, code), "Nur mit Tasten")
    open_page(page, f"{address}/moderation?moderation_werkstatt=Gesichtet")
    box = main(page).get_by_role("checkbox", name="Nur mit Tasten")
    expect(box).to_be_visible()
    box.focus()
    page.keyboard.press("Space")
    expect(main(page).get_by_text("1 Karte ausgewählt")).to_be_visible()
    button = main(page).get_by_role("button", name="Annehmen", exact=True).last
    expect(button).to_be_enabled()
    button.focus()
    page.keyboard.press("Enter")
    expect(main(page).get_by_text("1 Karte angenommen.")).to_be_visible()
