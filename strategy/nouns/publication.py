"""Veröffentlichung: which sealed edition the public sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from strategy.kernel.record import Absent, Gender, Record, code, flag, long, moment


@dataclass(frozen=True)
class Publication(Record):
    """One release of an edition to the public; the latest that was not withdrawn is shown."""

    TABLE = "publication"
    PREFIX = "VF"
    SINGULAR = "Veröffentlichung"
    PLURAL = "Veröffentlichungen"
    GENDER = Gender.FEMININE
    REPORT = Absent("tells of the public site; the report tells of the plan")
    IMPORT = Absent("released on the page Veröffentlichen")
    NAME = "edition"

    # The name of a version, which is no row of a table and so no reference.
    edition: str | None = code("Fassung", required=True, hidden=True)
    note: str | None = long("Was ist neu", empty="–")
    released_at: datetime | None = moment("Veröffentlicht am", required=True)
    withdrawn: bool | None = flag("Zurückgezogen", default=False)
