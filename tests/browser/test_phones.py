"""The participants' pages on a phone: for everybody, by keys alone, and without a connection."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.hall_plan import CODE, build_hall
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.card import Card
from strategy.nouns.workshop import Activity, Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.cards import add_cards
from tests.browser.axe import EVERYTHING, violations
from tests.browser.real_server import PROJECT, free_port, wait_for

POINTS, DONE = "PNKTE2", "AUS234"


@dataclass
class Served:
    """The real server; ``open_points`` is the facilitator's click."""

    address: str
    pid: int
    card_code: str

    def open_points(self) -> None:
        os.kill(self.pid, signal.SIGUSR1)


def build(plan: Path) -> str:
    """Three workshops: one in which cards are written, one with points open, one that is over."""
    build_hall(plan)
    store = Store.open(plan)
    with store.write("Koordination", "Weitere Werkstätten") as tx:
        for code, values in (
            (POINTS, {"activity": Activity.POINTS, "results_shown": True}),
            (DONE, {"status": WorkshopStatus.DONE}),
        ):
            given = {"title": f"Werkstatt {code}", "status": WorkshopStatus.RUNNING, **values}
            workshop = save_(tx, Workshop(code=code, **given))
            phase = save_(
                tx, WorkshopPhase(workshop_id=workshop.id, title="Phantasie", kind="Phantasie")
            )
            save_(tx, workshop.replace(phase_id=phase.id))
            cards = add_cards(
                tx,
                [
                    Card(workshop_id=workshop.id, phase_id=phase.id, body=body)
                    for body in ("Busse bis Mitternacht 🚌", "حافلات أكثر", "<b>Breitband</b>")
                ],
            )
    store.close()
    return str(cards[0].code)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    plan = tmp_path_factory.mktemp("phones") / "saal.duckdb"
    card_code, port = build(plan), free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.hall_server", str(plan), "--port", str(port)],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield Served(f"http://127.0.0.1:{port}", process.pid, card_code)
    finally:
        process.terminate()
        process.wait(120)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone of 390 pixels; an error of our script is an error of the test."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        locale="de-DE",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def check(page: Page) -> None:
    """Axe in light and dark, one heading of the first level, nothing beside the screen, targets."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # On these pages nothing is excepted.
        found = violations(page, EVERYTHING)
        assert [(rule["id"], [n["html"][:150] for n in rule["nodes"]]) for rule in found] == []
    page.emulate_media(color_scheme="light")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('button, input:not([type=hidden]), label.choice, summary')]"
        ".filter(e => e.checkVisibility() && e.type !== 'radio')"
        ".filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"
    )
    assert small == []


def join(page: Page, address: str, group: str | None = "Vereine") -> None:
    page.goto(address)
    if group:
        page.get_by_label(group).check()
    page.get_by_role("button", name="Mitmachen").click()
    expect(page.locator("#meldung")).to_contain_text("Sie machen mit")


def test_every_page_is_for_everybody(phone: Page, served: Served) -> None:
    for path, status in (
        ("/mitmachen", 200),
        ("/mitmachen?code=XXXXXX", 404),
        ("/karte", 200),
        ("/karte/XXXX2345", 404),
        (f"/karte/{served.card_code}", 200),
        (f"/mitmachen/{DONE}", 200),
    ):
        answer = phone.goto(served.address + path)
        assert answer is not None and answer.status == status
        check(phone)
    phone.goto(f"{served.address}/mitmachen/{CODE}")
    check(phone)
    join(phone, f"{served.address}/mitmachen/{CODE}")
    check(phone)
    phone.get_by_label("Ihre Idee").fill("x" * 501)
    expect(phone.locator("#zeichen")).to_have_text("1 zu viel.")
    phone.get_by_role("button", name="Karte senden").click()
    expect(phone.locator("#meldung")).to_contain_text("501 Zeichen")
    expect(phone.get_by_label("Ihre Idee")).to_have_value("x" * 501)
    check(phone)
    join(phone, f"{served.address}/mitmachen/{POINTS}", None)
    phone.get_by_role("button", name="Punkt geben").first.click()
    expect(phone.locator("#meldung")).to_contain_text("Ihr Punkt ist gezählt.")
    check(phone)


def test_keys_alone_are_enough(phone: Page, served: Served) -> None:
    def tab_to(name: str) -> None:
        for _ in range(25):
            phone.keyboard.press("Tab")
            here = phone.evaluate(
                "() => { const e = document.activeElement; const o = getComputedStyle(e);"
                "return [(e.labels?.[0]?.innerText || e.innerText || '').trim(),"
                " o.outlineStyle !== 'none' && parseFloat(o.outlineWidth) >= 2]; }"
            )
            if name in here[0]:
                assert here[1], f"{name}: one cannot see where the keyboard is"
                return
        raise AssertionError(f"no way to {name}")

    phone.goto(f"{served.address}/mitmachen")
    tab_to("Zum Inhalt springen")
    tab_to("Code der Werkstatt")
    phone.keyboard.type(CODE.lower())
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**/mitmachen/{CODE}")
    tab_to("Bürgerinnen und Bürger")
    phone.keyboard.press("ArrowDown")
    tab_to("Mitmachen")
    phone.keyboard.press("Enter")
    expect(phone.locator("#meldung")).to_contain_text("Sie machen mit: Wirtschaft.")
    tab_to("Ihre Idee")
    phone.keyboard.type("Nur mit der Tastatur")
    tab_to("Karte senden")
    phone.keyboard.press("Space")
    expect(phone.locator("ul.cards")).to_contain_text("Nur mit der Tastatur")
    expect(phone.locator("#ansage")).to_contain_text("Ihre Karte ist eingegangen")
    phone.goto(f"{served.address}/mitmachen/{POINTS}")
    tab_to("Mitmachen")
    phone.keyboard.press("Enter")
    expect(phone.locator("#meldung")).to_contain_text("Sie machen mit")
    tab_to("Punkt geben")
    for left in ("4 Punkte", "3 Punkte"):
        phone.keyboard.press("Enter")
        expect(phone.locator("#frei")).to_contain_text(f"noch {left}")
        assert phone.evaluate("document.activeElement.innerText") == "Punkt geben"


def test_without_javascript(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    join(page, f"{served.address}/mitmachen/{CODE}")
    page.get_by_label("Ihre Idee").fill("Ohne Skript")
    page.get_by_role("button", name="Karte senden").click()
    assert "gesendet=" in page.url
    expect(page.locator("#meldung")).to_contain_text("Ihre Karte ist eingegangen")
    page.reload()
    expect(page.locator("ul.cards > li")).to_have_count(1)
    context.close()


def test_a_lost_connection_loses_nothing(phone: Page, served: Served) -> None:
    join(phone, f"{served.address}/mitmachen/{CODE}")
    text = phone.get_by_label("Ihre Idee")
    text.fill("Halb geschrieben")
    phone.reload()
    expect(text).to_have_value("Halb geschrieben")
    phone.context.set_offline(True)
    text.fill("Im Funkloch geschrieben")
    phone.get_by_role("button", name="Karte senden").click()
    expect(phone.locator("#meldung")).to_contain_text("Keine Verbindung")
    expect(text).to_have_value("Im Funkloch geschrieben")
    phone.context.set_offline(False)
    expect(phone.locator("ul.cards")).to_contain_text("Im Funkloch geschrieben")
    expect(text).to_have_value("")
    phone.reload()
    expect(phone.locator("ul.cards > li")).to_have_count(1)
    expect(text).to_have_value("")


def test_an_answer_that_got_lost_counts_once(phone: Page, served: Served) -> None:
    """The server took the card, the phone never heard of it, the page was closed meanwhile."""
    join(phone, f"{served.address}/mitmachen/{CODE}")
    lost = []

    def swallow(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        lost.append(route)
        route.abort()  # type: ignore[attr-defined]

    phone.route("**/karte", swallow, times=1)
    phone.get_by_label("Ihre Idee").fill("Antwort verloren")
    phone.get_by_role("button", name="Karte senden").click()
    expect(phone.locator("#meldung")).to_contain_text("Keine Verbindung")
    assert lost
    phone.reload()
    expect(phone.locator("#meldung")).to_contain_text("Ihre Karte ist eingegangen")
    expect(phone.locator("ul.cards > li")).to_have_count(1)
    phone.reload()
    expect(phone.locator("ul.cards > li")).to_have_count(1)
    expect(phone.get_by_label("Ihre Idee")).to_have_value("")


def test_codes_are_remembered_when_the_server_has_forgotten(phone: Page, served: Served) -> None:
    """A closed workshop knows no participants any more."""
    phone.goto(f"{served.address}/mitmachen/{DONE}")
    phone.evaluate(
        "code => localStorage.setItem('mitmachen:AUS234:codes', JSON.stringify("
        "[{href: '/karte/' + code, code: 'Code ' + code, words: '<i>Mein</i> Wunsch'}]))",
        served.card_code,
    )
    phone.reload()
    expect(phone.locator("ul.cards .body")).to_have_text("<i>Mein</i> Wunsch")
    check(phone)
    phone.get_by_role("link", name=served.card_code).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Was wurde aus meiner Karte?")


def test_nobody_is_interrupted_in_the_midst_of_a_word(phone: Page, served: Served) -> None:
    join(phone, f"{served.address}/mitmachen/{CODE}")
    phone.get_by_label("Ihre Idee").press_sequentially("Mehr Bsse")
    for _ in range(3):
        phone.keyboard.press("ArrowLeft")
    state = phone.locator("#teil").get_attribute("data-state")
    # As if something had changed that is no matter of the form.
    phone.evaluate("document.getElementById('teil').dataset.state = 'alt'")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("#teil")).to_have_attribute("data-state", str(state))
    phone.keyboard.type("u")
    expect(phone.get_by_label("Ihre Idee")).to_have_value("Mehr Busse")


def test_the_page_follows_the_workshop_and_keeps_what_is_typed(phone: Page, served: Served) -> None:
    """The last test of this file: the facilitator closes the cards."""
    join(phone, f"{served.address}/mitmachen/{CODE}")
    phone.get_by_label("Ihre Idee").fill("Noch nicht fertig")
    served.open_points()
    # As when the phone is taken out of the pocket.
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.get_by_role("heading", name="Punkte vergeben")).to_be_visible()
    expect(phone.locator("#ansage")).to_contain_text("Sie können jetzt Punkte vergeben.")
    expect(phone.get_by_label(re.compile("zum Kopieren"))).to_have_value("Noch nicht fertig")
    phone.get_by_role("button", name="Punkt geben").first.click()
    expect(phone.locator("#frei")).to_contain_text("noch 4 Punkte")
