"""Who may see an entry: the public, the council, or the administration alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class Audience(StrEnum):
    """For whom an output is made, and who may see an entry; each sees what stands above it."""

    PUBLIC = "öffentlich"
    COUNCIL = "Vertretung"
    ADMINISTRATION = "Verwaltung"


def audience_named(typed: str) -> Audience:
    """The audience somebody typed; raises Refused and names those that there are."""
    for one in Audience:
        if typed.strip().casefold() == one.casefold():
            return one
    raise Refused(
        f"Die Zielgruppe „{typed}“ gibt es nicht; möglich sind "
        f"{', '.join(f'„{one}“' for one in Audience)}.",
        "audience",
    )


@dataclass(frozen=True)
class Visibility(Record):
    """A restriction of one entry; entries without one are public, papers by their own field."""

    TABLE = "visibility"
    PREFIX = "SB"
    SINGULAR = "Sichtbarkeit"
    PLURAL = "Sichtbarkeiten"
    GENDER = Gender.FEMININE
    REPORT = Absent("decides what the report holds, and is no content of it")
    IMPORT = Absent("set on the page of an entry")
    TRACE = Absent("who may see something is no origin")
    NAME = "audience"

    # "*" refers to any noun, so that every kind of entry can be restricted alike.
    object_id: str | None = ref("Eintrag", "*", on_delete="cascade", required=True)
    audience: str | None = choice("Sichtbar für", Audience, required=True)
    reason: str | None = text("Grund", empty="–")

    def validate_in(self, db: Cursor) -> None:
        """One entry has one restriction; with two nobody could say which holds."""
        standing = db.value(
            "SELECT min(id) FROM visibility WHERE object_id = ? AND id <> ?",
            [self.object_id, self.id],
        )
        if standing is not None:
            raise Refused(
                f"{self.object_id} hat schon die Sichtbarkeit {standing}; ändern Sie diese.",
                "object_id",
            )
