"""``/werkstatt/<id>/leinwand``: the workshop for all in the room to see, on a projector.

The page asks once a second whether something changed.  Its answer is made once per state of the
plan and kept, so that the question costs next to nothing.
"""

from __future__ import annotations

import hashlib
from weakref import WeakKeyDictionary

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from strategy.kernel import german
from strategy.kernel.errors import NotFound, StrategyError
from strategy.kernel.store import Store
from strategy.nouns.workshop import Activity, WorkshopStatus
from strategy.workshop.wall import Wall, read_wall
from ui.workshop.phone_address import PhoneAddress
from web.front.rendering import environment, render
from web.participants.validity import Validity
from web.projector.screens import address_of_phones, not_there, plan_query, qr_code, store_of

# Without a script nothing can be measured; this many cards fit on a screen of 16:9.
_FITTING = 30
_MOST_KEPT = 32

# Per plan: workshop and address → how long it holds, tag, page.
_kept: WeakKeyDictionary[Store, dict[tuple[str, str], tuple[Validity, str, str]]] = (
    WeakKeyDictionary()
)


def routes() -> list[BaseRoute]:
    """The page, the part of it that changes, and a sentence for whatever else is asked for."""
    return [
        Route("/werkstatt/{workshop_id}/leinwand", page),
        Route("/werkstatt/{workshop_id}/leinwand/stand", state),
        Route("/werkstatt/{rest:path}", nothing_here),
    ]


def nothing_here(request: Request) -> Response:
    """A mistyped address."""
    return not_there(
        request, NotFound("Unter dieser Adresse steht nichts; öffnen Sie sie aus der Werkbank.")
    )


def page(request: Request) -> Response:
    """The whole page with the state of this moment."""
    try:
        tag, stand = _state_of(request)
    except StrategyError as error:
        return not_there(request, error)
    return render(
        request,
        "projector.html",
        stand=stand,
        tag=tag,
        source=f"{request.url.path}/stand{plan_query(request)}",
    )


def state(request: Request) -> Response:
    """The part that changes; 304 where nothing did."""
    try:
        tag, stand = _state_of(request)
    except StrategyError as error:
        return not_there(request, error)
    # no-cache lets a browser keep the answer but makes it ask each time, which a 304 answers.
    headers = {"etag": tag, "cache-control": "no-cache", "x-stand": "1"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(stand, 200, headers, "text/html; charset=utf-8")


def _state_of(request: Request) -> tuple[str, str]:
    """Tag and HTML of the workshop as it is; raises StrategyError."""
    store = store_of(request)
    address = address_of_phones(request)
    kept = _kept.setdefault(store, {})
    key = request.path_params["workshop_id"], address.base
    found = kept.get(key)
    if found is not None and found[0].now(store):
        return found[1], found[2]
    # Whoever reads while somebody writes gets what stood before; that is asked for again.
    state = store.write_lock.state_number
    with store.read() as db:
        wall = read_wall(db, key[0])
    stand = _drawn(wall, address)
    tag = f'"{hashlib.sha256(stand.encode()).hexdigest()[:20]}"'
    # The oldest goes; None, because another thread may have taken it away already.
    while len(kept) >= _MOST_KEPT:
        kept.pop(next(iter(kept)), None)
    kept[key] = Validity.since(state), tag, stand
    return tag, stand


def _drawn(wall: Wall, address: PhoneAddress) -> str:
    workshop = wall.workshop
    code = workshop.code if workshop.status != WorkshopStatus.DONE else None
    return (
        environment()
        .get_template("projector_state.html")
        .render(
            wall=wall,
            workshop=workshop,
            code=code,
            address=address,
            qr=qr_code(address.participation(code)) if code else None,
            now_open=_what_is_open(wall),
            begins=german.long_day(workshop.held_on) if workshop.held_on else None,
            until=german.moment(workshop.ends_at).rpartition(", ")[2] if workshop.ends_at else None,
            # With its zone: the clock counts down in the browser, which may stand anywhere.
            ends_at=f"{workshop.ends_at.isoformat(timespec='seconds')}Z"
            if workshop.ends_at
            else None,
            running=workshop.status == WorkshopStatus.RUNNING,
            done=workshop.status == WorkshopStatus.DONE,
            visible=_cards_of_a_cluster(wall),
        )
    )


def _what_is_open(wall: Wall) -> str:
    if wall.workshop.status != WorkshopStatus.RUNNING:
        return ""
    match wall.workshop.activity:
        case Activity.CARDS:
            return "Jetzt Karten schreiben"
        case Activity.POINTS:
            return "Jetzt Punkte vergeben"
        case _:
            return "Pause"


def _cards_of_a_cluster(wall: Wall) -> int:
    """How many cards every cluster may show, so that all fit on the screen."""
    most = max((len(cluster.cards) for cluster in wall.clusters), default=0)
    # The same number for each, so that a Thema with many cards takes no room from the others.
    while most > 1 and sum(min(len(cluster.cards), most) for cluster in wall.clusters) > _FITTING:
        most -= 1
    return most
