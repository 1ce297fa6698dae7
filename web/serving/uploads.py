"""How much uploaded files may take of memory: per session, and all together."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web.streamlit_patches.uploads import Gone, held_by_session

_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")
_LOOK_SECONDS = 20.0
NO_LENGTH = "Die Größe der Datei fehlt; bitte laden Sie die Seite neu."
SESSION_FULL = (
    "Auf dieser Seite wurden schon sehr viele Dateien hochgeladen; bitte laden Sie die Seite neu, "
    "dann ist wieder Platz."
)
ALL_FULL = (
    "Gerade werden sehr viele Dateien hochgeladen; bitte versuchen Sie es in ein paar Minuten "
    "noch einmal."
)

_log = logging.getLogger("workbench")


@dataclass(frozen=True)
class Budget:
    """Bytes: eight files of the largest size for one open tab, and what a small server spares."""

    session: int = 400_000_000
    everybody: int = 2_000_000_000


class UploadBudget:
    """Middleware that refuses an upload before anything of it is kept.

    What a session holds is asked of Streamlit each time: files go when somebody removes them, and
    with their session.
    """

    def __init__(self, app: ASGIApp, budget: Budget | None = None) -> None:
        self.app = app
        self.budget = budget or Budget()
        # What is on its way; many at once would each find room.
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = _UPLOAD.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if wanted is None or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if not length.isascii() or not length.isdigit():
            # Browsers know the size; without it the budget could not be kept.
            await PlainTextResponse(NO_LENGTH, 411)(scope, receive, send)
            return
        session, size = wanted[1], int(length)
        if refusal := self._refusal(session, size):
            _log.warning("upload of %d bytes refused", size)
            # The connection stays: closed while the browser still sends, it would show a fault of
            # the network instead.  uvicorn throws away what comes.
            await PlainTextResponse(refusal, 413)(scope, receive, send)
            return
        self._coming[session] += size
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming[session] -= size
            if not self._coming[session]:
                del self._coming[session]

    def _refusal(self, session: str, size: int) -> str:
        held = held_by_session()
        if held.get(session, 0) + self._coming[session] + size > self.budget.session:
            return SESSION_FULL
        if sum(held.values()) + self._coming.total() + size > self.budget.everybody:
            return ALL_FULL
        return ""


@asynccontextmanager
async def freed_uploads() -> AsyncIterator[None]:
    """Meanwhile, the files of tabs that have gone are let go."""
    looking = asyncio.create_task(_look(Gone()))
    try:
        yield
    finally:
        looking.cancel()


async def _look(gone: Gone) -> None:
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        if count := gone.let_go():
            _log.info("files of %d closed sessions let go", count)
