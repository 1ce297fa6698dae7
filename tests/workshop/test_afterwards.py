"""What happens to cards after a workshop: domains, codes, the pool, measures that come and go."""

from __future__ import annotations

import pytest

from strategy.figures.workshop.cards import cards_by_state
from strategy.figures.workshop.fates import fates
from strategy.figures.workshop.ideas import ideas
from strategy.figures.workshop.ways import ways
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, insert, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import redo, undo
from strategy.kernel.store.versions import create_scenario, seal_edition
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure
from strategy.nouns.workshop import Workshop
from strategy.plans.soundness import check_plan
from strategy.relations.links import link, turn_card_into_measure
from strategy.workshop.afterwards import give_codes, set_domain
from strategy.workshop.cards import add_cards
from strategy.workshop.codes import ALPHABET
from strategy.workshop.decisions import decisions
from strategy.workshop.moderation import decide_cards, sort_cards, turn_cluster_into_measure
from strategy.workshop.preparing import add_three_phases


@pytest.fixture
def room(plan: Store) -> Store:
    """W-0001 with a cluster in no domain, two domains and four cards, three of them in it."""
    with plan.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="Werkstatt"))
        phases = add_three_phases(tx, workshop.id)
        system = save_(tx, LifeDomainSystem(title="Liste", is_leading=True))
        for title in ("Mobilität", "Bildung"):
            save_(tx, LifeDomain(system_id=system.id, title=title))
        save_(tx, Cluster(workshop_id=workshop.id, title="Bus"))
        add_cards(
            tx,
            [
                Card(workshop_id=workshop.id, phase_id=phases[index % 3].id, body=body)
                for index, body in enumerate(("Kein Bus", "Ein Bus", "Bus bestellen", "Eis"))
            ],
        )
        sort_cards(tx, ["C-0001", "C-0002", "C-0003"], "CL-0001")
    return plan


def _state(store: Store, card_id: str) -> str | None:
    with store.read() as db:
        return get_(db, Card, card_id).state


def test_many_get_their_domain_in_one_action(room: Store) -> None:
    with room.write("Anna") as tx:
        assert set_domain(tx, ["C-0001", "C-0002", "CL-0001"], "LB-0001") == 3
        assert set_domain(tx, ["C-0001"], "LB-0001") == 0
        with pytest.raises(Refused, match="weder Karte noch Thema"):
            set_domain(tx, ["W-0001"], "LB-0001")
        with pytest.raises(Refused, match="mindestens eine"):
            set_domain(tx, [], "LB-0001")
    undo(room, "Anna", "main")
    with room.read() as db:
        assert {card.domain_id for card in find(db, Card)} == {None}


def test_a_measure_takes_the_domain_of_the_card_before_that_of_its_cluster(room: Store) -> None:
    with room.write("Anna") as tx:
        set_domain(tx, ["CL-0001"], "LB-0001")
        set_domain(tx, ["C-0002"], "LB-0002")
        assert turn_card_into_measure(tx, "C-0001").domain_id == "LB-0001"
        assert turn_card_into_measure(tx, "C-0002").domain_id == "LB-0002"
        assert turn_card_into_measure(tx, "C-0004").domain_id is None


def test_a_card_whose_measure_goes_is_accepted_again(room: Store) -> None:
    with room.write("Anna") as tx:
        measure = turn_card_into_measure(tx, "C-0001")
    with room.read() as db:
        made = find(db, Link)[0]
    assert made.linked_by == "Anna" and made.linked_at is not None
    with room.write("Bernd") as tx:
        delete_(tx, Measure, measure.id)
    assert _state(room, "C-0001") == "angenommen"
    undo(room, "Bernd", "main")
    assert _state(room, "C-0001") == "in Maßnahme aufgenommen"
    redo(room, "Bernd", "main")
    assert _state(room, "C-0001") == "angenommen"


def test_a_card_with_two_measures_keeps_its_state_until_the_last_goes(room: Store) -> None:
    with room.write("Anna") as tx:
        turn_cluster_into_measure(tx, "CL-0001", ["C-0001", "C-0002"])
        other = save_(tx, Measure(title="Zweite", origin="Werkstattkarte"))
        second = link(tx, other.id, "stützt sich auf", "C-0001")
    with room.write("Anna") as tx:
        delete_(tx, Measure, "M-0001")
    assert _state(room, "C-0001") == "in Maßnahme aufgenommen"
    assert _state(room, "C-0002") == "angenommen"
    with room.write("Anna") as tx:
        delete_(tx, Link, second.id)
    assert _state(room, "C-0001") == "angenommen"


def test_a_card_never_says_it_was_taken_up_in_nothing(room: Store) -> None:
    with room.write("Anna") as tx, pytest.raises(Refused, match="verknüpft"):
        save_(tx, get_(tx, Card, "C-0001").replace(state="in Maßnahme aufgenommen"))
    with room.write("Anna") as tx, pytest.raises(Refused, match="Zusammengelegt mit"):
        save_(tx, get_(tx, Card, "C-0001").replace(state="zusammengelegt"))


