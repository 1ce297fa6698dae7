"""A thousand waiting phones ask every few seconds whether anything has changed."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from web.participation import STATE


class WaitingPhones:
    """Middleware that answers this one question before all the others are run through.

    It is public and its answer a few bytes: no sign-in, compression or session concerns it.
    """

    def __init__(self, app: ASGIApp, own: Iterable[BaseRoute]) -> None:
        self.app = app
        self._route = next(
            route for route in own if isinstance(route, Route) and route.path == STATE
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith("/stand"):
            match, found = self._route.matches(scope)
            if match is Match.FULL:
                await self._route.handle({**scope, **found}, receive, send)
                return
        await self.app(scope, receive, send)
