"""Names that rows of a workshop file use: workshop, phase, group, cluster; what they stand for.

Names are looked up within the workshop of the row.  What a file brings along (its workshop where
the plan has none of that name, groups, clusters) is remembered as ``Named`` and made when written;
a name that is nearly one of the plan's is taken for a slip and refused with the nearest ones.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from strategy.intake.comparing.resolve import Resolver, loose
from strategy.intake.errors import Ambiguous, Reading
from strategy.intake.kinds.record_rows import Named, Row
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import find, insert
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.cluster import Cluster
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import PhaseKind, WorkshopPhase

LATER = ("workshop", "workshop_phase", "participant_group", "cluster", "card")
Place = str | Named
# Table, workshop and the loose name of something that a file brings along.
Key = tuple[str, Place, str]

# From this likeness on two names are taken for one with a slip in it (0 to 100).
_SLIP = 82
_PARTS: tuple[type[Record], ...] = (WorkshopPhase, ParticipantGroup, Cluster)
_WORDS = {
    "workshop_phase": ("Die Phase", "Phasen"),
    "participant_group": ("Die Gruppe", "Gruppen"),
    "cluster": ("Das Thema", "Themen"),
}


class LaterResolver(Resolver):
    """Leaves names of a workshop's own things as they stand; only the row says what is meant."""

    def find(self, table: str, name: str) -> str | None:
        return name if table in LATER else super().find(table, name)


