"""Merging, splitting, putting back: every card has one state, and undo restores every row."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy.figures.workshop.cards import cards_by_state
from strategy.kernel.errors import Refused, StrategyError
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.point import Point, PointSource
from strategy.nouns.workshop import Workshop
from strategy.relations.links import turn_card_into_measure
from strategy.workshop.cards import add_cards
from strategy.workshop.moderation import (
    decide_cards,
    lay_on_cluster,
    set_points,
    sort_cards,
    standing_card,
)
from strategy.workshop.preparing import add_three_phases
from strategy.workshop.splitting import join_parts, parts_of, split_card
from tests.fresh_plans import some_plan

STATES = {str(state) for state in CardState}


def _fill(tx: Transaction, cards: int) -> None:
    workshop = save_(tx, Workshop(title="Werkstatt"))
    phase = add_three_phases(tx, workshop.id)[0]
    for title in ("Bus", "Radwege"):
        save_(tx, Cluster(workshop_id=workshop.id, title=title))
    add_cards(
        tx,
        [
            Card(
                workshop_id=workshop.id,
                phase_id=phase.id,
                body=f"Gedanke {number}",
                state=CardState.RECEIVED,
            )
            for number in range(cards)
        ],
    )


@pytest.fixture
def room(plan: Store) -> Store:
    """Workshop W-0001 with two clusters and six received cards C-0001 to C-0006."""
    with plan.write("Anna") as tx:
        _fill(tx, 6)
    return plan


def _cards(store: Store) -> dict[str, Card]:
    with store.read() as db:
        return {card.id: card for card in find(db, Card)}


def test_a_merged_card_leads_to_the_one_that_stands(room: Store) -> None:
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0001"], CardState.MERGED, merged_into_id="C-0002")
        decide_cards(tx, ["C-0002"], CardState.MERGED, merged_into_id="C-0003")
        # Somebody still picks the card that gave way: the one at the end is meant.
        decide_cards(tx, ["C-0004"], CardState.MERGED, merged_into_id="C-0001")
        assert get_(tx, Card, "C-0004").merged_into_id == "C-0003"
        assert standing_card(tx, "C-0001").id == "C-0003"
        with pytest.raises(Refused, match="nehmen Sie C-0003 aus der Auswahl"):
            decide_cards(tx, ["C-0003"], CardState.MERGED, merged_into_id="C-0001")
        decide_cards(tx, ["C-0002"], CardState.RECEIVED)
        assert standing_card(tx, "C-0001").id == "C-0002"


def test_merged_cards_lie_where_the_standing_one_lies(room: Store) -> None:
    with room.write("Anna") as tx:
        sort_cards(tx, ["C-0003"], "CL-0001")
        decide_cards(tx, ["C-0001"], CardState.MERGED, merged_into_id="C-0002")
        decide_cards(tx, ["C-0002"], CardState.MERGED, merged_into_id="C-0003")
        assert {card.cluster_id for card in find(tx, Card, "id <= 'C-0003'")} == {"CL-0001"}
        assert sort_cards(tx, ["C-0003"], "CL-0002") == 1
        assert {card.cluster_id for card in find(tx, Card, "id <= 'C-0003'")} == {"CL-0002"}


def test_a_card_is_split_into_cards_with_codes_of_their_own(room: Store) -> None:
    with room.write("Anna") as tx:
        lay_on_cluster(tx, ["C-0001"], title="Bus")
        parts = split_card(tx, "C-0001", ["Mehr Busse", "  ", "Radweg am Damm "])
        assert [part.body for part in parts] == ["Mehr Busse", "Radweg am Damm"]
        assert {part.cluster_id for part in parts} == {"CL-0001"}
        assert {part.state for part in parts} == {CardState.ACCEPTED}
        codes = {card.code for card in find(tx, Card)}
        assert len(codes) == 8 and None not in codes
        assert get_(tx, Card, "C-0001").state == CardState.SPLIT
        for state in (CardState.ACCEPTED, CardState.REJECTED):
            with pytest.raises(Refused, match="in Teile aufgeteilt"):
                decide_cards(tx, ["C-0001"], state, "Grund")
        with pytest.raises(Refused, match="wählen Sie einen der Teile"):
            decide_cards(tx, ["C-0002"], CardState.MERGED, merged_into_id="C-0001")


@pytest.mark.parametrize("texts", [[], ["nur einer"], [" ", "eins"], list("abcdef")])
def test_two_to_five_parts(room: Store, texts: list[str]) -> None:
    with room.write("Anna") as tx, pytest.raises(Refused, match="2 bis 5 Teile"):
        split_card(tx, "C-0001", texts)


def test_parts_are_joined_unless_something_rests_on_them(room: Store) -> None:
    with room.write("Anna") as tx:
        split_card(tx, "C-0001", ["eins", "zwei"])
        assert join_parts(tx, "C-0001").state == CardState.RECEIVED
        assert parts_of(tx, "C-0001") == []
        part = split_card(tx, "C-0001", ["eins", "zwei"])[0]
        set_points(tx, part.id, "WP-0001", {None: 3})
        with pytest.raises(Refused, match="nicht wieder zusammenfügen"):
            join_parts(tx, "C-0001")


def test_a_rejected_card_is_taken_back_and_its_reason_goes(room: Store) -> None:
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0001", "C-0002"], CardState.REJECTED, "Nicht unsere Sache")
        with pytest.raises(Refused, match="nehmen Sie diese Entscheidung zurück"):
            split_card(tx, "C-0001", ["eins", "zwei"])
        decide_cards(tx, ["C-0001"], CardState.RECEIVED)
        assert get_(tx, Card, "C-0001").reason is None
        assert get_(tx, Card, "C-0002").reason == "Nicht unsere Sache"


def test_a_card_with_its_measure_is_not_decided_anew(room: Store) -> None:
    with room.write("Anna") as tx:
        measure = turn_card_into_measure(tx, "C-0001")
        for state in (CardState.REJECTED, CardState.RECEIVED):
            with pytest.raises(Refused, match=measure.id):
                decide_cards(tx, ["C-0001"], state, "Grund")
        with pytest.raises(Refused, match=measure.id):
            split_card(tx, "C-0001", ["eins", "zwei"])


def test_a_cluster_is_named_on_the_fly_and_never_twice(room: Store) -> None:
    with room.write("Anna") as tx:
        fresh = lay_on_cluster(tx, ["C-0001", "C-0001"], title="  Ämter  und Öffnungszeiten ")
        again = lay_on_cluster(tx, ["C-0002"], title="ämter und ÖFFNUNGSZEITEN")
        assert (fresh.title, fresh.id) == ("Ämter und Öffnungszeiten", again.id)
        cards = find(tx, Card, "cluster_id = ?", [fresh.id])
        assert [card.state for card in cards] == [CardState.ACCEPTED] * 2
        with pytest.raises(Refused, match="geben Sie dem neuen einen Namen"):
            lay_on_cluster(tx, ["C-0003"], title=" ")


def test_counting_in_the_room_never_touches_phones(room: Store) -> None:
    def given(source: str | None, points: int, **place: str) -> Point:
        return Point(
            workshop_id="W-0001", phase_id="WP-0001", points=points, source=source, **place
        )

    with room.write("Anna") as tx:
        for source in (PointSource.PHONE, PointSource.FILE, None):
            save_(tx, given(source, 5, cluster_id="CL-0001"))
            save_(tx, given(source, 7, card_id="C-0001"))
        set_points(tx, "CL-0001", "WP-0001", {None: 2})
        set_points(tx, "C-0001", "WP-0001", {None: None})
    with room.read() as db:
        kept = {(p.source, p.cluster_id or p.card_id): p.points for p in find(db, Point)}
    assert kept == {
        ("Telefon", "CL-0001"): 5,
        ("eingelesen", "CL-0001"): 5,
        (None, "CL-0001"): 2,
        ("Telefon", "C-0001"): 7,
        ("eingelesen", "C-0001"): 7,
    }


@st.composite
def decisions(draw: st.DrawFn) -> tuple[str, list[int], str, int]:
    """What a facilitator may do: the kind, numbers of cards, a state, a number of a target."""
    kind = draw(st.sampled_from(["decide", "merge", "split", "join", "lay"]))
    chosen = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    return kind, chosen, draw(st.sampled_from(sorted(STATES))), draw(st.integers(1, 9))


def _act(tx: Transaction, kind: str, chosen: list[int], state: str, target: int) -> None:
    ids = [f"C-{number:04d}" for number in chosen]
    if kind == "decide":
        decide_cards(tx, ids, state, "Grund", f"C-{target:04d}")
    elif kind == "merge":
        decide_cards(tx, ids, CardState.MERGED, merged_into_id=f"C-{target:04d}")
    elif kind == "split":
        split_card(tx, ids[0], ["eins", "zwei", "drei"][: 2 + target % 2])
    elif kind == "join":
        join_parts(tx, ids[0])
    else:
        lay_on_cluster(tx, ids, title="Bus" if target % 2 else "Neu")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(decisions(), max_size=8))
def test_whatever_is_done_each_card_has_one_state_and_undo_restores(
    steps: list[tuple[str, list[int], str, int]],
) -> None:
    store = some_plan()
    try:
        with store.write("Anna") as tx:
            _fill(tx, 5)
        states = [_cards(store)]
        for number, step in enumerate(steps):
            try:
                # The first step of a chain may be refused; what was done before it must stay.
                with store.write("Anna", f"Schritt {number}") as tx:
                    _act(tx, *step)
            except StrategyError:
                assert _cards(store) == states[-1], "a refused step changes nothing"
                continue
            if _cards(store) != states[-1]:
                states.append(_cards(store))
            _check(store)
        for before in reversed(states[:-1]):
            undo(store, "Anna", "main")
            assert _bare(_cards(store)) == _bare(before)
    finally:
        store.close()


def _check(store: Store) -> None:
    cards = _cards(store)
    with store.read() as db:
        counts = cards_by_state(db, "W-0001")
        assert int(counts["cards"].sum()) == len(cards)
        for card in cards.values():
            assert card.state in STATES and card.code
            assert (card.state == CardState.MERGED) == (card.merged_into_id is not None)
            assert (card.reason is not None) == (card.state in (CardState.REJECTED, CardState.POOL))
            assert standing_card(db, card.id).state != CardState.MERGED, "a circle"
            parts = parts_of(db, card.id)
            assert (card.state == CardState.SPLIT) == bool(parts)


def _bare(cards: dict[str, Card]) -> dict[str, dict[str, object]]:
    return {key: card.values() for key, card in cards.items()}
