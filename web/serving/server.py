"""The HTTP server (uvicorn), started by us: Streamlit's own start passes none of its limits on."""

from __future__ import annotations

import errno
import os
import socket
from typing import Any

import streamlit as st
import uvicorn

from web.serving.connections import PLENTY, allow_many_connections, most_connections
from web.serving.patient import patient
from web.serving.waiting import Patience

# Connections that wait to be accepted; a hall opens a thousand in the same moment.
_BACKLOG = 2_048
# Taken from there before anybody is looked at.  asyncio takes as many as are allowed to wait, and
# where that is more than the system lets it hold, it fails for each, a traceback at a time
# (https://github.com/python/cpython/issues/151615).
_ACCEPTED_AT_ONCE = 32
# Browsers keep a silent connection for a minute or two.  uvicorn closes it after five seconds; most
# forms of a phone come later, and a new connection takes half as long as the answer itself.
_KEEP_SECONDS = 75
_KEEP_SECONDS_OF_FEW = 5
# Files, database and WebSockets that the process needs beside its HTTP connections.
_SPARE = 256
# A download that is still running at the end is cut off after this many seconds.
_END_SECONDS = 10
# A tab that has gone without a word (a closed laptop) is noticed after twice this time.
_PING_SECONDS = 30

# How long an unfinished request is waited for.
PATIENCE = Patience()

_stopping = False


def stopping() -> bool:
    """True from the moment in which the server closes its door; it waits for open answers."""
    return _stopping


class Server(uvicorn.Server):
    """uvicorn's server, which says when it stops: phones that wait for news would hold it up."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door, with room before it for many."""
        await super().startup(sockets)
        # uvicorn has one number for both; the system takes another at any time.
        for opened in sockets or ():
            opened.listen(_BACKLOG)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let everybody go who waits, then close."""
        global _stopping
        _stopping = True
        await super().shutdown(sockets)


def open_socket(host: str, port: int) -> socket.socket | None:
    """A socket that listens there; None where the port is taken or not allowed.

    Raises OSError where ``host`` is no address of this machine, OverflowError for a port that
    cannot be.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches off Nagle's algorithm only on sockets that name TCP as their protocol.  Head
    # and body of an answer are two writes; without, the second waits 40 ms for the browser's
    # delayed acknowledgement.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # On Windows this option would let two programs listen on one port.
        if os.name != "nt":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            # "::" means everywhere, also for visitors with an IPv4 address.
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        opened.bind((host, port))
        opened.listen(_BACKLOG)
    except BaseException as error:
        opened.close()
        if isinstance(error, OSError) and error.errno in (errno.EADDRINUSE, errno.EACCES):
            return None
        raise
    return opened


def configuration(app: Any, patience: Patience = PATIENCE) -> uvicorn.Config:
    """What the server is told; limits follow from how many connections the system allows."""
    most = most_connections()
    held = max(most - _SPARE, most // 2)
    return uvicorn.Config(
        app,
        http=patient(patience, held),
        backlog=_ACCEPTED_AT_ONCE,
        timeout_keep_alive=_KEEP_SECONDS if most >= PLENTY else _KEEP_SECONDS_OF_FEW,
        limit_concurrency=held,
        timeout_graceful_shutdown=_END_SECONDS,
        # As Streamlit sets them for its own server.
        ws="websockets-sansio",
        ws_max_size=int(st.get_option("server.maxMessageSize")) * 1_000_000,
        ws_ping_interval=_PING_SECONDS,
        ws_ping_timeout=_PING_SECONDS,
        ws_per_message_deflate=bool(st.get_option("server.enableWebsocketCompression")),
        ssl_certfile=st.get_option("server.sslCertFile"),
        ssl_keyfile=st.get_option("server.sslKeyFile"),
        # Nobody needs to know by what we are served.
        server_header=False,
        access_log=False,
        log_level="warning",
        use_colors=False,
    )


def serve(app: Any, opened: socket.socket, patience: Patience = PATIENCE) -> None:
    """Serve until the process is told to end (Ctrl+C, SIGTERM)."""
    allow_many_connections()
    Server(configuration(app, patience)).run(sockets=[opened])
