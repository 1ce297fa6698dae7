"""Participants' pages and their files are answered before all that concerns only the others."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from web.own_files import FILES
from web.participation import STATE

_ADDRESSES = ("/mitmachen", "/web/")


class ShortWay:
    """Middleware that hands some addresses straight to their routes.

    A thousand phones ask for them all the time.  They are public, so no sign-in and no session of
    Streamlit concerns them, and going through all of that took longer than the answer itself.
    """

    def __init__(self, app: ASGIApp, own: Iterable[BaseRoute]) -> None:
        self.app = app
        self._ways = [
            (route, _packed(route))
            for route in own
            if isinstance(route, Route) and route.path.startswith(_ADDRESSES)
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_ADDRESSES):
            for route, answer in self._ways:
                match, found = route.matches(scope)
                if match is Match.FULL:
                    await answer({**scope, **found}, receive, send)
                    return
        await self.app(scope, receive, send)


def _packed(route: Route) -> ASGIApp:
    # Whether anything has changed is said in a few bytes, and our own files are packed already.
    if route.path in (STATE, FILES):
        return route.app
    # The quickest level; the others gain little on pages of a few kilobytes.
    return GZipMiddleware(route.app, compresslevel=1)
