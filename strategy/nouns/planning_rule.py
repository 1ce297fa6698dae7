"""Step 5: rules that a plan of several years has to keep (Planungsregel)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import (
    Absent,
    Gender,
    Record,
    choice,
    day,
    integer,
    money,
    ref,
    text,
    year,
)

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class RuleKind(StrEnum):
    """What a rule asks for."""

    NOT_BEFORE = "Beginn nicht vor"
    NOT_AFTER = "Beginn nicht nach"
    DOMAIN_MINIMUM = "mindestens im Lebensbereich"
    STARTS = "höchstens so viele Beginne"


_MEASURE_KINDS = (RuleKind.NOT_BEFORE, RuleKind.NOT_AFTER)


@dataclass(frozen=True)
class PlanningRule(Record):
    """A rule about the start of a measure, about a life domain, or about the starts of a year."""

    TABLE = "planning_rule"
    PREFIX = "RG"
    SINGULAR = "Planungsregel"
    PLURAL = "Planungsregeln"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("a rule, not an origin")
    NAME = "kind"

    kind: str | None = choice("Art", RuleKind, required=True)
    measure_id: str | None = ref("Maßnahme", "measure", on_delete="cascade", empty="–")
    domain_id: str | None = ref("Lebensbereich", "life_domain", on_delete="cascade", empty="–")
    year: int | None = year("Jahr", empty="–")
    count: int | None = integer("Anzahl", empty="–")
    amount_cents: int | None = money("Eigenanteil mindestens", empty="–")
    source: str | None = text("Quelle")
    noted_on: date | None = day("Stand")

    def validate(self) -> None:
        self._check_needed()
        for name in ("count", "amount_cents"):
            value = getattr(self, name)
            if value is not None and value < 0:
                label = self.spec(name).label
                raise Refused(f"„{label}“ ist negativ; geben Sie 0 oder mehr an.", name)

    def _check_needed(self) -> None:
        needed: tuple[str, ...] = ("year", "count")
        if self.kind in _MEASURE_KINDS:
            needed = ("measure_id", "year")
        elif self.kind == RuleKind.DOMAIN_MINIMUM:
            needed = ("domain_id",)
            if self.count is None and self.amount_cents is None:
                raise Refused(
                    f"Die Regel „{self.kind}“ braucht „Anzahl“ oder „Eigenanteil mindestens“; "
                    "geben Sie eines davon an.",
                    "count",
                )
        for name in needed:
            if getattr(self, name) is None:
                raise Refused(
                    f"Die Regel „{self.kind}“ braucht „{self.spec(name).label}“; geben Sie es an.",
                    name,
                )

    def validate_in(self, db: Cursor) -> None:
        """A rule twice is refused, and a window that no year fits."""
        row = db.one(
            "SELECT min(id) AS id FROM planning_rule WHERE kind = ? AND id <> ? "
            "AND measure_id IS NOT DISTINCT FROM ? AND domain_id IS NOT DISTINCT FROM ? "
            "AND (kind <> ? OR year = ?)",
            [self.kind, self.id, self.measure_id, self.domain_id, RuleKind.STARTS, self.year],
        )
        if row is not None and row["id"] is not None:
            raise Refused(
                f"Die Regel „{self.kind}“ gibt es hier schon: {row['id']}; ändern Sie jene, statt "
                "eine zweite anzulegen.",
                "kind",
            )
        if self.kind not in _MEASURE_KINDS or self.year is None:
            return
        before = self.kind == RuleKind.NOT_BEFORE
        opposite = RuleKind.NOT_AFTER if before else RuleKind.NOT_BEFORE
        limit = db.value(
            "SELECT min(year) FROM planning_rule WHERE kind = ? AND measure_id = ? AND id <> ?",
            [opposite, self.measure_id, self.id],
        )
        if limit is not None and (self.year > limit if before else self.year < limit):
            raise Refused(
                f"{self.measure_id} dürfte {'nicht vor' if before else 'nicht nach'} {self.year} "
                f"und {'nicht nach' if before else 'nicht vor'} {limit} beginnen; kein Jahr passt, "
                "berichtigen Sie eines der beiden.",
                "year",
            )
