"""The printed list of fates as the browser gets it: complete, escaped, of the right plan."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from strategy.kernel.records import find, insert, save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import seal_edition
from strategy.nouns.card import Card
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.plans import opened
from strategy.workshop.cards import add_cards
from strategy.workshop.codes import shown_code
from tests.fresh_plans import empty_plan
from ui.run import session
from web.participants import fate_list

HOUSE = "http://192.168.7.20:8501"


@pytest.fixture
def town(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    path = Path(shutil.copy(demo_file, tmp_path / "stadt.duckdb"))
    monkeypatch.setenv(opened.PLAN_VARIABLE, str(path))
    monkeypatch.setattr(opened, "LOCAL_PLANS", tmp_path)
    store = Store.open(path)
    session.add_store(store)
    yield store
    session.close_store(path)


@pytest.fixture
def browser() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=fate_list.routes()), base_url=HOUSE) as client:
        yield client


def test_every_card_is_listed_with_its_code_and_counts_add_up(
    town: Store, browser: TestClient
) -> None:
    page = browser.get("/werkstatt/W-0001/schicksale")
    assert page.status_code == 200 and '<html lang="de">' in page.text
    with town.read() as db:
        cards = find(db, Card, "workshop_id = 'W-0001'")
    assert page.text.count("<li>") == len(cards)
    assert all(shown_code(card.code or "") in page.text for card in cards)
    counts = [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', page.text)]
    assert sum(counts[:-1]) == counts[-1] == len(cards)
    phases = re.findall(r"<h2><bdi>(.*?)</bdi>", page.text)
    assert phases == ["Kritik", "Phantasie", "Verwirklichung"]
    assert "192.168.7.20:8501/karte" in page.text
    assert "M-0005" in page.text and "M-0001" in page.text
    assert "no-store" in page.headers["cache-control"]


def test_an_address_that_no_phone_knows_is_not_printed(town: Store) -> None:
    app = Starlette(routes=fate_list.routes())
    with TestClient(app, base_url="http://localhost:8501") as browser:
        assert "localhost" not in browser.get("/werkstatt/W-0001/schicksale").text


def test_nothing_from_outside_is_markup_and_no_card_is_lost(
    town: Store, browser: TestClient
) -> None:
    with town.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="<b>Fett</b>"))
        phase = save_(
            tx, WorkshopPhase(workshop_id=workshop.id, title="<i>Eins</i>", kind="Kritik")
        )
        add_cards(
            tx,
            [
                Card(workshop_id=workshop.id, phase_id=phase.id, body=body)
                for body in ("<script>alert(1)</script>", "🚌 \u202eumgedreht")
            ],
        )
        insert(tx, [Card(workshop_id=workshop.id, phase_id=phase.id, body="ohne")])
    text = browser.get(f"/werkstatt/{workshop.id}/schicksale").text
    assert "<script" not in text and "&lt;script&gt;" in text and "&lt;b&gt;Fett" in text
    assert text.count("<li>") == 3 and "ohne Code" in text


def test_what_is_not_there_is_one_sentence(town: Store, browser: TestClient) -> None:
    for address in (
        "/werkstatt/W-0099/schicksale",
        "/werkstatt/%3Cx%3E/schicksale",
        "/werkstatt/W-0001/schicksale?plan=anderswo",
        "/werkstatt/W-0001/schicksale?fassung=nie",
    ):
        page = browser.get(address)
        assert page.status_code == 404 and "<h1>" in page.text and "Traceback" not in page.text
        assert "<x>" not in page.text
    empty = browser.get("/werkstatt/W-0002/schicksale")
    assert empty.status_code == 200 and "noch keine Karten" in empty.text


def test_another_plan_and_another_version(town: Store, browser: TestClient, tmp_path: Path) -> None:
    edition = seal_edition(town, "Anna", "Aushang", "main", "")
    with town.write("Anna") as tx:
        tx.run("DELETE FROM card WHERE workshop_id = 'W-0003'")
    now = browser.get("/werkstatt/W-0003/schicksale").text
    then = browser.get(f"/werkstatt/W-0003/schicksale?fassung={edition.name}").text
    assert "noch keine Karten" in now and then.count("<li>") == 36
    other = empty_plan(tmp_path / "zweite.duckdb")
    with other.write("Anna") as tx:
        save_(tx, Workshop(title="Zweite Werkstatt"))
    session.add_store(other)
    assert "Zweite Werkstatt" in browser.get("/werkstatt/W-0001/schicksale?plan=zweite").text
    session.close_store(tmp_path / "zweite.duckdb")
