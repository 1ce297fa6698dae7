"""What one participant sees of a workshop: the values that the page is filled with."""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from strategy.kernel import german
from strategy.nouns.card import CardState
from strategy.nouns.workshop import Activity, Workshop, WorkshopStatus
from strategy.workshop import running
from strategy.workshop.hall import HungCard, LiveWorkshop, Phone
from strategy.workshop.taking_part import LONGEST
from strategy.workshop.wall import NOT_HANGING, Bar, ranking

# Cards without a cluster on one page of points; a phone does not like a thousand.
_PAGE = 50
_CARDS_OF_A_CLUSTER = 10


@dataclass(frozen=True)
class Notice:
    """What the last form is answered with; kind is success, warning or danger."""

    kind: str
    text: str
    card_code: str | None = None


@dataclass(frozen=True)
class Choice:
    """A cluster or a card that points can be given to."""

    id: str
    title: str
    cards: Sequence[str]
    more_cards: int
    own_points: int
    can_take: bool
    is_cluster: bool


def page_values(
    hall: LiveWorkshop,
    mark: str | None,
    message: Notice | None = None,
    text: str = "",
    page: int = 1,
) -> dict[str, Any]:
    """Everything ``participation.html`` needs; ``text`` is what somebody has typed already."""
    person = hall.persons.get(mark or "")
    workshop, phase = hall.workshop, hall.phase
    given = hall.own_points(person)
    can_write = hall.writing and person is not None
    cards_left = _left(workshop.cards_per_person, hall.written(person))
    choices = _choices(hall, person) if hall.pointing and person else []
    pages = max(1, math.ceil(len(choices) / _PAGE))
    page = min(max(page, 1), pages)
    return {
        "workshop": workshop,
        "phase": phase,
        "state": state_tag(hall, mark),
        "token": secrets.token_urlsafe(9),
        "message": message,
        "now": _now(hall),
        "seconds_left": _seconds_left(workshop) if hall.running else None,
        "time_left": _time_left(workshop) if hall.running else "",
        "groups": [
            (group.id, str(group.title), hall.joined[group.id]) for group in hall.groups.values()
        ],
        "without_group": hall.joined[None],
        "joined": person is not None,
        "group": _group_title(hall, person),
        "group_id": person.group_id if person else None,
        "can_write": can_write and cards_left != 0,
        "all_written": can_write and cards_left == 0,
        "cards_left": cards_left,
        "longest": LONGEST,
        "text": text,
        # Nobody's words get lost: where no form takes them, they are shown to be copied.
        "text_back": text if text.strip() and not (can_write and cards_left != 0) else "",
        "can_point": hall.pointing and person is not None,
        "points_left": _left(workshop.points_per_person, given.total()),
        "choices": choices[(page - 1) * _PAGE : page * _PAGE],
        "choice_page": page,
        "choice_pages": pages,
        "results": _results(hall) if workshop.results_shown else None,
        "cards": [
            (card, _state_words(card), _phase_title(hall, card)) for card in hall.own_cards(person)
        ],
    }


def state_tag(hall: LiveWorkshop, mark: str | None) -> str:
    """Changes whenever the page of this participant would look different for a new reason."""
    person = hall.persons.get(mark or "")
    own = [(card.state, card.cluster_id) for card in hall.own_cards(person)]
    return _digest((shared_tag(hall), person is not None, own))


def shared_tag(hall: LiveWorkshop) -> str:
    """The part of the tag that is the same for all; joining and points of others are none."""
    return hall.remembered("tag", lambda: _shared(hall))


def _shared(hall: LiveWorkshop) -> str:
    workshop = hall.workshop
    return _digest(
        (
            workshop.title,
            workshop.status,
            workshop.activity,
            workshop.phase_id,
            workshop.ends_at,
            workshop.results_shown,
            workshop.cards_per_person,
            workshop.points_per_person,
            workshop.accumulate,
            workshop.own_cards,
            hall.phase,
            [(group.id, group.title) for group in hall.groups.values()],
            (hall.clusters, [card.id for card in hall.loose_cards()]) if hall.pointing else None,
            sorted(hall.totals.items()) if workshop.results_shown else None,
        )
    )


