"""The planning table as the browser gets it: rows in groups, cells, meters, links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from strategy.figures.plan.limit_words import kind_words
from strategy.kernel.store import Cursor
from strategy.planning.draft import Draft
from strategy.planning.groups import RowGroup, facts_words, verdict_words
from strategy.planning.lines import (
    LineSide,
    LineVerdict,
    Meter,
    broken_dependencies,
    judge,
    meter_kinds,
    needs_words,
)
from strategy.planning.rows import PlanRow, PlanTable, read_plan_table

LOOKS = {LineSide.MUST: "", LineSide.FITS: "", LineSide.CROSSES: "crosses", LineSide.BELOW: "below"}


@dataclass(frozen=True)
class SavedRow:
    """Where a row stands to the line as it is saved, and what the browser gets of it."""

    verdict: LineVerdict
    data: dict[str, Any]


def saved_rows(
    db: Cursor, years: tuple[int, ...], kept: tuple[tuple[str, str], ...]
) -> dict[str, SavedRow]:
    """The rows of the saved plan by id, worth remembering: a change that is not saved yet touches
    few of them, and of 1,000 each redraw would write all anew."""
    table = read_plan_table(db)
    verdicts, indexes = judge(table), _indexes(table)
    return {
        row.id: SavedRow(
            verdicts[row.id], _row(row, verdicts[row.id], table, years, indexes, False, dict(kept))
        )
        for row in table.rows
    }


def _indexes(table: PlanTable) -> dict[tuple[str, str], int]:
    """Which meter a kind and unit is."""
    return {kind: index for index, kind in enumerate(meter_kinds(table))}


def browser_data(
    table: PlanTable,
    groups: Sequence[RowGroup],
    verdicts: Mapping[str, LineVerdict],
    meters: Sequence[Meter],
    draft: Draft,
    *,
    years: Sequence[int],
    closed: bool,
    ack: int,
    kept: Mapping[str, str],
    saved: Mapping[str, SavedRow],
) -> dict[str, Any]:
    """What ``table.js`` draws; amounts stay whole numbers (cents, ten-thousandths of a post)."""
    indexes = _indexes(table)

    def row_data(row: PlanRow) -> dict[str, Any]:
        known, verdict = saved.get(row.id), verdicts[row.id]
        if known is not None and known.verdict == verdict and row.id not in draft:
            return known.data
        return _row(row, verdict, table, years, indexes, row.id in draft, kept)

    by_key = {(meter.key.kind, meter.key.unit, meter.key.year): meter for meter in meters}
    broken = broken_dependencies(table)
    return {
        "caption": "Planungstabelle: Maßnahmen in Rangfolge, Jahre als Spalten",
        "corner": "Maßnahme (Eigenanteil und Stellen je Jahr)",
        "years": list(years),
        "closed": closed,
        "ack": ack,
        "meters": [
            {
                "label": kind_words(kind, unit, table.unit_names),
                "kind": kind,
                "used": [by_key[kind, unit, year].used for year in years],
                "limits": [by_key[kind, unit, year].limit for year in years],
            }
            for kind, unit in indexes
        ],
        "groups": [
            {
                "title": group.title,
                "look": group.look,
                "rows": [row_data(row) for row in group.rows],
            }
            for group in groups
        ],
        "links": [
            {
                "from": measure,
                "to": other,
                "look": "out" if kind == "schließt aus" else "needs",
                "broken": name in broken,
            }
            for name, measure, kind, other in table.dependencies
            # What merely supports would hide in its lines what is needed.
            if kind != "unterstützt"
        ],
    }


def _row(
    row: PlanRow,
    verdict: LineVerdict,
    table: PlanTable,
    years: Sequence[int],
    indexes: Mapping[tuple[str, str], int],
    changed: bool,
    kept: Mapping[str, str],
) -> dict[str, Any]:
    missing = needs_words(verdict, table.unit_names)
    return {
        "id": row.id,
        "title": row.title,
        "href": f"massnahmen?{urlencode({'id': row.id, **kept})}",
        "facts": facts_words(row),
        "verdict": verdict_words(verdict, missing),
        "bad": bool(missing),
        "look": LOOKS[verdict.line],
        "start": row.start,
        "in_plan": row.in_plan,
        "must": row.must,
        "movable": row.movable,
        "changed": changed,
        "stays_before": row.stays_before,
        "cells": {
            str(year): {
                "stage": cell.stage,
                "own": cell.own_cents,
                "fte": cell.fte_e4,
                "unknown": cell.unknown_lines,
            }
            for year, cell in row.cells.items()
            if year in years
        },
        "use": [
            [indexes[key.kind, key.unit], key.year, amount]
            for key, amount in row.use.items()
            if amount and (key.kind, key.unit) in indexes
        ],
    }
