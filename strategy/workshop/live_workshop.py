"""A workshop as its participants meet it: one state of the plan, small enough to keep in memory.

A thousand phones ask for the same few facts every few seconds.  They are read once and hold until
somebody else than the participants writes; what participants send is added to them
(``strategy.workshop.taking_part``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from strategy.figures.workshop.points import shown_points, where_cards_count
from strategy.kernel.records import find, get_
from strategy.kernel.store import Cursor
from strategy.nouns.card import Card, CardState
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.point import PointSource
from strategy.nouns.workshop import Activity, Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.clusters import list_clusters

T = TypeVar("T")

# Cards in these states hang on the wall and may be read by everybody.
ON_THE_WALL = (CardState.ACCEPTED, CardState.TAKEN_UP)


def states_on_the_wall(workshop: Workshop) -> tuple[CardState, ...]:
    """The states of the cards that hang there: where nobody looks at cards first, all new ones."""
    return ON_THE_WALL if workshop.moderated else (*ON_THE_WALL, CardState.RECEIVED)


@dataclass(frozen=True)
class HungCard:
    """What of a card is needed here."""

    id: str
    body: str
    code: str | None
    state: str | None
    phase_id: str | None
    cluster_id: str | None


@dataclass(frozen=True)
class Receipt:
    """What a phone has sent before under one token; ``object_id`` is the card, point or group."""

    kind: str
    phase_id: str | None
    object_id: str | None


@dataclass(frozen=True)
class Placed:
    """Points that somebody gave a cluster or a card by phone."""

    phase_id: str | None
    target_id: str
    points: int


@dataclass
class Phone:
    """One device: its group and what it has sent, by token and in that order."""

    group_id: str | None
    receipts: dict[str, Receipt] = field(default_factory=dict)

    def copy(self) -> Phone:
        """A draft that can be changed and thrown away."""
        return Phone(self.group_id, dict(self.receipts))

    def objects(self, kind: str, phase_id: str | None = None) -> list[str]:
        """The ids of what was sent of one kind, in all phases or in one."""
        return [
            receipt.object_id
            for receipt in self.receipts.values()
            if receipt.kind == kind
            and receipt.object_id
            and (phase_id is None or receipt.phase_id == phase_id)
        ]


@dataclass
class LiveWorkshop:
    """One workshop at one moment.

    ``phones`` by mark, ``cards`` by id, ``placed`` the points given by phone by their id,
    ``totals`` all points of the phase in which it stands, ``lies`` every card, both by the key
    under which points count (``strategy.figures.workshop.points``), ``joined`` people by group.
    """

    workshop: Workshop
    phase: WorkshopPhase | None
    phases: Mapping[str, WorkshopPhase]
    groups: Mapping[str, ParticipantGroup]
    clusters: Mapping[str, str]
    cards: dict[str, HungCard]
    placed: dict[str, Placed]
    totals: Counter[str]
    lies: dict[str, str]
    phones: dict[str, Phone]
    joined: Counter[str | None]
    # How many rows of participation it was made of; see ``read_live_workshop``.
    rows: tuple[int, int]
    # Codes for the next cards, not in use anywhere in the plan.
    spare_codes: list[str] = field(default_factory=list, compare=False)
    # What follows from this state, worked out once for all phones; forgotten when it changes.
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def running(self) -> bool:
        return self.workshop.status == WorkshopStatus.RUNNING

    @property
    def writing(self) -> bool:
        """Whether cards can be written now."""
        return (
            self.running and self.phase is not None and (self.workshop.activity == Activity.CARDS)
        )

    @property
    def pointing(self) -> bool:
        """Whether points can be given now."""
        return (
            self.running and self.phase is not None and (self.workshop.activity == Activity.POINTS)
        )

    def remembered(self, name: str, work_out: Callable[[], T]) -> T:
        """What ``work_out`` gave for this state when it was first asked for."""
        if name not in self.memory:
            self.memory[name] = work_out()
        found: T = self.memory[name]
        return found

    def forget_points(self) -> None:
        """Points were given or taken back: forget what was worked out from their sums."""
        # Only what depends on sums is dropped: texts and clusters of a hall of 1,000 are costly to
        # sort again.
        self.memory.pop("results", None)
        # While results are hidden, no page shows sums, so the tag that tells phones of news stays.
        if self.workshop.results_shown:
            self.memory.pop("tag", None)

    def loose_cards(self) -> list[HungCard]:
        """The cards of the running phase that hang on the wall without a cluster."""
        return self.remembered(
            "loose",
            lambda: [
                card
                for card in self.cards.values()
                if card.cluster_id is None
                and card.state in ON_THE_WALL
                and card.phase_id == self.workshop.phase_id
            ],
        )

    def cards_by_cluster(self) -> dict[str, list[HungCard]]:
        """The cards on the wall that lie in a cluster."""

        def sort() -> dict[str, list[HungCard]]:
            clusters: dict[str, list[HungCard]] = {}
            for card in self.cards.values():
                if card.cluster_id is not None and card.state in ON_THE_WALL:
                    clusters.setdefault(card.cluster_id, []).append(card)
            return clusters

        return self.remembered("clusters", sort)

    def own_cards(self, phone: Phone | None) -> list[HungCard]:
        """The cards somebody wrote, newest first; what was taken out of the plan is left out."""
        ids = phone.objects("Karte") if phone else []
        return [self.cards[card_id] for card_id in reversed(ids) if card_id in self.cards]

    def written(self, phone: Phone | None) -> int:
        """How many cards of somebody stand in the running phase."""
        if phone is None or self.phase is None:
            return 0
        return sum(card_id in self.cards for card_id in phone.objects("Karte", self.phase.id))

    def counts_for(self, target_id: str) -> str:
        """The key under which points on a cluster or card count by now."""
        return self.lies.get(target_id, target_id)

    def own_points(self, phone: Phone | None) -> Counter[str]:
        """The points somebody has given in the running phase, by the key they count for by now."""
        given: Counter[str] = Counter()
        if phone is not None and self.phase is not None:
            for point_id in phone.objects("Punkt", self.phase.id):
                if placed := self.placed.get(point_id):
                    given[self.counts_for(placed.target_id)] += placed.points
        return given


def read_live_workshop(
    db: Cursor, workshop_id: str, before: LiveWorkshop | None = None
) -> LiveWorkshop:
    """Read a workshop; raises NotFound where it is gone.

    ``before`` is an earlier state.  Only participants write who takes part, so that part of it is
    taken over where it still has as many rows; anything else is read anew.
    """
    workshop = get_(db, Workshop, workshop_id)
    found = db.one(
        "SELECT (SELECT count(*) FROM participation.participant WHERE workshop_id = $1) AS people, "
        "(SELECT count(*) FROM participation.receipt WHERE workshop_id = $1) AS receipts",
        [workshop_id],
    )
    rows = (int(found["people"]), int(found["receipts"])) if found else (0, 0)
    # Rows of participation are only ever added while the workshop runs, so equal counts mean equal
    # rows.
    phones = before.phones if before and before.rows == rows else _phones(db, workshop_id)
    phases = find(db, WorkshopPhase, "workshop_id = ?", [workshop_id], order="position, id")
    by_id = {phase.id: phase for phase in phases}
    states = states_on_the_wall(workshop)
    return LiveWorkshop(
        workshop=workshop,
        phase=by_id.get(workshop.phase_id or ""),
        phases=by_id,
        groups={g.id: g for g in find(db, ParticipantGroup, "workshop_id = ?", [workshop_id])},
        clusters=list_clusters(db, workshop_id),
        cards={
            row["id"]: HungCard(**row)
            for row in db.rows(
                f"SELECT id, body, code, state, phase_id, cluster_id FROM {Card.TABLE} "
                "WHERE workshop_id = ? ORDER BY id",
                [workshop_id],
            )
        },
        placed={
            row["id"]: Placed(row["phase_id"], row["target_id"], row["points"])
            for row in db.rows(
                "SELECT id, phase_id, coalesce(cluster_id, card_id) AS target_id, points "
                "FROM point WHERE workshop_id = ? AND source = ? "
                "AND coalesce(cluster_id, card_id) IS NOT NULL",
                [workshop_id, str(PointSource.PHONE)],
            )
        },
        totals=Counter(shown_points(db, workshop_id, workshop.phase_id, states)),
        lies=where_cards_count(db, workshop_id, states),
        phones=phones,
        joined=Counter(phone.group_id for phone in phones.values()),
        rows=rows,
        spare_codes=before.spare_codes if before else [],
    )


def _phones(db: Cursor, workshop_id: str) -> dict[str, Phone]:
    phones = {
        row["mark"]: Phone(row["group_id"])
        for row in db.rows(
            "SELECT mark, group_id FROM participation.participant WHERE workshop_id = ?",
            [workshop_id],
        )
    }
    for row in db.rows(
        "SELECT mark, token, kind, phase_id, object_id FROM participation.receipt "
        "WHERE workshop_id = ? ORDER BY received_at, object_id",
        [workshop_id],
    ):
        # A receipt may outlive its participant row when devices were forgotten in between.
        phone = phones.setdefault(row["mark"], Phone(None))
        phone.receipts[row["token"]] = Receipt(row["kind"], row["phase_id"], row["object_id"])
    return phones
