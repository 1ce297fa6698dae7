"""The Kostenblatt: read, filled, pasted and saved, with the same sums on every way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.acts.cost_sheet import cost_sheet, draft_of, read_draft, save_cost_sheet
from strategy.acts.cost_sheet_conflict import line_conflicts, save_chosen
from strategy.acts.cost_sheet_text import POST, DraftRow, from_year_before, pasted, rising, steady
from strategy.figures.money.strategy_cost import cost_of_measures
from strategy.kernel import german
from strategy.kernel.errors import Conflict, Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from strategy.nouns.municipality import Municipality
from strategy.nouns.personnel_rate import PersonnelRate
from tests.fresh_plans import some_plan

YEARS = range(2025, 2031)


@pytest.fixture(scope="module")
def plan() -> Store:
    store = some_plan()
    with store.write("Kim", "Grundlage") as tx:
        save_(tx, Municipality(title="Leerfeld", state="Sachsen-Anhalt", plan_year=2027))
        save_(
            tx,
            PersonnelRate(
                grade="E11",
                year=2027,
                personnel_cents=8_000_000,
                workplace_cents=908_200,
                overhead=Decimal(20),
            ),
        )
    return store


def fresh(store: Store) -> str:
    with store.write("Kim", "Maßnahme") as tx:
        return save_(tx, Measure(title="Portal")).id


def save(store: Store, owner: str, rows: list[DraftRow]) -> None:
    with store.read() as db:
        sheet = cost_sheet(db, owner)
    with store.write("Kim", "Kostenblatt") as tx:
        save_cost_sheet(tx, sheet, rows)


def test_a_sheet_is_saved_in_one_action_and_undone_in_one(plan: Store) -> None:
    owner = fresh(plan)
    rows = [
        DraftRow(
            "Lizenz", "einmalig", "investiv", useful_life="5", cells={2027: "12.000", 2028: "?"}
        ),
        DraftRow(POST, grade="EG 11", cells={2027: "0,5"}),
    ]
    save(plan, owner, rows)
    with plan.read() as db:
        lines = find(db, CostLine, "measure_id = ?", [owner], "cost_type, year")
        sheet = cost_sheet(db, owner)
        # The sum of the sheet is the sum of every other page: a post costs by the rate of its year.
        reading = read_draft(db, sheet, draft_of(sheet))
        cost = cost_of_measures(db, [owner])
    assert [(x.cost_type, x.year, x.amount_cents, x.fte, x.grade) for x in lines] == [
        ("Lizenz", 2027, 1_200_000, None, None),
        ("Lizenz", 2028, None, None, None),
        ("Personal", 2027, None, Decimal("0.5"), "E11"),
    ]
    assert not reading.changed and not reading.removed and not reading.faults
    # 0,5 × (80.000 + 9.082 + 20 % of 80.000)
    assert reading.rows[1].amounts == {2027: 5_254_100}
    assert (
        dict(zip(zip(cost.year, cost.kind, strict=True), cost.amount_cents, strict=True))[
            2027, "Personalkosten"
        ]
        == 5_254_100
    )
    undo(plan, "Kim")
    with plan.read() as db:
        assert not find(db, CostLine, "measure_id = ?", [owner])


def test_a_wrong_cell_says_where_and_takes_nothing_away(plan: Store) -> None:
    owner = fresh(plan)
    save(plan, owner, [DraftRow("Hardware", cells={2027: "100", 2028: "200"})])
    with plan.read() as db:
        sheet = cost_sheet(db, owner)
        typed = draft_of(sheet)
        wrong = [
            replace(typed[0], cells={2027: "1,2,3", 2028: "250"}),
            DraftRow(cells={2029: "5"}),
            DraftRow("Schulung", cells={2027: "-5"}),
            DraftRow("Hardware", cells={2030: "7"}),
            DraftRow(POST, grade="X9", cells={2027: "1"}),
        ]
        reading = read_draft(db, sheet, wrong)
    told = [fault.sentence for fault in reading.faults]
    assert [sentence.split(":")[0] for sentence in told] == [
        "Zeile 1, 2027",
        "Zeile 2, Kostenart",
        "Zeile 3, 2027",
        "Zeile 4, Bezeichnung",
        "Zeile 5, 2027",
    ]
    assert "„1,2,3“" in told[0] and "negativ" in told[2] and "Zeile 1" in told[3]
    assert not reading.removed and [line.amount_cents for line in reading.changed] == [25_000]
    with pytest.raises(Refused, match="Zeile 1, 2027.*Dazu 4 weitere"):
        save(plan, owner, wrong)
    with plan.read() as db:
        assert [x.amount_cents for x in find(db, CostLine, "measure_id = ?", [owner])] == [
            10_000,
            20_000,
        ]


def test_emptied_cells_and_rows_go_and_details_of_the_others_stay(plan: Store) -> None:
    owner = fresh(plan)
    with plan.write("Kim", "Zeilen") as tx:
        for year in (2027, 2028):
            save_(
                tx,
                CostLine(
                    measure_id=owner,
                    year=year,
                    cost_type="Schulung",
                    amount_cents=100,
                    account="5261000",
                    note="Angebot liegt vor",
                ),
            )
        save_(tx, CostLine(measure_id=owner, year=2027, cost_type="Hardware", amount_cents=5))
    with plan.read() as db:
        sheet = cost_sheet(db, owner)
    rows = [row for row in draft_of(sheet) if row.cost_type == "Schulung"]
    save(plan, owner, [replace(rows[0], cells={2028: "3,00"})])
    with plan.read() as db:
        (line,) = find(db, CostLine, "measure_id = ?", [owner])
    assert (line.year, line.amount_cents, line.account, line.note) == (
        2028,
        300,
        "5261000",
        "Angebot liegt vor",
    )


def test_a_second_line_of_a_cell_is_shown_beside_and_never_merged(plan: Store) -> None:
    owner = fresh(plan)
    with plan.write("Kim", "Zeilen") as tx:
        for year, cents in ((2027, 1), (2027, 2), (2040, 4)):
            save_(tx, CostLine(measure_id=owner, year=year, cost_type="Lizenz", amount_cents=cents))
    with plan.read() as db:
        sheet = cost_sheet(db, owner)
    assert [line.amount_cents for line in sheet.beside] == [2, 4]
    save(plan, owner, [replace(draft_of(sheet)[0], cells={2027: "10"})])
    with plan.read() as db:
        found = find(db, CostLine, "measure_id = ?", [owner])
    assert sorted(line.amount_cents or 0 for line in found) == [2, 4, 1000]


def test_somebody_elses_change_of_a_line_is_not_overwritten(plan: Store) -> None:
    owner = fresh(plan)
    save(plan, owner, [DraftRow("Lizenz", cells={2027: "10"})])
    with plan.read() as db:
        sheet = cost_sheet(db, owner)
    line = sheet.rows[0].cells[2027]
    with plan.write("Ada", "Zeile") as tx:
        save_(tx, line.replace(amount_cents=77))
    with pytest.raises(Conflict), plan.write("Kim", "Kostenblatt") as tx:
        save_cost_sheet(tx, sheet, [replace(draft_of(sheet)[0], cells={2027: "20"})])
    with plan.read() as db:
        assert get_(db, CostLine, line.id).amount_cents == 77


@pytest.mark.parametrize(("own", "amount"), [(True, 2000), (False, 77)])
def test_of_two_values_the_chosen_one_counts(plan: Store, own: bool, amount: int) -> None:
    owner = fresh(plan)
    save(plan, owner, [DraftRow("Lizenz", cells={2027: "10"})])
    with plan.read() as db:
        sheet = cost_sheet(db, owner)
    line = sheet.rows[0].cells[2027]
    with plan.write("Ada", "Zeile") as tx:
        save_(tx, line.replace(amount_cents=77, note="Angebot"))
    # A cell that nobody else has touched is written either way.
    draft = [replace(draft_of(sheet)[0], cells={2027: "20", 2028: "5"})]
    with plan.read() as db:
        (item,) = line_conflicts(db, sheet, read_draft(db, sheet, draft))
    with plan.write("Kim", "Kostenblatt") as tx:
        save_chosen(tx, sheet, draft, {line.id: (item.version, own)})
    with plan.read() as db:
        kept = get_(db, CostLine, line.id)
        found = find(db, CostLine, "measure_id = ?", [owner])
    assert (kept.amount_cents, kept.note) == (amount, "Angebot")
    assert {one.year: one.amount_cents for one in found} == {2027: amount, 2028: 500}
    # A choice made before the last change counts no more.
    with pytest.raises(Conflict), plan.write("Kim", "Kostenblatt") as tx:
        save_chosen(tx, sheet, draft, {line.id: (item.version - 1, own)})


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("removed_by_me", [True, False])
def test_a_line_that_one_side_removed_is_there_or_gone_as_chosen(
    plan: Store, removed_by_me: bool, own: bool
) -> None:
    owner = fresh(plan)
    save(plan, owner, [DraftRow("Lizenz", cells={2027: "10", 2028: "5"})])
    with plan.read() as db:
        sheet = cost_sheet(db, owner)
    line = sheet.rows[0].cells[2027]
    with plan.write("Ada", "Zeile") as tx:
        if removed_by_me:
            save_(tx, line.replace(amount_cents=77))
        else:
            delete_(tx, CostLine, line.id, line.version)
    cells = {2028: "5"} if removed_by_me else {2027: "20", 2028: "5"}
    draft = [replace(draft_of(sheet)[0], cells=cells)]
    with plan.read() as db:
        (item,) = line_conflicts(db, sheet, read_draft(db, sheet, draft))
    assert (item.mine is None, item.theirs is None) == (removed_by_me, not removed_by_me)
    with plan.write("Kim", "Kostenblatt") as tx:
        save_chosen(tx, sheet, draft, {line.id: (item.version, own)})
    with plan.read() as db:
        found = {one.year: one for one in find(db, CostLine, "measure_id = ?", [owner])}
    # Mine is gone or 20 €, the other's is 77 cents or gone; the other year stays in any case.
    wanted = {(True, True): None, (True, False): 77, (False, True): 2000, (False, False): None}
    expected = wanted[removed_by_me, own]
    assert (found[2027].amount_cents if 2027 in found else None) == expected
    assert found[2028].amount_cents == 500
    if expected == 2000:
        # It comes back as a new line: an id is never used twice.
        assert found[2027].id != line.id


def test_years_are_filled_evenly_rising_and_from_the_year_before() -> None:
    row = DraftRow("Lizenz", cells={2027: "1.000"})
    assert steady(row, 2027, 2029).cells == dict.fromkeys((2027, 2028, 2029), "1.000")
    # From the first year each, rounded once: 1000 × 1,025² = 1050,625.
    assert rising(row, 2027, 2029, Decimal("2.5")).cells[2029] == "1.050,63"
    once = DraftRow("Hardware", "einmalig", cells={2027: "5"})
    copied = from_year_before([row, once, DraftRow("Schulung", cells={2027: "1", 2028: "?"})], 2028)
    assert [item.cells.get(2028) for item in copied] == ["1.000", None, "?"]
    for wrong in (lambda: steady(row, 2028, 2029), lambda: steady(row, 2029, 2027)):
        with pytest.raises(Refused):
            wrong()
    with pytest.raises(Refused, match="Stellenanteile"):
        rising(DraftRow(POST, cells={2027: "1"}), 2027, 2028, Decimal(2))


def test_rows_are_pasted_with_headings_or_without() -> None:
    text = "Kostenart\tBezeichnung\t2027\t2029\nWartung u. Pflege\tPortal\t1.200,50\t?\n"
    (row,) = pasted(text, list(YEARS))
    assert (row.cost_type, row.title) == ("Wartung und Pflege", "Portal")
    assert row.cells == {2027: "1.200,50", 2029: "?"}
    (plain,) = pasted("Lizenz\t1\t2", list(YEARS))
    assert plain.cells == {2025: "1", 2026: "2"}
    for wrong, words in (
        ("Kostenart\t2027\tBemerkung\nLizenz\t1\tx", "„Bemerkung“"),
        ("Kostenart\t2040\t2027\nLizenz\t1\t2", "„2040“"),
        ("Lizenz" + "\t1" * 9, "mehr Spalten"),
        ("  ", "nichts zum Einfügen"),
    ):
        with pytest.raises(Refused, match=words):
            pasted(wrong, list(YEARS))


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(list(YEARS)), st.none() | st.integers(0, 10**9), min_size=1, max_size=6
    )
)
def test_what_is_typed_is_what_is_read_back(plan: Store, amounts: dict[int, int | None]) -> None:
    owner = fresh(plan)
    cells = {year: german.UNKNOWN if c is None else german.money(c) for year, c in amounts.items()}
    save(plan, owner, [DraftRow("Lizenz", cells=cells)])
    with plan.read() as db:
        sheet = cost_sheet(db, owner)
        reading = read_draft(db, sheet, draft_of(sheet))
    assert reading.rows[0].amounts == amounts
    assert not reading.changed and not reading.removed
