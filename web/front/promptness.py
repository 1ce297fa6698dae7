"""Small answers leave at once instead of waiting for one another."""

from __future__ import annotations

import socket
from asyncio import base_events


def send_small_answers_at_once() -> None:
    """Switch off Nagle's algorithm on every connection of this server.

    asyncio does so itself, but only for sockets that name TCP as their protocol, and Streamlit
    opens its listening socket without.  Head and body of an answer are two writes; the second
    then waited for the browser's delayed acknowledgement, 40 ms on every small answer.
    """
    base_events._set_nodelay = _set_nodelay  # type: ignore[attr-defined]


def _set_nodelay(sock: socket.socket) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
