"""Projector, room kit and printed list: the right plan, what was misread, and no declined words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from strategy.figures.workshop.fates import declined_cards
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.nouns.card import Card, CardState
from strategy.nouns.workshop import Workshop, WorkshopFormat
from strategy.plans import opened
from strategy.workshop.cards import add_cards
from strategy.workshop.moderation import decide_cards
from strategy.workshop.preparing import prepare_workshop, proposed_phases
from strategy.workshop.running import phases_of
from tests.fresh_plans import empty_plan
from ui.run import session
from web.participants import fate_list
from web.projector import print_kit as room_kit
from web.projector import wall as projector

ROOM = "/werkstatt/W-0001"


def plan_with(path: Path, title: str) -> Store:
    store = empty_plan(path)
    session.add_store(store)
    with store.write("Anna") as tx:
        prepare_workshop(tx, Workshop(title=title), proposed_phases(WorkshopFormat.FUTURE), [])
    return store


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The server's own plan; beside it lies „Bad & Berg?“, each with a workshop W-0001."""
    monkeypatch.setenv(opened.PLAN_VARIABLE, str(tmp_path / "eigener.duckdb"))
    monkeypatch.setattr(opened, "LOCAL_PLANS", tmp_path)
    plan_with(tmp_path / "Bad & Berg+1.duckdb", "Werkstatt am Berg")
    yield plan_with(tmp_path / "eigener.duckdb", "Werkstatt im Tal")
    for path in tmp_path.glob("*.duckdb"):
        session.close_store(path)


@pytest.fixture
def browser(own: Store) -> Iterator[TestClient]:
    routes = [*room_kit.routes(), *fate_list.routes(), *projector.routes()]
    with TestClient(Starlette(routes=routes), base_url="http://192.168.7.20:8501") as client:
        yield client


@pytest.mark.parametrize("screen", ["leinwand", "leinwand/stand", "mappe", "schicksale"])
def test_an_unknown_plan_shows_no_other_plans_workshop(browser: TestClient, screen: str) -> None:
    answer = browser.get(f"{ROOM}/{screen}", params={"plan": "gibt <es> nicht"})
    assert answer.status_code == 404 and "Einen Plan „gibt &lt;es&gt; nicht“" in answer.text
    assert "im Tal" not in answer.text
    assert "im Tal" in browser.get(f"{ROOM}/{screen}").text
    assert "am Berg" in browser.get(f"{ROOM}/{screen}", params={"plan": "Bad & Berg+1"}).text


def test_the_projector_asks_for_its_own_plan_again(browser: TestClient) -> None:
    page = browser.get(f"{ROOM}/leinwand", params={"plan": "Bad & Berg+1"})
    assert f"{ROOM}/leinwand/stand?plan=Bad%20%26%20Berg%2B1" in page.text


def test_links_to_screens_keep_a_plan_of_any_name(
    own: Store, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.workshop.addresses import screen_address

    with own.read() as db:
        workshop = get_(db, Workshop, "W-0001")
    other = next(path for path in session.list_plans() if "Berg" in path.stem)
    monkeypatch.setattr(session, "plan_path", lambda: other)
    for address in (
        screen_address(workshop, "leinwand"),
        screen_address(workshop, "mappe", blatt="karten"),
    ):
        assert "am Berg" in browser.get(address).text


@pytest.mark.parametrize("typed", ["halb acht", "25:00", "18:3", "18:75", "18:30:00 nachts"])
def test_an_hour_that_is_none_is_said(browser: TestClient, typed: str) -> None:
    html = browser.get(f"{ROOM}/mappe", params={"beginn": typed}).text
    assert f"„{typed}“ ist keine Uhrzeit" in html and f'value="{typed}"' in html


@pytest.mark.parametrize(
    ("typed", "begins"),
    [("", "17:00"), ("18:30", "18:30"), ("18.30 Uhr", "18:30"), ("8", "08:00"), ("9:05", "09:05")],
)
def test_an_hour_is_read_as_people_write_it(browser: TestClient, typed: str, begins: str) -> None:
    html = browser.get(f"{ROOM}/mappe", params={"beginn": typed}).text
    assert "keine Uhrzeit" not in html and f"{begins} bis " in html


def test_a_lone_word_is_no_address(browser: TestClient) -> None:
    for typed, fits in (
        ("a", False),
        ("rathaus", False),
        ("rathaus.local", True),
        ("rathaus:8501", True),
        ("http://rathaus", True),
        ("192.168.1.20:8501", True),
    ):
        html = browser.get(f"{ROOM}/mappe", params={"adresse": typed}).text
        assert ("ist keine Adresse" in html) is not fits, typed


def test_rounds_that_do_not_come_out_even_are_about_so_long(
    own: Store, browser: TestClient
) -> None:
    with own.write("Anna") as tx:
        first, second, *_ = phases_of(tx, "W-0001")
        save_(tx, first.replace(minutes=90, rounds=4))
        save_(tx, second.replace(minutes=80, rounds=4))
    html = browser.get(f"{ROOM}/mappe").text
    assert "4 Runden zu rund 22 Minuten" in html and "4 Runden zu 20 Minuten" in html


def test_declined_words_do_not_hang_out(own: Store, browser: TestClient) -> None:
    words = ("Beleidigung", "Zweite Beleidigung", "Gute Idee", "Gut, Beleidigung", "Gut", "Böse")
    with own.write("Anna") as tx:
        phase = phases_of(tx, "W-0001")[0].id
        cards = add_cards(
            tx, [Card(workshop_id="W-0001", phase_id=phase, body=body) for body in words]
        )
        bad, same, _, whole, part, bad_part = (card.id for card in cards)
        decide_cards(tx, [bad, bad_part], CardState.REJECTED, "Verletzt die Würde anderer")
        # As an import or an earlier day may have left them.
        for change, ids in (
            (f"state = 'zusammengelegt', merged_into_id = '{bad}'", [same]),
            ("state = 'aufgeteilt'", [whole]),
            (f"split_from_id = '{whole}'", [part, bad_part]),
        ):
            tx.run(
                f"UPDATE card SET {change}, version = ? WHERE id IN (SELECT unnest(?))",
                [tx.action_id, ids],
            )
        assert declined_cards(tx) == {bad, same, whole, bad_part}
    html = browser.get(f"{ROOM}/schicksale").text
    assert "eleidigung" not in html and "Böse" not in html
    assert "Gute Idee" in html and html.count("Der Wortlaut hängt nicht aus.") == 4
    assert html.count("<li>") == 6 and "Verletzt die Würde anderer" in html
