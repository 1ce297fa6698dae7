"""Points of a workshop against a slow twin: by cluster, by group, by phase, always the same sum."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategy.nouns  # noqa: F401
from strategy.figures.workshop.cards import cluster_points_by_group, cluster_ranking
from strategy.figures.workshop.points import (
    cluster_results,
    equal_voices,
    points_by_group,
    points_by_phase,
    points_total,
)
from strategy.figures.workshop.ways import ways
from strategy.kernel.records import insert
from strategy.kernel.store import Transaction
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.point import Point
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from tests.card_points import card_points
from tests.fresh_plans import trial

CLUSTERS, GROUPS, PHASES = 3, 2, 3
STATES = ("angenommen", "abgelehnt", "eingegangen", "aufgeteilt")


# Per card: cluster (None: in none), state, and the earlier card it was merged into, if any.
_cards = st.lists(
    st.tuples(
        st.none() | st.integers(0, CLUSTERS - 1),
        st.sampled_from(STATES),
        st.none() | st.integers(0, 30),
    ),
    min_size=1,
    max_size=12,
)
# Per point row: on a card or a cluster, which, group, phase, how many.
_points = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(0, 30),
        st.none() | st.integers(0, GROUPS - 1),
        st.none() | st.integers(0, PHASES - 1),
        st.integers(1, 90),
    ),
    max_size=25,
)


def _fill(
    tx: Transaction, cards: list[Any], points: list[Any]
) -> tuple[list[Card], list[Point], str]:
    (workshop,) = insert(tx, [Workshop(title="W")])
    phases = insert(
        tx,
        [
            WorkshopPhase(workshop_id=workshop.id, title=kind, kind=kind, position=index)
            for index, kind in enumerate(("Kritik", "Phantasie", "Verwirklichung"))
        ],
    )
    groups = insert(
        tx, [ParticipantGroup(workshop_id=workshop.id, title=f"G{n}") for n in range(GROUPS)]
    )
    clusters = insert(tx, [Cluster(workshop_id=workshop.id, title="T") for _ in range(CLUSTERS)])
    ids = tx.next_ids("C", len(cards))
    made = insert(
        tx,
        [
            Card(
                id=ids[index],
                workshop_id=workshop.id,
                phase_id=phases[index % PHASES].id,
                body="x",
                cluster_id=None if cluster is None else clusters[cluster].id,
                state=state if merged is None or index == 0 else "zusammengelegt",
                merged_into_id=None if merged is None or index == 0 else ids[merged % index],
            )
            for index, (cluster, state, merged) in enumerate(cards)
        ],
    )
    given_points = insert(
        tx,
        [
            Point(
                workshop_id=workshop.id,
                points=count,
                card_id=made[target % len(made)].id if on_card else None,
                cluster_id=None if on_card else clusters[target % CLUSTERS].id,
                group_id=None if group is None else groups[group].id,
                phase_id=None if phase is None else phases[phase].id,
            )
            for on_card, target, group, phase, count in points
        ],
    )
    (other,) = insert(tx, [Workshop(title="Andere")])
    (apart,) = insert(tx, [Cluster(workshop_id=other.id, title="Fremd")])
    insert(tx, [Point(workshop_id=other.id, cluster_id=apart.id, points=1000)])
    return made, given_points, workshop.id


def _twin(cards: list[Card], points: list[Point]) -> dict[str, Counter[Any]]:
    """The same by hand, card by card."""
    known = {card.id: card for card in cards}
    found: dict[str, Counter[Any]] = {
        name: Counter() for name in ("cluster", "group", "phase", "card", "declined", "on_cards")
    }
    for point in points:
        count, cluster, phase = point.points or 0, point.cluster_id, point.phase_id
        if point.card_id is not None:
            card = known[point.card_id]
            phase = phase or card.phase_id
            while card.merged_into_id is not None:
                card = known[card.merged_into_id]
            cluster = card.cluster_id
            found["card"][card.id] += count
            found["on_cards"][cluster] += count
            if card.state == "abgelehnt":
                found["declined"][cluster] += count
        found["cluster"][cluster] += count
        found["group"][cluster, point.group_id] += count
        found["phase"][cluster, phase] += count
    return found


def _counted(frame: Any, *keys: str, value: str = "points") -> Counter[Any]:
    rows = frame[[*keys, value]].astype(object)
    rows = rows.where(rows.notna(), None)
    counted: Counter[Any] = Counter()
    for *key, count in rows.itertuples(index=False):
        counted[key[0] if len(key) == 1 else tuple(key)] += int(count or 0)
    return +counted


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cards=_cards, points=_points)
def test_every_path_gives_the_same_sum(cards: Any, points: Any) -> None:
    with trial() as tx:
        made, given_points, workshop = _fill(tx, cards, points)
        twin, total = _twin(made, given_points), sum(point.points or 0 for point in given_points)
        result = cluster_results(tx, workshop)
        by_group, by_phase = points_by_group(tx, workshop), points_by_phase(tx, workshop)
        assert points_total(tx, workshop) == total
        for frame in (result, by_group, by_phase):
            assert int(frame["points"].sum()) == total
        assert _counted(result, "cluster_id") == +twin["cluster"]
        assert _counted(result, "cluster_id", value="declined") == +twin["declined"]
        assert _counted(result, "cluster_id", value="on_cards") == +twin["on_cards"]
        assert _counted(by_group, "cluster_id", "group_id") == +twin["group"]
        assert _counted(by_phase, "cluster_id", "phase_id") == +twin["phase"]
        assert _counted(card_points(tx, workshop), "card_id") == +twin["card"]
        assert int(result["cards"].sum()) == len(made)
        way = ways(tx, workshop)
        assert sorted(way["card_id"]) == sorted(card.id for card in made)
        assert int(way["points"].sum()) == sum(twin["card"].values())
        ranked = cluster_ranking(tx, workshop)
        in_clusters = total - twin["cluster"][None]
        assert int(ranked["points"].sum()) == in_clusters
        assert int(cluster_points_by_group(tx, workshop)["points"].sum()) == in_clusters
        if total:
            assert result["share"].sum() == pytest.approx(100)
            for key in ("group_id", "phase_id"):
                frame = by_group if key == "group_id" else by_phase
                sums = frame.assign(key=frame[key].fillna("-")).groupby("key")["share"].sum()
                assert sums.tolist() == pytest.approx([100] * len(sums))
            even = equal_voices(by_group)
            assert even["even"].sum() == pytest.approx(100)
            assert even["share"].sum() == pytest.approx(100)


def test_a_circle_of_merged_cards_loses_no_point() -> None:
    """No form makes one, but a file that was written by others may."""
    with trial() as tx:
        made, _, workshop = _fill(tx, [(0, "angenommen", None), (1, "angenommen", 0)], [])
        tx.run("UPDATE card SET merged_into_id = ? WHERE id = ?", [made[1].id, made[0].id])
        insert(tx, [Point(workshop_id=workshop, card_id=made[0].id, points=7)])
        result = cluster_results(tx, workshop)
        assert int(result["points"].sum()) == 7 and result["rank"].iloc[0] == 1


def test_what_lies_nowhere_has_a_row_of_its_own() -> None:
    with trial() as tx:
        made, _, workshop = _fill(
            tx,
            [(None, "abgelehnt", None), (0, "angenommen", None)],
            [(True, 0, None, None, 4), (False, 0, 0, 0, 6)],
        )
        result = cluster_results(tx, workshop)
        last = result.iloc[-1]
        assert (last["cluster"], last["points"], last["declined"], last["cards"]) == (
            "ohne Thema",
            4,
            4,
            1,
        )
        assert result["rank"].tolist()[:-1] == [1, 2, 2] and last["share"] == pytest.approx(40)
        groups = points_by_group(tx, workshop)
        assert groups["participants"].tolist() == ["G0", "ohne Gruppe"]
        assert groups["share"].tolist() == [100, 100]
        assert len(made) == 2
