"""Participants' pages and their files are answered before all that concerns only the others."""

from __future__ import annotations

import gzip
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

_ADDRESSES = ("/mitmachen", "/web/", "/oparl/", "/strategie")
# Less is sent as quickly as it is.
_WORTH_PACKING = 500


class ShortWay:
    """Middleware that hands some addresses straight to their functions, which are all coroutines.

    A thousand phones ask for them all the time.  They are public, so no sign-in and no session of
    Streamlit concerns them, and going through all of that took longer than the answer itself.
    """

    def __init__(self, app: ASGIApp, own: Iterable[BaseRoute]) -> None:
        self.app = app
        self._routes = [
            route for route in own if isinstance(route, Route) and route.path.startswith(_ADDRESSES)
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_ADDRESSES):
            for route in self._routes:
                match, found = route.matches(scope)
                if match is Match.FULL:
                    request = Request({**scope, **found}, receive)
                    response: Response = await route.endpoint(request)
                    _pack(request, response)
                    await response(scope, receive, send)
                    return
        await self.app(scope, receive, send)


def _pack(request: Request, response: Response) -> None:
    """Compress the body where the browser takes it; the quickest level, for small pages."""
    headers = response.headers
    if len(response.body) < _WORTH_PACKING or "content-encoding" in headers:
        return
    headers.add_vary_header("Accept-Encoding")
    if "gzip" in request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(bytes(response.body), 1)
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(response.body))
