"""Read the project's own CSV files, whose headers are the German labels of a noun.

Reference lists and the demo municipality are kept this way: semicolons, UTF-8, numbers, amounts
and dates as Germans write them, an empty cell is unknown.  "Kennung" is the id.  Files from
outside are another matter and go through ``strategy.intake``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from strategy.kernel import german
from strategy.kernel.errors import Refused, Unreadable
from strategy.kernel.record import Kind, Record, Spec

R = TypeVar("R", bound=Record)

ID = "Kennung"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as header to text."""
    try:
        # With or without a byte order mark: Excel writes one, editors do not.
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";", strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(
            f"Die mitgelieferte Datei {path.name} fehlt oder ist beschädigt; "
            "installieren Sie die Werkbank neu."
        ) from error


def read_records(noun: type[R], path: Path) -> list[R]:
    """The rows of a CSV file as records of ``noun``; version 0, id empty where none is given."""
    rows = read_rows(path)
    specs = {spec.label: spec for spec in noun.specs()}
    # A renamed field must not empty a column of the demo without a word.
    unknown = [label for label in (rows[0] if rows else {}) if label not in (ID, *specs)]
    if unknown:
        raise Unreadable(
            f"Die Spalte „{unknown[0]}“ in {path.name} gibt es bei {noun.PLURAL} nicht."
        )
    records = []
    # The header is line 1.
    for number, row in enumerate(rows, start=2):
        try:
            values = {specs[k].name: parse(specs[k], v) for k, v in row.items() if k != ID}
        except Refused as error:
            raise Unreadable(f"{path.name}, Zeile {number}: {error}") from error
        records.append(noun(id=row.get(ID) or "", **values))
    return records


def parse(spec: Spec, text: str) -> Any:
    """The value of one cell, None where it is empty; raises Refused."""
    typed = (text or "").strip()
    if not typed:
        return None
    return _READERS.get(spec.kind, str)(typed)


def _flag(text: str) -> bool:
    if text not in ("ja", "nein"):
        raise Refused(f"„{text}“ ist weder ja noch nein.")
    return text == "ja"


def _moment(text: str) -> datetime | None:
    """A day counts from 9:00 UTC; with a time behind it the text is local, what is kept is UTC."""
    written, _, clock = text.partition(" ")
    day = german.parse_date(written)
    if day is None or not clock:
        return None if day is None else datetime.combine(day, time(9, 0))
    try:
        local = datetime.combine(day, time.fromisoformat(clock), german.TIME_ZONE)
    except ValueError as error:
        raise Refused(f"„{clock}“ ist keine Uhrzeit; schreiben Sie sie wie 14:30.") from error
    return local.astimezone(UTC).replace(tzinfo=None)


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.MONEY: german.parse_money,
    Kind.PERCENT: german.parse_percent,
    Kind.FTE: german.parse_fte,
    Kind.NUMBER: german.parse_decimal,
    Kind.INTEGER: german.parse_int,
    Kind.YEAR: german.parse_year,
    Kind.DAY: german.parse_date,
    Kind.MOMENT: _moment,
    Kind.FLAG: _flag,
}