def test_cards_merged_into_one_that_goes_stand_for_themselves(room: Store) -> None:
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0002", "C-0003"], "zusammengelegt", merged_into_id="C-0001")
    with room.write("Anna") as tx:
        delete_(tx, Card, "C-0001")
    with room.read() as db:
        rest = [(card.state, card.merged_into_id) for card in find(db, Card)]
        assert rest == [("angenommen", None)] * 3
        assert int(cards_by_state(db, "W-0001")["cards"].sum()) == 3


def test_the_pool_knows_since_when_also_in_other_versions(room: Store) -> None:
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0001", "C-0004"], "im Ideenpool", "Zu teuer.")
        set_domain(tx, ["CL-0001"], "LB-0001")
        at = tx.at
    with room.read() as db:
        pool = ideas(db)
    assert pool["card_id"].tolist() == ["C-0001", "C-0004"]
    assert pool["domain"].iloc[0] == "Mobilität" and pool["reason"].tolist() == ["Zu teuer."] * 2
    assert [moment.to_pydatetime() for moment in pool["since"]] == [at, at]
    edition = seal_edition(room, "Anna", "Stand", "main", "")
    scenario = create_scenario(room, "Anna", "Probe", "main", "")
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0001"], "angenommen")
        assert get_(tx, Card, "C-0001").reason is None
        turn_card_into_measure(tx, "C-0004")
        assert ideas(tx).empty
    for version in (edition.name, scenario.name):
        with room.read(version) as db:
            assert [moment.to_pydatetime() for moment in ideas(db)["since"]] == [at, at]


def test_missing_codes_are_given_once(room: Store) -> None:
    with room.write("Anna") as tx:
        tx.run("UPDATE card SET code = NULL, version = ?", [tx.action_id])
        insert(tx, [Card(workshop_id="W-0001", phase_id="WP-0001", body="x", code="ALT1")])
    with room.write("Anna") as tx:
        assert give_codes(tx, "W-0001") == 4
    with room.write("Anna") as tx:
        assert give_codes(tx, "W-0001") == 0
    with room.read() as db:
        codes = [card.code for card in find(db, Card)]
        assert codes[-1] == "ALT1" and len(set(codes)) == 5
        assert all(set(code or "?") <= set(ALPHABET) for code in codes[:-1])
        assert fates(db, "W-0001")["code"].notna().all()


def test_the_way_of_a_cluster_names_its_measures(room: Store) -> None:
    with room.write("Anna") as tx:
        turn_cluster_into_measure(tx, "CL-0001", ["C-0001"])
        link(tx, "M-0001", "betrifft", "C-0001")
    with room.read() as db:
        way = ways(db, "W-0001")
    assert way["cluster"].tolist() == ["Bus"] * 3 + ["ohne Thema"]
    assert way["kind"].tolist()[:3] == ["Kritik", "Phantasie", "Verwirklichung"]
    assert way["measures"].iloc[0] == "M-0001" and way["measures"].iloc[1:].isna().all()


def test_decisions_tell_who_did_what_and_when(room: Store) -> None:
    with room.write("Berta", "Abgelehnt") as tx:
        decide_cards(tx, ["C-0004"], "abgelehnt", "Hat nichts damit zu tun.")
        at = tx.at
    scenario = create_scenario(room, "Anna", "Probe", "main", "")
    with room.write("Clara", version=scenario.name) as tx:
        decide_cards(tx, ["C-0001"], "im Ideenpool", "Später.")
    for version, last in (("main", "Berta"), (scenario.name, "Clara")):
        with room.read(version) as db:
            found = decisions(db, "W-0001")
        assert found["actor"].iloc[-1] == last
        told = found[found["actor"] == "Berta"].iloc[0]
        assert (told["object_id"], told["after"], told["reason"]) == (
            "C-0004",
            "abgelehnt",
            "Hat nichts damit zu tun.",
        )
        assert told["at"].to_pydatetime() == at and "abgelehnt" in told["sentence"]
        # Writing a card decides nothing; laying it on a cluster does.
        assert len(found[found["actor"] == "Anna"]) == 4


def test_a_state_that_leads_nowhere_is_found_by_the_check(room: Store) -> None:
    assert check_plan(room) == []
    with room.write("Anna") as tx:
        tx.run("UPDATE card SET state = 'in Maßnahme aufgenommen' WHERE id = 'C-0001'")
        tx.run("UPDATE card SET state = 'zusammengelegt' WHERE id = 'C-0002'")
    (trouble,) = check_plan(room)
    assert "C-0001, C-0002" in trouble and "keine Maßnahme oder Karte" in trouble
