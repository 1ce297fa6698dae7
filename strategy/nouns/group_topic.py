"""Gremien: what a working group deals with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, flag, integer, ref, text


class TopicStatus(StrEnum):
    """How far the group is with a topic."""

    OPEN = "offen"
    RUNNING = "in Arbeit"
    DONE = "erledigt"


@dataclass(frozen=True)
class GroupTopic(Record):
    """A task of a working group; guests and conditional members come by topic."""

    TABLE = "group_topic"
    PREFIX = "TH"
    SINGULAR = "Aufgabe der Arbeitsgruppe"
    PLURAL = "Aufgaben der Arbeitsgruppe"
    GENDER = Gender.FEMININE
    REPORT = Absent("shows on the page of the working group and in the export")
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Aufgabe oder Thema", required=True)
    body_id: str | None = ref(
        "Arbeitsgruppe", "body", on_delete="cascade", required=True, trace="Aufgabe von"
    )
    parent_id: str | None = ref(
        "Gehört zu", "group_topic", on_delete="clear", empty="–", acyclic=True
    )
    administrative: bool | None = flag(
        "Betrifft die Verwaltung unmittelbar",
        default=False,
        help="Dann kommen auch die Mitglieder hinzu, die nur dafür vorgesehen sind.",
    )
    status: str | None = choice("Stand", TopicStatus, default=TopicStatus.OPEN)
    position: int | None = integer("Reihenfolge", signed=True)
