"""Step 2: the units of a named distribution key, with their shares or numbers of users."""

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
class DistributionKeyShare(Record):
    """One unit of a named key.

    The shares of a key make 100 % together, which concerns several rows: it is kept by
    ``strategy.acts.named_key``, which saves all of them at once.
    """

    TABLE = "distribution_key_share"
    PREFIX = "VTA"
    SINGULAR = "Schlüsselanteil"
    PLURAL = "Schlüsselanteile"
    GENDER = Gender.MASCULINE
    REPORT = Absent("shows in the cost data as the shares of applications")
    IMPORT = "keys"
    TRACE = Absent("part of its key, shown on its page")
    NAME = "organisation_id"

    distribution_key_id: str | None = ref(
        "Verteilschlüssel", "distribution_key", on_delete="cascade", required=True
    )
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit", required=True)
    share: Decimal | None = percent("Anteil", help="In Prozent; alle Anteile ergeben 100 %.")
    users: int | None = integer("Nutzende")

    def validate(self) -> None:
        check_between(self, "share", 0, 100)
        check_between(self, "users", 0, 10_000_000)

    def validate_in(self, db: Cursor) -> None:
        pair = [self.distribution_key_id, self.organisation_id]
        # Two rows of one unit would be added by the split and overwritten by the form.
        if db.has_rows(
            "SELECT 1 FROM distribution_key_share WHERE distribution_key_id = ? "
            "AND organisation_id = ? AND id <> ?",
            [*pair, self.id],
        ):
            raise Refused(
                "Diese Organisationseinheit steht schon in dem Verteilschlüssel; ändern Sie ihren "
                "Anteil.",
                "organisation_id",
            )
