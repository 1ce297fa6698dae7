"""A browser at the gate: nothing before the sign-in, work under one's name, nothing after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from strategy.kernel.store import Store
from strategy.kernel.store.history import list_actions
from tests.browser.axe import WCAG, violations
from tests.browser.user import main, open_page, press, rest, says, side, type_in
from tests.web.gated_server import PASSWORD, GatedServer


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatedServer]:
    server = GatedServer(tmp_path_factory.mktemp("sign_in"))
    server.make_people()
    with server:
        yield server


@pytest.fixture
def person(
    browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Callable[..., BrowserContext]]:
    """A function that opens a browser of its own for one more person."""
    opened: list[BrowserContext] = []

    def come(**options: Any) -> BrowserContext:
        opened.append(browser.new_context(**{**browser_context_args, **options}))
        return opened[-1]

    yield come
    for context in opened:
        context.close()


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    rest(page)


def test_before_the_sign_in_nothing_is_shown_not_even_for_a_moment(
    town: GatedServer, person: Callable[..., BrowserContext]
) -> None:
    page = person().new_page()
    heard: list[str] = []
    page.on("websocket", lambda socket: heard.append(socket.url))
    page.on("response", lambda answer: heard.append(answer.url))
    for address in ("/", "/kosten?id=K-0001", "/neue-kommune", "/verlauf"):
        page.goto(town.address + address)
        expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
        assert "Geheim" not in page.content()
    fine = re.compile(r":\d+/(anmelden|web/|kosten|verlauf|neue|$)")
    assert [url for url in heard if not fine.search(url)] == []


def test_work_under_ones_name_and_nothing_after_the_sign_out(
    town: GatedServer, person: Callable[..., BrowserContext]
) -> None:
    context = person()
    page = context.new_page()
    sign_in(page, f"{town.address}/personen", "Anna")
    expect(side(page).get_by_text("Angemeldet: Anna")).to_be_visible()
    expect(side(page).get_by_label("Wer arbeitet?")).to_have_count(0)
    press(page, "Person anlegen")
    type_in(page, "Funktion (Pflichtfeld)", "Leitung IT")
    press(page, "Speichern")
    says(page, "Gespeichert: Person „Leitung IT“.")

    other = context.new_page()
    open_page(other, f"{town.address}/personen")
    side(other).get_by_role("link", name="Abmelden").click()
    other.get_by_role("button", name="Abmelden").click()
    expect(other.get_by_role("heading", name="Sie sind abgemeldet")).to_be_visible()
    # The window that lay open beside shows nothing any more, and "back" brings nothing back.
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    for window in (page, other):
        for _ in range(3):
            window.go_back()
            window.wait_for_load_state()
            assert "Stadt Geheim" not in window.content()
            assert "Leitung IT" not in window.content()
    town.stop()
    store = Store.open(town.plan)
    with store.read() as db:
        assert list_actions(db)[0].actor == "Anna"
    store.close()
    town.start()


def test_a_reading_account_sees_all_and_changes_nothing(
    town: GatedServer, person: Callable[..., BrowserContext]
) -> None:
    page = person().new_page()
    sign_in(page, f"{town.address}/personen", "Rolf")
    expect(side(page).get_by_text("Angemeldet: Rolf (nur lesen)")).to_be_visible()
    expect(main(page).get_by_role("button", name="Person anlegen")).to_be_disabled()
    for address in ("fassungen", "personen?neu=person", "einlesen"):
        open_page(page, f"{town.address}/{address}")
        says(page, "Ihr Zugang darf lesen und nichts ändern")
        expect(main(page).get_by_text("festgeschrieben;")).to_have_count(0)
        expect(main(page).get_by_role("button", name="Szenario anlegen")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_pages_are_accessible(
    town: GatedServer, person: Callable[..., BrowserContext], scheme: str
) -> None:
    page = person(color_scheme=scheme, viewport={"width": 390, "height": 844}).new_page()

    def clean() -> None:
        found = violations(page, WCAG)
        assert found == [], [(rule["id"], rule["help"]) for rule in found]

    page.goto(f"{town.address}/anmelden")
    clean()
    page.get_by_label("Name").fill("Anna")
    page.get_by_label("Passwort").fill("ein falsches Passwort")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    clean()
    page.get_by_label("Passwort").fill(PASSWORD)
    page.keyboard.press("Enter")
    rest(page)
    # The one page with passwords and accounts, which is there for those alone who signed in.
    open_page(page, f"{town.address}/zugaenge")
    expect(main(page).get_by_role("heading", name="Zugänge", level=1)).to_be_visible()
    clean()
    page.goto(f"{town.address}/abmelden")
    clean()
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("heading", name="Sie sind abgemeldet")).to_be_visible()
    clean()


@pytest.fixture
def own_machine(tmp_path: Path) -> Iterator[str]:
    with GatedServer(tmp_path, host="127.0.0.1") as server:
        yield server.address


def test_on_the_own_machine_the_name_survives_a_reload(own_machine: str, page: Page) -> None:
    open_page(page, f"{own_machine}/personen")
    who = side(page).get_by_label("Wer arbeitet?", exact=True)
    who.fill("Änne O’Hara 😀")
    who.press("Enter")
    rest(page)
    open_page(page, f"{own_machine}/personen")
    expect(who).to_have_value("Änne O’Hara 😀")
    who.fill("")
    who.press("Enter")
    rest(page)
    open_page(page, f"{own_machine}/personen")
    expect(who).to_have_value("")
