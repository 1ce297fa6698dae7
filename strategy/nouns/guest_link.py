"""Leselink: what the council may read before publication, without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.record import Absent, Gender, Record, code, day, flag, text


@dataclass(frozen=True)
class GuestLink(Record):
    """A link to one sealed edition as the council may see it; it ends on a day.

    The plan keeps the SHA-256 of its token: whoever reads plan, history or export cannot use it.
    """

    TABLE = "guest_link"
    PREFIX = "LK"
    SINGULAR = "Leselink"
    PLURAL = "Leselinks"
    GENDER = Gender.MASCULINE
    REPORT = Absent("a way in, and a report is handed on")
    IMPORT = Absent("made on the page Veröffentlichen")

    title: str | None = text("Für wen", required=True, help="Zum Beispiel Hauptausschuss.")
    # The name of a version, which is no row of a table and so no reference.
    edition: str | None = code("Fassung", required=True, hidden=True)
    token_hash: str | None = code("Prüfwert", required=True, hidden=True)
    valid_until: date | None = day("Gültig bis", edge="last", required=True)
    withdrawn: bool | None = flag("Zurückgezogen", default=False)
