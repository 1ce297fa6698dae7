"""Reports that are owed to a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.record import Absent, Gender, Record, day, ref, text


@dataclass(frozen=True)
class ReportDue(Record):
    """A report due in a body on a day or at an event, half-yearly ones as several rows."""

    TABLE = "report_due"
    PREFIX = "BR"
    SINGULAR = "Berichtspflicht"
    PLURAL = "Berichtspflichten"
    GENDER = Gender.FEMININE
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Bericht", required=True)
    body_id: str | None = ref("Gremium", "body")
    resolution_id: str | None = ref(
        "Beschluss", "resolution", on_delete="clear", trace="Bericht zu"
    )
    due: date | None = day("Fällig am", edge="last")
    event: str | None = text("Fällig bei")
    delivered_on: date | None = day("Erstattet am")
