"""What the strategy costs is one figure: on the page, in the report, on slides and in JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from strategy.analysis.slides import slides
from strategy.cli import main
from strategy.excel.report import write_report
from strategy.figures.money.cost import cost_total
from strategy.figures.money.own_share import own_share_by_measure, unplaced_grants
from strategy.figures.money.strategy_cost import (
    strategy_by_dezernat,
    strategy_by_domain,
    strategy_by_year,
    strategy_rows,
)
from strategy.figures.plan.measures import funding_table, measure_cost, plan_by_year
from strategy.kernel import german
from strategy.kernel.records import find, save_
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from tests.pages.conftest import Opener, healthy
from ui.run import session

BUDGET = "step_5_final_strategy/budget_view.py"
TODAY = date(2026, 11, 20)


def test_the_cost_of_the_strategy_is_one_figure_everywhere(
    on_demo: Opener, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = healthy(on_demo(BUDGET))
    store = session.open_store()
    with store.write("Anna", "Verworfenes mit Kosten") as tx:
        # The demo's rejected measures cost little; this one would be seen in any sum.
        rejected = next(one for one in find(tx, Measure) if one.status == "verworfen")
        save_(
            tx,
            CostLine(
                measure_id=rejected.id, year=2028, cost_type="Lizenz", amount_cents=7_777_777_00
            ),
        )
    page = healthy(page.run())
    with store.read() as db:
        lines = measure_cost(db)
        measures = {one.id: one for one in find(db, Measure)}
        frames = {
            "by domain": strategy_by_domain(db),
            "by Dezernat": strategy_by_dezernat(db),
            "by year": strategy_by_year(db),
            "rows": strategy_rows(db),
            "plan": plan_by_year(db),
        }
        told = {slide.key: slide for slide in slides(db, TODAY)}
    # The slow way: every line of every measure, its state asked one by one.
    by_domain: dict[str, int] = defaultdict(int)
    by_year: dict[int, int] = defaultdict(int)
    for row in lines.dropna(subset=["amount_cents"]).itertuples():
        measure = measures[str(row.measure_id)]
        if measure.status not in ("Ideenpool", "verworfen"):
            by_domain[measure.domain_id or ""] += int(row.amount_cents)
            by_year[int(row.year)] += int(row.amount_cents)
    total = sum(by_domain.values())
    assert total == 5_197_033_58
    for name, frame in frames.items():
        assert int(frame["amount_cents"].sum()) == total, name
    domains = frames["by domain"].dropna(subset=["amount_cents"])
    assert dict(zip(domains["domain_id"].fillna(""), domains["amount_cents"], strict=True)) == (
        by_domain
    )
    in_plan = sum(one.status not in ("Ideenpool", "verworfen") for one in measures.values())
    assert int(frames["by domain"]["measures"].sum()) == in_plan
    assert int(frames["by domain"]["left_out"].sum()) == len(measures) - in_plan > 0

    assert any(f"zusammen {german.money(total)}." in item.value for item in page.caption)
    with store.read() as db:
        grants = funding_table(db)
        shares = own_share_by_measure(db)
        loose = unplaced_grants(db)["grant_cents"].fillna(0).sum()
    paid = grants[grants["object_id"].isin(measures)]["grant_cents"].fillna(0).sum()
    years = frames["by year"]
    assert int(years["granted_cents"].sum()) + int(loose) == int(paid) == 383_000_00
    assert int(years["own_cents"].sum()) == int(shares["own_cents"].sum())
    assert (years["granted_cents"] + years["own_cents"] == years["amount_cents"]).all()
    tiles = {item.label: item.value for item in page.metric}
    for year in sorted(by_year)[-6:]:
        assert tiles[f"Kosten {year}"] == german.money_short(by_year[year])
    assert german.money_short(total) in told["strategie"].title
    assert f"{in_plan} Maßnahmen" in told["massnahmen"].title

    plan = store.path
    assert plan is not None
    report = openpyxl.load_workbook(
        write_report(store, tmp_path / "bericht.xlsx", today=TODAY), data_only=True
    )
    assert _sum_row(report["4 Lebensbereiche"], "Kosten aller Jahre") == total
    assert _sum_row(report["Maßnahmen nach Jahren"], "Summe") == total
    with store.read() as db:
        actual = int(strategy_by_year(db, "Ist")["amount_cents"].sum())
        inventory = [cost_total(db, basis) for basis in ("Plan", "Ist")]
    # The sums above the data: Plan and Ist apart, Ideenpool and rejected measures in neither.
    for name, sums in (("Kostendaten Maßnahmen", [total, actual]), ("Kostendaten", inventory)):
        row = [cell.value for cell in report[name][3]]
        assert [row[5], row[7]] == ["Summe Plan", "Summe Ist"]
        assert [round(row[place] * 100) for place in (6, 8)] == sums, name
    session.close_store(plan)
    assert main(["figures", str(plan), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    for year, cents in by_year.items():
        if f"massnahmen_{year}_gesamt" in figures:
            assert figures[f"massnahmen_{year}_gesamt"]["value"] == cents
            ((sheet, cell),) = report.defined_names[f"massnahmen_{year}_gesamt"].destinations
            assert round(report[sheet][cell.replace("$", "")].value * 100) == cents


def _sum_row(sheet: Any, column: str) -> int:
    """The cents in the first row "Summe" below the header that has this column."""
    place = None
    for row in sheet.iter_rows():
        labels = [cell.value for cell in row]
        if place is None and column in labels and labels[0] == "Nr.":
            place = labels.index(column)
        elif place is not None and labels[0] == "Summe":
            return round(labels[place] * 100)
    raise AssertionError(column)