@dataclass
class RoomNames:
    """The names of all workshops of a plan, and what a file adds to them."""

    workshops: list[Workshop]
    known: dict[tuple[str, str], dict[str, str]]
    chosen: str | None
    # Phase of rows without one, as the user says it; by workshop, what was taken instead.
    phase: str | None = None
    # Whether other rows of the file name theirs: then an empty cell is a slip of that row.
    phases_told: bool = False
    taken: dict[str, str] = field(default_factory=dict)
    phases: dict[str, WorkshopPhase] = field(default_factory=dict)
    # Titles as people wrote them, by the way they are compared.
    spelled: dict[str, str] = field(default_factory=dict)
    brought: dict[Key, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, db: Cursor, workshop: str | None, phase: str | None = None) -> RoomNames:
        """``workshop`` is the one to which rows without a workshop belong, by id or title.

        ``phase`` is that of rows without a phase, by id, title or kind.
        """
        workshops = find(db, Workshop)
        known: dict[tuple[str, str], dict[str, str]] = {}
        spelled: dict[str, str] = {}
        for noun in _PARTS:
            for item in db.rows(f"SELECT id, workshop_id, title FROM {noun.TABLE} ORDER BY id"):
                here = known.setdefault((noun.TABLE, item["workshop_id"]), {})
                here.setdefault(loose(item["title"]), item["id"])
                here.setdefault(loose(item["id"]), item["id"])
                spelled.setdefault(loose(item["title"]), item["title"])
        names = cls(workshops, known, None, phase, spelled=spelled)
        names.phases = {one.id: one for one in find(db, WorkshopPhase, order="position, id")}
        if workshop is not None:
            names.chosen = names._standing(workshop)
            if names.chosen is None:
                raise Refused(
                    f"Eine Werkstatt „{workshop}“ gibt es in diesem Plan nicht; wählen Sie eine "
                    "vorhandene, zum Beispiel "
                    + ", ".join(f"{item.id} „{item.title}“" for item in workshops[:3])
                    + "."
                )
        return names

    def workshop_of(self, row: Row) -> Place:
        """The workshop a row belongs to; raises Ambiguous where nothing says which."""
        wanted = row.values.get("workshop_id")
        if wanted is None:
            if self.chosen is None:
                self.chosen = self._only()
            return self.chosen
        standing = self._standing(str(wanted))
        if standing is not None:
            return standing
        new = Named("workshop", str(wanted))
        self.brought.setdefault(("workshop", "", loose(str(wanted))), {"title": str(wanted)})
        return new

    def _standing(self, name: str) -> str | None:
        wanted = loose(name)
        found = [
            item.id for item in self.workshops if wanted in (loose(item.id), loose(str(item.title)))
        ]
        return found[0] if found else None

    def _only(self) -> str:
        if len(self.workshops) == 1:
            return self.workshops[0].id
        if not self.workshops:
            raise Refused(
                "Die Datei sagt nicht, zu welcher Werkstatt sie gehört, und der Plan hat noch "
                "keine; legen Sie zuerst in Schritt 3 eine Werkstatt an."
            )
        raise Ambiguous(
            "Die Datei sagt nicht, zu welcher Werkstatt sie gehört; wählen Sie eine.",
            column="Werkstatt",
            key="workshop",
            # The one that is running just now is the likeliest, but nobody knows.
            readings=tuple(
                Reading(item.id, f"{item.title} ({item.id})")
                for item in sorted(
                    self.workshops, key=lambda item: item.status != WorkshopStatus.RUNNING
                )
            ),
            hint="Geben Sie sie mit --workshop an, zum Beispiel --workshop W-0001.",
        )

    def phase_of(self, row: Row, workshop: Place, *, needed: bool) -> Place | None:
        """The phase of a row; where it names none, the one of the file or of the workshop."""
        wanted, kind = row.values.get("phase_id"), row.values.get("phase_kind")
        here = self._here("workshop_phase", workshop)
        ids = sorted(set(here.values()))
        if wanted is None:
            if not needed:
                return None
            return ids[0] if len(ids) == 1 else self._phase_of_file(workshop)
        name = loose(str(wanted))
        if name in here:
            return here[name]
        kinds = {loose(item): str(item) for item in PhaseKind}
        meant = kinds.get(loose(str(kind or ""))) or kinds.get(name)
        if meant is None or (here and self._slip(here, str(wanted))):
            raise self._unknown("workshop_phase", workshop, str(wanted), "phase_id")
        return self._bring(
            "workshop_phase", workshop, str(wanted), {"kind": meant, "title": str(wanted)}
        )

    def _phase_of_file(self, workshop: Place) -> str:
        """The phase of rows that name none: as the user says, else the one that is running."""
        here = [one for one in self.phases.values() if one.workshop_id == workshop]
        if not here or (self.phases_told and self.phase is None):
            raise Refused("Die Phase fehlt; geben Sie zu jeder Karte ihre Phase an.", "phase_id")
        if self.phase is not None:
            wanted = loose(self.phase)
            for one in here:
                if wanted in (loose(one.id), loose(one.title or ""), loose(str(one.kind))):
                    self.taken[str(workshop)] = one.id
                    return one.id
        running = next(
            (
                item.phase_id
                for item in self.workshops
                if item.id == workshop and item.status == WorkshopStatus.RUNNING
            ),
            None,
        )
        if running is not None and self.phase is None:
            self.taken[str(workshop)] = running
            return running
        wrong = f"Eine Phase „{self.phase}“ hat die Werkstatt nicht" if self.phase else ""
        raise Ambiguous(
            f"{wrong or 'Die Datei sagt nicht, zu welcher Phase ihre Karten gehören'}; wählen Sie "
            "eine.",
            column="Phase",
            key="phase",
            readings=tuple(Reading(one.id, f"{one.title} ({one.kind})") for one in here),
            hint=f'In der Zuordnung (--mapping): {{"phase": "{here[0].id}"}}.',
        )

    def group_of(self, row: Row, workshop: Place) -> Place | None:
        """The group of a row, None where it names none."""
        return self._found_or_brought("participant_group", row, workshop, "group_id")

    def cluster_of(self, row: Row, workshop: Place) -> Place | None:
        """The cluster of a row, None where it names none."""
        return self._found_or_brought("cluster", row, workshop, "cluster_id")

    def _found_or_brought(
        self, table: str, row: Row, workshop: Place, field_name: str
    ) -> Place | None:
        wanted = row.values.get(field_name)
        if wanted is None:
            return None
        here = self._here(table, workshop)
        name = loose(str(wanted))
        if name in here:
            return here[name]
        if self._slip(here, str(wanted)):
            raise self._unknown(table, workshop, str(wanted), field_name)
        return self._bring(table, workshop, str(wanted), {"title": str(wanted)})

    def _here(self, table: str, workshop: Place) -> dict[str, str]:
        return self.known.get((table, workshop), {}) if isinstance(workshop, str) else {}

    def _bring(self, table: str, workshop: Place, name: str, values: dict[str, Any]) -> Named:
        self.brought.setdefault((table, workshop, loose(name)), values)
        return Named(table, name)

    @staticmethod
    def _slip(here: dict[str, str], name: str) -> bool:
        return (
            process.extractOne(loose(name), list(here), scorer=fuzz.ratio, score_cutoff=_SLIP)
            is not None
        )

    def _unknown(self, table: str, workshop: Place, name: str, field_name: str) -> Refused:
        article, plural = _WORDS[table]
        titles = [key for key, value in self._here(table, workshop).items() if key != loose(value)]
        near = process.extract(loose(name), titles, scorer=fuzz.WRatio, limit=3)
        if not near:
            return Refused(
                f"{article} „{name}“ gibt es in dieser Werkstatt nicht, sie hat noch keine "
                f"{plural}; legen Sie sie an oder nennen Sie in der Spalte „Art der Phase“ Kritik, "
                "Phantasie oder Verwirklichung.",
                field_name,
            )
        shown = [self.spelled[match[0]] for match in near]
        return Refused(
            f"{article} „{name}“ gibt es in dieser Werkstatt nicht; am nächsten kommen: "
            f"{', '.join(f'„{title}“' for title in shown)}. Berichtigen Sie die Datei, oder legen "
            "Sie den Eintrag im Plan an.",
            field_name,
        )

    def notices(self, used: Collection[Key]) -> list[str]:
        """What will be made along with the rows that use it, in sentences."""
        said = [
            f"Zeilen ohne Werkstatt gehören zu {item.id} „{item.title}“."
            for item in self.workshops
            if item.id == self.chosen
        ]
        said += [
            f"Karten ohne Phase gehören zur Phase „{self.phases[phase].title}“ ({phase})"
            + ("." if self.phase else ", die gerade läuft.")
            for phase in self.taken.values()
        ]
        for table, one, many in (
            ("workshop", "Werkstatt", "Werkstätten"),
            ("workshop_phase", "Phase", "Phasen"),
            ("participant_group", "Gruppe", "Gruppen"),
            ("cluster", "Thema", "Themen"),
        ):
            titles = [
                values["title"]
                for key, values in self.brought.items()
                if key in used and key[0] == table
            ]
            if titles:
                verb = f"gibt es noch nicht und {'wird' if len(titles) == 1 else 'werden'}"
                listed = ", ".join(f"„{title}“" for title in titles[:8])
                more = " …" if len(titles) > 8 else ""
                said.append(
                    f"{len(titles)} {one if len(titles) == 1 else many} {verb} angelegt: "
                    f"{listed}{more}."
                )
        return said

    def make(self, tx: Transaction, wanted: Collection[Key]) -> dict[Key, str]:
        """Insert what the rows that are written need; returns the ids."""
        made: dict[Key, str] = {}
        shops = [key for key in self.brought if key[0] == "workshop" and key in wanted]
        fresh = insert(
            tx,
            [
                Workshop(title=self.brought[key]["title"], status=WorkshopStatus.DONE)
                for key in shops
            ],
        )
        made.update({key: item.id for key, item in zip(shops, fresh, strict=True)})
        for noun in _PARTS:
            keys = [key for key in self.brought if key[0] == noun.TABLE and key in wanted]
            rows = []
            for place, key in enumerate(keys, start=1):
                values = dict(self.brought[key])
                if noun is WorkshopPhase:
                    values["position"] = self._position(key[1]) + place
                values["workshop_id"] = self.settled(key[1], made)
                rows.append(noun(**values))
            made.update({k: r.id for k, r in zip(keys, insert(tx, rows), strict=True)})
        return made

    def _position(self, workshop: Place) -> int:
        return len(set(self._here("workshop_phase", workshop).values()))

    @staticmethod
    def settled(place: Place, made: dict[Key, str]) -> str:
        """The id of a workshop that may have been brought along."""
        if isinstance(place, str):
            return place
        return made["workshop", "", loose(place.name)]


def keys_of(record: Record) -> set[Key]:
    """What a record needs that does not exist yet."""
    place: Place = getattr(record, "workshop_id", "")
    keys: set[Key] = set()
    if isinstance(place, Named):
        keys.add(("workshop", "", loose(place.name)))
    for value in record.values().values():
        if isinstance(value, Named) and value.table not in ("workshop", "card"):
            keys.add((value.table, place, loose(value.name)))
    return keys


def settle(record: Record, made: dict[Key, str]) -> Record:
    """The record with ids where it named what the file brought along."""
    place: Place = getattr(record, "workshop_id", "")
    changes: dict[str, Any] = {}
    for name, value in record.values().items():
        if isinstance(value, Named) and value.table == "workshop":
            changes[name] = RoomNames.settled(value, made)
        elif isinstance(value, Named) and value.table != "card":
            changes[name] = made[value.table, place, loose(value.name)]
    return record.replace(**changes)
