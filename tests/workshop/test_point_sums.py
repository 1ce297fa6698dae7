"""Phones, projector and results page show the same points for the same things."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategy.nouns  # noqa: F401
from strategy.figures.workshop.points import (
    OFF_THE_WALL,
    cluster_results,
    points_by_phase,
    points_total,
)
from strategy.kernel.records import find, get_, insert, save_
from strategy.kernel.store import Transaction
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.point import Point
from strategy.nouns.workshop import Activity, Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.live_workshop import LiveWorkshop, read_live_workshop
from strategy.workshop.sent import Sent, SentKind
from strategy.workshop.taking_part import take_all
from strategy.workshop.wall import read_wall
from tests.fresh_plans import trial
from web.participants.view import page_values

CLUSTERS = 3
# A merged card of any state but "zusammengelegt" keeps its points: nobody undid its merging.
STATES = [str(state) for state in CardState if state != CardState.MERGED]

_cards = st.lists(
    st.tuples(
        st.none() | st.integers(0, CLUSTERS - 1),
        st.sampled_from(STATES),
        st.none() | st.tuples(st.integers(0, 20), st.booleans()),
    ),
    min_size=1,
    max_size=9,
)
_points = st.lists(
    st.tuples(st.integers(0, 20), st.none() | st.integers(0, 1), st.integers(1, 50)), max_size=15
)


def _fill(tx: Transaction, cards: list[Any], points: list[Any], moderated: bool) -> str:
    (workshop,) = insert(
        tx,
        [
            Workshop(
                title="W", status=WorkshopStatus.RUNNING, moderated=moderated, results_shown=True
            )
        ],
    )
    phases = insert(
        tx,
        [
            WorkshopPhase(workshop_id=workshop.id, title=kind, kind=kind)
            for kind in ("Kritik", "Phantasie")
        ],
    )
    # Equal words on purpose: things are told apart by their id.
    clusters = insert(tx, [Cluster(workshop_id=workshop.id, title="T") for _ in range(CLUSTERS)])
    ids = tx.next_ids("C", len(cards))
    insert(
        tx,
        [
            Card(
                id=ids[index],
                workshop_id=workshop.id,
                phase_id=phases[index % 2].id,
                body="T",
                cluster_id=None if cluster is None else clusters[cluster].id,
                state=str(CardState.MERGED) if merged and index and merged[1] else state,
                merged_into_id=ids[merged[0] % index] if merged and index else None,
            )
            for index, (cluster, state, merged) in enumerate(cards)
        ],
    )
    targets = [*ids, *(cluster.id for cluster in clusters)]
    insert(
        tx,
        [
            Point(
                workshop_id=workshop.id,
                points=count,
                phase_id=None if at is None else phases[at].id,
                **{
                    "card_id"
                    if (one := targets[target % len(targets)])[:2] == "C-"
                    else "cluster_id": one
                },
            )
            for target, at, count in points
        ],
    )
    return workshop.id


def _shown(live: LiveWorkshop) -> dict[str, int]:
    bars = page_values(live, None)["results"]
    return {bar.key: bar.points for bar in bars}


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(cards=_cards, points=_points, moderated=st.booleans(), at=st.none() | st.integers(0, 1))
def test_all_three_show_the_same(cards: Any, points: Any, moderated: bool, at: int | None) -> None:
    with trial() as tx:
        workshop_id = _fill(tx, cards, points, moderated)
        phase_id = None if at is None else find(tx, WorkshopPhase)[at].id
        save_(tx, get_(tx, Workshop, workshop_id).replace(phase_id=phase_id))
        phone, wall = _shown(read_live_workshop(tx, workshop_id)), read_wall(tx, workshop_id)
        assert wall.bars is not None
        assert {bar.key: bar.points for bar in wall.bars}.items() <= phone.items()
        assert wall.points == sum(phone.values())
        if at is None:
            page = cluster_results(tx, workshop_id)
            assert wall.points == points_total(tx, workshop_id)
        else:
            page = points_by_phase(tx, workshop_id)
            page = page[page["phase_id"] == phase_id]
        expected: Counter[str] = Counter()
        for row in page.itertuples():
            expected[str(row.cluster_id) if str(row.cluster_id)[:3] == "CL-" else ""] += row.points
        by_cluster: Counter[str] = Counter()
        for key, count in phone.items():
            by_cluster[key if key[:3] == "CL-" else ""] += count
        assert +by_cluster == +expected
        hanging = {
            card.id
            for card in find(tx, Card)
            if card.state
            in ("angenommen", "in Maßnahme aufgenommen", *([] if moderated else ["eingegangen"]))
        }
        loose = {key for key in phone if key[:2] == "C-"}
        assert loose <= hanging, "nobody's declined card is read out"
        assert (wall.bars[-1:] and wall.bars[-1].key == OFF_THE_WALL) or OFF_THE_WALL not in phone


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(cards=_cards, points=_points, moderated=st.booleans(), seed=st.integers(0, 40))
def test_what_phones_send_is_added_where_it_counts(
    cards: Any, points: Any, moderated: bool, seed: int
) -> None:
    with trial() as tx:
        workshop_id = _fill(tx, cards, points, moderated)
        phase_id = find(tx, WorkshopPhase)[0].id
        workshop = get_(tx, Workshop, workshop_id)
        save_(tx, workshop.replace(phase_id=phase_id, activity=Activity.POINTS))
        live = read_live_workshop(tx, workshop_id)
        _send(tx, live, Sent("m", "j" * 8, SentKind.JOIN, target_id="-"))
        targets = [*live.clusters, *(card.id for card in live.loose_cards())]
        for number in range(3):
            target = targets[(seed + 5 * number) % len(targets)]
            _send(tx, live, Sent("m", f"p{number}", SentKind.POINT, phase_id, target_id=target))
            assert +live.totals == +read_live_workshop(tx, workshop_id).totals
        # The facilitator moves a card and merges another; the points go along and come back.
        for card in find(tx, Card, "state = 'angenommen'")[:2]:
            save_(tx, card.replace(cluster_id=next(iter(live.clusters))))
        live = read_live_workshop(tx, workshop_id)
        given_points = live.own_points(live.phones["m"])
        assert given_points.total() == 3
        for index, key in enumerate(given_points.elements()):
            sent = Sent("m", f"b{index}", SentKind.TAKE_BACK, phase_id, target_id=key)
            assert _send(tx, live, sent) == "Ihr Punkt ist wieder frei."
        assert +live.totals == +read_live_workshop(tx, workshop_id).totals
        assert points_total(tx, workshop_id) == sum(count for *_, count in points)


def _send(tx: Transaction, live: LiveWorkshop, sent: Sent) -> str:
    batch = take_all(live, [sent])
    batch.write(tx)
    batch.apply()
    return batch.answers[0].sentence


def test_one_point_each_also_after_the_card_was_laid_on_a_cluster() -> None:
    with trial() as tx:
        workshop_id = _fill(tx, [(None, "angenommen", None)], [], True)
        phase_id = find(tx, WorkshopPhase)[0].id
        save_(
            tx,
            get_(tx, Workshop, workshop_id).replace(
                phase_id=phase_id, activity=Activity.POINTS, accumulate=False, points_per_person=2
            ),
        )
        card, cluster = find(tx, Card)[0], find(tx, Cluster)[0]
        live = read_live_workshop(tx, workshop_id)
        _send(tx, live, Sent("m", "j" * 8, SentKind.JOIN, target_id="-"))
        _send(tx, live, Sent("m", "p1", SentKind.POINT, phase_id, target_id=card.id))
        save_(tx, card.replace(cluster_id=cluster.id))
        live = read_live_workshop(tx, workshop_id)
        choice = next(one for one in page_values(live, "m")["choices"] if one.id == cluster.id)
        assert choice.own_points == 1 and not choice.can_take
        again = Sent("m", "p2", SentKind.POINT, phase_id, target_id=cluster.id)
        assert "nur einen Punkt" in _send(tx, live, again)
        back = Sent("m", "b1", SentKind.TAKE_BACK, phase_id, target_id=cluster.id)
        assert _send(tx, live, back) == "Ihr Punkt ist wieder frei."
        assert points_total(tx, workshop_id) == 0
