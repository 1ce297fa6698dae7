"""Step 2: which units use an application and which share of its cost they bear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, integer, percent, ref

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class ApplicationUse(Record):
    """One unit's share of an application; the shares of an application sum to 100 %.

    The sum concerns several rows, so it is kept by ``strategy.acts.distribution_key``, which
    saves all shares of an application together.
    """

    TABLE = "application_use"
    PREFIX = "AN"
    SINGULAR = "Nutzung"
    PLURAL = "Nutzungen"
    GENDER = Gender.FEMININE
    REPORT = "Kostendaten"
    IMPORT = Absent("comes with applications and with the survey")
    TRACE = Absent("part of its application, shown on its page")
    NAME = "organisation_id"

    application_id: str | None = ref("Anwendung", "application", on_delete="cascade", required=True)
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit", required=True)
    # Per cent with four places; the cents are split by largest remainder, so nothing is lost by
    # rounding.
    share: Decimal | None = percent("Kostenanteil", help="In Prozent; alle Anteile ergeben 100 %.")
    users: int | None = integer("Nutzende")

    def validate(self) -> None:
        check_between(self, "share", 0, 100)
        check_between(self, "users", 0, 10_000_000)

    def validate_in(self, db: Cursor) -> None:
        # What the plan already holds may stay and may be deleted; only what is new is judged.
        pair = [self.application_id, self.organisation_id]
        # Two rows of one unit would be added by the split and doubled by the list of users.
        if db.has_rows(
            "SELECT 1 FROM application_use WHERE application_id = ? AND organisation_id = ? "
            "AND NOT EXISTS (SELECT 1 FROM application_use WHERE id = ? "
            "AND application_id = ? AND organisation_id = ?)",
            [*pair, self.id, *pair],
        ):
            raise Refused(
                "Diese Organisationseinheit nutzt die Anwendung schon; ändern Sie den vorhandenen "
                "Eintrag.",
                "organisation_id",
            )
