"""Which columns of a budget hold year, plan type and kind of line, by what stands in their cells.

A heading may be anything (Typ, Art, HH_Jahr, time_year, Budgetrichtung); cells that are nothing
but years, plan types or directions say it themselves.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.reading.detected import FoundColumn
from strategy.intake.reading.grid import distinct_texts, is_text
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import same_header
from strategy.intake.recognising.line_kinds import direction_of
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.money_heading import plan_type_in
from strategy.intake.recognising.said_in_cells import said_plan_type, year_cells
from strategy.kernel.written_number import is_unknown

_YEAR_WORD = re.compile(r"jahr|year|hhj|periode|period|datum|date|time|gj\b", re.IGNORECASE)
_TYPE_WORD = re.compile(
    r"art|typ|plan|ist|soll|version|status|wert|szenario|phase|ansatz|rechnung", re.IGNORECASE
)
_DIRECTION_WORD = re.compile(
    r"richtung|art|typ|ertrag|aufwand|einnahme|ausgabe|direction|e.?/.?a|soll|haben|s.?/.?h",
    re.IGNORECASE,
)
# So many different words stand in a column that says one of a few things.
_FEW = 40


def settle_by_content(
    table: Table, assignment: Assignment, mapping: Mapping, notices: list[str]
) -> None:
    """Give year, plan type and kind their columns where the headings did not."""
    told = {mapping.columns.get(same_header(h)) for h in table.headers}
    _drop_wrong_words(table, assignment, told)
    wide = any(column.year is not None for column in table.detected.columns)
    if "year" not in assignment.fields and not wide and mapping.year is None:
        _settle(assignment, "year", _year_columns(table, assignment), _YEAR_WORD, "Jahr", notices)
    if "plan_type" not in assignment.fields and mapping.plan_type is None:
        found = _worded(table, assignment, "plan_type")
        _settle(assignment, "plan_type", found, _TYPE_WORD, "Planart", notices)
    if "line_kind" not in assignment.fields:
        found = _worded(table, assignment, "line_kind")
        _settle(assignment, "line_kind", found, _DIRECTION_WORD, "Art", notices)


def _drop_wrong_words(table: Table, assignment: Assignment, told: set[str | None]) -> None:
    """A column "Art" that holds plan types is none of the kind; a word too many settles nothing."""
    account = assignment.fields.get("account", "")
    if same_header(account) == "kostenart" and "account" not in told:
        words = _words(table, account)
        if words and not any(sign.isdigit() for word in words for sign in word):
            # "Kostenart" over "Personalaufwand" or "Ertrag" is no account.
            del assignment.fields["account"]
            assignment.unused.append(account)
            assignment.unused.sort(key=table.headers.index)
    for name in ("plan_type", "line_kind"):
        header = assignment.fields.get(name)
        if header is None or name in told:
            continue
        words = _words(table, header)
        other = "plan_type" if name == "line_kind" else "line_kind"
        fits = any(_means(name, word, True) for word in words)
        better = all(_means(other, word, False) for word in words)
        if words and (not fits or (better and not all(_means(name, w, False) for w in words))):
            del assignment.fields[name]
            assignment.unused.append(header)
            assignment.unused.sort(key=table.headers.index)


def _settle(
    assignment: Assignment,
    name: str,
    columns: list[str],
    word: re.Pattern[str],
    label: str,
    notices: list[str],
) -> None:
    named = [header for header in columns if word.search(header)]
    # Without a telling heading, only the one column that could be it is taken.
    chosen = named[:1] or (columns if len(columns) == 1 else [])
    if not chosen:
        return
    assignment.fields[name] = chosen[0]
    assignment.unused.remove(chosen[0])
    notices.append(f"{label}: Spalte „{chosen[0]}“, nach dem, was in ihren Zellen steht.")


def _year_columns(table: Table, assignment: Assignment) -> list[str]:
    return [
        column.header
        for column in table.detected.columns
        if column.header in assignment.unused
        and column.role not in ("amount", "written")
        and not column.readings
        and _holds_years(table, column)
    ]


def _holds_years(table: Table, column: FoundColumn) -> bool:
    cells = table.data.column(table.position(column.header))
    if column.role == "truth" or (column.role == "number" and column.scale):
        return False
    if is_text(cells):
        words = _words(table, column.header)
        if not words or not all(
            re.fullmatch(r"\D*(?:19|20)\d\d\D*|[\d.:\-/ T]+", w) for w in words
        ):
            return False
    years = year_cells(table, column.header)
    known = pc.drop_null(years)
    if not len(known) or len(known) < len(pc.drop_null(cells)):
        return False
    low, high = pc.min(known).as_py(), pc.max(known).as_py()
    return bool(low >= 1980 and high <= 2060)


def _worded(table: Table, assignment: Assignment, name: str) -> list[str]:
    """Columns all of whose words mean a plan type, or all a direction."""
    found = []
    for column in table.detected.columns:
        if column.header not in assignment.unused or column.role not in ("text", "code"):
            continue
        words = _words(table, column.header)
        telling = (_TYPE_WORD if name == "plan_type" else _DIRECTION_WORD).search(column.header)
        if words and all(_means(name, word, bool(telling)) for word in words):
            found.append(column.header)
    return found


def _means(name: str, word: str, loosely: bool) -> bool:
    if name == "line_kind":
        if not loosely and word.strip(" .").lower() in ("s", "h", "soll", "haben"):
            # Letters of any status column; only a telling heading makes them sides of an account.
            return False
        return direction_of(word, loosely) is not None
    if direction_of(word, False) is not None and plan_type_in(word) is None:
        return False
    return len(word) <= 40 and (said_plan_type(word) if loosely else plan_type_in(word)) is not None


def _words(table: Table, header: str) -> list[str]:
    """The different texts of a column, none where there are too many or it is no text."""
    cells = table.data.column(table.position(header))
    if not is_text(cells):
        return []
    distinct: set[str] = set()
    for chunk in cells.chunks if isinstance(cells, pa.ChunkedArray) else [cells]:
        distinct |= {text for text in distinct_texts(chunk).to_pylist() if text}
    words = [text.strip() for text in distinct if not is_unknown(text)]
    return words if len(words) <= _FEW else []
