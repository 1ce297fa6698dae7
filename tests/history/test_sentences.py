"""The history as people read it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import strategy.nouns  # noqa: F401
from strategy.history.sentences import action_sentences, object_history, plan_history
from strategy.kernel.records import all_nouns, delete_, insert, save_
from strategy.kernel.store import Store
from strategy.kernel.store.bulk import bulk_insert
from strategy.kernel.store.undo import redo, undo
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.goal import Goal
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.measure import Measure
from strategy.relations.links import link

NBSP = "\u00a0"


@pytest.fixture
def store(plan: Store) -> Store:
    return plan


def sentences(store: Store, object_id: str) -> list[str]:
    with store.read() as db:
        return [entry.sentence for entry in object_history(db, object_id)]


def test_the_cost_of_a_measure_reads_like_a_sentence(store: Store) -> None:
    with store.write("Anna") as tx:
        measure = save_(tx, Measure(title="WLAN in Schulen", origin="Interview"))
        cost = CostLine(
            measure_id=measure.id, year=2027, cost_type="Hardware", amount_cents=500_000
        )
        cost = save_(tx, cost)
    with store.write("Berta") as tx:
        save_(tx, cost.replace(amount_cents=700_000))
    assert sentences(store, measure.id) == [
        f"Berta hat die Kosten von {measure.id} (Hardware 2027) von 5.000,00{NBSP}€ auf "
        f"7.000,00{NBSP}€ geändert",
        f"Anna hat die Kostenzeile {cost.id} (zu {measure.id}) angelegt",
        f"Anna hat die Maßnahme {measure.id} „WLAN in Schulen“ angelegt",
    ]


def test_every_kind_of_value_is_said_in_german(store: Store) -> None:
    with store.write("Anna") as tx:
        system = save_(tx, LifeDomainSystem(title="Eigene"))
        domain = save_(tx, LifeDomain(system_id=system.id, title="Bildung"))
        one = save_(tx, Measure(title="Alt", origin="Interview"))
    steps = [
        ({"title": "Neu"}, "„Titel“ von M-0001 von „Alt“ auf „Neu“ geändert"),
        (
            {"starts_on": date(2027, 3, 1)},
            "„Beginn“ von M-0001 auf 01.03.2027 gesetzt (bisher unbekannt)",
        ),
        ({"starts_on": None}, "„Beginn“ von M-0001 geleert (bisher 01.03.2027)"),
        (
            {"domain_id": domain.id},
            f"„Lebensbereich“ von M-0001 auf {domain.id} „Bildung“ gesetzt (bisher unbekannt)",
        ),
        ({"progress": Decimal("12.5")}, None),
        (
            {"progress": Decimal("40")},
            f"„Fortschritt“ von M-0001 von 12,5{NBSP}% auf 40{NBSP}% geändert",
        ),
        ({"body": "Ein langer Text"}, "„Beschreibung“ von M-0001 überarbeitet"),
        (
            {"effort": 2, "mandatory": True},
            "M-0001 geändert: „Aufwand (1 bis 5)“ von unbekannt auf 2; "
            "„Pflichtmaßnahme“ von unbekannt auf ja",
        ),
    ]
    for values, expected in steps:
        with store.write("Anna") as tx:
            one = save_(tx, one.replace(**values))
        if expected:
            assert sentences(store, one.id)[0] == f"Anna hat {expected}"


def test_undo_and_redo_say_what_became_of_the_object(store: Store) -> None:
    with store.write("Anna") as tx:
        goal = save_(tx, Goal(title="Bürgernah", level="Leitziel"))
    with store.write("Anna", "Ziel gelöscht") as tx:
        delete_(tx, Goal, goal.id)
    undo(store, "Anna")
    redo(store, "Anna")
    assert sentences(store, goal.id) == [
        "Anna hat das Ziel Z-0001 „Bürgernah“ erneut gelöscht",
        "Anna hat das Ziel Z-0001 „Bürgernah“ wiederhergestellt",
        "Anna hat das Ziel Z-0001 „Bürgernah“ gelöscht",
        "Anna hat das Ziel Z-0001 „Bürgernah“ angelegt",
    ]
    with store.read() as db:
        lines = [entry.sentence for entry in plan_history(db)]
    assert lines[:2] == [
        "Anna hat wiederholt: Ziel gelöscht (1 Ziel gelöscht)",
        "Anna hat rückgängig gemacht: Ziel gelöscht (1 Ziel wiederhergestellt)",
    ]


def test_links_and_their_end_stand_in_the_history_of_both_sides(store: Store) -> None:
    with store.write("Anna") as tx:
        goal = save_(tx, Goal(title="Bürgernah", level="Leitziel"))
        app = save_(tx, Application(title="Portal"))
        made = link(tx, app.id, "dient", goal.id)
    with store.write("Berta") as tx:
        delete_(tx, Application, app.id)
    words = f"die Verknüpfung {made.id} (A-0001 dient Z-0001 „Bürgernah“)"
    assert sentences(store, goal.id)[0] == f"Berta hat {words} gelöscht"
    assert f"Berta hat {words} gelöscht" in sentences(store, app.id)


def test_many_costs_of_one_action_share_a_line(store: Store) -> None:
    with store.write("Anna") as tx:
        measure = save_(tx, Measure(title="Portal", origin="Interview"))
        made = insert(
            tx,
            [
                CostLine(measure_id=measure.id, year=year, cost_type="Lizenz", amount_cents=100)
                for year in range(2020, 2030)
            ],
        )
    with store.write("Anna") as tx:
        save_(tx, made[0].replace(amount_cents=200))
    assert sentences(store, measure.id) == [
        f"Anna hat die Kosten von M-0001 (Lizenz 2020) von 1,00{NBSP}€ auf 2,00{NBSP}€ geändert",
        "Anna hat 10 Kostenzeilen von M-0001 angelegt",
        "Anna hat die Maßnahme M-0001 „Portal“ angelegt",
    ]


def test_large_actions_are_summed_up_and_can_be_paged(store: Store) -> None:
    with store.write("Anna", "Bestandsliste eingelesen") as tx:
        insert(tx, [Application(title=f"Anwendung {n}") for n in range(1200)])
    with store.write("Anna") as tx:
        bulk_insert(
            tx,
            "budget_line",
            "SELECT 'Zeile' AS title, 2027 AS year, 'Plan' AS plan_type FROM range(600)",
            600,
            "HH",
        )
    with store.read() as db:
        newest, first = plan_history(db)
        assert newest.sentence == "Anna hat 600 Haushaltszeilen eingelesen"
        assert newest.count == 600 and first.count == 1200
        assert first.sentence == "Anna: Bestandsliste eingelesen (1.200 Anwendungen angelegt)"
        assert [entry.action_id for entry in plan_history(db, 1, newest.action_id)] == [
            first.action_id
        ]
        assert action_sentences(db, newest.action_id) == [
            "Anna hat Haushaltszeilen eingelesen (600 Zeilen)"
        ]


def test_every_noun_has_a_sentence_for_its_making(store: Store) -> None:
    with store.write("Anna") as tx:
        for noun in all_nouns():
            tx.run(f"INSERT INTO {noun.TABLE} (id, version) VALUES ('{noun.PREFIX}-0009', 1)")
    with store.read() as db:
        told = action_sentences(db, 1, 1000)
    assert len(told) == len(all_nouns())
    assert "Anna hat den Beschluss BS-0009 angelegt" in told
    assert "Anna hat das Kapitel T-0009 angelegt" in told
    assert all(sentence.startswith("Anna hat d") for sentence in told)
