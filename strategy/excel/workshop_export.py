"""Everything of one workshop in one file: a workbook with a sheet per kind of rows, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from strategy.excel.column import SheetColumn, Show
from strategy.excel.safe_file import replacing
from strategy.excel.source import version_name
from strategy.excel.text import clean_text
from strategy.excel.workshop_tables import WorkshopTable, workshop_tables
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for

_A4 = 9
# Rows of a sheet in Excel below the headings.
MOST_ROWS = 1_048_575


def write_workshop(
    store: Store,
    workshop_id: str,
    path: Path | str,
    version: str = DRAFT,
    *,
    audience: Audience = Audience.ADMINISTRATION,
) -> Path:
    """Write a workshop to ``path``, which ends in .xlsx or .json.

    Raises Refused, NotFound or NotWritten; then ``path`` is as it was before.
    """
    target = Path(path)
    writers = {".xlsx": _write_workbook, ".json": _write_json}
    if target.suffix.lower() not in writers:
        raise Refused(
            f"{target.name} endet weder auf .xlsx noch auf .json; geben Sie der Zieldatei eine "
            "dieser Endungen."
        )
    with read_for(store, version_name(store, version), audience) as db:
        tables = workshop_tables(db, workshop_id)
    with replacing(target) as partial:
        writers[target.suffix.lower()](partial, tables)
    return target


def _write_workbook(path: Path, tables: list[WorkshopTable]) -> None:
    book = Workbook(
        str(path),
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    base = {"valign": "top", "font_name": "Arial", "font_size": 10}
    head = book.add_format(
        {**base, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8E9EF"}
    )
    looks = {
        Show.TEXT: book.add_format({**base, "text_wrap": True}),
        Show.INTEGER: book.add_format({**base, "num_format": "#,##0"}),
        Show.DAY: book.add_format({**base, "num_format": "dd.mm.yyyy", "align": "left"}),
        Show.MOMENT: book.add_format({**base, "num_format": "dd.mm.yyyy hh:mm", "align": "left"}),
    }
    unknown = book.add_format({**base, "italic": True, "font_color": "#454B6B"})
    for name, table in _parts(tables):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L" + name + "&RSeite &P von &N")
        for index, column in enumerate(table.columns):
            sheet.set_column(index, index, column.best_width)
            sheet.write_string(0, index, column.label, head)
        for number, row in enumerate(table.rows, start=1):
            for index, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                _write_cell(sheet, number, index, column, value, looks, unknown)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    book.close()


def _parts(tables: list[WorkshopTable]) -> Iterator[tuple[str, WorkshopTable]]:
    """Tables by the name of their sheet; what is longer than a sheet goes on in further ones."""
    for table in tables:
        for number, start in enumerate(range(0, max(len(table.rows), 1), MOST_ROWS), start=1):
            name = table.name if number == 1 else f"{table.name} {number}"
            yield name, replace(table, rows=table.rows[start : start + MOST_ROWS])


def _write_cell(
    sheet: Worksheet,
    row: int,
    index: int,
    column: SheetColumn,
    value: Any,
    looks: dict[Show, Any],
    unknown: Any,
) -> None:
    look = looks.get(column.show, looks[Show.TEXT])
    if value is None:
        # A card without a group has none, but a number or a day that is missing is unknown.
        if column.show in (Show.INTEGER, Show.DAY, Show.MOMENT):
            sheet.write_string(row, index, german.UNKNOWN, unknown)
    elif column.show is Show.MOMENT:
        local = value.replace(tzinfo=UTC).astimezone(german.TIME_ZONE).replace(tzinfo=None)
        sheet.write_datetime(row, index, local, look)
    elif column.show is Show.DAY:
        sheet.write_datetime(row, index, value, look)
    elif column.show is Show.INTEGER:
        sheet.write_number(row, index, int(value), look)
    else:
        sheet.write_string(row, index, clean_text(str(value)), look)


def _write_json(path: Path, tables: list[WorkshopTable]) -> None:
    whole = {
        table.name: [
            {column.label: _plain(value) for column, value in zip(table.columns, row, strict=True)}
            for row in table.rows
        ]
        for table in tables
    }
    first = tables[0]
    whole[first.name] = [{str(name): _plain(value) for name, value in first.rows}]
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC, microsecond=0).isoformat()
    return value.isoformat() if isinstance(value, date) else value
