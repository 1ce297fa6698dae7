"""The gate: beyond the server's own machine, all but the participants' pages asks for a sign-in.

What may be seen without one is a short list, and only where a plain route of ours answers it; all
else, known or not, HTTP or WebSocket, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from strategy.identity.accounts import Account
from strategy.identity.sign_ins import key_of_token
from strategy.kernel.errors import StrategyError
from ui.run.signed_in import LOCAL, MARK, PLAIN_VISITOR, READ_ONLY, Visitor, sign_ins
from web.front.addresses import OUTSIDE_BACK, OUTSIDE_OUT, SIGN_OUT, own_address, sign_in_address
from web.front.own_machine import asks_for_sign_in
from web.front.shell import NOT_PAGES
from web.sign_in.open_tabs import Tab, close_tabs

COOKIE = "workbench_sign_in"
_PUBLIC = re.compile(
    r"/(mitmachen|karte|anmelden|web|oparl|strategie)(/[^\\]*)?|/healthz"
    rf"|{SIGN_OUT}|{OUTSIDE_OUT}|{OUTSIDE_BACK}"
)
# The same files for everybody, named by their content.
_STREAMLITS_OWN = "/static/"
# What an open page asks for by itself: nobody has done anything.
_BY_ITSELF = re.compile(r"/werkstatt/[^/]+/leinwand(/stand)?|/_stcore/(health|host-config)")
_READING_METHODS = ("GET", "HEAD", "OPTIONS")


class Gate:
    """Middleware that lets pass who is signed in, and marks who it is (``ui.run.signed_in``)."""

    def __init__(self, app: ASGIApp, own: Iterable[BaseRoute] = ()) -> None:
        self.app = app
        self._own = list(own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if not asks_for_sign_in(scope):
            await self.app(_with_mark(scope, LOCAL), receive, send)
            return
        if scope["type"] == "http":
            # First, and without a look at the accounts: a thousand phones come this way.
            public = self._is_public(scope)
            send = _guarded(scope, send, keepable=public)
            if public:
                await self.app(_with_mark(scope, ""), receive, send)
                return
        key = key_of(HTTPConnection(scope))
        account = _account(key, used=not _BY_ITSELF.fullmatch(scope["path"]))
        if scope["type"] == "websocket":
            if account is None:
                # Before it is accepted, so the browser sees 403 and Streamlit nothing at all.
                await send({"type": "websocket.close", "code": 1008})
                return
            with Tab(key, lambda used: _account(key, used) is not None, receive, send) as tab:
                await self.app(_with_mark(scope, key), tab.receive, tab.send)
        elif account is not None:
            await self._admit(account, _with_mark(scope, key), receive, send)
        else:
            await _refusal(scope)(scope, receive, send)

    def _is_public(self, scope: Scope) -> bool:
        path = scope["path"]
        if not _PUBLIC.fullmatch(path) or ".." in path or "//" in path:
            return False
        # Streamlit would answer any other address with its own document.
        return any(route.matches(dict(scope))[0] is not Match.NONE for route in self._own)

    async def _admit(self, account: Account, scope: Scope, receive: Receive, send: Send) -> None:
        # Streamlit's own addresses take uploads into memory; what is done with them asks the door.
        plain = not scope["path"].startswith(NOT_PAGES)
        if plain and not account.may_write and scope["method"] not in _READING_METHODS:
            await PlainTextResponse(READ_ONLY, 403)(scope, receive, send)
            return
        token = PLAIN_VISITOR.set(Visitor(True, account))
        try:
            await self.app(scope, receive, send)
        finally:
            PLAIN_VISITOR.reset(token)


def is_page_request(scope: Scope) -> bool:
    """Whether a person opens a page, unlike a script that fetches something."""
    headers = Headers(scope=scope)
    accept = headers.get("accept", "*/*")
    return (
        scope["method"] in ("GET", "HEAD")
        and not scope["path"].startswith(NOT_PAGES)
        and headers.get("sec-fetch-dest", "document") == "document"
        and ("text/html" in accept or "*/*" in accept)
    )


def keep(answer: Response, token: str, secure: bool) -> None:
    """Give a browser its token; without an end of its own, because the server knows the end."""
    answer.set_cookie(COOKIE, token, path="/", httponly=True, samesite="lax", secure=secure)


async def end_sign_in(connection: HTTPConnection) -> None:
    """Sign this browser out, in all its tabs."""
    key = key_of(connection)
    await to_thread.run_sync(sign_ins().close, key)
    await close_tabs(key)


def key_of(connection: HTTPConnection) -> str:
    """Under which key the sign-ins know this browser."""
    return key_of_token(connection.cookies.get(COOKIE, ""))


def _account(key: str, used: bool = True) -> Account | None:
    try:
        return sign_ins().account(key, used)
    except StrategyError:
        # Whose file of accounts cannot be read lets nobody in; the sign-in page says so.
        return None


def _with_mark(scope: Scope, mark: str) -> Scope:
    name = MARK.encode()
    headers = [pair for pair in scope["headers"] if pair[0].lower() != name]
    return {**scope, "headers": [*headers, (name, mark.encode())] if mark else headers}


def _address(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return own_address(quote(scope["path"]) + (f"?{query}" if query else ""))


def _refusal(scope: Scope) -> Response:
    if not is_page_request(scope):
        return PlainTextResponse("Bitte melden Sie sich an.", 401)
    return RedirectResponse(sign_in_address(_address(scope)), 303)


def _guarded(scope: Scope, send: Send, keepable: bool) -> Send:
    """Keep answers out of the browser's store, or "back" would show them after the sign-out; and
    over HTTPS let no cookie out without it."""
    keepable = keepable or scope["path"].startswith(_STREAMLITS_OWN)
    secure = scope["scheme"] == "https"

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", [])))
            if not keepable:
                headers["cache-control"] = "no-store"
            if secure:
                # Streamlit leaves this out for its own cookies.
                headers = MutableHeaders(
                    raw=[
                        (name, value + b"; Secure")
                        if name.lower() == b"set-cookie" and b"; secure" not in value.lower()
                        else (name, value)
                        for name, value in headers.raw
                    ]
                )
            message = {**message, "headers": headers.raw}
        await send(message)

    return guarded
