"""Robustness of the ranking: exact intervals against a grid, shares against the whole simplex."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.analysis.robustness import robustness
from strategy.kernel.errors import Refused
from strategy.nouns.criterion import Criterion


def criteria(*weights: int) -> list[Criterion]:
    return [
        Criterion(id=f"KR-{place}", title=f"K{place}", weight=Decimal(weight))
        for place, weight in enumerate(weights)
    ]


def points(*rows: list[int]) -> dict[str, dict[str, Decimal]]:
    return {
        f"M-{number}": {f"KR-{place}": Decimal(value) for place, value in enumerate(row)}
        for number, row in enumerate(rows)
    }


def test_two_measures_by_hand() -> None:
    found = robustness(criteria(60, 40), points([10, 0], [0, 10]), 1, 4000)
    first, second = found
    # With half of the weight on each the two are equal, and the smaller id stays above.
    assert first.above and first.intervals["KR-0"] == (50, 100)
    assert not second.above and second.intervals["KR-1"] == (0, 50)
    assert first.share == pytest.approx(0.5, abs=0.03)
    assert first.word == second.word == "strittig"
    assert first.share + second.share == 1


def test_who_is_better_in_everything_is_stable() -> None:
    found = robustness(criteria(25, 25, 50), points([9, 9, 9], [3, 4, 5], [1, 1, 1]), 1, 500)
    assert [item.word for item in found] == ["stabil"] * 3
    assert [item.share for item in found] == [1, 0, 0]
    assert all(item.intervals[f"KR-{place}"] == (0, 100) for item in found for place in range(3))
    with pytest.raises(Refused, match="statt"):
        robustness(criteria(25, 25, 25), points([1, 1, 1]), 1)
    # What is not rated in everything takes no part.
    assert robustness(criteria(50, 50), {"M-0": {"KR-0": Decimal(5)}}, 1) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), min_size=2, max_size=6),
    st.sampled_from([(20, 30, 50), (10, 10, 80), (34, 33, 33)]),
    st.integers(1, 3),
)
def test_intervals_agree_with_a_grid(
    rows: list[list[int]], weights: tuple[int, ...], cut: int
) -> None:
    asked = criteria(*weights)
    given_points = points(*rows)
    for item in robustness(asked, given_points, cut, 10):
        for at, criterion in enumerate(asked):
            low, high = item.intervals[str(criterion.id)]
            assert low <= weights[at] <= high
            for percent in range(0, 101, 4):
                if low < percent < high:
                    assert side(rows, weights, at, percent, item.measure_id, cut) == item.above
            # Just beyond the end the measure lies on the other side.
            for end, step in ((low, Fraction(-1, 10**9)), (high, Fraction(1, 10**9))):
                if 0 < end < 100:
                    beyond = side(rows, weights, at, end + step, item.measure_id, cut)
                    assert beyond != item.above


def side(
    rows: list[list[int]],
    weights: tuple[int, ...],
    at: int,
    percent: Fraction | int,
    measure: str,
    cut: int,
) -> bool:
    """The slow twin: weights changed by hand, all utilities sorted."""
    factor = Fraction(100 - percent) / (100 - weights[at])
    now = [Fraction(percent) if i == at else w * factor for i, w in enumerate(weights)]
    order = sorted(
        (-sum(w * p for w, p in zip(now, row, strict=True)), number)
        for number, row in enumerate(rows)
    )
    return measure in {f"M-{number}" for _, number in order[:cut]}
