"""Links, the trace through the plan, and the way from a card to a measure."""

from __future__ import annotations

import pytest

import strategy.nouns  # noqa: F401
from strategy.kernel.errors import Refused
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.nouns.cost_line import CostLine
from strategy.nouns.goal import Goal
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.measure import Measure
from strategy.nouns.resolution import Resolution
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.relations.links import link, links_of, trace, turn_card_into_measure


@pytest.fixture
def store(plan: Store) -> Store:
    return plan


def make_card(tx: Transaction) -> Card:
    system = save_(tx, LifeDomainSystem(title="Eigene"))
    domain = save_(tx, LifeDomain(system_id=system.id, title="Bildung"))
    workshop = save_(tx, Workshop(title="Zukunftswerkstatt"))
    phase = save_(tx, WorkshopPhase(workshop_id=workshop.id, title="Phantasie", kind="Phantasie"))
    cluster = save_(
        tx, Cluster(workshop_id=workshop.id, title="Digitale Schule", domain_id=domain.id)
    )
    card = Card(
        workshop_id=workshop.id,
        phase_id=phase.id,
        cluster_id=cluster.id,
        body="WLAN in allen Schulen",
    )
    return save_(tx, card)


def test_a_link_is_dated_signed_and_made_once(store: Store) -> None:
    with store.write("Anna") as tx:
        goal = save_(tx, Goal(title="Bürgernah", level="Leitziel"))
        measure = save_(tx, Measure(title="Portal", origin="Interview"))
        made = link(tx, measure.id, "dient", goal.id, "Kernbeitrag")
    with store.write("Berta") as tx:
        again = link(tx, measure.id, "dient", goal.id)
    assert again.id == made.id and again.linked_by == "Anna" and again.linked_at is not None
    with store.read() as db:
        out, back = links_of(db, measure.id), links_of(db, goal.id)
    assert out.to_dict("records")[0] | {"linked_at": None} == {
        "id": made.id,
        "direction": "out",
        "kind": "dient",
        "other_id": goal.id,
        "other_name": "Bürgernah",
        "noun": "Ziel",
        "note": "Kernbeitrag",
        "linked_by": "Anna",
        "linked_at": None,
    }
    assert back["direction"].tolist() == ["in"] and back["other_name"].tolist() == ["Portal"]


def test_a_card_becomes_a_measure_once_and_undo_takes_all_of_it_back(store: Store) -> None:
    with store.write("Anna") as tx:
        card = make_card(tx)
    with store.write("Anna") as tx:
        measure = turn_card_into_measure(tx, card.id, priority="hoch")
    assert measure.title == "WLAN in allen Schulen" and measure.origin == "Werkstattkarte"
    assert measure.domain_id is not None and measure.priority == "hoch"
    with store.read() as db:
        assert get_(db, Card, card.id).state == "in Maßnahme aufgenommen"
        assert links_of(db, measure.id)["kind"].tolist() == ["entstanden aus"]
    with store.write("Anna") as tx, pytest.raises(Refused, match=measure.id):
        turn_card_into_measure(tx, card.id)
    undo(store, "Anna")
    with store.read() as db:
        assert get_(db, Card, card.id).state == "angenommen"
        assert links_of(db, card.id).empty and not db.has_rows("SELECT 1 FROM measure")


def test_the_trace_runs_from_card_to_resolution_and_back(store: Store) -> None:
    with store.write("Anna") as tx:
        card = make_card(tx)
        save_(tx, card.replace(id="", version=0, body="Tafeln"))
        measure = turn_card_into_measure(tx, card.id)
        save_(tx, Measure(title="Andere", origin="Interview", domain_id=measure.domain_id))
        cost = save_(
            tx, CostLine(measure_id=measure.id, year=2027, cost_type="Hardware", amount_cents=1)
        )
        resolution = save_(tx, Resolution(title="Schulen ans Netz"))
        link(tx, measure.id, "beschlossen durch", resolution.id)
    with store.read() as db:
        forward, back = trace(db, card.id), trace(db, resolution.id)
    nouns = ["Karte", "Thema", "Lebensbereich", "Maßnahme", "Kostenzeile"]
    assert set(forward["noun"]) == {*nouns[1:], "Beschluss"}
    assert set(back["noun"]) == set(nouns)
    # Neither the other card of the cluster nor the other measure of the domain is part of it.
    assert forward.loc[forward["noun"] == "Maßnahme", "other_id"].tolist() == [measure.id]
    assert back.loc[back["other_id"] == card.id, "hop"].tolist() == [2]
    assert cost.id in set(forward["other_id"])
    assert back.loc[back["noun"] == "Karte", "other_id"].tolist() == [card.id]


def test_many_costs_are_one_station_of_the_trace(store: Store) -> None:
    with store.write("Anna") as tx:
        measure = save_(tx, Measure(title="Portal", origin="Interview"))
        for year in (2027, 2028, 2029):
            save_(tx, CostLine(measure_id=measure.id, year=year, cost_type="Hardware"))
        found = trace(tx, measure.id)
    assert found["other_name"].tolist() == ["3 Kostenzeilen"]
