"""A measure moves as a whole, and back again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from strategy.acts.moving import move_measure, shifted, what_stays
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, insert, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.nouns.cost_line import CostLine
from strategy.nouns.funding import Funding
from strategy.nouns.measure import Measure
from strategy.nouns.milestone import Milestone
from strategy.nouns.municipality import Municipality
from strategy.nouns.plan_entry import PlanEntry
from tests.fresh_plans import trial

TODAY = date(2026, 11, 1)


def make_measure(tx: Transaction, status: str = "vorgeschlagen") -> Measure:
    """2027 and 2028 with everything that hangs on a measure; the horizon is 2025 to 2030."""
    save_(tx, Municipality(title="Auenfurt", plan_year=2027))
    measure = save_(
        tx,
        Measure(
            title="Portal", status=status, starts_on=date(2027, 2, 28), ends_on=date(2028, 2, 29)
        ),
    )
    line = CostLine(measure_id=measure.id, cost_type="Lizenz", amount_cents=100_000)
    insert(
        tx,
        [
            line.replace(year=2027),
            line.replace(year=2028, low_cents=50_000, high_cents=150_000),
            line.replace(year=2027, basis="Ist"),
        ],
    )
    insert(tx, [PlanEntry(measure_id=measure.id, year=year) for year in (2027, 2028)])
    insert(
        tx,
        [
            Milestone(title="Start", measure_id=measure.id, due=date(2027, 3, 1)),
            Milestone(
                title="Idee",
                measure_id=measure.id,
                due=date(2026, 3, 1),
                reached_on=date(2026, 3, 2),
            ),
        ],
    )
    insert(
        tx,
        [
            Funding(
                title="Land",
                measure_id=measure.id,
                rate=Decimal(50),
                eligible_cents=200_000,
                first_year=2027,
                last_year=2028,
                applied_on=date(2026, 3, 1),
                proof_due=date(2029, 6, 30),
            )
        ],
    )
    return measure


def test_a_measure_moves_with_all_that_hangs_on_it() -> None:
    with trial() as tx:
        measure = make_measure(tx)
        told = what_stays(tx, measure.id, 1, TODAY)
        assert move_measure(tx, measure.id, 1, TODAY) == told
        moved = get_(tx, Measure, measure.id)
        lines = [(line.year, line.basis) for line in find(tx, CostLine)]
        entries = [entry.year for entry in find(tx, PlanEntry)]
        due = [item.due for item in find(tx, Milestone)]
        grant = find(tx, Funding)[0]
    assert (moved.starts_on, moved.ends_on) == (date(2028, 2, 29), date(2029, 2, 28))
    assert lines == [(2028, "Plan"), (2029, "Plan"), (2027, "Ist")]
    assert entries == [2028, 2029] and due == [date(2028, 3, 1), date(2026, 3, 1)]
    assert (grant.first_year, grant.last_year) == (2028, 2029)
    assert (grant.applied_on, grant.proof_due) == (date(2026, 3, 1), date(2030, 6, 30))
    assert [sentence.split()[0] for sentence in told] == ["1", "Meilenstein", "Förderung"]


@pytest.mark.parametrize(
    ("status", "years", "words"),
    [
        ("umgesetzt", 1, "umgesetzt und lässt sich nicht"),
        ("beschlossen", -1, "käme damit nach 2026"),
        ("vorgeschlagen", 4, "begänne damit 2031, außerhalb des Planungszeitraums 2025 bis 2030"),
        ("vorgeschlagen", -3, "begänne damit 2024"),
        ("Idee", -3, "in der Vergangenheit"),
    ],
)
def test_a_move_that_cannot_be_is_refused(status: str, years: int, words: str) -> None:
    with trial() as tx:
        measure = make_measure(tx, status)
        if "Vergangenheit" not in words:
            for grant in find(tx, Funding):
                save_(tx, grant.replace(proof_due=None))
        with pytest.raises(Refused, match=words):
            what_stays(tx, measure.id, years, TODAY)


def test_decided_years_and_decided_grants_stay_and_are_told() -> None:
    with trial() as tx:
        measure = make_measure(tx, "in Umsetzung")
        insert(tx, [CostLine(measure_id=measure.id, year=2026, cost_type="Lizenz", amount_cents=5)])
        for grant in find(tx, Funding):
            save_(tx, grant.replace(granted_on=date(2026, 5, 1)))
        told = " ".join(move_measure(tx, measure.id, 2, TODAY))
        years = sorted(line.year or 0 for line in find(tx, CostLine, "basis = 'Plan'"))
        grant = find(tx, Funding)[0]
        save_(tx, grant.replace(call_closes_on=date(2027, 1, 31), applied_on=date(2027, 1, 15)))
        said = what_stays(tx, measure.id, -1, TODAY)
    # The closing day of a call is not the town's to move, and the application keeps it.
    assert any("die Antragsfrist bleibt der 31.01.2027" in sentence for sentence in said)
    assert "Plankosten 2026 bleiben stehen" in told and "Bescheid vom 01.05.2026" in told
    assert years == [2026, 2029, 2030] and grant.first_year == 2027


def test_one_undo_turns_a_move_back(plan: Store) -> None:
    with plan.write("Anna") as tx:
        measure = make_measure(tx)
    with plan.read() as db:
        before = content_hash(db)
    with plan.write("Anna", "verschoben") as tx:
        move_measure(tx, measure.id, 1, TODAY)
    with plan.read() as db:
        assert content_hash(db) != before
    undo(plan, "Anna")
    with plan.read() as db:
        assert content_hash(db) == before


@given(st.dates(date(2000, 1, 1), date(2080, 12, 31)), st.integers(-15, 15))
def test_a_day_comes_back(day: date, years: int) -> None:
    # The one day that has no way back, see ``shifted``.
    assume(not (day.month == 2 and day.day == 28 and shifted(day.replace(day=27), 0).year % 4 == 0))
    assert shifted(shifted(day, years), -years) == day
    assert shifted(day, years).year == day.year + years


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["Idee", "vorgeschlagen", "beschlossen", "in Umsetzung"]),
    st.integers(-2, 3),
    st.lists(st.integers(2025, 2030), max_size=4),
    st.dates(date(2026, 1, 1), date(2031, 12, 31)),
    st.none() | st.dates(date(2026, 1, 1), date(2031, 12, 31)),
)
def test_there_and_back_changes_nothing(
    status: str, years: int, more: list[int], granted: date, closing: date | None
) -> None:
    assume((granted.month, granted.day) != (2, 28))
    with trial() as tx:
        measure = make_measure(tx, status)
        insert(
            tx,
            [
                CostLine(measure_id=measure.id, year=year, cost_type="Schulung", amount_cents=7)
                for year in more
            ],
        )
        for grant in find(tx, Funding):
            save_(tx, grant.replace(granted_on=granted, call_closes_on=closing, applied_on=closing))
        before = content_hash(tx)
        try:
            move_measure(tx, measure.id, years, TODAY)
        except Refused:
            assume(False)
        move_measure(tx, measure.id, -years, TODAY)
        assert content_hash(tx) == before
