"""The door for files from outside: any file in, a detected table or one German sentence out."""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from pathlib import Path
from typing import Any

from strategy.intake.errors import WrongMapping
from strategy.intake.gate.limits import Limits
from strategy.intake.gate.sandbox import read_in_child
from strategy.intake.reading.table import Table
from strategy.intake.recognising.mapping import read_mapping


def read_table(
    path: str | Path,
    *,
    sheet: str | None = None,
    mapping: AnyMapping[str, Any] | str | None = None,
    roles: AnyMapping[str, str] | None = None,
    name: str | None = None,
    limits: Limits | None = None,
    settle: bool = True,
) -> Table:
    """Read the table of a workbook or text file in a limited process.

    ``sheet`` names a worksheet, ``mapping`` overrides what detection would decide (see
    ``recognising/mapping.py``), ``roles`` says what known headers are (``same_header`` of the
    header -> text, code, number, amount, date), ``name`` is the file's name in sentences if it
    was stored under another one.

    Raises a child of StrategyError with one German sentence: Unreadable for the file, WrongMapping
    for the mapping, AmbiguousNumbers or AmbiguousDates where the whole column leaves two readings.
    With ``settle=False`` ambiguous columns are returned as raw text and raise only when used.
    """
    path = Path(path)
    checked = read_mapping(mapping)
    plain = dict(json.loads(mapping)) if isinstance(mapping, str) else dict(mapping or {})
    if sheet is not None:
        plain["sheet"] = sheet
    table = read_in_child(path, name or path.name, plain, roles or {}, limits or Limits())
    if sheet is not None and table.detected.kind == "text":
        raise WrongMapping(
            f"„{table.detected.file}“ ist eine Textdatei und hat keine Tabellenblätter.", "sheet"
        )
    _check_headers(table, checked.columns | checked.numbers | checked.dates | checked.unit)
    if settle:
        for column in table.detected.columns:
            if column.readings:
                raise column.question()
    return table


def _check_headers(table: Table, wanted: AnyMapping[str, Any]) -> None:
    from strategy.intake.recognising.headers import same_header

    present = {same_header(header) for header in table.headers}
    missing = sorted(set(wanted) - present)
    if missing:
        raise WrongMapping(
            f"Die Zuordnung nennt die Spalte „{missing[0]}“, die es in „{table.detected.file}“ "
            f"nicht gibt; vorhanden sind: {', '.join(f'„{h}“' for h in table.headers[:20])}.",
            field="columns",
        )
