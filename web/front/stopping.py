"""Whether the server has been told to stop, for answers that would otherwise keep it waiting."""

from __future__ import annotations

import socket

import uvicorn

_shut_down = uvicorn.Server.shutdown
_stopping = False


def stopping() -> bool:
    """True from the moment in which the server closes its door; it waits for open answers."""
    return _stopping


async def _tell_and_shut_down(
    server: uvicorn.Server, sockets: list[socket.socket] | None = None
) -> None:
    global _stopping
    _stopping = True
    await _shut_down(server, sockets)


def tell_of_the_end() -> None:
    """Be told when this server stops; said at its start."""
    global _stopping
    _stopping = False
    uvicorn.Server.shutdown = _tell_and_shut_down  # type: ignore[method-assign, assignment]
