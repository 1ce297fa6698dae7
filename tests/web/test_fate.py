"""The fate of a card by its code, and that every card has exactly one."""

from __future__ import annotations

from starlette.testclient import TestClient

from strategy.figures.workshop.cards import cards_by_state
from strategy.figures.workshop.fates import fate_of, fates
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.nouns.card import Card, CardState
from strategy.nouns.printed_card import PrintedCard
from strategy.relations.links import turn_card_into_measure
from strategy.workshop.cards import add_cards
from tests.web.phones import Hall


def written(hall: Hall, *bodies: str) -> list[Card]:
    with hall.store.write("Anna", "Karten") as tx:
        return add_cards(
            tx,
            [
                Card(
                    workshop_id=hall.workshop_id,
                    phase_id=hall.phase_ids[0],
                    body=body,
                    state=CardState.RECEIVED,
                )
                for body in bodies
            ],
        )


def decide(hall: Hall, card: Card, **values: str | None) -> None:
    with hall.store.write("Anna", "Entschieden") as tx:
        save_(tx, get_(tx, Card, card.id).replace(**values))


def test_every_fate_on_its_page(hall: Hall, client: TestClient) -> None:
    taken, merged, chain, pool, declined, waiting = written(
        hall, "Bus am Abend", "Spätbus", "Busse nachts", "Seilbahn", "Flugtaxi", "Neu"
    )
    with hall.store.write("Anna", "Maßnahme") as tx:
        measure = turn_card_into_measure(tx, taken.id, title="Rufbus")
    decide(hall, merged, state=CardState.MERGED, merged_into_id=taken.id)
    decide(hall, chain, state=CardState.MERGED, merged_into_id=merged.id)
    decide(hall, pool, state=CardState.POOL, reason="Erst ab 2030")
    decide(hall, declined, state=CardState.REJECTED, reason="Sache des Bundes")
    for card, words in (
        (taken, [f"Maßnahme {measure.id} „Rufbus“", "Stand: vorgeschlagen"]),
        (merged, ["Bus am Abend", measure.id]),
        (chain, ["Bus am Abend", measure.id]),
        (pool, ["Ideenpool", "Erst ab 2030"]),
        (declined, ["nicht weiter verfolgt", "Sache des Bundes"]),
        (waiting, ["wartet auf die Moderation"]),
    ):
        answer = client.get(f"/karte/{card.code}")
        assert answer.status_code == 200 and str(card.body) in answer.text
        for word in words:
            assert word in answer.text, (card.body, word)
        assert "Anna" not in answer.text, "nobody is named"


def test_a_split_card_tells_of_its_parts(hall: Hall, client: TestClient) -> None:
    (card,) = written(hall, "Bus und Bahn")
    with hall.store.write("Anna", "Aufgeteilt") as tx:
        base = {"workshop_id": card.workshop_id, "phase_id": card.phase_id}
        add_cards(
            tx,
            [
                Card(**base, body="Bus", split_from_id=card.id),
                Card(
                    **base,
                    body="Bahn",
                    split_from_id=card.id,
                    state=CardState.REJECTED,
                    reason="Sache der Bahn",
                ),
            ],
        )
        save_(tx, get_(tx, Card, card.id).replace(state=CardState.SPLIT))
    shown = client.get(f"/karte/{card.code}").text
    assert "in 2 Teile aufgeteilt" in shown and "Sache der Bahn" in shown and "„Bus“" in shown


def test_a_card_nobody_has_seen_is_not_shown_to_others(hall: Hall, client: TestClient) -> None:
    mine, secret = written(hall, "Meine", "Geheim und ungeprüft")
    decide(hall, mine, state=CardState.MERGED, merged_into_id=secret.id)
    shown = client.get(f"/karte/{mine.code}").text
    assert "zusammengelegt" in shown and "Geheim" not in shown
    decide(hall, secret, state=CardState.ACCEPTED)
    assert "Geheim" in client.get(f"/karte/{mine.code}").text


def test_codes_as_people_type_them(hall: Hall, client: TestClient) -> None:
    (card,) = written(hall, "<b>Fett</b> & שלום 😀")
    code = str(card.code)
    shown = client.get(f"/karte/{code}").text
    assert "&lt;b&gt;Fett&lt;/b&gt; &amp; שלום 😀" in shown and 'dir="auto"' in shown
    assert client.get(f"/karte?code={code[:4].lower()}%20-{code[4:]}").url.path == f"/karte/{code}"
    assert client.get(f"/karte/{code.lower()}").url.path == f"/karte/{code}"
    assert client.get(f"/karte/{code[:4]}-{code[4:]}").status_code == 200
    for wrong in ("ABCD2345", "x", "%00", "%3Cscript%3E", "a/b/c", "9" * 500):
        answer = client.get(f"/karte/{wrong}")
        assert answer.status_code == 404 and "keine Karte" in answer.text
        assert "<script>" not in answer.text


def test_a_printed_card_before_it_is_entered(hall: Hall, client: TestClient) -> None:
    with hall.store.write("Anna", "Gedruckt") as tx:
        save_(tx, PrintedCard(workshop_id=hall.workshop_id, number=12, code="PAPER234"))
    assert "Papierkarte Nummer 12" in client.get("/karte/PAPER234").text


def test_each_card_has_exactly_one_state(hall: Hall) -> None:
    cards = written(hall, *(f"Karte {number}" for number in range(9)))
    states = [*CardState, None, None]
    with hall.store.write("Anna", "Entschieden") as tx:
        for card, state in zip(cards, states, strict=True):
            tx.run(
                "UPDATE card SET state = ?, merged_into_id = ?, version = ? WHERE id = ?",
                [state, cards[0].id if state == CardState.MERGED else None, tx.action_id, card.id],
            )
    with hall.store.read() as db:
        table, counts = fates(db), cards_by_state(db)
        assert list(table["card_id"]) == [card.id for card in cards]
        assert counts["cards"].sum() == len(table) == len(cards)
        for state, count in zip(counts["state"], counts["cards"], strict=True):
            assert (table["state"] == state).sum() == count
        assert table["sentence"].str.len().min() > 10
        for card in cards:
            row = table[table["card_id"] == card.id].iloc[0].to_dict()
            assert fate_of(db, card.id) == row, "one card is told as in the list"
        assert fate_of(db, "C-9999") is None


def test_a_circle_of_merged_cards_ends(plan: Store) -> None:
    with plan.write("Anna", "Kreis") as tx:
        for here, there in (("C-0001", "C-0002"), ("C-0002", "C-0001")):
            tx.run(
                "INSERT INTO card (id, version, body, state, merged_into_id) "
                "VALUES (?, ?, ?, ?, ?)",
                [here, tx.action_id, here, CardState.MERGED, there],
            )
    with plan.read() as db:
        assert len(fates(db)) == 2 and fate_of(db, "C-0001") is not None
