"""Projector and room kit as the browser gets them, on a real plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.nouns.card import Card, CardState
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Activity, Workshop, WorkshopFormat
from strategy.plans import opened
from strategy.workshop.cards import add_cards
from strategy.workshop.moderation import decide_cards, lay_on_cluster, set_points
from strategy.workshop.preparing import prepare_workshop, proposed_phases
from strategy.workshop.printed import print_cards
from strategy.workshop.running import close_workshop, open_activity, show_results, start_workshop
from tests.fresh_plans import empty_plan
from ui.run import session
from ui.workshop.phone_address import HINT, phone_address
from web.front.shell import GermanShell
from web.projector import print_kit as room_kit
from web.projector import wall as projector

WALL = "/werkstatt/W-0001/leinwand"
STATE = f"{WALL}/stand"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A running workshop with four cards: two accepted in a cluster, one received, one declined."""
    path = tmp_path / "plan.duckdb"
    monkeypatch.setenv(opened.PLAN_VARIABLE, str(path))
    monkeypatch.setattr(opened, "LOCAL_PLANS", tmp_path)
    store = empty_plan(path)
    session.add_store(store)
    with store.write("Anna") as tx:
        prepare_workshop(
            tx,
            Workshop(title="Werkstatt <im Saal>"),
            proposed_phases(WorkshopFormat.FUTURE),
            [ParticipantGroup(title="Vereine", invited=20)],
        )
        start_workshop(tx, "W-0001")
        texts = ("Mehr Busse", "<script>alert(1)</script>", "wartet noch", "Unsinn")
        add_cards(
            tx,
            [
                Card(workshop_id="W-0001", phase_id="WP-0001", body=body, state=CardState.RECEIVED)
                for body in texts
            ],
        )
        lay_on_cluster(tx, ["C-0001", "C-0002"], title="Bus & Bahn")
        decide_cards(tx, ["C-0004"], CardState.REJECTED, "Nicht ernst gemeint")
    yield store
    session.close_store(path)


@pytest.fixture
def browser() -> Iterator[TestClient]:
    # Behind the part of the front door that must not take the projector's question apart.
    app = Starlette(
        routes=[*room_kit.routes(), *projector.routes()], middleware=[Middleware(GermanShell)]
    )
    with TestClient(app, base_url="http://192.168.7.20:8501") as client:
        yield client


def test_the_wall_shows_what_was_accepted_and_nothing_else(
    room: Store, browser: TestClient
) -> None:
    answer = browser.get(WALL)
    html = answer.text
    assert answer.status_code == 200 and '<html lang="de">' in html
    assert "Mehr Busse" in html and "Bus &amp; Bahn" in html
    assert "&lt;script&gt;alert(1)" in html and "<script>alert" not in html
    assert "wartet noch" not in html and "Unsinn" not in html and "Nicht ernst" not in html
    assert "1 wird gesichtet" in html and "2 Karten" in html
    assert 'http-equiv="refresh"' in html, "without a script the page comes anew by itself"
    with room.write("Anna") as tx:
        save_(tx, get_(tx, Workshop, "W-0001").replace(moderated=False))
    html = browser.get(STATE).text
    assert "wartet noch" in html and "Unsinn" not in html and "gesichtet" not in html


def test_nothing_is_sent_while_nothing_changes(room: Store, browser: TestClient) -> None:
    first = browser.get(STATE)
    tag = first.headers["etag"]
    same = browser.get(STATE, headers={"if-none-match": tag})
    assert (same.status_code, same.content) == (304, b"")
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0003"], CardState.ACCEPTED)
    changed = browser.get(STATE, headers={"if-none-match": tag})
    assert changed.status_code == 200 and "wartet noch" in changed.text
    assert changed.headers["etag"] != tag
    with room.write("Anna") as tx:
        save_(tx, ParticipantGroup(workshop_id="W-0001", title="Schulen"))
    again = browser.get(STATE, headers={"if-none-match": changed.headers["etag"]})
    assert again.status_code == 304, "another write that nobody sees changes nothing here"


def test_points_are_hidden_until_they_are_shown(room: Store, browser: TestClient) -> None:
    with room.write("Anna") as tx:
        open_activity(tx, "W-0001", Activity.POINTS)
        set_points(tx, "CL-0001", "WP-0001", {"TG-0001": 1234})
        set_points(tx, "C-0003", "WP-0001", {None: 617})
    html = browser.get(STATE).text
    assert "1.234" not in html and "Jetzt Punkte vergeben" in html
    with room.write("Anna") as tx:
        show_results(tx, "W-0001", True)
    html = browser.get(STATE).text
    assert "1.851 Punkte" in html and "1.234" in html
    assert re.findall(r'rect width="([\d.]+)"', html) == ["100.0", "50.0"]


