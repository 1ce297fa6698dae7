"""Cost by Amt, year and kind, and cost by Dezernat: formulas over the cost data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from strategy.excel.book import Book
from strategy.excel.charts import sach_personal, stacked_bars, stacked_columns
from strategy.excel.column import SheetColumn, Show
from strategy.excel.cost_data import add_up
from strategy.excel.page import Formula, Page, SheetTable
from strategy.excel.source import Source
from strategy.figures.inventory.units import UNASSIGNED
from strategy.figures.money.cost import (
    cost_by_dezernat,
    cost_by_unit_and_year,
    cost_by_year,
    unknown_costs,
)
from strategy.kernel import german
from strategy.nouns.cost_line import Basis

SACH, PERSONAL = "Sachkosten", "Personalkosten"
KINDS = (SACH, PERSONAL)


def write_cost_by_unit(book: Book, source: Source, basis: Basis) -> None:
    """One sheet: Sachkosten, Personalkosten and both, Amt × year, with the sum per year drawn."""
    units = _read_units(source, basis)
    # Years with cost outside the horizon too, or the sum of the sheet would not be that of the
    # plan.
    years = sorted({*source.years, *(year for unit in units for year, _ in unit.cents)})
    word = "geplanten" if basis is Basis.PLAN else "tatsächlichen"
    page = Page(
        book,
        f"Kosten nach {source.level_2} ({basis})",
        f"Kosten nach {source.level_2}, Jahr und Kostenart ({basis})",
        f"Die {word} Kosten der Anwendungen und Projekte je {source.level_2} und Jahr, getrennt "
        "nach Sach- und Personalkosten; gemeinsame Anwendungen nach ihrem Verteilschlüssel. "
        "Maßnahmen der Strategie kommen nicht hinzu.",
        [13, 36, 36, *[16] * (len(years) + 1)],
    )
    if not units:
        page.empty(
            f"Es sind noch keine Kosten ({basis}) erfasst; tragen Sie sie bei den Anwendungen und "
            "Projekten ein oder lesen Sie eine Tabelle ein."
        )
        return
    page.text(unknown_costs(source.db, basis).sentence, "note")
    page.gap()
    reserved = page.reserve()
    # Two tables under each other and not two columns per year: a range over the years must lie in
    # one piece for SUM and chart.
    tables = {}
    for kind in KINDS:
        page.heading(kind)
        tables[kind] = _unit_table(page, source, basis, units, years, kind)
    page.heading("Sach- und Personalkosten zusammen")
    _both_table(page, source, units, years, tables)
    # Three columns of names before the years; zero-based.
    last = 2 + len(years)
    areas = {kind: _row_area(table, table.last, 3, last) for kind, table in tables.items()}
    categories = _row_area(tables[SACH], tables[SACH].header, 3, last)
    chart = stacked_columns(
        book.workbook,
        f"Kosten nach Jahren ({basis})",
        sach_personal(categories, areas[SACH], areas[PERSONAL]),
    )
    page.chart(reserved, chart, _year_words(source, basis))


def dezernat_table(page: Page, source: Source, basis: Basis, year: int) -> SheetTable | None:
    """Cost by Dezernat in one year with its chart; None where there is no cost."""
    frame = cost_by_dezernat(source.db, basis, year)
    if frame.empty:
        page.empty(f"Für {year} sind noch keine Kosten ({basis}) erfasst.")
        return None
    columns = (
        SheetColumn("Nr.", Show.CODE),
        SheetColumn(source.level_1, Show.TEXT),
        SheetColumn(SACH, Show.MONEY),
        SheetColumn(PERSONAL, Show.MONEY),
        SheetColumn("Zusammen", Show.MONEY),
        SheetColumn("Zeilen ohne Betrag", Show.INTEGER),
    )
    reserved = page.reserve(max(10, 5 + 2 * len(frame)))
    rows: list[list[Any]] = []
    first = page.row + 1
    for number, item in enumerate(records(frame)):
        row = first + number
        # The number and not the name: two units may bear one title, and SUMIFS takes * and ? in a
        # name for wildcards.
        key = f"$A{row + 1}"
        criteria = {"dezernat_key": key, "basis": f'"{basis}"', "year": str(year)}
        rows.append(
            [
                # A word instead of an empty cell, because SUMIFS cannot look for an empty one by a
                # reference.
                item["dezernat_id"] or UNASSIGNED,
                item["dezernat"],
                source.inventory.sum(item["sach_cents"], criteria, {"kind": f'"{SACH}"'}),
                source.inventory.sum(item["personal_cents"], criteria, {"kind": f'"{PERSONAL}"'}),
                add_up(f"C{row + 1}:D{row + 1}", [item["sach_cents"], item["personal_cents"]]),
                item["unknown_lines"],
            ]
        )
    rows.append(sum_row(rows, first, ["Summe", ""], last_column=5))
    table = page.table(columns, rows, strong=[len(rows) - 1])
    # Without the sum, which would be the longest bar and flatten all others.
    body = table.last - 1
    chart = stacked_bars(
        page.book.workbook,
        f"Kosten nach {source.level_1} im Jahr {year} ({basis})",
        sach_personal(
            table.cells(1, last=body), table.cells(2, last=body), table.cells(3, last=body)
        ),
    )
    dearest = max(records(frame), key=lambda item: item["amount_cents"] or 0)
    page.chart(
        reserved,
        chart,
        f"Gestapelte Balken je {source.level_1}; am meisten trägt {dearest['dezernat']} mit "
        f"{german.money_short(dearest['amount_cents'])}.",
    )
    return table


def sum_row(rows: list[list[Any]], first: int, labels: list[Any], last_column: int) -> list[Any]:
    """A row that adds up the columns behind ``labels`` of the rows from ``first`` on."""
    line = list(labels)
    for index in range(len(labels), last_column + 1):
        top = xl_rowcol_to_cell(first, index)
        bottom = xl_rowcol_to_cell(first + len(rows) - 1, index)
        cells = [row[index] for row in rows]
        # Cells of a sum are formulas; the value to be cached is worked out from what they hold now.
        values = [cell.value if isinstance(cell, Formula) else cell for cell in cells]
        line.append(add_up(f"{top}:{bottom}", values))
    return line


def records(frame: Any) -> list[dict[str, Any]]:
    """The rows of a DataFrame as dicts in which unknown values are None."""
    return [
        # pandas has four kinds of nothing (None, NaN, NaT, NA); from here on there is one.
        {str(name): None if german.is_unknown(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


@dataclass(frozen=True)
class _Unit:
    dezernat: str
    key: str
    amt: str
    dezernat_key: str
    cents: Mapping[tuple[int, str], int | None]


def _read_units(source: Source, basis: Basis) -> list[_Unit]:
    units: dict[tuple[str, str], _Unit] = {}
    rows = records(cost_by_unit_and_year(source.db, basis))
    asked = {(int(r["year"]), r["kind"]) for r in rows if r["amount_cents"] is not None}
    for row in rows:
        dezernat_key = row["dezernat_id"] or UNASSIGNED
        key = row["amt_id"] or UNASSIGNED
        unit = units.setdefault(
            (dezernat_key, key), _Unit(row["dezernat"], key, row["amt"], dezernat_key, {})
        )
        assert isinstance(unit.cents, dict)
        year = int(row["year"])
        unit.cents[(year, row["kind"])] = row["amount_cents"]
        for kind in KINDS:
            # An Amt with known cost of one kind only has none of the other, if that is known of
            # any Amt in the year.
            if row["amount_cents"] is not None and (year, kind) in asked:
                unit.cents.setdefault((year, kind), 0)
    return list(units.values())


def _unit_table(
    page: Page, source: Source, basis: Basis, units: list[_Unit], years: list[int], kind: str
) -> SheetTable:
    header, first = page.row, page.row + 1
    rows: list[list[Any]] = []
    for number, unit in enumerate(units):
        row = first + number
        line: list[Any] = [unit.key, unit.dezernat, unit.amt]
        for index, year in enumerate(years, start=3):
            criteria = {
                "amt_key": f"$A{row + 1}",
                # Written into the formula, because column B shows the name and the key has no
                # column of its own.
                "dezernat_key": f'"{unit.dezernat_key}"',
                # The heading of the column, so that the formula can be copied sideways.
                "year": xl_rowcol_to_cell(header, index, row_abs=True),
                "basis": f'"{basis}"',
            }
            part = {"kind": f'"{kind}"'}
            line.append(source.inventory.sum(unit.cents.get((year, kind)), criteria, part))
        line.append(_across(row, 3, 2 + len(years), line[3:]))
        rows.append(line)
    rows.append(sum_row(rows, first, ["Summe", "", ""], 3 + len(years)))
    return _year_table(page, source, years, rows)


def _both_table(
    page: Page,
    source: Source,
    units: list[_Unit],
    years: list[int],
    tables: Mapping[str, SheetTable],
) -> None:
    first = page.row + 1
    rows: list[list[Any]] = []
    for number, unit in enumerate(units):
        line: list[Any] = [unit.key, unit.dezernat, unit.amt]
        for index, year in enumerate(years, start=3):
            cells = ",".join(
                xl_rowcol_to_cell(tables[kind].first + number, index) for kind in KINDS
            )
            line.append(add_up(cells, [unit.cents.get((year, kind)) for kind in KINDS]))
        line.append(_across(first + number, 3, 2 + len(years), line[3:]))
        rows.append(line)
    rows.append(sum_row(rows, first, ["Summe", "", ""], 3 + len(years)))
    _year_table(page, source, years, rows)


def _year_table(page: Page, source: Source, years: list[int], rows: list[list[Any]]) -> SheetTable:
    columns = [
        SheetColumn("Nr.", Show.CODE),
        SheetColumn(source.level_1, Show.TEXT),
        SheetColumn(source.level_2, Show.TEXT),
        *(SheetColumn(str(year), Show.MONEY) for year in years),
        SheetColumn("Summe", Show.MONEY),
    ]
    table = page.table(columns, rows, strong=[len(rows) - 1])
    # The years in the heading are numbers, because the formulas compare with them.
    for index, year in enumerate(years, start=3):
        page.sheet.write_number(table.header, index, year, page.book.formats.header(Show.MONEY))
    return table


def _across(row: int, first: int, last: int, formulas: list[Formula]) -> Formula:
    cells = f"{xl_rowcol_to_cell(row, first)}:{xl_rowcol_to_cell(row, last)}"
    return add_up(cells, [formula.value for formula in formulas])


def _row_area(table: SheetTable, row: int, first: int, last: int) -> str:
    start = xl_rowcol_to_cell(row, first, row_abs=True, col_abs=True)
    end = xl_rowcol_to_cell(row, last, row_abs=True, col_abs=True)
    return f"'{table.sheet}'!{start}:{end}"


def _year_words(source: Source, basis: Basis) -> str:
    totals: dict[int, int] = {}
    for row in records(cost_by_year(source.db, basis)):
        if row["amount_cents"] is not None:
            totals[int(row["year"])] = totals.get(int(row["year"]), 0) + row["amount_cents"]
    words = ", ".join(f"{year}: {german.money_short(cents)}" for year, cents in totals.items())
    return f"Gestapelte Säulen aus Sach- und Personalkosten je Jahr. {words}."
