"""Several judges, what they make of the ranking, and how firm it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from strategy.acts.planning import set_score_grid, set_scores
from strategy.analysis.robustness import robustness
from strategy.analysis.scoring import mean_points, read_scores
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, save_
from strategy.kernel.store import Transaction
from strategy.nouns.criterion import Criterion
from strategy.nouns.measure import Measure
from strategy.nouns.scale_level import ScaleLevel
from strategy.nouns.score import Score
from strategy.planning.weighing import judgements, judges, weighed, weight_intervals
from tests.fresh_plans import trial
from ui.measures.score_grid import read_grid


def make(tx: Transaction) -> tuple[list[Criterion], list[Measure]]:
    criteria = [
        save_(tx, Criterion(title=title, weight=Decimal(weight)))
        for title, weight in (("Nutzen", 60), ("Aufwand", 40))
    ]
    return criteria, [save_(tx, Measure(title=title)) for title in ("Portal", "Bus", "Netz")]


def test_the_mean_of_judges_counts_and_each_keeps_his_own() -> None:
    with trial() as tx:
        (benefit, effort), (portal, bus, _) = make(tx)
        for judge, points in (("", 6), ("Fraktion A", 9), ("Fraktion B", 2)):
            given = {benefit.id: Decimal(points), effort.id: Decimal(5)}
            set_scores(tx, portal.id, given, {benefit.id: f"Grund {points}"}, judge)
        set_scores(tx, bus.id, {benefit.id: Decimal(8), effort.id: Decimal(8)}, {})
        _, points_of, _ = read_scores(tx)
        assert points_of[portal.id][benefit.id] == Decimal("5.6667")
        table = weighed(tx).set_index("title")
        assert round(table.loc["Portal", "utility"], 4) == round(0.6 * 5.6667 + 0.4 * 5, 4)
        assert (table.loc["Portal", "low"], table.loc["Portal", "high"]) == (
            pytest.approx(3.2),
            pytest.approx(7.4),
        )
        assert table.loc["Bus", "rank"] == 1
        assert judges(tx) == ["Fraktion A", "Fraktion B"]
        told = judgements(tx)
        mine = told[(told["measure"] == "Portal") & (told["criterion"] == "Nutzen")]
        assert list(mine["judge"]) == ["Verwaltung", "Fraktion A", "Fraktion B"]
        assert set(mine["spread"]) == {7.0}
        # Another vote of the same judge takes the place of his first one and of nobody else's.
        set_scores(tx, portal.id, {benefit.id: None}, {}, "Fraktion B")
        assert read_scores(tx)[1][portal.id][benefit.id] == Decimal("7.5")


def test_means_are_kept_to_four_places() -> None:
    assert mean_points([Decimal(1), Decimal(1), Decimal(2)]) == Decimal("1.3333")
    assert mean_points([Decimal("7.1234")]) == Decimal("7.1234")


def test_a_grid_is_read_strictly_and_saved_at_once() -> None:
    ids, titles, names = ["M-1", "M-2"], {"M-1": "Portal", "M-2": "Bus"}, {"K-1": "Nutzen"}
    given, errors = read_grid({0: {"K-1": "7,5"}, 1: {"K-1": None}}, ids, titles, names)
    assert (given, errors) == ({"M-1": {"K-1": Decimal("7.5")}, "M-2": {"K-1": None}}, [])
    given, errors = read_grid({0: {"K-1": "11"}, 1: {"K-1": "viel"}}, ids, titles, names)
    assert given == {} and [error.split(":")[0] for error in errors] == [
        "Portal, Nutzen",
        "Bus, Nutzen",
    ]
    with trial() as tx:
        (benefit, _), (portal, bus, _) = make(tx)
        set_scores(tx, portal.id, {benefit.id: Decimal(1)}, {benefit.id: "wenig"}, "A")
        wanted = {portal.id: {benefit.id: Decimal(4)}, bus.id: {benefit.id: Decimal(0)}}
        assert set_score_grid(tx, "A", wanted) == 2
        found = {item.measure_id: item for item in find(tx, Score)}
        assert (found[portal.id].points, found[portal.id].reason) == (Decimal(4), "wenig")
        # 0 points are a judgement and no empty cell.
        assert found[bus.id].points == 0
        with pytest.raises(Refused, match="nichts zu speichern"):
            set_score_grid(tx, "A", {})


def test_a_level_is_described_once() -> None:
    with trial() as tx:
        (benefit, _), _ = make(tx)
        level = ScaleLevel(criterion_id=benefit.id, points=Decimal(5), body="mittel")
        save_(tx, level)
        with pytest.raises(Refused, match="steht schon in"):
            save_(tx, level)
        with pytest.raises(Refused):
            save_(tx, level.replace(points=Decimal(11)))


def test_the_ranking_says_how_firm_it_is() -> None:
    with trial() as tx:
        (benefit, effort), measures = make(tx)
        for measure, points in zip(measures, ((9, 9), (6, 5), (1, 1)), strict=True):
            set_scores(
                tx, measure.id, {benefit.id: Decimal(points[0]), effort.id: Decimal(points[1])}, {}
            )
        save_(tx, measures[2].replace(status="Ideenpool"))
        table = weighed(tx).set_index("title")
        # Two of three are in the plan, and every weighting leaves them there.
        assert list(table["word"]) == ["stabil"] * 3
        assert list(table["share"]) == [100.0, 100.0, 0.0]
        assert list(table["moscow"]) == ["Soll", "Soll", "Diesmal nicht"]
        found = weight_intervals(tx, measures[1].id)
        assert list(zip(found["low"], found["high"], strict=True)) == [(0, 100), (0, 100)]
        criteria, points_of, _ = read_scores(tx)
        whole = robustness(criteria, points_of, 2)
        part = robustness(criteria, points_of, 2, only={measures[0].id})
        assert part[0] == whole[0] and part[1].intervals == {}
