"""The state of a card never says what is not so, whoever writes it."""

from __future__ import annotations

import pytest

from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, insert, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure
from strategy.nouns.workshop import Activity, Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.plans.soundness import check_plan
from strategy.relations.links import link, turn_card_into_measure
from strategy.workshop.cards import add_cards
from strategy.workshop.codes import ALPHABET, CARD_LENGTH, new_card_codes
from strategy.workshop.moderation import (
    decide_cards,
    set_points,
    sort_cards,
    turn_cluster_into_measure,
)
from strategy.workshop.preparing import add_three_phases
from strategy.workshop.running import close_workshop, open_activity, start_workshop
from strategy.workshop.splitting import join_parts, parts_of, split_card
from tests.card_points import card_points


@pytest.fixture
def room(plan: Store) -> Store:
    """Workshop W-0001 with the cluster CL-0001, in which C-0001 to C-0004 lie, and C-0005 alone."""
    with plan.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="Werkstatt"))
        phases = add_three_phases(tx, workshop.id)
        save_(tx, Cluster(workshop_id=workshop.id, title="Bus"))
        add_cards(
            tx,
            [
                Card(workshop_id=workshop.id, phase_id=phases[0].id, body=f"Bus und Bahn {number}")
                for number in range(1, 6)
            ],
        )
        sort_cards(tx, [f"C-000{number}" for number in range(1, 5)], "CL-0001")
    return plan


def _card(store: Store, number: int) -> Card:
    with store.read() as db:
        return get_(db, Card, f"C-{number:04d}")


def test_no_measure_is_made_of_a_card_for_which_others_speak(room: Store) -> None:
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0001"], CardState.MERGED, merged_into_id="C-0002")
        split_card(tx, "C-0003", ["Bus", "Bahn"])
    with room.write("Anna") as tx, pytest.raises(Refused, match="mit C-0002 zusammengelegt"):
        turn_card_into_measure(tx, "C-0001")
    with room.write("Anna") as tx, pytest.raises(Refused, match="in Teile aufgeteilt"):
        turn_card_into_measure(tx, "C-0003")
    assert _card(room, 1).state == CardState.MERGED and _card(room, 3).state == CardState.SPLIT
    with room.read() as db:
        assert find(db, Measure) == []


def test_a_cluster_takes_its_cards_up_through_those_that_stand(room: Store) -> None:
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0001"], CardState.MERGED, merged_into_id="C-0002")
        decide_cards(tx, ["C-0002"], CardState.MERGED, merged_into_id="C-0005")
        parts = split_card(tx, "C-0003", ["Bus", "Bahn"])
        decide_cards(tx, ["C-0004"], CardState.REJECTED, "Sache des Landes.")
    chosen = ["C-0001", "C-0002", "C-0003", "C-0004"]
    with room.write("Anna") as tx:
        measure = turn_cluster_into_measure(tx, "CL-0001", chosen)
    assert measure.body == "- Bus und Bahn 5\n- Bus\n- Bahn\n- Bus und Bahn 4"
    assert (_card(room, 1).state, _card(room, 1).merged_into_id) == ("zusammengelegt", "C-0002")
    assert _card(room, 3).state == CardState.SPLIT
    assert (_card(room, 4).state, _card(room, 4).reason) == (CardState.TAKEN_UP, None)
    with room.read() as db:
        linked = {one.to_id for one in find(db, Link)}
    assert linked == {"CL-0001", "C-0005", "C-0004", *(part.id for part in parts)}
    assert check_plan(room) == []
    undo(room, "Anna", "main")
    assert _card(room, 4).reason == "Sache des Landes."


def test_a_cluster_takes_no_cards_of_another_workshop(room: Store) -> None:
    with room.write("Anna") as tx:
        other = save_(tx, Workshop(title="Andere"))
        phases = add_three_phases(tx, other.id)
        add_cards(tx, [Card(workshop_id=other.id, phase_id=phases[0].id, body="Fremd")])
    with room.write("Anna") as tx, pytest.raises(Refused, match="C-0006 gehört zu einer anderen"):
        turn_cluster_into_measure(tx, "CL-0001", ["C-0001", "C-0006"])
    assert _card(room, 6).state == CardState.ACCEPTED


def test_what_stood_for_a_card_is_forgotten_with_its_merging(room: Store) -> None:
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0005"], CardState.MERGED, merged_into_id="C-0001")
        set_points(tx, "C-0005", "WP-0001", {None: 3})
    with room.read() as db:
        assert card_points(db, "W-0001")["card_id"].tolist() == ["C-0001"]
    with room.write("Anna") as tx:
        saved = save_(tx, get_(tx, Card, "C-0005").replace(state=CardState.ACCEPTED))
    assert saved.merged_into_id is None
    with room.read() as db:
        assert card_points(db, "W-0001")["card_id"].tolist() == ["C-0005"]
    with room.write("Anna") as tx, pytest.raises(Refused, match="Wählen Sie den Stand"):
        save_(tx, get_(tx, Card, "C-0005").replace(merged_into_id="C-0001"))


