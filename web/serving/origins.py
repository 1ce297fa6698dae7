"""From which websites a browser may open the connection of a page."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_log = logging.getLogger("workbench")


class OwnOrigins:
    """Middleware that refuses a WebSocket from any website but this one.

    Streamlit would let pass every page on "localhost" and this machine's addresses, and to know
    the latter it asks a server on the internet, during which it answers nobody for two seconds
    (https://github.com/streamlit/streamlit/issues/7721).  So the question is settled here and the
    header goes no further.  Where a proxy changes the host, ``server.corsAllowedOrigins`` names
    the address that browsers see.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        # Browsers always send the header; programs that are none need not.
        for origin in headers.getlist("origin"):
            if not _is_own(origin, host):
                _log.warning("WebSocket from %.200r refused, the host is %.200r", origin, host)
                # Before it is accepted, so that the browser sees 403.
                await send({"type": "websocket.close", "code": 1008})
                return
        others = [pair for pair in scope["headers"] if pair[0].lower() != b"origin"]
        await self.app({**scope, "headers": others}, receive, send)


def _is_own(origin: str, host: str) -> bool:
    if origin in {allowed.strip() for allowed in st.get_option("server.corsAllowedOrigins")}:
        return True
    try:
        site = urlsplit(origin).netloc.lower()
    except ValueError:
        return False
    return site != "" and site == host.lower()
