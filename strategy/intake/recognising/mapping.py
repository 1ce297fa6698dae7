"""The mapping: what the user says about a file where detection should not decide.

A JSON object; every key is optional and overrides what detection would find::

    {
      "sheet": "Ergebnisplan",             name of the worksheet
      "encoding": "cp1252",                character encoding of a text file
      "delimiter": ";",                    delimiter of a text file
      "header_row": 3,                     row number of the header, or [3, 4]; 0 = there is none
      "range": "B5:F40",                   only this part of the sheet
      "sideways": true,                    headings stand in the first column, not in a row;
                                           false = certainly not
      "columns": {"Betrag": "amount"},     header -> field of the kind, null = leave out
      "numbers": {"Betrag": "thousands"},  thousands | decimal: what the one separator means
                                           (or "1.234,56" | "1,234.56")
      "dates": {"Ende": "d/m/y"},          d/m/y | m/d/y
      "unit": {"Betrag": "TEUR"},          EUR | TEUR | Mio. EUR | %
      "skip_rows": [17, 18],               row numbers that are left out
      "subtotals": [12],                   row numbers that are sums; [] = none are
      "year_columns": {"2024": [2024, "Ansatz"]},
                                           header -> year and Ergebnis | Ist | Ansatz | Plan |
                                           fortgeschriebener Ansatz | Finanzplanung, and the kind
                                           of line where the column has its own ("Ertrag" …);
                                           null = no year column
      "equal_rows": "add",                 budget rows equal in all keys: add = one line with
                                           their sum; without it they are refused
      "roles": {"Nr": "text"},             text | code | number | amount | date
      "unread_amounts": "unknown",         amounts that cannot be read are unknown, their words are
                                           kept beside the line; without it they are refused
      "year": 2025,                        year of all amounts where the file does not say
      "plan_type": "Ansatz",               plan type of all amounts where the file does not say
      "source": "Finanzplan",              name of the series, if two have the same headers
      "workshop": "W-0003",                workshop to which cards or points without one belong
      "phase": "Kritik",                   phase of cards without one: id, title or kind
      "rate_content": "mit Arbeitsplatz",  what personnel rates contain where the file does not say
      "empty_cells": "clear",              keep | clear: whether an empty cell empties the field
      "hidden_rows": "leave_out",          take | leave_out: rows that are hidden or filtered away
      "struck_rows": "take"                take | leave_out: rows that are struck out
    }

Headers are compared without case, blanks and punctuation, so next year's file may write them a
little differently.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any

from strategy.intake.errors import WrongMapping
from strategy.intake.recognising.headers import same_header, unit_by_name
from strategy.intake.recognising.money_heading import PLAN_TYPES
from strategy.kernel import german
from strategy.nouns.personnel_rate import RateContent

ROLES = ("text", "code", "number", "amount", "date")
LINE_KINDS = ("Ertrag", "Aufwand", "Einzahlung", "Auszahlung", "Saldo")
_NUMBERS = {"thousands", "decimal", "1.234,56", "1,234.56"}
_TAKEN = {"take", "leave_out"}
_DATES = {"d/m/y", "m/d/y"}
_KEYS = {
    "sheet",
    "encoding",
    "delimiter",
    "header_row",
    "range",
    "sideways",
    "columns",
    "numbers",
    "dates",
    "unit",
    "skip_rows",
    "subtotals",
    "year_columns",
    "roles",
    "equal_rows",
    "unread_amounts",
    "year",
    "plan_type",
    "source",
    "workshop",
    "phase",
    "rate_content",
    "empty_cells",
    "hidden_rows",
    "struck_rows",
}


@dataclass(frozen=True)
class Mapping:
    """A checked mapping; keys of the dictionaries are headers as ``same_header`` writes them."""

    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: tuple[int, ...] | None = None
    range: str | None = None
    sideways: bool | None = None
    columns: dict[str, str | None] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    unit: dict[str, str] = field(default_factory=dict)
    skip_rows: tuple[int, ...] = ()
    subtotals: tuple[int, ...] | None = None
    year_columns: dict[str, tuple[int, str, str | None] | None] = field(default_factory=dict)
    equal_rows: str | None = None
    unread_amounts: str | None = None
    roles: dict[str, str] = field(default_factory=dict)
    year: int | None = None
    plan_type: str | None = None
    source: str | None = None
    workshop: str | None = None
    phase: str | None = None
    rate_content: str | None = None
    empty_cells: str = "keep"
    hidden_rows: str = "take"
    struck_rows: str = "leave_out"


def read_mapping(raw: AnyMapping[str, Any] | str | None) -> Mapping:
    """Check a mapping given as dictionary or JSON text; WrongMapping says what is wrong in it."""
    if raw is None:
        return Mapping()
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except json.JSONDecodeError as error:
            raise WrongMapping(
                f"Die Zuordnung ist kein gültiges JSON (Zeile {error.lineno}, "
                f"Spalte {error.colno})."
            ) from error
    if not isinstance(raw, AnyMapping):
        raise WrongMapping("Die Zuordnung muss ein JSON-Objekt in geschweiften Klammern sein.")
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise WrongMapping(
            f"Die Zuordnung enthält den unbekannten Schlüssel „{unknown[0]}“; möglich sind: "
            + ", ".join(sorted(_KEYS))
            + ".",
            field=unknown[0],
        )
    return Mapping(
        sheet=_text(raw, "sheet"),
        encoding=_text(raw, "encoding"),
        delimiter=_text(raw, "delimiter"),
        header_row=_header_row(raw.get("header_row")),
        range=_text(raw, "range"),
        sideways=_truth(raw, "sideways"),
        columns=_headers(raw, "columns", _field_name),
        numbers=_headers(raw, "numbers", lambda v: _one_of("numbers", v, _NUMBERS)),
        dates=_headers(raw, "dates", lambda v: _one_of("dates", v, _DATES)),
        unit=_headers(raw, "unit", _unit),
        skip_rows=_rows(raw, "skip_rows") or (),
        subtotals=_rows(raw, "subtotals"),
        year_columns=_headers(raw, "year_columns", _year_column),
        roles=_headers(raw, "roles", lambda v: _one_of("roles", v, set(ROLES))),
        equal_rows=_one_of("equal_rows", raw["equal_rows"], {"add"})
        if raw.get("equal_rows") is not None
        else None,
        unread_amounts=_one_of("unread_amounts", raw["unread_amounts"], {"unknown"})
        if raw.get("unread_amounts") is not None
        else None,
        year=_year(raw.get("year")),
        plan_type=_one_of("plan_type", raw["plan_type"], set(PLAN_TYPES))
        if raw.get("plan_type") is not None
        else None,
        source=_text(raw, "source"),
        workshop=_asked(raw, "workshop"),
        phase=_asked(raw, "phase"),
        rate_content=_one_of("rate_content", raw["rate_content"], set(map(str, RateContent)))
        if raw.get("rate_content") is not None
        else None,
        hidden_rows=_one_of("hidden_rows", raw.get("hidden_rows", "take"), _TAKEN),
        struck_rows=_one_of("struck_rows", raw.get("struck_rows", "leave_out"), _TAKEN),
        empty_cells=_one_of("empty_cells", raw.get("empty_cells", "keep"), {"keep", "clear"}),
    )


def _text(raw: AnyMapping[str, Any], key: str) -> str | None:
    value = raw.get(key)
    if value is not None and not isinstance(value, str):
        raise WrongMapping(f"„{key}“ in der Zuordnung muss ein Text sein.", field=key)
    return value


def _truth(raw: AnyMapping[str, Any], key: str) -> bool | None:
    value = raw.get(key)
    if value is not None and not isinstance(value, bool):
        raise WrongMapping(f"„{key}“ in der Zuordnung muss true oder false sein.", field=key)
    return value


def _asked(raw: AnyMapping[str, Any], key: str) -> str | None:
    """An id; an answer to the question for it comes with the words of the question."""
    value = raw.get(key)
    if isinstance(value, AnyMapping) and value:
        value = list(value.values())[-1]
    return _text({key: value}, key)


def _header_row(value: Any) -> tuple[int, ...] | None:
    if value is None:
        return None
    rows = value if isinstance(value, list) else [value]
    if not all(isinstance(row, int) and not isinstance(row, bool) and row >= 0 for row in rows):
        raise WrongMapping(
            "„header_row“ in der Zuordnung muss eine Zeilennummer oder eine Liste von "
            "Zeilennummern sein.",
            field="header_row",
        )
    return tuple(row for row in rows if row)


def _rows(raw: AnyMapping[str, Any], key: str) -> tuple[int, ...] | None:
    value = raw.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(
        isinstance(row, int) and not isinstance(row, bool) for row in value
    ):
        raise WrongMapping(
            f"„{key}“ in der Zuordnung muss eine Liste von Zeilennummern sein.", field=key
        )
    return tuple(value)


def _headers(raw: AnyMapping[str, Any], key: str, check: Any) -> dict[str, Any]:
    value = raw.get(key)
    if value is None:
        return {}
    if not isinstance(value, AnyMapping):
        raise WrongMapping(
            f'„{key}“ in der Zuordnung muss zu jeder Spalte eine Angabe machen ({{"Spalte": …}}).',
            field=key,
        )
    return {same_header(str(header)): check(entry) for header, entry in value.items()}


def _field_name(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise WrongMapping("„columns“ ordnet jeder Spalte ein Feld oder null zu.", field="columns")
    return value


def _one_of(key: str, value: Any, allowed: set[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise WrongMapping(
            f"„{value}“ ist für „{key}“ nicht möglich; möglich sind: "
            + ", ".join(f"„{choice}“" for choice in sorted(allowed, key=german.listed))
            + ".",
            field=key,
        )
    return value


def _unit(value: Any) -> str:
    if not isinstance(value, str) or unit_by_name(value) is None:
        raise WrongMapping(
            f"Die Einheit „{value}“ ist unbekannt; möglich sind EUR, TEUR, Mio. EUR und %.",
            field="unit",
        )
    return value


def _year(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or not 1900 <= value <= 2100):
        raise WrongMapping("„year“ in der Zuordnung muss eine Jahreszahl sein.", field="year")
    return value


def _year_column(value: Any) -> tuple[int, str, str | None] | None:
    if value is None:
        return None
    if (
        not isinstance(value, list | tuple)
        or not 2 <= len(value) <= 3
        or not isinstance(value[0], int)
        or not 1900 <= value[0] <= 2100
        or value[1] not in PLAN_TYPES
        or (len(value) == 3 and value[2] not in (None, *LINE_KINDS))
    ):
        raise WrongMapping(
            "„year_columns“ ordnet jeder Spalte ein Jahr und eine Planart zu, zum Beispiel "
            f'[2024, "Ansatz"]; Planarten sind: {", ".join(PLAN_TYPES)}. Als Drittes ist die Art '
            f"der Zeile möglich: {', '.join(LINE_KINDS)}.",
            field="year_columns",
        )
    return value[0], value[1], value[2] if len(value) == 3 else None
