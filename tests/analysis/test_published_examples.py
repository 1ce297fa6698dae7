"""Published examples of scoring, maturity and votes, and tables of notice periods."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategy.nouns  # noqa: F401
from strategy.analysis.maturity import assessment_level, assessment_levels, lowest
from strategy.analysis.scoring import (
    check_weights,
    rank,
    ranking,
    ranking_frame,
    sensitivity,
    stability_words,
)
from strategy.analysis.votes import vote_words
from strategy.figures.inventory.counts import contracts_ending
from strategy.figures.plan.council import VOTE_OUTCOME
from strategy.kernel.errors import Refused
from strategy.kernel.records import insert, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.assessment import Assessment
from strategy.nouns.assessment_answer import AssessmentAnswer
from strategy.nouns.criterion import Criterion
from strategy.nouns.maturity_criterion import MaturityCriterion
from strategy.nouns.maturity_model import MaturityModel
from strategy.nouns.measure import Measure
from strategy.nouns.municipality import VoteColumns
from strategy.nouns.score import Score


@pytest.fixture
def store(plan: Store) -> Store:
    return plan


def criteria(*weights: str, knock_out: int | None = None) -> list[Criterion]:
    return [
        Criterion(
            id=f"KR-{index}",
            title=f"Kriterium {index}",
            weight=Decimal(weight),
            knock_out=index == knock_out,
        )
        for index, weight in enumerate(weights)
    ]


def points(*values: int) -> dict[str, Decimal]:
    return {f"KR-{index}": Decimal(value) for index, value in enumerate(values)}


PUBLISHED = criteria("25", "30", "20", "15", "10")
A, B = points(8, 5, 7, 6, 9), points(6, 9, 7, 8, 5)


def test_the_published_utility_analysis_prefers_b() -> None:
    first, second = rank(PUBLISHED, {"A": A, "B": B})
    assert (first.measure_id, first.utility) == ("B", Decimal("7.30"))
    assert (second.measure_id, second.utility) == ("A", Decimal("6.70"))
    assert first.reason == "Rang 1 mit 7,30 Punkten; am meisten trägt „Kriterium 1“ bei (2,70)."


def test_weights_that_are_not_100_percent_are_refused() -> None:
    with pytest.raises(Refused, match="95\u00a0% statt 100\u00a0%"):
        check_weights(criteria("25", "30", "20", "15", "5"))
    with pytest.raises(Refused):
        check_weights([])


def test_a_knock_out_and_a_gap_leave_the_ranking_but_stay_in_the_list() -> None:
    weighted = criteria("50", "50", knock_out=0)
    ranked = rank(
        weighted,
        {"gut": points(5, 5), "gleich": points(4, 6), "aus": points(0, 10), "offen": points(9)},
    )
    assert [(item.measure_id, item.rank) for item in ranked] == [
        ("gleich", 1),
        ("gut", 1),
        ("offen", None),
        ("aus", None),
    ]
    assert "K.-o.-Kriterium" in ranked[3].reason and ranked[2].utility is None
    assert ranking_frame(ranked)["rank"].tolist()[:2] == [1, 1]


def test_sensitivity_says_which_weight_would_change_the_first_place() -> None:
    stable = sensitivity(PUBLISHED, {"A": A, "B": B}, Decimal(5))
    assert not stable["changed"].any()
    moved = sensitivity(PUBLISHED, {"A": A, "B": B}, Decimal(20))
    changed = moved[moved["changed"]]
    # By hand: the last weight at 30 % gives A 2,7 + 5,8 × 7/9 = 7,21 and B 1,5 + 6,8 × 7/9 = 6,79.
    assert {(row.criterion, row.shift) for row in changed.itertuples()} == {
        ("Kriterium 0", 20),
        ("Kriterium 1", -20),
        ("Kriterium 4", 20),
    }


def test_the_ranking_of_a_plan_reads_its_scores(store: Store) -> None:
    with store.write("Anna") as tx:
        weights = [
            save_(tx, Criterion(title=name, weight=Decimal(50))) for name in ("Nutzen", "Aufwand")
        ]
        one, two = (save_(tx, Measure(title=name, origin="Interview")) for name in "XY")
        for measure, value in ((one, 3), (two, 8)):
            for criterion in weights:
                save_(
                    tx,
                    Score(measure_id=measure.id, criterion_id=criterion.id, points=Decimal(value)),
                )
    with store.read() as db:
        ranked = ranking(db)
        words = stability_words(db)
    assert [(item.title, item.rank, item.utility) for item in ranked] == [("Y", 1, 8), ("X", 2, 3)]
    assert words.startswith("„Y“ bleibt vorn, auch wenn ein einzelnes Gewicht um 10 Prozentpunkte")


def test_a_first_place_that_hangs_on_the_weights_says_so(store: Store) -> None:
    with store.write("Anna") as tx:
        first = save_(tx, Criterion(title="Nutzen", weight=Decimal(55)))
        second = save_(tx, Criterion(title="Aufwand", weight=Decimal(45)))
        for name, given in (("X", (10, 0)), ("Y", (0, 10))):
            made = save_(tx, Measure(title=name, origin="Interview"))
            for criterion, value in zip((first, second), given, strict=True):
                save_(
                    tx, Score(measure_id=made.id, criterion_id=criterion.id, points=Decimal(value))
                )
        words = stability_words(tx)
    assert words == (
        "Der erste Rang hängt von den Gewichten ab: sinkt das Gewicht von „Nutzen“ um 10 "
        "Prozentpunkte, liegt „Y“ vorn."
    )


def test_without_scores_there_is_nothing_to_say_about_the_first_place(store: Store) -> None:
    with store.write("Anna") as tx:
        save_(tx, Criterion(title="Nutzen", weight=Decimal(100)))
        assert stability_words(tx) == ""


def test_maturity_the_lowest_applicable_criterion_decides(store: Store) -> None:
    assert lowest([(True, 4), (True, 2), (True, 4)]) == 2
    assert lowest([(True, 4), (False, 0), (None, 3)]) == 3
    assert lowest([(True, 4), (True, None)]) is None
    assert lowest([(False, 1)]) is None
    with store.write("Anna") as tx:
        model = save_(tx, MaturityModel(title="OZG", edition="1.1", highest=4))
        asked = [
            save_(tx, MaturityCriterion(model_id=model.id, title=title))
            for title in ("Online", "Nachweise", "Bezahlen")
        ]
        made = save_(tx, Assessment(title="Erste", model_id=model.id, assessed_on=date(2026, 1, 1)))
        answers = [(True, 4, 4), (True, 2, 3), (False, 0, 0)]
        insert(
            tx,
            [
                AssessmentAnswer(
                    assessment_id=made.id,
                    criterion_id=item.id,
                    applicable=applicable,
                    actual=actual,
                    target=target,
                )
                for item, (applicable, actual, target) in zip(asked, answers, strict=True)
            ],
        )
    with store.read() as db:
        level = assessment_level(db, made.id)
        row = assessment_levels(db).iloc[0]
    assert (level.actual, level.target, level.deciding) == (2, 3, ("Nachweise",))
    assert (row["actual"], row["target"], row["answers"]) == (2, 3, 2)


@pytest.mark.parametrize(
    ("yes", "no", "outcome"),
    [
        (7, 0, "angenommen"),
        (9, 0, "angenommen"),
        (27, 0, "angenommen"),
        (40, 17, "angenommen"),
        (5, 5, "abgelehnt"),
        (22, 3, "angenommen"),
        (0, 9, "abgelehnt"),
        (0, 0, None),
        (None, 3, None),
    ],
)
def test_published_votes(store: Store, yes: int | None, no: int, outcome: str | None) -> None:
    with store.read() as db:
        votes = "(SELECT CAST(? AS BIGINT) AS yes, CAST(? AS BIGINT) AS no)"
        assert db.value(f"SELECT {VOTE_OUTCOME} FROM {votes}", [yes, no]) == outcome


def test_votes_speak_the_columns_of_the_land() -> None:
    bavaria = VoteColumns.WITH_PRESENT
    assert vote_words(22, 3, present=25, columns=bavaria) == "22 Ja, 3 Nein, 25 Anwesende"
    assert vote_words(40, 17, 3) == "40 Ja, 17 Nein, 3 Enthaltungen"
    assert vote_words(27, 0) == "27 Ja, 0 Nein, Enthaltungen nicht erfasst"
    assert vote_words(None, None) == "nicht erfasst"


NOTICE = [
    (date(2026, 12, 31), 3, date(2026, 9, 30)),
    (date(2026, 6, 30), 3, date(2026, 3, 31)),
    (date(2027, 5, 31), 3, date(2027, 2, 28)),
    (date(2028, 5, 31), 3, date(2028, 2, 29)),
    (date(2027, 2, 28), 1, date(2027, 1, 31)),
    (date(2028, 2, 28), 1, date(2028, 1, 28)),
    (date(2027, 5, 30), 3, date(2027, 2, 28)),
    (date(2026, 3, 15), 6, date(2025, 9, 15)),
    (date(2026, 12, 31), 12, date(2025, 12, 31)),
    (date(2026, 12, 31), 0, date(2026, 12, 31)),
]


def last_notice_day(end: date, months: int) -> date:
    """The slow, obvious twin of the SQL: the end of the contract less whole months."""
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    month += 1
    last = calendar.monthrange(year, month)[1]
    ends_with_month = end.day == calendar.monthrange(end.year, end.month)[1]
    return date(year, month, last if ends_with_month else min(end.day, last))


@pytest.mark.parametrize(("end", "months", "last"), NOTICE)
def test_the_last_day_to_give_notice(end: date, months: int, last: date) -> None:
    assert last_notice_day(end, months) == last


def test_sql_and_python_agree_on_the_last_day(store: Store) -> None:
    today = date(2025, 1, 1)
    contracts = [(date(2026, 1, 1) + timedelta(days=7 * n + n % 3), n % 13) for n in range(104)]
    contracts += [(end, months) for end, months, _ in NOTICE]
    with store.write("Anna") as tx:
        insert(
            tx,
            [
                Application(title="X", contract_end=end, notice_months=months)
                for end, months in contracts
            ],
        )
        frame = contracts_ending(tx, today, 60)
    assert len(frame) == len(contracts)
    for row in frame.itertuples():
        assert row.last_notice_day == last_notice_day(row.contract_end, row.notice_months)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_notice_never_comes_later_with_a_longer_period(end: date, months: int) -> None:
    assert last_notice_day(end, months + 1) < last_notice_day(end, months) <= end
