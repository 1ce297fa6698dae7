"""Recognise next year's file: its shape, the name of its source, the mapping saved for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from strategy.intake.reading.detected import Detected
from strategy.intake.recognising.headers import one_line, same_header
from strategy.intake.recognising.money_heading import year_header
from strategy.kernel.store import Cursor, Transaction

_YEAR = re.compile(r"(?:19|20)\d\d")
_HEADER_KEYS = ("columns", "numbers", "dates", "unit", "roles")


def shape_of(detected: Detected) -> str:
    """The headers of a table without years: equal for the files of one series."""
    names = []
    for column in detected.columns:
        name = "[jahr]" if column.year else _blind(column.header)
        if name not in names:
            names.append(name)
    return "|".join(names)


def source_name(file_name: str) -> str:
    """The file name without ending, years and days: what the series is called."""
    stem = file_name.rpartition(".")[0] or file_name
    bare = re.sub(r"(?:19|20)\d\d(?:[-_.]?\d\d){0,2}", " ", stem)
    bare = re.sub(r"[\s_.\-]+$|^[\s_.\-]+", "", bare)
    return re.sub(r"\s{2,}|[_\-]{2,}", " ", bare) or stem


def saved_source(db: Cursor, kind: str, shape: str) -> tuple[str, dict[str, Any]] | None:
    """Name and mapping of the source of this shape, if one was imported before."""
    row = db.one("SELECT mapping FROM plan.mapping WHERE kind = ? AND shape = ?", [kind, shape])
    if row is None:
        return None
    known = json.loads(row["mapping"])
    return str(known["source"]), dict(known["mapping"])


def save_source(
    tx: Transaction, kind: str, shape: str, source: str, mapping: dict[str, Any], file_name: str
) -> None:
    """Remember the mapping of a source, for next year's file."""
    tx.run("DELETE FROM plan.mapping WHERE kind = ? AND shape = ?", [kind, shape])
    tx.run(
        "INSERT INTO plan.mapping VALUES (?, ?, ?, ?, ?, ?)",
        [
            kind,
            shape,
            json.dumps({"source": source, "mapping": mapping}, ensure_ascii=False),
            file_name,
            tx.at,
            tx.actor,
        ],
    )


def carried_over(mapping: dict[str, Any], headers: Iterable[str]) -> dict[str, Any]:
    """A saved mapping for a newer file, whose headers may name other years.

    What was said about "Ansatz 2024" holds for "Ansatz 2025"; plan types of bare years are carried
    over in their order; rows named by number are not, since they differ from file to file.
    """
    present = list(headers)
    carried = {k: v for k, v in mapping.items() if k not in ("skip_rows", "subtotals")}
    for key in _HEADER_KEYS:
        if key in mapping:
            told = {_blind(header): value for header, value in mapping[key].items()}
            carried[key] = {h: told[_blind(h)] for h in present if _blind(h) in told}
    if "year_columns" in mapping:
        carried["year_columns"] = _years_carried_over(mapping["year_columns"], present)
    return carried


def _years_carried_over(told: dict[str, Any], present: list[str]) -> dict[str, Any]:
    by_header = {same_header(header): value for header, value in told.items()}
    if all(same_header(header) in by_header or not year_header(header) for header in present):
        return {h: by_header[same_header(h)] for h in present if same_header(h) in by_header}
    old = [value for _, value in sorted(told.items(), key=lambda item: item[1] or [0])]
    years = [(found.year, h) for h in present if (found := year_header(h)) and not found.plan_type]
    if len(years) != len(old):
        return {}
    pairs = zip(sorted(years), old, strict=True)
    return {header: [year, value[1]] for (year, header), value in pairs if value}


def _blind(header: str) -> str:
    return same_header(_YEAR.sub("0000", one_line(header)))
