"""``/mitmachen``: what people do in a workshop on their own phone.

Every form works as a plain form: it is posted, and the answer leads back to the page.  Our own
script sends the same forms (``X-Phone``) and shows the part of the page that comes back.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from strategy.kernel.errors import StrategyError
from strategy.kernel.store import Store
from strategy.nouns.workshop import Workshop
from strategy.workshop.codes import read_code
from strategy.workshop.live_workshop import LiveWorkshop
from strategy.workshop.sent import Refusal, Reply, Sent, SentKind
from strategy.workshop.taking_part import answer_again
from web.front.rendering import render
from web.front.sentence import sentence_page, too_often
from web.participants.choice_items import choice_items
from web.participants.form import Unfit, read_form
from web.participants.gathering import Busy, Gathering, Moment, gathering_of
from web.participants.limits import RequestLimits, address_of
from web.participants.plans import find_workshop
from web.participants.view import Notice, announcement, page_values, state_tag

STATE = "/mitmachen/{code}/stand"
COOKIE = "teilnahme"
_COOKIE_DAYS = 30
# Our own script asks: the answer is the part of the page that it puts in place.
_PHONE = "x-phone"
_PATIENCE = 20.0
_WAIT = re.compile(r"wait=([0-9]{1,4})")
_TOKEN = re.compile(r"[A-Za-z0-9_.-]{8,80}")
_STATUS = {
    Refusal.CLOSED: 409,
    Refusal.LIMIT: 409,
    Refusal.INPUT: 422,
    Refusal.NOT_JOINED: 403,
    Refusal.GONE: 409,
}
_ACTIONS = {
    "gruppe": SentKind.JOIN,
    "karte": SentKind.CARD,
    "punkt": SentKind.POINT,
    "punkt-zurueck": SentKind.TAKE_BACK,
}
WRONG_CODE = (
    "Diesen Code gibt es nicht. Bitte vergleichen Sie ihn noch einmal mit dem auf der Leinwand "
    "oder dem Plakat."
)
NO_COOKIE = (
    "Ihr Browser hat das Teilnahme-Cookie nicht behalten. Bitte erlauben Sie Cookies für diese "
    "Seite und senden Sie noch einmal."
)
BUSY = "Gerade ist sehr viel los; bitte senden Sie in ein paar Sekunden noch einmal."


class Participation:
    """The pages of participants with the limits of one server."""

    def __init__(self, limits: RequestLimits) -> None:
        self._limits = limits
        self._moment = Moment()

    def routes(self) -> list[BaseRoute]:
        """``/mitmachen`` and what lies below it."""
        return [
            Route("/mitmachen", self.ask_code),
            Route("/mitmachen/{code}", self.page),
            Route(STATE, self.state),
            Route("/mitmachen/{code}/{action}", self.send, methods=["POST"]),
            Route("/mitmachen/", self.to_code),
            # Whoever comes back to the address of a form by hand.
            Route("/mitmachen/{code}/{rest:path}", self.back),
        ]

    async def ask_code(self, request: Request) -> Response:
        """Type the code of the workshop."""
        address = address_of(request)
        if wait := self._limits.address.take(address):
            return too_often(request, wait)
        typed = request.query_params.get("code", "")[:40]
        if not read_code(typed):
            sentence = "Bitte geben Sie den Code ein." if typed else ""
            return render(request, "participation_code.html", typed=typed, sentence=sentence)
        found = find_workshop(typed)
        if found is None:
            if wait := self._wrong(request):
                return too_often(request, wait)
            return render(request, "participation_code.html", 404, typed=typed, sentence=WRONG_CODE)
        return RedirectResponse(f"/mitmachen/{found[1].code}", 303)

    async def to_code(self, request: Request) -> Response:
        """The address with a slash too many."""
        return RedirectResponse("/mitmachen", 303)

    async def back(self, request: Request) -> Response:
        """The address of a form, opened by hand."""
        return RedirectResponse(f"/mitmachen/{quote(request.path_params['code'])}", 303)

    async def page(self, request: Request) -> Response:
        """The page of one workshop."""
        found = await self._enter(request)
        if isinstance(found, Response):
            return found
        workshop, here, mark = found
        if request.path_params["code"] != workshop.code:
            return RedirectResponse(f"/mitmachen/{workshop.code}", 303)
        live = await here.live()
        token = request.query_params.get("gesendet", "")
        phone = live.phones.get(mark or "")
        receipt = phone.receipts.get(token) if phone else None
        message = _message(answer_again(live, receipt)) if receipt else None
        return self._shown(request, live, mark, message)

    async def state(self, request: Request) -> Response:
        """A few bytes that tell a phone whether its page is still right.

        One that is willing to wait (``Prefer: wait=100``, RFC 7240) hears when it no longer is.
        """
        found = await self._enter(request)
        if isinstance(found, Response):
            return Response(status_code=found.status_code, headers=_only_wait(found))
        _, here, mark = found
        known = request.headers.get("if-none-match", "")
        live = await here.live()
        tag = f'"{state_tag(live, mark)}"'
        willing = _WAIT.fullmatch(request.headers.get("prefer", ""))
        if willing and known == tag:
            await here.following.wait(mark, known.strip('"'), float(willing[1]))
            try:
                live = await here.live()
            except StrategyError:
                return Response(status_code=503)
            tag = f'"{state_tag(live, mark)}"'
        headers = {"etag": tag, "cache-control": "no-store"}
        if known == tag:
            return Response(status_code=304, headers=headers)
        return Response(announcement(live), 200, headers, "text/plain; charset=utf-8")

    async def send(self, request: Request) -> Response:
        """Take what a phone sends: group, card, point."""
        await self._moment.over()
        kind = _ACTIONS.get(request.path_params["action"])
        form, unfit = await _read(request)
        text, token = form.get("text", ""), form.get("token", "")
        found = await self._enter(request, text)
        if isinstance(found, Response):
            return found
        workshop, here, mark = found
        if unfit is not None:
            return self._shown(
                request, await here.live(), mark, Notice("danger", unfit.sentence), unfit.status
            )
        if kind is None or not _TOKEN.fullmatch(token):
            sentence = "Diese Eingabe ist unvollständig; bitte senden Sie sie von dieser Seite."
            return self._shown(
                request, await here.live(), mark, Notice("danger", sentence), 400, text
            )
        if mark is None:
            return self._shown(
                request, await here.live(), None, Notice("warning", NO_COOKIE), 400, text
            )
        wait = self._limits.sending.take(mark)
        if not wait and kind is SentKind.JOIN and mark not in (await here.live()).phones:
            wait = self._limits.joining.take(address_of(request))
        if wait:
            return self._later(
                request,
                await here.live(),
                mark,
                wait,
                429,
                text,
                f"Das ging sehr schnell hintereinander; bitte senden Sie in {wait} Sekunden "
                "noch einmal.",
            )
        sent = Sent(mark, token, kind, form.get("phase") or None, text, form.get("ziel", "")[:40])
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await here.send(sent)
        except (Busy, TimeoutError):
            return self._later(request, await here.live(), mark, 5, 503, text, BUSY)
        if answer.refusal is None and _PHONE not in request.headers:
            return RedirectResponse(f"/mitmachen/{workshop.code}?gesendet={quote(token)}", 303)
        kept = text if answer.refusal is not None else ""
        status = _STATUS[answer.refusal] if answer.refusal else 200
        page = _number(form.get("seite"))
        return self._shown(request, await here.live(), mark, _message(answer), status, kept, page)

    async def _enter(
        self, request: Request, text: str = ""
    ) -> tuple[Workshop, Gathering, str | None] | Response:
        """The workshop of the address, its room and the mark of the device; or why not.

        ``text`` is what somebody has typed; a refusal gives it back.
        """
        address = address_of(request)
        cookie = request.cookies.get(COOKIE)
        if wait := self._limits.address.take(address):
            return too_often(request, wait, text)
        found: tuple[Store, Workshop] | None = find_workshop(request.path_params["code"])
        if found is None:
            if wait := self._wrong(request):
                return too_often(request, wait, text)
            if text:
                return sentence_page(request, "Mitmachen", WRONG_CODE, 404, text_back=text)
            return render(
                request,
                "participation_code.html",
                404,
                sentence=WRONG_CODE,
                typed=request.path_params["code"][:40],
            )
        store, workshop = found
        here = gathering_of(store, workshop.id)
        mark = _mark(workshop, cookie) if cookie else None
        try:
            live = await here.live()
        except StrategyError as error:
            return sentence_page(request, "Gerade nicht möglich", str(error), 503, text_back=text)
        # Only its own wrong codes keep a device out, and none that takes part already.
        strange = cookie if mark is None or mark not in live.phones else None
        if strange and (wait := self._limits.wrong_of_device.wait(_device(strange))):
            return too_often(request, wait, text)
        if mark is not None and (wait := self._limits.asking.take(mark)):
            return too_often(request, wait, text)
        return workshop, here, mark

    def _wrong(self, request: Request) -> int:
        """Count a code that does not exist; the seconds to wait where there were too many."""
        cookie = request.cookies.get(COOKIE)
        own = self._limits.wrong_of_device.take(_device(cookie)) if cookie else 0
        # A cookie can be invented; the address cannot.
        return own or self._limits.wrong.take(address_of(request))

    def _later(
        self,
        request: Request,
        live: LiveWorkshop,
        mark: str,
        wait: int,
        status: int,
        text: str,
        sentence: str,
    ) -> Response:
        response = self._shown(request, live, mark, Notice("warning", sentence), status, text)
        response.headers["retry-after"] = str(wait)
        return response

    def _shown(
        self,
        request: Request,
        live: LiveWorkshop,
        mark: str | None,
        message: Notice | None,
        status: int = 200,
        text: str = "",
        page: int | None = None,
    ) -> Response:
        if page is None:
            page = _number(request.query_params.get("seite"))
        values: dict[str, Any] = page_values(live, mark, message, text, page)
        items = choice_items(live, values["choices"], values["choice_page"], values["token"])
        name = "participation_part.html" if _PHONE in request.headers else "participation.html"
        response = render(request, name, status, **values, choice_items=items)
        response.headers["etag"] = f'"{values["state"]}"'
        if request.cookies.get(COOKIE) is None:
            response.set_cookie(
                COOKIE,
                secrets.token_urlsafe(16),
                max_age=_COOKIE_DAYS * 86_400,
                path="/mitmachen",
                httponly=True,
                samesite="lax",
                secure=request.url.scheme == "https",
            )
        return response


async def _read(request: Request) -> tuple[dict[str, str], Unfit | None]:
    try:
        return await read_form(request), None
    except Unfit as unfit:
        return {}, unfit


def _device(cookie: str) -> str:
    # Never kept as it is, and never longer than one that we gave.
    return hashlib.sha256(cookie[:80].encode()).hexdigest()


def _mark(workshop: Workshop, cookie: str) -> str:
    """What of a device is stored: a digest that leads to no other workshop and to no cookie."""
    return hashlib.sha256(f"{workshop.id}:{cookie[:80]}".encode()).hexdigest()


def _message(answer: Reply) -> Notice:
    kind = "success" if answer.refusal is None else "warning"
    return Notice(kind, answer.sentence, answer.card_code)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1


def _only_wait(response: Response) -> dict[str, str]:
    wait = response.headers.get("retry-after")
    return {"retry-after": wait} if wait else {}