def test_how_a_workshop_begins_and_ends(room: Store, browser: TestClient) -> None:
    with room.write("Anna") as tx:
        empty = prepare_workshop(
            tx, Workshop(title="Leer"), proposed_phases(WorkshopFormat.TABLES), []
        )
    html = browser.get(f"/werkstatt/{empty.id}/leinwand").text
    assert "Gleich geht es los" in html and 'class="qr"' in html and "Machen Sie mit" in html
    with room.write("Anna") as tx:
        close_workshop(tx, "W-0001")
    html = browser.get(STATE).text
    assert "beendet" in html and "192.168.7.20:8501/karte" in html and 'class="qr"' not in html


def test_a_hall_of_a_thousand_cards_stays_small(room: Store, browser: TestClient) -> None:
    with room.write("Anna") as tx:
        add_cards(
            tx,
            [
                Card(workshop_id="W-0001", phase_id="WP-0001", body=f"Gedanke {number} " + "x" * 90)
                for number in range(1000)
            ],
        )
    answer = browser.get(STATE)
    assert "1.002 Karten" in answer.text and "und 972 weitere" in answer.text
    assert "Gedanke 999 " in answer.text and "Gedanke 1 " not in answer.text, "the newest are seen"
    assert len(answer.content) < 40_000


@pytest.mark.parametrize(
    "path",
    [
        "/werkstatt/W-0099/leinwand",
        "/werkstatt/W-0099/leinwand/stand",
        "/werkstatt/W-0099/mappe",
        "/werkstatt/W-0001/irgendwo",
        "/werkstatt/x'--/mappe",
    ],
)
def test_what_is_not_there_is_said(room: Store, browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404 and "<h1>" in answer.text
    assert "Traceback" not in answer.text


def test_the_kit_has_poster_agenda_rules_and_cards(room: Store, browser: TestClient) -> None:
    html = browser.get("/werkstatt/W-0001/mappe").text
    with room.write("Anna") as tx:
        code = str(get_(tx, Workshop, "W-0001").code)
        cards = print_cards(tx, "W-0001", 17)
    assert f"{code[:4]}-{code[4:]}" in html and "192.168.7.20:8501/mitmachen" in html
    assert "noch keine Papierkarten" in html and "Werkstatt &lt;im Saal&gt;" in html
    assert "17:00 bis 18:00 Uhr" in html and "Vereine" in html and "bis zu 5 Karten" in html
    html = browser.get("/werkstatt/W-0001/mappe?blatt=karten&beginn=18:30").text
    assert html.count('class="sheet cards"') == 3 and html.count('class="card"') == 17
    printed = str(cards[16].code)
    assert f"{printed[:4]}-{printed[4:]}" in html and "Nr. 17" in html
    assert "Spielregeln" not in html.split("<main")[1]
    html = browser.get("/werkstatt/W-0001/mappe?blatt=ablauf&beginn=18:30").text
    assert "18:30 bis 19:30 Uhr" in html and "19:30 bis 20:45 Uhr" in html
    html = browser.get(
        "/werkstatt/W-0001/mappe", params={"adresse": "https://mitreden.musterstadt.de/"}
    ).text
    assert "oder im Browser <strong>mitreden.musterstadt.de/mitmachen" in html
    html = browser.get("/werkstatt/W-0001/mappe", params={"adresse": "<b>javascript:x"}).text
    assert "ist keine Adresse" in html and "<b>" not in html
    html = browser.get("/werkstatt/W-0001/mappe", headers={"host": "localhost:8501"}).text
    assert "Der QR-Code fehlt noch" in html and "--host 0.0.0.0" in html
    for odd in ("25:99", "<b>", "", "8"):
        assert browser.get("/werkstatt/W-0001/mappe", params={"beginn": odd}).status_code == 200


def test_a_workshop_without_code_says_where_it_comes_from(room: Store, browser: TestClient) -> None:
    with room.write("Anna") as tx:
        old = save_(tx, Workshop(title="Ohne Code"))
    html = browser.get(f"/werkstatt/{old.id}/mappe").text
    assert "noch keinen Zugangscode" in html and 'class="qr"' not in html


def test_phones_get_an_address_they_can_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.workshop import phone_address as place

    for host in ("10.1.2.3:8501", "rathaus.local", "[2001:db8::1]:8501"):
        found = phone_address("https", host)
        assert (found.base, found.trouble) == (f"https://{host}", "")
    for host in ("localhost:8501", "127.0.0.1", "[::1]:8501", "", "<böse>"):
        assert phone_address("http", host).trouble == HINT
    monkeypatch.setattr(place.config, "get_option", lambda name: "0.0.0.0")
    monkeypatch.setattr(place, "lan_address", lambda: "192.168.1.4")
    assert phone_address("http", "localhost:8501").base == "http://192.168.1.4:8501"
    monkeypatch.setattr(place, "lan_address", lambda: None)
    assert "keinem Netz" in phone_address("http", "localhost:8501").trouble
