"""Columns a list must have: asked for where none is recognised, never guessed at by position."""

from __future__ import annotations

import re
from typing import NoReturn

from strategy.intake.errors import ColumnMissing
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.own_ids import ROW_ID
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import same_header
from strategy.kernel.store import Cursor


def check_title(db: Cursor, kind: ImportKind, table: Table, assignment: Assignment) -> None:
    """Ask which column names the entries, unless their keys or Kennungen are all in the plan."""
    if "title" in kind.needs and not {"title", ROW_ID} & set(assignment.fields):
        _guess_title(kind, assignment)
    if ROW_ID in assignment.fields:
        return
    if "title" in kind.needs and "title" in assignment.fields:
        if "key" not in assignment.fields and not kind.uses:
            _ask_if_repeated(kind, table, assignment)
        return
    if "key" in kind.needs and "key" in assignment.fields:
        keys = {key for key in table.texts(assignment.fields["key"]) if key}
        if keys <= {row["key"] for row in db.rows(f"SELECT key FROM {kind.noun.TABLE}")}:
            return
    elif set(kind.needs) & set(assignment.fields):
        return
    wanted = "title" if "title" in kind.needs else kind.needs[0]
    ask_for_column(kind, table, wanted, f"mit der Bezeichnung der {kind.label}")


def _guess_title(kind: ImportKind, assignment: Assignment) -> None:
    """A heading that holds a word for the name, "Bezeichnung des Fachverfahrens", if it is one."""
    words = [
        header for header, name in kind.headers().items() if name == "title" and len(header) > 4
    ]
    found = [
        header
        for header in assignment.unused
        if any(same_header(header).startswith(word) or word in _tokens(header) for word in words)
    ]
    if len(found) == 1:
        assignment.fields["title"] = found[0]
        assignment.unused.remove(found[0])


def _tokens(header: str) -> set[str]:
    return {same_header(part) for part in re.split(r"[\s/|,;()]+", header)}


def _ask_if_repeated(kind: ImportKind, table: Table, assignment: Assignment) -> None:
    """Where many rows bear one name and another column tells them apart, ask which names them."""
    names = [name for name in table.texts(assignment.fields["title"]) if name]
    if len(names) < 3 or len(set(names)) * 2 > len(names):
        return
    for header in assignment.unused:
        texts = table.texts(header)
        if table.found(header).role == "text" and all(texts) and len(set(texts)) == len(texts):
            ask_for_column(kind, table, "title", f"mit der Bezeichnung der {kind.label}")


def check_about(kind: ImportKind, table: Table, assignment: Assignment) -> None:
    """A list of lines must say what each of them is about."""
    if kind.name == "rates" and "grade" not in assignment.fields:
        ask_for_column(kind, table, "grade", "mit der Entgelt- oder Besoldungsgruppe")
    about = {"object", "application_id", "project_id", "measure_id"}
    if kind.name == "costs" and not about & set(assignment.fields):
        ask_for_column(kind, table, "object", "mit der Anwendung oder dem Projekt")


def ask_for_column(kind: ImportKind, table: Table, wanted: str, which: str) -> NoReturn:
    spec = kind.spec(wanted)
    label = spec.label if spec else "Anwendung oder Projekt"
    if kind.name in ("cards", "points"):
        which = f"„{label}“"
    shown = ", ".join(f"„{header}“" for header in table.headers[:12])
    raise ColumnMissing(
        f"In „{table.detected.file}“ ist keine Spalte {which} erkennbar (gefunden: {shown}); bitte "
        "geben Sie an, welche es ist.",
        wanted,
        label,
        table.headers,
    )
