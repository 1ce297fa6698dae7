"""Gremien: members of the working group and their deputies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, day, flag, integer, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class MemberRole(StrEnum):
    """The role in the working group."""

    CHAIR = "Vorsitz"
    DEPUTY_CHAIR = "stellvertretender Vorsitz"
    MEMBER = "Mitglied"
    GUEST = "Gast"


@dataclass(frozen=True)
class GroupMember(Record):
    """A seat in a working group; named by the delegating side, a name is optional."""

    TABLE = "group_member"
    PREFIX = "AG"
    SINGULAR = "Mitglied"
    PLURAL = "Mitglieder"
    GENDER = Gender.NEUTER
    REPORT = Absent("names people, and a report is handed on")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("names people")

    # The seat, not the person: a faction names who fills it and may change that.
    title: str | None = text("Entsandt von", required=True, help="Fraktion oder Fachbereich.")
    body_id: str | None = ref("Gremium", "body", on_delete="cascade", required=True)
    faction_id: str | None = ref("Fraktion", "faction", on_delete="clear", empty="–")
    role: str | None = choice("Rolle", MemberRole, default=MemberRole.MEMBER)
    # The head of an office chairs because he is it; nobody is asked to name him.
    ex_officio: bool | None = flag("Kraft Amtes", default=False)
    expert: bool | None = flag("Sachkundiger Einwohner", default=False)
    administrative_only: bool | None = flag(
        "Nur bei Themen der Verwaltung",
        default=False,
        help="Kommt zu Aufgaben hinzu, welche die Verwaltung unmittelbar betreffen.",
    )
    topic_id: str | None = ref(
        "Gast zum Thema", "group_topic", on_delete="clear", empty="–", help="Nur bei Gästen."
    )
    # Plauen: staff for personnel and controlling only "for topics touching the administration".
    condition: str | None = text(
        "Nur bei", help="Zum Beispiel Themen, die die Verwaltung betreffen."
    )
    named: bool | None = flag("Benannt", default=False)
    # Optional, since a name is personal data and the seat works without it.
    full_name: str | None = text("Name", help="Freiwillig.")
    deputies_named: int | None = integer("Benannte Stellvertretungen")
    name_until: date | None = day("Zu benennen bis", edge="last")

    def validate_in(self, db: Cursor) -> None:
        """A faction has one seat, and a guest comes for a topic of the same group."""
        if self.faction_id is not None and self.role == MemberRole.MEMBER:
            other = db.value(
                "SELECT min(id) FROM group_member WHERE body_id = ? AND faction_id = ? "
                "AND role = 'Mitglied' AND id <> ?",
                [self.body_id, self.faction_id, self.id],
            )
            if other is not None:
                raise Refused(
                    f"Diese Fraktion hat in der Arbeitsgruppe schon den Sitz {other}; ändern Sie "
                    "diesen oder tragen Sie eine Stellvertretung ein.",
                    "faction_id",
                )
        if self.topic_id is None:
            return
        body = db.value("SELECT body_id FROM group_topic WHERE id = ?", [self.topic_id])
        if self.role != MemberRole.GUEST or body != self.body_id:
            raise Refused(
                "„Gast zum Thema“ gilt für Gäste und ein Thema derselben Arbeitsgruppe; wählen "
                "Sie die Rolle „Gast“ und eines ihrer Themen.",
                "topic_id",
            )