def test_points_follow_only_a_card_that_is_merged(room: Store) -> None:
    with room.write("Anna") as tx:
        # As a plan may hold it that was written before the field was cleared.
        tx.run(
            "UPDATE card SET merged_into_id = 'C-0001', version = ? WHERE id = 'C-0005'",
            [tx.action_id],
        )
        set_points(tx, "C-0005", "WP-0001", {None: 3})
    with room.read() as db:
        assert card_points(db, "W-0001")["card_id"].tolist() == ["C-0005"]
    with room.write("Anna") as tx:
        assert save_(tx, _card(room, 5).replace(body="Neu")).merged_into_id is None


def test_a_card_without_parts_is_not_divided(room: Store) -> None:
    with room.write("Anna") as tx, pytest.raises(Refused, match="erst, wenn es ihre Teile gibt"):
        save_(tx, get_(tx, Card, "C-0001").replace(state=CardState.SPLIT))
    with room.write("Anna") as tx:
        parts = split_card(tx, "C-0001", ["Bus", "Bahn"])
        delete_(tx, Card, parts[0].id)
        assert get_(tx, Card, "C-0001").state == CardState.SPLIT
        delete_(tx, Card, parts[1].id)
        assert get_(tx, Card, "C-0001").state == CardState.RECEIVED
        split_card(tx, "C-0002", ["Bus", "Bahn"])
        assert join_parts(tx, "C-0002").state == CardState.RECEIVED and not parts_of(tx, "C-0002")
    assert check_plan(room) == []
    with room.write("Anna") as tx:
        tx.run(
            "UPDATE card SET state = 'aufgeteilt', version = ? WHERE id = 'C-0003'", [tx.action_id]
        )
    assert any("aufgeteilt" in trouble and "C-0003" in trouble for trouble in check_plan(room))


def test_a_code_leads_to_one_card(room: Store) -> None:
    with room.read() as db:
        fresh = new_card_codes(db)[0]
    for code, words in (
        ("ABC", "kein Kartencode"),
        (fresh.lower(), "kein Kartencode"),
        ("O" * CARD_LENGTH, "kein Kartencode"),
        (_card(room, 2).code, "hat schon die Karte C-0002"),
    ):
        with room.write("Anna") as tx, pytest.raises(Refused, match=words):
            save_(tx, get_(tx, Card, "C-0001").replace(code=code))
    with room.write("Anna") as tx:
        assert save_(tx, get_(tx, Card, "C-0001").replace(code=fresh)).code == fresh
        assert set(fresh) <= set(ALPHABET)
        # A code of an earlier program is no reason to refuse another change.
        insert(tx, [Card(workshop_id="W-0001", phase_id="WP-0001", body="x", code="ALT1")])
        save_(tx, get_(tx, Card, "C-0006").replace(body="y"))
    assert check_plan(room) == []
    with room.write("Anna") as tx:
        tx.run("UPDATE card SET code = ?, version = ? WHERE id = 'C-0002'", [fresh, tx.action_id])
    assert [trouble for trouble in check_plan(room) if fresh in trouble] == [
        f"Den Kartencode {fresh} haben mehrere Karten (C-0001, C-0002); er führt nur zu einer."
    ]


def test_a_linked_card_may_still_be_decided_by_its_measure(room: Store) -> None:
    with room.write("Anna") as tx:
        measure = save_(tx, Measure(title="Bus", origin="Werkstattkarte"))
        link(tx, measure.id, "stützt sich auf", "C-0001")
        save_(tx, get_(tx, Card, "C-0001").replace(state=CardState.TAKEN_UP))
    assert _card(room, 1).state == CardState.TAKEN_UP


def test_the_phase_that_runs_is_not_deleted(room: Store) -> None:
    with room.write("Anna") as tx:
        running = open_activity(tx, start_workshop(tx, "W-0001").id, Activity.CARDS)
    assert running.phase_id is not None
    with room.write("Anna") as tx, pytest.raises(Refused, match="„Kritik“ läuft gerade"):
        delete_(tx, WorkshopPhase, running.phase_id)
    with room.write("Anna") as tx:
        delete_(tx, WorkshopPhase, "WP-0003")
        close_workshop(tx, "W-0001")
        delete_(tx, WorkshopPhase, running.phase_id)
        workshop = get_(tx, Workshop, "W-0001")
    assert (workshop.status, workshop.phase_id) == (WorkshopStatus.DONE, None)


def test_nothing_turns_the_direction_of_what_follows(room: Store) -> None:
    turned = "\u202egnirts\u202c \u2067שלום\u2069 مرحبا"
    with room.write("Anna") as tx:
        known = get_(tx, Card, "C-0001")
        made = add_cards(
            tx, [Card(workshop_id=known.workshop_id, phase_id=known.phase_id, body=turned)]
        )
    assert made[0].body == "gnirts שלום مرحبا"
