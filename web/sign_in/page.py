"""``/anmelden`` and ``/abmelden``: plain pages that work in every browser, without JavaScript."""

from __future__ import annotations

import logging
from functools import partial

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from strategy.identity.accounts import Account
from strategy.identity.passwords import LONGEST_PASSWORD
from strategy.identity.security_log import Event, note
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from ui.run.signed_in import sign_ins
from web.front.addresses import OUTSIDE_OUT, SIGN_IN, SIGN_OUT, own_address
from web.front.own_machine import asks_for_sign_in
from web.front.rendering import render
from web.front.sentence import sentence_page
from web.participants.form import Unfit, read_form, refuse_strange_origin
from web.participants.limits import address_of
from web.sign_in import outside
from web.sign_in.attempts import Attempts
from web.sign_in.gate import COOKIE, end_sign_in, keep, key_of

WRONG = (
    "Name oder Passwort ist nicht richtig; bitte prüfen Sie beides, auch Groß- und Kleinschreibung."
)
OUTSIDE_FAILED = (
    "Die Anmeldung mit dem Konto der Verwaltung ist nicht gelungen; bitte versuchen Sie es noch "
    "einmal oder melden Sie sich mit Namen und Passwort an."
)
_BUSY = "Gerade melden sich sehr viele an; bitte versuchen Sie es gleich noch einmal."
# A check costs 32 MB and most of a second of one core; more at once would stop everybody's work.
_AT_ONCE = 2
_WAITING = 40

LOG = logging.getLogger("workbench")


class SignInPages:
    """The pages and what they remember: how often who has tried."""

    def __init__(self) -> None:
        self._attempts = Attempts()
        self._checking = CapacityLimiter(_AT_ONCE)

    def routes(self) -> list[BaseRoute]:
        """Their routes."""
        return [
            Route(SIGN_IN, self._show, methods=["GET"]),
            Route(SIGN_IN, self._try, methods=["POST"]),
            Route(SIGN_OUT, self._ask_out, methods=["GET"]),
            Route(SIGN_OUT, outside.WithSession(self._out), methods=["POST"]),
            *outside.routes(),
        ]

    async def _show(self, request: Request) -> Response:
        back = own_address(request.query_params.get("weiter", "/"))
        if not asks_for_sign_in(request.scope) or _signed_in(request) is not None:
            return RedirectResponse(back, 303)
        failed = outside.FAILED in request.query_params
        return _page(request, back, sentence=OUTSIDE_FAILED if failed else "")

    async def _try(self, request: Request) -> Response:
        try:
            form = await read_form(request)
        except Unfit as unfit:
            return sentence_page(request, "Anmelden", unfit.sentence, unfit.status)
        back = own_address(form.get("weiter", "/"))
        name, password = form.get("name", "").strip(), form.get("password", "")
        if not name or not password:
            return _page(request, back, name, "Bitte Namen und Passwort eingeben.", 400)
        if self._checking.statistics().tasks_waiting >= _WAITING:
            return _page(request, back, name, _BUSY, 503, wait=5)
        wait = self._attempts.begin(name, address_of(request))
        if wait:
            seconds = german.counted(wait, "Sekunde", "Sekunden")
            return _page(
                request,
                back,
                name,
                f"Es gab zu viele Versuche mit falschem Passwort; bitte warten Sie {seconds} und "
                "versuchen Sie es dann noch einmal.",
                429,
                wait=wait,
            )
        try:
            token = await to_thread.run_sync(_enter, name, password, limiter=self._checking)
        except StrategyError as error:
            LOG.error("Sign-in failed: %s", error)
            return _page(request, back, name, str(error), 500)
        event = Event.REFUSED if token is None else Event.SIGNED_IN
        await to_thread.run_sync(partial(note, event, name[:80], address=address_of(request)))
        if token is None:
            return _page(request, back, name, WRONG, 401)
        self._attempts.succeeded(name, address_of(request))
        await end_sign_in(request)
        answer = RedirectResponse(back, 303)
        keep(answer, token, secure=request.url.scheme == "https")
        return answer

    async def _ask_out(self, request: Request) -> Response:
        account = _signed_in(request)
        if account is None:
            return RedirectResponse(SIGN_IN, 303)
        return render(request, "sign_out.html", account=account, done=False, outside=None)

    async def _out(self, request: Request) -> Response:
        try:
            refuse_strange_origin(request)
        except Unfit as unfit:
            return sentence_page(request, "Abmelden", unfit.sentence, unfit.status)
        account = _signed_in(request)
        await end_sign_in(request)
        # By a link and not on the way: a form may not lead to a foreign address.
        known_outside = outside.is_known_outside(request)
        answer = render(
            request,
            "sign_out.html",
            account=account,
            done=True,
            outside=OUTSIDE_OUT if known_outside else None,
        )
        answer.delete_cookie(COOKIE, path="/")
        return answer


def _page(
    request: Request,
    back: str,
    name: str = "",
    sentence: str = "",
    status: int = 200,
    wait: int = 0,
) -> Response:
    trouble, first = "", False
    try:
        first = not sign_ins().accounts.list_()
    except StrategyError as error:
        trouble = str(error)
    return render(
        request,
        "sign_in.html",
        status,
        {"retry-after": str(wait)} if wait else None,
        back=back,
        typed=name[:80],
        sentence=sentence or trouble,
        first=first,
        providers=outside.providers(),
    )


def _enter(name: str, password: str) -> str | None:
    """Check name and password and sign in; the token, or None where they do not fit."""
    accounts = sign_ins().accounts
    account = accounts.check(name, password[: LONGEST_PASSWORD + 1])
    return sign_ins().open(account) if account is not None else None


def _signed_in(request: Request) -> Account | None:
    try:
        return sign_ins().account(key_of(request))
    except StrategyError:
        return None
