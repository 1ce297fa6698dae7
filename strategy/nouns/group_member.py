"""Gremien: members of the working group and their deputies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, day, flag, integer, ref, text


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
    # Plauen: staff for personnel and controlling only "for topics touching the administration".
    condition: str | None = text(
        "Nur bei", help="Zum Beispiel Themen, die die Verwaltung betreffen."
    )
    named: bool | None = flag("Benannt", default=False)
    # Optional, since a name is personal data and the seat works without it.
    full_name: str | None = text("Name", help="Freiwillig.")
    deputies_named: int | None = integer("Benannte Stellvertretungen")
    name_until: date | None = day("Zu benennen bis", edge="last")
