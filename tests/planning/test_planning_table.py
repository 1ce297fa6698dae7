"""The planning table: where measures stand, what a draft makes of it, and that saving holds it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from strategy.documents.planning_print import planning_page
from strategy.excel.planning import planning_book
from strategy.figures.money.own_share import own_share_by_dezernat, own_share_by_year
from strategy.figures.money.roll_up import RollUp, roll_up
from strategy.figures.money.strategy_cost import strategy_by_year
from strategy.figures.plan.limits import OWN_SHARE, CapKey
from strategy.kernel.errors import Conflict, Refused
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.nouns.measure import Measure
from strategy.planning.draft import PlanChange, changed, why_not, with_draft
from strategy.planning.groups import BY_DEZERNAT, BY_DOMAIN, BY_LINE, BY_STAGE, grouped
from strategy.planning.lines import LineSide, LineVerdict, broken_dependencies, judge, meters
from strategy.planning.rows import PlanRow, PlanTable, read_plan_table
from strategy.planning.saving import edit_many, save_draft
from strategy.planning.shown import ShownPlan
from strategy.planning.weighing import judgements


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("planung") / "auenfurt.duckdb"
    shutil.copyfile(demo_file, path)
    store = Store.open(path)
    yield store
    store.close()


def read(store: Store) -> PlanTable:
    with store.read() as db:
        return read_plan_table(db)


def first(table: PlanTable, line: LineSide) -> PlanRow:
    verdicts = judge(table)
    return next(row for row in table.rows if verdicts[row.id].line == line)


def test_meters_say_what_the_own_share_says(demo: Store) -> None:
    table = read(demo)
    with demo.read() as db:
        own = own_share_by_year(db)
    by_year = own.groupby("year")["own_cents"].sum()
    whole = {m.key.year: m for m in meters(table) if m.key.kind == OWN_SHARE and not m.key.unit}
    assert {year: meter.used for year, meter in whole.items()} == {
        year: int(by_year[year]) for year in table.years
    }
    assert {whole[year].state for year in (2027, 2028)} == {"über"}
    # Every cell of every measure together is the meter: nothing is counted apart.
    cells = sum(
        cell.own_cents or 0
        for row in table.rows
        if row.in_plan
        for year, cell in row.cells.items()
        if year == 2028
    )
    assert cells == whole[2028].used


def test_what_a_measure_needs_would_bring_it_in(demo: Store) -> None:
    table = read(demo)
    verdicts = judge(table)
    lines = {verdict.line for verdict in verdicts.values()}
    assert lines == {LineSide.MUST, LineSide.FITS, LineSide.CROSSES, LineSide.BELOW}
    fits = [
        name for name, verdict in verdicts.items() if verdict.line in (LineSide.MUST, LineSide.FITS)
    ]
    inside = replace(table, rows=tuple(row for row in table.rows if row.id in fits))
    assert not any(meter.over for meter in meters(inside)), "what fits keeps every cap"
    for name, verdict in verdicts.items():
        if verdict.line != LineSide.CROSSES:
            continue
        caps = {**table.limits.caps}
        for key, amount in verdict.needs:
            caps[key] += amount
        # Beside what fits: another one that crosses might take the money first by its better rank.
        alone = replace(table, rows=tuple(row for row in table.rows if row.id in {*fits, name}))
        richer = replace(alone, limits=replace(table.limits, caps=caps))
        assert judge(richer)[name] == LineVerdict(LineSide.FITS), name
        key, amount = verdict.needs[0]
        poorer = {**caps, key: caps[key] - 1}
        short = replace(alone, limits=replace(table.limits, caps=poorer))
        assert judge(short)[name].line == LineSide.CROSSES, "one cent less is not enough"


def test_the_draft_shows_what_saving_makes_and_one_undo_takes_it_back(demo: Store) -> None:
    table = read(demo)
    late = first(table, LineSide.CROSSES)
    pooled = first(table, LineSide.BELOW)
    out = next(row for row in table.rows if row.in_plan and not row.must and row.id != late.id)
    draft = {
        late.id: changed(late, None, start=(late.start or 0) + 1),
        out.id: changed(out, None, in_plan=False),
        pooled.id: changed(pooled, None, in_plan=True),
    }
    shown = with_draft(table, draft)
    with demo.read() as db:
        before = content_hash(db)
    with demo.write("Anna", "geplant") as tx:
        assert save_draft(tx, draft, "Kein Geld bis 2029") == 3
    saved = read(demo)
    assert [(m.key, m.used) for m in meters(shown)] == [(m.key, m.used) for m in meters(saved)]
    assert shown.by_id[late.id].cells == saved.by_id[late.id].cells
    assert {name: v.line for name, v in judge(shown).items()} == {
        name: v.line for name, v in judge(saved).items()
    }
    with demo.read() as db:
        left = get_(db, Measure, out.id)
    assert left.status == "Ideenpool"
    assert left.reason is not None and left.reason.endswith("Kein Geld bis 2029")
    undo(demo, "Anna")
    with demo.read() as db:
        assert content_hash(db) == before


def test_what_cannot_be_is_refused_and_nothing_is_written(demo: Store) -> None:
    table = read(demo)
    must = next(row for row in table.rows if row.mandatory)
    assert "Pflichtmaßnahme" in why_not(must, changed(must, None, in_plan=False), table.years)
    done = next(row for row in table.rows if row.status == "umgesetzt")
    assert "umgesetzt" in why_not(done, changed(done, None, start=2029), table.years)
    row = first(table, LineSide.FITS)
    stale = PlanChange(2026, True, 2029, True)
    beyond = changed(row, None, start=2031)
    for draft, error, words in (
        ({row.id: stale}, Conflict, "inzwischen"),
        ({row.id: PlanChange(row.start, False, row.start, True)}, Conflict, "in den Plan genommen"),
        ({row.id: beyond}, Refused, "Planungszeitraum"),
        ({must.id: changed(must, None, in_plan=False)}, Refused, "Pflichtmaßnahme"),
        ({"M-9999": PlanChange(2027, True, 2028, True)}, Refused, "gibt es nicht mehr"),
        ({}, Refused, "nichts zu speichern"),
    ):
        with demo.read() as db:
            before = content_hash(db)
        with pytest.raises(error, match=words), demo.write("Anna", "geplant") as tx:
            save_draft(tx, draft)
        with demo.read() as db:
            assert content_hash(db) == before


def test_a_broken_dependency_is_named(demo: Store) -> None:
    table = read(demo)
    name, a, _, b = next(
        one
        for one in table.dependencies
        if one[2] == "setzt voraus"
        and not table.by_id[one[1]].must
        and not table.by_id[one[3]].must
    )
    assert name not in broken_dependencies(table)
    without = with_draft(table, {b: changed(table.by_id[b], None, in_plan=False)})
    said = broken_dependencies(without)[name]
    assert table.by_id[a].title in said and table.by_id[b].title in said
    follows = replace(table, dependencies=(("AB-1", a, "folgt auf", b),))
    starts = table.by_id[b].start
    same = with_draft(follows, {a: changed(table.by_id[a], None, start=starts)})
    assert f"frühestens {(starts or 0) + 1}" in broken_dependencies(same)["AB-1"]


def test_groups_hold_every_row_once(demo: Store) -> None:
    table = read(demo)
    verdicts = judge(table)
    for by in (BY_LINE, BY_DOMAIN, BY_DEZERNAT, BY_STAGE):
        found = [row.id for group in grouped(table.rows, verdicts, by, 2027) for row in group.rows]
        assert sorted(found) == sorted(row.id for row in table.rows), by


def test_sums_by_every_path_are_equal(demo: Store) -> None:
    with demo.read() as db:
        own = own_share_by_dezernat(db)
        cost = strategy_by_year(db)
        tables = {what: roll_up(db, what) for what in RollUp}
    sums = {what: int(frame["amount_cents"].sum()) for what, frame in tables.items()}
    assert sums[RollUp.OWN] == int(own["own_cents"].sum())
    assert sums[RollUp.OWN] == sums[RollUp.OWN_CONSUMPTIVE] + sums[RollUp.OWN_INVESTIVE]
    assert sums[RollUp.COST] == int(cost["amount_cents"].sum())
    assert sums[RollUp.COST] == sums[RollUp.ONE_OFF] + sums[RollUp.RUNNING]
    assert sums[RollUp.COST] == sums[RollUp.SACH] + sums[RollUp.PERSONAL]
    mine = tables[RollUp.OWN].groupby(["dezernat_id", "year"])["amount_cents"].sum()
    theirs = own.fillna({"dezernat_id": ""}).groupby(["dezernat_id", "year"])["own_cents"].sum()
    assert mine.to_dict() == theirs.to_dict()


def test_paper_and_excel_show_the_rows_of_the_screen(demo: Store) -> None:
    table = read(demo)
    rows = [row for row in table.rows if row.dezernat.startswith("Dezernat V")]
    groups = grouped(rows, judge(table), BY_LINE, 2027)
    shown = ShownPlan(table, groups, [2027, 2028], "Planung <Auenfurt>", "Fassung „Entwurf“")
    sheet = openpyxl.load_workbook(BytesIO(planning_book(shown))).active
    assert sheet is not None and sheet.page_setup.paperSize == 8
    values = list(sheet.iter_rows(values_only=True))
    ids = [line[1] for line in values if str(line[1] or "").startswith("M-")]
    assert sorted(ids) == sorted(row.id for row in rows)
    heads = next(line for line in values if line[0] == "Maßnahme")
    place = heads.index("2028 Eigenanteil")
    for line in values:
        if line[1] in table.by_id:
            cell = table.by_id[str(line[1])].cells.get(2028)
            known = cell is not None and cell.own_cents is not None
            assert (round(float(line[place]) * 100) if known else None) == (
                cell.own_cents if cell else None
            )
    page = planning_page(shown)
    assert "Planung &lt;Auenfurt&gt;" in page and "A3 landscape" in page
    assert all(row.id in page for row in rows)


def test_many_measures_are_changed_at_once_or_none(demo: Store) -> None:
    table = read(demo)
    chosen = [row.id for row in table.rows if row.status == "vorgeschlagen"][:3]
    with demo.read() as db:
        before = content_hash(db)
    with demo.write("Anna", "viele") as tx:
        edit_many(tx, chosen, "start", 2029)
    assert {read(demo).by_id[name].start for name in chosen} == {2029}
    undo(demo, "Anna")
    with demo.write("Anna", "viele") as tx:
        edit_many(tx, chosen, "status", "Idee")
    assert {read(demo).by_id[name].status for name in chosen} == {"Idee"}
    undo(demo, "Anna")
    done = next(row.id for row in table.rows if row.status == "umgesetzt")
    for ids, what, value in (
        (chosen, "title", "x"),
        ([], "status", "Idee"),
        (chosen, "start", ""),
        ([*chosen, done], "start", 2029),
    ):
        with pytest.raises(Refused), demo.write("Anna", "viele") as tx:
            edit_many(tx, ids, what, value)
    with demo.read() as db:
        assert content_hash(db) == before


def test_a_cell_of_unknown_amounts_is_not_zero(demo: Store) -> None:
    table = read(demo)
    silent = table.by_id["M-0008"]
    assert any(c.own_cents is None and c.unknown_lines for c in silent.cells.values())


def test_every_judgement_says_who_gave_and_who_entered_it(demo: Store) -> None:
    with demo.read() as db:
        told = judgements(db)
    contested = told[told["judge"].str.startswith("Fraktion")]
    assert len(contested) and contested["spread"].max() >= 5
    assert set(told["author"]) == {"Digitalisierungskoordination"}


def test_a_plan_without_ranking_still_has_its_table(demo: Store) -> None:
    with pytest.raises(_Over), demo.write("Anna", "x") as tx:
        save_(tx, Measure(title="Ohne alles"))
        tx.run("UPDATE criterion SET weight = 5, version = ?", [tx.action_id])
        table = read_plan_table(tx)
        assert "statt 100" in table.warning
        assert next(row for row in table.rows if row.title == "Ohne alles").start is None
        assert {row.rank for row in table.rows} == {None}
        judge(table)
        raise _Over
    assert CapKey(OWN_SHARE, 2027) in table.limits.caps


class _Over(Exception):
    pass
