"""The planning table as the browser gets it: rows in groups, cells, meters, links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from strategy.figures.plan.limit_words import kind_words
from strategy.planning.draft import Draft
from strategy.planning.groups import RowGroup, facts_words, verdict_words
from strategy.planning.lines import (
    LineSide,
    LineVerdict,
    Meter,
    broken_dependencies,
    meter_kinds,
    needs_words,
)
from strategy.planning.rows import PlanRow, PlanTable

LOOKS = {LineSide.MUST: "", LineSide.FITS: "", LineSide.CROSSES: "crosses", LineSide.BELOW: "below"}


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
) -> dict[str, Any]:
    """What ``table.js`` draws; amounts stay whole numbers (cents, ten-thousandths of a post)."""
    kinds = meter_kinds(table)
    places = {kind: place for place, kind in enumerate(kinds)}
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
            for kind, unit in kinds
        ],
        "groups": [
            {
                "title": group.title,
                "look": group.look,
                "rows": [
                    _row(row, verdicts[row.id], table, years, places, row.id in draft, kept)
                    for row in group.rows
                ],
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
    places: Mapping[tuple[str, str], int],
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
            [places[key.kind, key.unit], key.year, amount]
            for key, amount in row.use.items()
            if amount and (key.kind, key.unit) in places
        ],
    }
