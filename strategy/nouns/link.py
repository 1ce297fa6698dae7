"""Links between any two objects: typed, dated, with author."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.circles import circle_words, find_way
from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, choice, moment, percent, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor, Transaction


class LinkKind(StrEnum):
    """What a link says."""

    ORIGIN = "entstanden aus"
    SERVES = "dient"
    SUPPORTS = "unterstützt"
    CONCERNS = "betrifft"
    RESTS_ON = "stützt sich auf"
    INTRODUCES = "führt ein"
    REPLACES = "löst ab"
    FUNDED_BY = "wird finanziert aus"
    DECIDED_BY = "beschlossen durch"
    ALSO_IN = "gehört auch zu"
    FOLLOWS = "folgt auf"
    REVOKES = "hebt auf"


@dataclass(frozen=True)
class Link(Record):
    """from_id kind to_id, e.g. M-0017 "entstanden aus" C-0042."""

    TABLE = "link"
    PREFIX = "VK"
    SINGULAR = "Verknüpfung"
    PLURAL = "Verknüpfungen"
    GENDER = Gender.FEMININE
    REPORT = "Spur"
    IMPORT = Absent("made between two objects of the plan")
    TRACE = Absent("is itself the step")
    NAME = "kind"

    # "*" refers to any noun; the id says which, by its prefix.
    from_id: str | None = ref("Von", "*", on_delete="cascade", required=True)
    kind: str | None = choice("Art", LinkKind, required=True)
    to_id: str | None = ref("Zu", "*", on_delete="cascade", required=True)
    # How much of what a measure does goes to this goal; empty where nobody has weighed it.
    weight: Decimal | None = percent("Gewicht des Beitrags")
    note: str | None = text("Anmerkung")
    linked_at: datetime | None = moment("Verknüpft am", hidden=True)
    linked_by: str | None = text("Verknüpft von", hidden=True)

    def validate(self) -> None:
        check_between(self, "weight", 0, 100)
        if self.from_id == self.to_id:
            raise Refused(
                "Ein Eintrag kann nicht mit sich selbst verknüpft werden; wählen Sie einen "
                "anderen.",
                "to_id",
            )

    def validate_in(self, db: Cursor) -> None:
        """Papers that follow each other never do so in a circle, by link or by predecessor."""
        ends = (str(self.from_id), str(self.to_id))
        if self.kind != LinkKind.FOLLOWS or not all(end.startswith("VO-") for end in ends):
            return
        rows = db.rows(
            "SELECT id AS later, predecessor_id AS earlier FROM paper "
            "WHERE predecessor_id IS NOT NULL UNION ALL "
            "SELECT from_id, to_id FROM link WHERE kind = 'folgt auf' AND id <> ?",
            [self.id],
        )
        steps: dict[str, list[str]] = {}
        for row in rows:
            steps.setdefault(row["later"], []).append(row["earlier"])
        way = find_way(steps, ends[1], ends[0])
        if way is not None:
            raise Refused(
                f"Das ergäbe einen Kreis: {circle_words(ends[0], way)}; lösen Sie eine dieser "
                "Verbindungen.",
                "to_id",
            )

    @classmethod
    def before_delete(cls, tx: Transaction, ids: Sequence[str]) -> None:
        """A card whose last measure goes counts as accepted again: it was taken up in nothing."""
        tx.run(
            "UPDATE card SET state = 'angenommen', version = ? "
            "WHERE state = 'in Maßnahme aufgenommen' "
            "AND id IN (SELECT to_id FROM link WHERE id IN (SELECT unnest(?))) "
            "AND id NOT IN (SELECT to_id FROM link WHERE from_id LIKE 'M-%' "
            "AND id NOT IN (SELECT unnest(?)))",
            [tx.action_id, list(ids), list(ids)],
        )
