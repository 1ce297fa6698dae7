"""Security headers on every answer, with a content policy under which Streamlit runs."""

from __future__ import annotations

import re
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.front.shell import inline_script_hashes

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:]+\](:[0-9]{1,5})?")

FIXED_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def content_policy(host: str) -> str:
    """The content security policy for a page that was asked for under ``host``.

    Inline styles stay allowed, because Streamlit and plotly write them at run time; inline
    scripts, ``eval`` and every other origin are not.
    """
    # Older browsers do not count a WebSocket of the same host as 'self'.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            # Streamlit loads the script of a component of our own (the planning table) from a blob
            # that the page itself has made; only a script that already runs can make one.
            "script-src 'self' blob: " + " ".join(inline_script_hashes()),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "worker-src 'self' blob:",
            "media-src 'self' blob:",
            "frame-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


@lru_cache(maxsize=64)
def _headers(host: str) -> tuple[tuple[bytes, bytes], ...]:
    """All of them as they go over the wire."""
    headers = {**FIXED_HEADERS, "content-security-policy": content_policy(host)}
    return tuple((name.encode(), value.encode("latin-1")) for name, value in headers.items())


class SecurityHeaders:
    """Middleware that adds the headers, unless an answer already set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wanted = _headers(Headers(scope=scope).get("host", ""))

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                added = [pair for pair in wanted if pair[0] not in own]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, with_headers)
