"""What a facilitator does in one action, on a real plan."""

from __future__ import annotations

import pytest

from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.link import Link
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.point import Point
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.moderation import (
    decide_cards,
    set_points,
    sort_cards,
    turn_cluster_into_measure,
)
from strategy.workshop.preparing import add_three_phases


@pytest.fixture
def room(plan: Store) -> Store:
    """Workshop W-0001 with its phases, a group, a cluster CL-0001 in a domain and three cards."""
    with plan.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="Werkstatt"))
        phases = add_three_phases(tx, workshop.id)
        save_(tx, ParticipantGroup(workshop_id=workshop.id, title="Vereine"))
        system = save_(tx, LifeDomainSystem(title="Liste", is_leading=True))
        domain = save_(tx, LifeDomain(system_id=system.id, title="Mobilität"))
        save_(tx, Cluster(workshop_id=workshop.id, title="Bus", domain_id=domain.id))
        for body in ("Mehr Busse", "Bus am Abend", "Radweg"):
            save_(tx, Card(workshop_id=workshop.id, phase_id=phases[0].id, body=body))
    return plan


def test_only_missing_phases_are_added(plan: Store) -> None:
    with plan.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="Werkstatt"))
        save_(tx, WorkshopPhase(workshop_id=workshop.id, title="Was stört?", kind="Kritik"))
        added = add_three_phases(tx, workshop.id)
    assert [phase.kind for phase in added] == ["Phantasie", "Verwirklichung"]
    with plan.write("Anna") as tx, pytest.raises(Refused, match="schon angelegt"):
        add_three_phases(tx, workshop.id)


def test_cards_stay_in_their_workshop(room: Store) -> None:
    with room.write("Anna") as tx:
        other = save_(tx, Workshop(title="Andere"))
        cluster = save_(tx, Cluster(workshop_id=other.id, title="Fremd"))
    with room.write("Anna") as tx, pytest.raises(Refused, match="anderen Werkstatt"):
        sort_cards(tx, ["C-0001"], cluster.id)
    with room.write("Anna") as tx:
        assert sort_cards(tx, ["C-0001", "C-0002"], "CL-0001") == 2
        assert sort_cards(tx, ["C-0001"], None) == 1
    with room.read() as db:
        assert [card.cluster_id for card in find(db, Card)] == [None, "CL-0001", None]


def test_decisions_need_what_explains_them(room: Store) -> None:
    for state, kwargs, words in (
        (CardState.REJECTED, {}, "braucht eine Begründung"),
        (CardState.POOL, {}, "braucht eine Begründung"),
        (CardState.MERGED, {}, "stehen bleibt"),
        (CardState.MERGED, {"merged_into_id": "C-0001"}, "aus der Auswahl"),
        (CardState.TAKEN_UP, {}, "Machen Sie aus der Karte eine Maßnahme"),
    ):
        with room.write("Anna") as tx, pytest.raises(Refused, match=words):
            decide_cards(tx, ["C-0001"], state, **kwargs)
    with room.write("Anna") as tx, pytest.raises(Refused, match="mindestens eine Karte"):
        decide_cards(tx, [], CardState.ACCEPTED)
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0002"], CardState.MERGED, merged_into_id="C-0001")
    with room.write("Anna") as tx:
        assert get_(tx, Card, "C-0002").merged_into_id == "C-0001"
        decide_cards(tx, ["C-0002"], CardState.ACCEPTED)
        assert get_(tx, Card, "C-0002").merged_into_id is None


def test_points_replace_those_that_stood_there(room: Store) -> None:
    for given, stored in (({"TG-0001": 4, None: 2}, [4, 2]), ({"TG-0001": 9, None: 0}, [9])):
        with room.write("Anna") as tx:
            assert set_points(tx, "CL-0001", "WP-0001", given) == sum(given.values())
        with room.read() as db:
            assert [point.points for point in find(db, Point)] == stored
    with room.write("Anna") as tx:
        set_points(tx, "CL-0001", "WP-0002", {"TG-0001": 1})
    with room.read() as db:
        assert sum(point.points or 0 for point in find(db, Point)) == 10, "another phase, apart"


def test_a_cluster_becomes_one_measure_and_undo_takes_all_back(room: Store) -> None:
    with room.write("Anna") as tx:
        measure = turn_cluster_into_measure(tx, "CL-0001", ["C-0001", "C-0002"])
    assert (measure.title, measure.domain_id, measure.origin) == (
        "Bus",
        "LB-0001",
        "Werkstattkarte",
    )
    assert measure.body == "- Mehr Busse\n- Bus am Abend"
    with room.read() as db:
        assert {link.to_id for link in find(db, Link)} == {"CL-0001", "C-0001", "C-0002"}
        assert get_(db, Card, "C-0003").state == CardState.ACCEPTED
    with room.write("Anna") as tx, pytest.raises(Refused, match="schon die Maßnahme M-0001"):
        turn_cluster_into_measure(tx, "CL-0001")
    undo(room, "Anna", "main")
    with room.read() as db:
        assert find(db, Link) == []
        assert {card.state for card in find(db, Card)} == {CardState.ACCEPTED}
