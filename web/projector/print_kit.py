"""``/werkstatt/<id>/mappe``: what is printed before a workshop, on A4."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.records import find, get_
from strategy.kernel.selection import equal
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.printed import printed_cards
from strategy.workshop.running import phases_of
from ui.workshop.phone_address import PhoneAddress
from web.front.rendering import render
from web.projector.screens import address_of_phones, not_there, qr_code, store_of

SHEETS = {
    "plakat": "Plakat",
    "ablauf": "Ablauf",
    "regeln": "Gruppen und Spielregeln",
    "karten": "Papierkarten",
}
CARDS_ON_A_PAGE = 8
_DAY = 24 * 60
# An address has a dot or a port, or says itself that it is one: a lone word is a slip of the hand.
_ADDRESS = re.compile(
    r"(https?://)?((?(1)|(?=.*[.:]))[A-Za-z0-9][A-Za-z0-9.\-]{0,100}(?::[0-9]{1,5})?)/?"
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?: ?Uhr)?", re.IGNORECASE)
# Nobody writes down when a workshop begins; sheets that need a clock begin here.
_FIRST_HOUR = 17


def routes() -> list[BaseRoute]:
    """The room kit."""
    return [Route("/werkstatt/{workshop_id}/mappe", room_kit)]


def room_kit(request: Request) -> Response:
    """All sheets, or the one named in ``?blatt=``; ``?beginn=18:30`` sets the clock and
    ``?adresse=https://beteiligung.example`` where phones will find the server on the day."""
    workshop_id = request.path_params["workshop_id"]
    try:
        with store_of(request).read() as db:
            workshop = get_(db, Workshop, workshop_id)
            phases = phases_of(db, workshop_id)
            groups = find(db, ParticipantGroup, equal(workshop_id=workshop_id))
            cards = printed_cards(db, workshop_id)
    except StrategyError as error:
        return not_there(request, error)
    wanted = request.query_params.get("blatt", "")
    typed = request.query_params.get("adresse", "").strip()
    hour = request.query_params.get("beginn", "").strip()
    # On the day the server may stand elsewhere than where the kit is printed.
    address = _typed_address(typed) or address_of_phones(request)
    link = address.participation(str(workshop.code))
    # Any day: only its clock is printed.
    begin = _clock(hour) or datetime(1900, 1, 1, _FIRST_HOUR)
    return render(
        request,
        "room_kit.html",
        workshop=workshop,
        sheets=SHEETS,
        shown=[wanted] if wanted in SHEETS else list(SHEETS),
        wanted=wanted,
        # Written back into the page, so cut: an address of any length may be asked for.
        typed=typed[:200],
        misread=bool(typed) and _typed_address(typed) is None,
        hour=hour[:40],
        misread_hour=bool(hour) and _clock(hour) is None,
        plan=request.query_params.get("plan", ""),
        address=address,
        link=link,
        qr=qr_code(link) if workshop.code else None,
        agenda=_agenda(phases, begin),
        begin=begin,
        groups=groups,
        pages=[
            cards[start : start + CARDS_ON_A_PAGE]
            for start in range(0, len(cards), CARDS_ON_A_PAGE)
        ],
        phases=phases,
        done=workshop.status == WorkshopStatus.DONE,
    )


def _typed_address(typed: str) -> PhoneAddress | None:
    """What somebody typed as the server's address on the day; None where it is none."""
    match = _ADDRESS.fullmatch(typed)
    return PhoneAddress(f"{match[1] or 'http://'}{match[2]}") if match else None


def _clock(typed: str) -> datetime | None:
    """A time of day on any day ("18:30", "18.30 Uhr", "18"); None where it is none."""
    match = _CLOCK.fullmatch(typed)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return datetime(1900, 1, 1, int(match[1]), int(match[2] or 0))


def _agenda(phases: list[WorkshopPhase], begin: datetime) -> list[dict[str, Any]]:
    """Per phase: phase, when (clock or days), how (tables, rounds).

    A phase of a day and more has no clock; after a phase of unknown length nobody knows when the
    next one begins.
    """
    rows: list[dict[str, Any]] = []
    clock: datetime | None = begin
    for phase in phases:
        minutes = phase.minutes
        when = ""
        # A written workshop runs for days; a clock would then mean another day than it says.
        if minutes is not None and minutes >= _DAY:
            days = round(minutes / _DAY)
            when, clock = f"{days} Tage" if days != 1 else "1 Tag", None
        elif clock is not None:
            end = clock + timedelta(minutes=minutes) if minutes else None
            when = f"{clock:%H:%M} bis {end:%H:%M} Uhr" if end else f"ab {clock:%H:%M} Uhr"
            clock = end
        elif minutes is not None:
            when = f"{minutes} Minuten"
        rows.append({"phase": phase, "when": when, "how": _how(phase)})
    return rows


def _how(phase: WorkshopPhase) -> str:
    """ "4 Tische, 4 Runden zu 20 Minuten", as far as it is known."""
    parts = []
    if phase.table_count:
        parts.append(f"{phase.table_count} Tische" if phase.table_count > 1 else "1 Tisch")
    if phase.rounds:
        each, rest = divmod(phase.minutes or 0, phase.rounds)
        word = "Runden" if phase.rounds > 1 else "Runde"
        to = f" zu {'rund ' if rest else ''}{german.counted(each, 'Minute', 'Minuten')}"
        parts.append(f"{phase.rounds} {word}" + (to if each else ""))
    return ", ".join(parts)
