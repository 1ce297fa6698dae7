"""Imports: which file brought values into the plan, when and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from strategy.kernel.record import Absent, Gender, Record, code, integer, moment, text


@dataclass(frozen=True)
class ImportRun(Record):
    """One import of one sheet of one file."""

    TABLE = "import_run"
    PREFIX = "IM"
    SINGULAR = "Einlesevorgang"
    PLURAL = "Einlesevorgänge"
    GENDER = Gender.MASCULINE
    REPORT = Absent("tells of files; the report tells of the plan")
    IMPORT = Absent("tells of an import")
    NAME = "file_name"

    kind: str | None = text("Was eingelesen wurde", required=True)
    file_name: str | None = text("Datei", required=True)
    # Tells whether the same file was read before, whatever it is called by then.
    file_hash: str | None = code("Prüfsumme der Datei")
    sheet: str | None = text("Tabellenblatt")
    source: str | None = text("Quelle")
    imported_at: datetime | None = moment("Eingelesen am")
    imported_by: str | None = text("Eingelesen von")
    rows_read: int | None = integer("Zeilen gelesen")
    rows_added: int | None = integer("Neu")
    rows_changed: int | None = integer("Geändert")
    rows_unchanged: int | None = integer("Unverändert")
    # Rows of the plan that the file does not hold; they are told and never deleted by themselves.
    rows_missing: int | None = integer("Fehlen in der Datei")
