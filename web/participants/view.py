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
from strategy.workshop.live_workshop import HungCard, LiveWorkshop, Phone
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
    live: LiveWorkshop,
    mark: str | None,
    message: Notice | None = None,
    text: str = "",
    page: int = 1,
) -> dict[str, Any]:
    """Everything ``participation.html`` needs; ``text`` is what somebody has typed already."""
    phone = live.phones.get(mark or "")
    workshop, phase = live.workshop, live.phase
    given = live.own_points(phone)
    can_write = live.writing and phone is not None
    cards_left = _left(workshop.cards_per_person, live.written(phone))
    choices = _choices(live, phone) if live.pointing and phone else []
    pages = max(1, math.ceil(len(choices) / _PAGE))
    page = min(max(page, 1), pages)
    return {
        "workshop": workshop,
        "phase": phase,
        "state": state_tag(live, mark),
        "token": secrets.token_urlsafe(9),
        "message": message,
        "now": _now(live),
        "seconds_left": _seconds_left(workshop) if live.running else None,
        "time_left": _time_left(workshop) if live.running else "",
        "groups": [
            (group.id, str(group.title), live.joined[group.id]) for group in live.groups.values()
        ],
        "without_group": live.joined[None],
        "joined": phone is not None,
        "group": _group_title(live, phone),
        "group_id": phone.group_id if phone else None,
        "can_write": can_write and cards_left != 0,
        "all_written": can_write and cards_left == 0,
        "cards_left": cards_left,
        "longest": LONGEST,
        "text": text,
        # Nobody's words get lost: where no form takes them, they are shown to be copied.
        "text_back": text if text.strip() and not (can_write and cards_left != 0) else "",
        "can_point": live.pointing and phone is not None,
        "points_left": _left(workshop.points_per_person, given.total()),
        "choices": choices[(page - 1) * _PAGE : page * _PAGE],
        "choice_page": page,
        "choice_pages": pages,
        "results": _results(live) if workshop.results_shown else None,
        "cards": [
            (card, _state_words(card), _phase_title(live, card)) for card in live.own_cards(phone)
        ],
    }


def state_tag(live: LiveWorkshop, mark: str | None) -> str:
    """Changes whenever the page of this participant would look different for a new reason."""
    phone = live.phones.get(mark or "")
    own = [(card.state, card.cluster_id) for card in live.own_cards(phone)]
    return _digest((shared_tag(live), phone is not None, own))


def shared_tag(live: LiveWorkshop) -> str:
    """The part of the tag that is the same for all; joining and points of others are none."""
    return live.remembered("tag", lambda: _shared(live))


def _shared(live: LiveWorkshop) -> str:
    workshop = live.workshop
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
            live.phase,
            [(group.id, group.title) for group in live.groups.values()],
            (live.clusters, [card.id for card in live.loose_cards()]) if live.pointing else None,
            sorted(live.totals.items()) if workshop.results_shown else None,
        )
    )


def _digest(seen: object) -> str:
    return hashlib.blake2b(repr(seen).encode(), digest_size=8).hexdigest()


def _seconds_left(workshop: Workshop) -> int | None:
    """As ``running.seconds_left``, 0 where the phase is over its time."""
    left = running.seconds_left(workshop, datetime.now(UTC).replace(tzinfo=None))
    return None if left is None else max(0, left)


def announcement(live: LiveWorkshop) -> str:
    """What a phone says aloud when the state has changed."""
    if not live.running:
        return _now(live)
    title = f"{live.phase.title}: " if live.phase else ""
    if live.writing:
        return f"{title}Sie können jetzt Karten schreiben."
    if live.pointing:
        return f"{title}Sie können jetzt Punkte vergeben."
    if live.workshop.results_shown:
        return "Das Ergebnis ist da."
    return f"{title}Gerade ist Pause."


def _now(live: LiveWorkshop) -> str:
    workshop = live.workshop
    if workshop.status == WorkshopStatus.DONE:
        return "Die Werkstatt ist beendet."
    if not live.running:
        day = f" am {german.day(workshop.held_on)}" if workshop.held_on else ""
        return (
            f"Die Werkstatt hat noch nicht begonnen. Sie findet{day} statt."
            if day
            else ("Die Werkstatt hat noch nicht begonnen.")
        )
    if live.phase is None or workshop.activity == Activity.PAUSE or not workshop.activity:
        return "Gerade ist Pause. Diese Seite meldet sich, wenn es weitergeht."
    return "Karten schreiben" if live.writing else "Punkte vergeben"


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


def _group_title(live: LiveWorkshop, phone: Phone | None) -> str:
    group = live.groups.get(phone.group_id or "") if phone else None
    return str(group.title) if group else ""


def _phase_title(live: LiveWorkshop, card: HungCard) -> str:
    phase = live.phases.get(card.phase_id or "")
    return str(phase.title) if phase else ""


def _choices(live: LiveWorkshop, phone: Phone) -> list[Choice]:
    given = live.own_points(phone)
    limit = live.workshop.points_per_person
    free = limit is None or given.total() < limit
    own = set(phone.objects("Karte"))
    by_cluster = live.cards_by_cluster()

    def choice(target_id: str, title: str, is_cluster: bool) -> Choice:
        once_only = not live.workshop.accumulate and given[target_id] > 0
        forbidden = target_id in own and not live.workshop.own_cards
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

    return [choice(key, title, True) for key, title in live.clusters.items()] + [
        choice(card.id, card.body, False) for card in live.loose_cards()
    ]


def _results(live: LiveWorkshop) -> list[Bar]:
    """The points of this phase as the projector shows them, worked out once for all phones."""

    def title(key: str) -> str:
        card = live.cards.get(key)
        return card.body if card else live.clusters.get(key, NOT_HANGING)

    return live.remembered("results", lambda: ranking(live.totals, title))


def _state_words(card: HungCard) -> str:
    if card.state == CardState.RECEIVED:
        return "wartet auf die Moderation"
    return str(card.state or "")
