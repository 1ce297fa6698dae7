"""What people call things stands as text on the plain pages too: phones, cards, walls, prints."""

from __future__ import annotations

import json
from html import escape

import pytest
from starlette.testclient import TestClient

from strategy.kernel.records import find, save_
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.municipality import Municipality
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Activity, Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.cards import add_cards
from tests.pages.titles_as_text import EVIL
from tests.web.phones import CODE, Hall, Phone, door

# What Markdown, or a browser that reads the tag, would make of it.
MADE_OF_IT = ("<strong>fett", "<em>", 'href="http://y"', "<h1>h", " # h <b>", " # h <b\\")


def _rename(hall: Hall) -> str:
    """Give everything that has words a name full of signs; returns the code of a card."""
    with hall.store.write("Anna", "umbenannt") as tx:
        for noun in (Workshop, WorkshopPhase, ParticipantGroup, Cluster, Municipality):
            for record in find(tx, noun):
                save_(tx, record.replace(title=f"{record.name} {EVIL}"))
        for phase in find(tx, WorkshopPhase):
            save_(tx, phase.replace(question=f"Frage {EVIL}"))
        (card,) = add_cards(
            tx,
            [
                Card(
                    workshop_id=hall.workshop_id,
                    phase_id=hall.phase_ids[0],
                    cluster_id=hall.cluster_ids[0],
                    body=f"Karte {EVIL}",
                    state=CardState.REJECTED,
                    reason=f"Grund {EVIL}",
                )
            ],
        )
    return str(card.code)


@pytest.mark.parametrize("activity", list(Activity))
def test_titles_are_text_on_every_plain_page(
    hall: Hall, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hall.store.path is not None
    app = door(monkeypatch, hall.store.path)
    # From the server's own machine: nobody else sees walls and prints without a sign-in.
    client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 5000))
    phone = Phone(client)
    code = _rename(hall)
    hall.set(activity=activity, phase_id=hall.phase_ids[0], results_shown=True)
    phone.join()
    place = f"/werkstatt/{hall.workshop_id}"
    for address in (
        f"/mitmachen/{CODE}",
        f"/karte/{code}",
        f"{place}/leinwand",
        f"{place}/leinwand/stand",
        f"{place}/mappe",
        f"{place}/schicksale",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        # The wall fetches its parts as JSON, whose strings hold HTML.
        body = answer.text
        if "json" in answer.headers["content-type"]:
            body = "\n".join(_strings(json.loads(body)))
        assert escape(EVIL) in body or escape(EVIL, quote=False) in body, (address, body[:800])
        found = [sign for sign in MADE_OF_IT if sign in body]
        assert not found, (address, found)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _strings(part)]
