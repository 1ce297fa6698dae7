"""The open connections of each sign-in, so that they end with it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from starlette.types import Message, Receive, Send

from web.streamlit_patches.messages import is_of_somebody

# A removed account or a changed password is noticed in an idle tab after this many seconds.
_LOOK_SECONDS = 20.0
_ENDED = {"type": "websocket.close", "code": 1008, "reason": "signed out"}
_open: dict[str, set[Tab]] = {}


class Tab:
    """One WebSocket of a sign-in.  Every message from the browser asks whether it still holds.

    ``holds`` is told whether somebody did something, or the tab only lies open.
    """

    def __init__(
        self, key: str, holds: Callable[[bool], bool], receive: Receive, send: Send
    ) -> None:
        self.key = key
        self._holds = holds
        self._receive = receive
        self._send = send
        self._accepted = False
        self._closed = False
        self._watch: asyncio.Task[None] | None = None

    def __enter__(self) -> Tab:
        _open.setdefault(self.key, set()).add(self)
        return self

    def __exit__(self, *error: object) -> None:
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()
        tabs = _open.get(self.key, set())
        tabs.discard(self)
        if not tabs:
            _open.pop(self.key, None)

    async def receive(self) -> Message:
        """The next message of the browser; a disconnect where the sign-in has ended."""
        message = await self._receive()
        if message["type"] == "websocket.receive" and not self._holds(
            is_of_somebody(message.get("bytes") or b"")
        ):
            await self.close()
            return {"type": "websocket.disconnect", "code": 1008}
        return message

    async def send(self, message: Message) -> None:
        """Pass a message on; what comes after the end is dropped."""
        if self._closed:
            return
        if message["type"] == "websocket.accept" and not self._accepted:
            self._accepted = True
            self._watch = asyncio.create_task(self._look())
        elif message["type"] == "websocket.close":
            self._closed = True
        await self._send(message)

    async def close(self) -> None:
        """End the connection, so that the browser leaves the page at once."""
        if self._accepted and not self._closed:
            self._closed = True
            # The browser may have gone in this very moment.
            with contextlib.suppress(Exception):
                await self._send(_ENDED)

    async def _look(self) -> None:
        while not self._closed:
            await asyncio.sleep(_LOOK_SECONDS)
            if not self._holds(False):
                await self.close()


async def close_tabs(key: str) -> None:
    """End all connections of a sign-in."""
    for tab in list(_open.get(key, ())):
        await tab.close()
