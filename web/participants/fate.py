"""``/karte``: what became of a card, for whoever has its code."""

from __future__ import annotations

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
from web.participants.limits import RequestLimits, address_of, kind_of
from web.participants.plans import stores

WRONG_CODE = (
    "Zu diesem Code gibt es keine Karte. Bitte vergleichen Sie ihn noch einmal; er steht auf Ihrer "
    "Karte oder bei Ihren Karten auf der Mitmachen-Seite."
)
_SHORTEST, _LONGEST = 3, 40


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
        kind = kind_of(request)
        wait = (
            self._limits.address.take(address)
            or self._limits.wrong_cards_of_kind.take(kind)
            or self._limits.wrong_cards.take(address)
        )
        if wait:
            return too_often(request, wait)
        typed = request.path_params["code"][:_LONGEST]
        code = read_code(typed)
        fate = await to_thread.run_sync(find_fate, code) if len(code) >= _SHORTEST else None
        if fate is None:
            return render(request, "fate_code.html", 404, typed=typed, sentence=WRONG_CODE)
        self._limits.wrong_cards_of_kind.give_back(kind)
        self._limits.wrong_cards.give_back(address)
        if typed not in (fate.code, shown_code(fate.code)):
            return RedirectResponse(f"/karte/{fate.code}", 303)
        return render(request, "fate.html", fate=fate)


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
