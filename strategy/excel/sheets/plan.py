"""Step 5: chapters, priorities, the plan over the years with its cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from strategy.excel.book import Book
from strategy.excel.charts import sach_personal, stacked_columns
from strategy.excel.column import SheetColumn, Show
from strategy.excel.cost_data import add_up
from strategy.excel.page import Page
from strategy.excel.sheets.cost import KINDS, PERSONAL, SACH, records, sum_row
from strategy.excel.source import Source
from strategy.figures.plan.measures import (
    funding_table,
    measure_table,
    measure_years,
    measures_by,
    plan_by_year,
)
from strategy.kernel import german
from strategy.kernel.records import find
from strategy.nouns.chapter import Chapter
from strategy.nouns.cost_line import Basis

# Pale, because the word of the stage stands in the cell and has to be read on it.
_STAGE_COLOURS = {"Vorbereitung": "#FFE7B6", "Umsetzung": "#C0D0F2", "Betrieb": "#DFEFE1"}


def write_strategy(book: Book, source: Source) -> None:
    """The sheet of step 5."""
    page = Page(
        book,
        "5 Strategie",
        "5 Digitalisierungsstrategie",
        "Der Text der Strategie, die Prioritäten und was der Plan in jedem Jahr kostet.",
        [14, 50, 18, 18, 18, 18, 16],
    )
    chapters = find(source.db, Chapter, order="position, id")
    for chapter in chapters:
        page.heading(chapter.title or chapter.id)
        if chapter.body:
            page.text(chapter.body)
        else:
            page.empty("Dieses Kapitel hat noch keinen Text.")
        page.gap()
    if not chapters:
        page.heading("Text der Strategie")
        page.empty("Der Text der Strategie ist noch nicht geschrieben; beginnen Sie in Schritt 5.")
    page.heading("Prioritäten")
    priorities = records(measures_by(source.db, "priority"))
    if priorities:
        page.table(
            (
                SheetColumn("", Show.CODE),
                SheetColumn("Priorität", Show.TEXT),
                SheetColumn("Maßnahmen", Show.INTEGER),
            ),
            [["", row["value"], row["measures"]] for row in priorities],
        )
    else:
        page.empty("Es gibt noch keine Maßnahmen; legen Sie sie in Schritt 4 an.")
    page.heading("Kosten des Plans nach Jahren")
    _plan_cost(page, source)
    _funding(page, source)


def _plan_cost(page: Page, source: Source) -> None:
    # Several sums per year and kind come back, by recurrence and half of the budget; each may be
    # unknown.
    known: dict[tuple[int, str], list[int | None]] = {}
    for sums in records(plan_by_year(source.db, Basis.PLAN)):
        known.setdefault((int(sums["year"]), sums["kind"]), []).append(sums["amount_cents"])
    if not known:
        page.empty("Für die Maßnahmen des Plans sind noch keine Kosten erfasst.")
        return
    years = sorted({*source.years, *(year for year, _ in known)})
    reserved = page.reserve()
    rows: list[list[Any]] = []
    first = page.row + 1
    for number, year in enumerate(years):
        row = first + number + 1
        # Known cost of one kind alone means 0 of the other; else both are unknown.
        some = any(_known_sum(known.get((year, kind), [])) is not None for kind in KINDS)
        cents = [_known_sum(known.get((year, kind), [0] if some else [])) for kind in KINDS]
        # The data sheet holds the idea pool too, so that its rows add up as well; here they do not
        # count.
        criteria = {"year": f"$A{row}", "basis": f'"{Basis.PLAN}"', "in_plan": '"ja"'}
        rows.append(
            [
                year,
                "Maßnahmen des Plans, ohne Ideenpool und Verworfenes",
                source.measures.sum(cents[0], criteria, {"kind": f'"{SACH}"'}),
                source.measures.sum(cents[1], criteria, {"kind": f'"{PERSONAL}"'}),
                add_up(f"C{row}:D{row}", cents),
            ]
        )
    rows.append(sum_row(rows, first, ["Summe", ""], 4))
    table = page.table(
        (
            SheetColumn("Jahr", Show.YEAR),
            SheetColumn("Was gezählt ist", Show.TEXT),
            SheetColumn(SACH, Show.MONEY),
            SheetColumn(PERSONAL, Show.MONEY),
            SheetColumn("Zusammen", Show.MONEY),
        ),
        rows,
        strong=[len(rows) - 1],
    )
    end = table.last - 1
    totals = ", ".join(f"{row[0]}: {german.money_short(row[4].value)}" for row in rows[:-1])
    page.chart(
        reserved,
        stacked_columns(
            page.book.workbook,
            "Kosten der Maßnahmen nach Jahren (Plan)",
            sach_personal(
                table.cells(0, last=end), table.cells(2, last=end), table.cells(3, last=end)
            ),
        ),
        f"Gestapelte Säulen aus Sach- und Personalkosten der Maßnahmen je Jahr. {totals}.",
    )


def _funding(page: Page, source: Source) -> None:
    grants = records(funding_table(source.db))
    if not grants:
        return
    page.heading("Fördermittel und Eigenanteil aller Maßnahmen und Projekte")
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Programm und Vorhaben", Show.LONG),
            SheetColumn("Förderfähig", Show.MONEY),
            SheetColumn("Förderquote", Show.PERCENT),
            SheetColumn("Fördermittel", Show.MONEY),
            SheetColumn("Eigenanteil", Show.MONEY),
        ),
        [
            [
                g["id"],
                f"{g['title']}\n{g['object_title'] or ''}".strip(),
                g["eligible_cents"],
                g["rate"],
                g["grant_cents"],
                g["own_cents"],
            ]
            for g in grants
        ],
    )


def write_plan(book: Book, source: Source) -> None:
    """Mehrjahresplan: measures × years with their stage."""
    cells, years = _cells(source)
    page = Page(
        book,
        "Mehrjahresplan",
        "Mehrjahresplan",
        "Jede Maßnahme mit ihrer Stufe in jedem Jahr: Vorbereitung, Umsetzung, Betrieb.",
        [11, 44, 22, 12, 16, *[14] * len(years)],
    )
    measures = records(measure_table(source.db))
    if not measures:
        page.empty("Es gibt noch keine Maßnahmen; legen Sie sie in Schritt 4 an.")
        return
    columns = [
        SheetColumn("Nr.", Show.CODE),
        SheetColumn("Maßnahme", Show.LONG),
        SheetColumn("Lebensbereich", Show.TEXT),
        SheetColumn("Priorität", Show.TEXT),
        SheetColumn("Stand", Show.TEXT),
        *(SheetColumn(str(year), Show.TEXT) for year in years),
    ]
    table = page.table(
        columns,
        [
            [
                m["measure_id"],
                m["title"],
                m["domain"],
                m["priority"],
                m["status"],
                *(cells.get((m["measure_id"], year), {}).get("stage") or "" for year in years),
            ]
            for m in measures
        ],
    )
    # Number and title stay in sight while one looks along the years.
    _freeze(page, table.header, table.last, len(columns))
    for stage, colour in _STAGE_COLOURS.items():
        # Conditional and not fixed: whoever types another stage into a cell sees its colour follow.
        look = book.workbook.add_format({"bg_color": colour})
        page.sheet.conditional_format(
            table.first,
            5,
            table.last,
            len(columns) - 1,
            {"type": "cell", "criteria": "==", "value": f'"{stage}"', "format": look},
        )


def write_measure_cost(book: Book, source: Source) -> None:
    """Maßnahmenkosten: measures × years in euro, formulas over the cost data of the measures."""
    cells, years = _cells(source)
    page = Page(
        book,
        "Maßnahmen nach Jahren",
        "Kosten der Maßnahmen nach Jahren (Plan)",
        "Was jede Maßnahme in jedem Jahr kostet; Fördermittel sind nicht abgezogen. Ideenpool und "
        "Verworfenes folgen nach der Summe und zählen in ihr nicht mit.",
        [11, 46, 16, *[16] * (len(years) + 1)],
    )
    measures = records(measure_table(source.db))
    if not measures:
        page.empty("Es gibt noch keine Maßnahmen; legen Sie sie in Schritt 4 an.")
        return
    header, first = page.row, page.row + 1
    rows: list[list[Any]] = []
    sums: list[int] = []
    # Each group ends with its own sum; both in one would be another figure than the plan's cost.
    for counted, words in ((True, "Summe"), (False, "Ideenpool und Verworfenes")):
        group: list[list[Any]] = []
        begin = first + len(rows)
        for measure in (m for m in measures if m["in_plan"] is counted):
            row = begin + len(group)
            line: list[Any] = [measure["measure_id"], measure["title"], measure["status"]]
            for index, year in enumerate(years, start=3):
                criteria = {
                    # By the number in column A, which the autofilter may sort along with its row.
                    "object_id": f"$A{row + 1}",
                    "year": xl_rowcol_to_cell(header, index, row_abs=True),
                    "basis": f'"{Basis.PLAN}"',
                }
                cents = cells.get((measure["measure_id"], year), {}).get("amount_cents")
                line.append(source.measures.sum(cents, criteria))
            start, end = xl_rowcol_to_cell(row, 3), xl_rowcol_to_cell(row, 2 + len(years))
            line.append(add_up(f"{start}:{end}", [formula.value for formula in line[3:]]))
            group.append(line)
        if group:
            sums.append(len(rows) + len(group))
            rows += [*group, sum_row(group, begin, [words, "", ""], 3 + len(years))]
    columns = [
        SheetColumn("Nr.", Show.CODE),
        SheetColumn("Maßnahme", Show.LONG),
        SheetColumn("Stand", Show.TEXT),
        *(SheetColumn(str(year), Show.MONEY) for year in years),
        SheetColumn("Summe", Show.MONEY),
    ]
    table = page.table(columns, rows, strong=sums)
    for index, year in enumerate(years, start=3):
        # Headings of columns are written as texts; the formulas compare with the year as a number.
        page.sheet.write_number(table.header, index, year, book.formats.header(Show.MONEY))
    # The filter ends above the last sum, or sorting would take it into the rows.
    _freeze(page, table.header, table.last - 1, len(columns))


def _cells(source: Source) -> tuple[Mapping[tuple[str, int], dict[str, Any]], list[int]]:
    cells = {
        (row["measure_id"], int(row["year"])): row
        for row in records(measure_years(source.db, Basis.PLAN))
    }
    return cells, sorted({*source.years, *(year for _, year in cells)})


def _freeze(page: Page, header: int, last: int, columns: int) -> None:
    page.sheet.freeze_panes(header + 1, 2)
    page.sheet.autofilter(header, 0, last, columns - 1)
    page.sheet.repeat_rows(header)


def _known_sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
