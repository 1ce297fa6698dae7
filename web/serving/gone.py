"""Visitors who go while they send."""

from __future__ import annotations

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send


class GoneVisitors:
    """Middleware that ends a request whose visitor has gone, or was given up, without a word.

    Nobody is left to be answered.  Starlette and uvicorn would take it for a fault of the page and
    write forty lines each time, so a flood of unfinished requests would fill the disk.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except ClientDisconnect:
            return
