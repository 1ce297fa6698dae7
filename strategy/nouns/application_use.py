"""Step 2: which units use an application and which share of its cost they bear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from strategy.record import Record, check_between, integer, percent, ref


@dataclass(frozen=True)
class ApplicationUse(Record):
    """One unit's share of an application; the shares of an application sum to 100 %."""

    TABLE = "application_use"
    PREFIX = "AN"
    SINGULAR = "Nutzung"
    PLURAL = "Nutzungen"
    NAME = "organisation_id"

    application_id: str | None = ref(
        "Anwendung", "application", on_delete="cascade", required=True
    )
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit", required=True)
    share: Decimal | None = percent("Kostenanteil", help="In Prozent; alle Anteile ergeben 100 %.")
    users: int | None = integer("Nutzende")

    def validate(self) -> None:
        check_between(self, "share", 0, 100)
