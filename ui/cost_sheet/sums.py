"""What a Kostenblatt was understood as: every amount in German, with the sums of rows and years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from strategy.acts.cost_sheet import CostSheet, ReadRow
from strategy.acts.cost_sheet_text import Fault
from strategy.kernel import german
from strategy.nouns.cost_line import BudgetKind, CostType, Recurrence


def _is_cost(row: ReadRow) -> bool:
    # Depreciation is the same money once more, spread over the years; it is never added.
    return row.kind.cost_type != CostType.DEPRECIATION


_PARTS: tuple[tuple[str, Callable[[ReadRow], bool]], ...] = (
    ("einmalig", lambda row: row.kind.recurrence == Recurrence.ONE_OFF),
    ("laufend", lambda row: row.kind.recurrence == Recurrence.RUNNING),
    ("konsumtiv", lambda row: row.kind.budget_kind == BudgetKind.CONSUMPTIVE),
    ("investiv", lambda row: row.kind.budget_kind == BudgetKind.INVESTIVE),
)


def show_understood(
    sheet: CostSheet, rows: Sequence[ReadRow], faults: Sequence[Fault] = ()
) -> None:
    """The rows as read, their sums, and the sums of each year by kind; what is not understood says
    so in its cell and is in no sum."""
    unclear = {(fault.row, fault.column) for fault in faults}
    years = sheet.years
    table: dict[str, list[str]] = {"Zeile": []}
    for year in years:
        table[str(year)] = []
    table["Summe"] = []
    for row in rows:
        _add(
            table,
            _name(row),
            [_cell(row, year, unclear) for year in years],
            _sum(row.amounts.values()),
        )
    costs = [row for row in rows if _is_cost(row)]
    for name, belongs in _PARTS:
        chosen = [row for row in costs if belongs(row)]
        # A part that is all of it or none of it would only repeat the total.
        if chosen and len(chosen) < len(costs):
            _add_sum(table, f"davon {name}", chosen, years)
    _add_sum(table, "**Summe der Kosten**", costs, years)
    st.table(table)
    unknown = sum(amount is None for row in costs for amount in row.amounts.values())
    notes = []
    if unknown:
        many = german.counted(unknown, "Betrag ist", "Beträge sind")
        notes.append(f"{many} unbekannt und in den Summen nicht enthalten.")
    if any(not _is_cost(row) for row in rows):
        notes.append("Abschreibungen stehen im Ergebnishaushalt und zählen in keiner Summe mit.")
    if notes:
        st.caption(" ".join(notes))


def _name(row: ReadRow) -> str:
    kind = row.kind
    parts = [kind.cost_type or "", kind.grade or "", kind.title or ""]
    return f"Zeile {row.number}: " + ", ".join(part for part in parts if part)


def _cell(row: ReadRow, year: int, unclear: Collection[tuple[int, str]]) -> str:
    if (row.number, str(year)) in unclear:
        return "unklar"
    if year not in row.amounts:
        # No line at all, which is not the same as an unknown amount.
        return "–"
    share = row.posts.get(year)
    if share is None:
        return german.money(row.amounts[year])
    return f"{german.fte(share, unit=True)}: {german.money(row.amounts[year])}"


def _add(table: dict[str, list[str]], name: str, cells: Sequence[str], total: str) -> None:
    for heading, text in zip(table, [name, *cells, total], strict=True):
        table[heading].append(text)


def _add_sum(
    table: dict[str, list[str]], name: str, rows: Sequence[ReadRow], years: Sequence[int]
) -> None:
    cells = [
        _sum([row.amounts[year] for row in rows if year in row.amounts], none="–") for year in years
    ]
    _add(table, name, cells, _sum([cents for row in rows for cents in row.amounts.values()]))


def _sum(amounts: object, none: str = "–") -> str:
    values = list(amounts)  # type: ignore[call-overload]
    known = [value for value in values if value is not None]
    if not values:
        return none
    # Of nothing but unknown amounts the sum is unknown and not 0.
    return german.money(sum(known)) if known else german.UNKNOWN
