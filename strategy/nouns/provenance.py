"""Provenance: from which cells of which file the values of an object came."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, integer, ref, text


@dataclass(frozen=True)
class Provenance(Record):
    """The origin of one object's values in one import.

    ``cells`` is JSON text: field name to cell, e.g. {"title": "B7"}.
    """

    TABLE = "provenance"
    PREFIX = "HK"
    SINGULAR = "Herkunft"
    PLURAL = "Herkünfte"
    GENDER = Gender.FEMININE
    REPORT = Absent("tells of files; the report tells of the plan")
    IMPORT = Absent("tells of an import")
    TRACE = Absent("tells of files")
    NAME = "import_id"

    import_id: str | None = ref("Einlesevorgang", "import_run", on_delete="cascade", required=True)
    object_id: str | None = ref("Eintrag", "*", on_delete="cascade", required=True)
    source_row: int | None = integer("Zeile in der Datei")
    cells: str | None = text("Zellen")
