"""``/karte``: what became of a card, for whoever has its code."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Hashable
from dataclasses import dataclass

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from strategy.figures.workshop.fates import card_of_code, fate_of, printed_card_of_code
from strategy.kernel.errors import StrategyError
from strategy.workshop.codes import read_code, shown_code
from web.front.rendering import render
from web.front.sentence import too_often
from web.participants.limits import Limit, RequestLimits, address_of, kind_of
from web.participants.plans import stores

WRONG_CODE = (
    "Zu diesem Code gibt es keine Karte. Bitte vergleichen Sie ihn noch einmal; er steht auf Ihrer "
    "Karte oder bei Ihren Karten auf der Mitmachen-Seite."
)
_SHORTEST, _LONGEST = 3, 40
COOKIE = "karte"
# In the address of the second try, so that a browser without cookies is not sent round for ever.
_AGAIN = "noch"


@dataclass(frozen=True)
class CardFate:
    """What the holder of a code is shown; of a printed card nobody has entered only the number."""

    code: str
    body: str | None
    phase: str | None
    state: str
    sentence: str
    workshop: str | None


class FatePages:
    """``/karte`` and ``/karte/<code>`` with the limits of one server."""

    def __init__(self, limits: RequestLimits) -> None:
        self._limits = limits

    def routes(self) -> list[BaseRoute]:
        """Both addresses."""
        return [Route("/karte", self.ask_code), Route("/karte/{code:path}", self.page)]

    async def ask_code(self, request: Request) -> Response:
        """Type the code of a card."""
        if wait := self._limits.address.take(address_of(request)):
            return too_often(request, wait)
        typed = request.query_params.get("code", "")[:_LONGEST]
        if read_code(typed):
            return RedirectResponse(f"/karte/{read_code(typed)}", 303)
        sentence = "Bitte geben Sie den Code ein." if typed else ""
        return render(request, "fate_code.html", typed=typed, sentence=sentence)

    async def page(self, request: Request) -> Response:
        """The fate of one card."""
        if not request.path_params["code"]:
            return RedirectResponse("/karte", 303)
        address = address_of(request)
        # Whoever tries codes is answered no more, right or wrong, until some time has passed.
        # Each counts as wrong until it is found, because a thousand may arrive before the first.
        limit, who = self._counted(request)
        if wait := self._limits.address.take(address):
            return too_often(request, wait)
        if wait := limit.take(who):
            return _told_apart(request) or too_often(request, wait)
        if wait := self._limits.wrong_cards.take(address):
            return too_often(request, wait)
        typed = request.path_params["code"][:_LONGEST]
        code = read_code(typed)
        fate = await to_thread.run_sync(find_fate, code) if len(code) >= _SHORTEST else None
        if fate is None:
            return render(request, "fate_code.html", 404, typed=typed, sentence=WRONG_CODE)
        limit.give_back(who)
        self._limits.wrong_cards.give_back(address)
        if typed not in (fate.code, shown_code(fate.code)):
            return RedirectResponse(f"/karte/{fate.code}", 303)
        return render(request, "fate.html", fate=fate)

    def _counted(self, request: Request) -> tuple[Limit, Hashable]:
        """The limit for wrong codes that this request meets, and under which name."""
        cookie = request.cookies.get(COOKIE)
        if cookie is None:
            return self._limits.wrong_cards_of_kind, kind_of(request)
        return self._limits.wrong_cards_of_phone, hashlib.sha256(cookie[:80].encode()).hexdigest()


def _told_apart(request: Request) -> Response | None:
    """A phone whose kind has used up its tries gets a cookie and asks again; once only.

    Nobody gets the cookie before that: who looks up a card is not to be told from others.
    """
    if COOKIE in request.cookies or _AGAIN in request.query_params:
        return None
    answer = RedirectResponse(f"{request.url.path}?{_AGAIN}=1", 303)
    answer.set_cookie(
        COOKIE,
        secrets.token_urlsafe(16),
        max_age=86_400,
        path="/karte",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def find_fate(code: str) -> CardFate | None:
    """The fate of the card with this code in any plan of this server; None where there is none."""
    for store in stores():
        try:
            with store.look() as db:
                found = card_of_code(db, code)
                row = fate_of(db, found["id"]) if found else None
                if found and row:
                    return CardFate(
                        code,
                        row["body"],
                        row["phase"],
                        row["state"],
                        row["sentence"],
                        found["title"],
                    )
                printed = printed_card_of_code(db, code)
        except StrategyError:
            continue
        if printed:
            return CardFate(
                code,
                None,
                None,
                "noch nicht erfasst",
                f"Die Papierkarte Nummer {printed['number']} wurde noch nicht erfasst.",
                printed["title"],
            )
    return None