def _digest(seen: object) -> str:
    return hashlib.blake2b(repr(seen).encode(), digest_size=8).hexdigest()


def _seconds_left(workshop: Workshop) -> int | None:
    """As ``running.seconds_left``, 0 where the phase is over its time."""
    left = running.seconds_left(workshop, datetime.now(UTC).replace(tzinfo=None))
    return None if left is None else max(0, left)


def announcement(hall: LiveWorkshop) -> str:
    """What a phone says aloud when the state has changed."""
    if not hall.running:
        return _now(hall)
    title = f"{hall.phase.title}: " if hall.phase else ""
    if hall.writing:
        return f"{title}Sie können jetzt Karten schreiben."
    if hall.pointing:
        return f"{title}Sie können jetzt Punkte vergeben."
    if hall.workshop.results_shown:
        return "Das Ergebnis ist da."
    return f"{title}Gerade ist Pause."


def _now(hall: LiveWorkshop) -> str:
    workshop = hall.workshop
    if workshop.status == WorkshopStatus.DONE:
        return "Die Werkstatt ist beendet."
    if not hall.running:
        day = f" am {german.day(workshop.held_on)}" if workshop.held_on else ""
        return (
            f"Die Werkstatt hat noch nicht begonnen. Sie findet{day} statt."
            if day
            else ("Die Werkstatt hat noch nicht begonnen.")
        )
    if hall.phase is None or workshop.activity == Activity.PAUSE or not workshop.activity:
        return "Gerade ist Pause. Diese Seite meldet sich, wenn es weitergeht."
    return "Karten schreiben" if hall.writing else "Punkte vergeben"


def _time_left(workshop: Workshop) -> str:
    left = _seconds_left(workshop)
    if left is None:
        return ""
    if left == 0:
        return "Die geplante Zeit ist um; die Moderation schließt die Phase."
    minutes = math.ceil(left / 60)
    return f"noch {german.counted(minutes, 'Minute', 'Minuten')}"


def _left(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)


def _group_title(hall: LiveWorkshop, person: Phone | None) -> str:
    group = hall.groups.get(person.group_id or "") if person else None
    return str(group.title) if group else ""


def _phase_title(hall: LiveWorkshop, card: HungCard) -> str:
    phase = hall.phases.get(card.phase_id or "")
    return str(phase.title) if phase else ""


def _choices(hall: LiveWorkshop, person: Phone) -> list[Choice]:
    given = hall.own_points(person)
    limit = hall.workshop.points_per_person
    free = limit is None or given.total() < limit
    own = set(person.objects("Karte"))
    by_cluster = hall.cards_by_cluster()

    def choice(target_id: str, title: str, is_cluster: bool) -> Choice:
        once_only = not hall.workshop.accumulate and given[target_id] > 0
        forbidden = target_id in own and not hall.workshop.own_cards
        cards = by_cluster.get(target_id, [])
        return Choice(
            target_id,
            title,
            [card.body for card in cards[:_CARDS_OF_A_CLUSTER]],
            max(0, len(cards) - _CARDS_OF_A_CLUSTER),
            given[target_id],
            free and not once_only and not forbidden,
            is_cluster,
        )

    return [choice(key, title, True) for key, title in hall.clusters.items()] + [
        choice(card.id, card.body, False) for card in hall.loose_cards()
    ]


def _results(hall: LiveWorkshop) -> list[Bar]:
    """The points of this phase as the projector shows them, worked out once for all phones."""

    def title(key: str) -> str:
        card = hall.cards.get(key)
        return card.body if card else hall.clusters.get(key, NOT_HANGING)

    return hall.remembered("results", lambda: ranking(hall.totals, title))


def _state_words(card: HungCard) -> str:
    if card.state == CardState.RECEIVED:
        return "wartet auf die Moderation"
    return str(card.state or "")
