"""How many connections this server may hold, and for how long it keeps a silent one.

In a hall every phone waits for news on one connection and sends on another.  Servers close a silent
connection after five seconds, most forms come later than that, and to open one anew takes half as
long as to answer the form.
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn

# Browsers keep a connection for a minute or two.
_KEEP_SECONDS = 75
# The connections of one hall with room to spare.
_PLENTY = 8_192

_make = uvicorn.Config.__init__


def most_connections() -> int:
    """How many files and connections the operating system lets this process hold."""
    if sys.platform == "win32":
        return _PLENTY
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _PLENTY if soft == resource.RLIM_INFINITY else soft


def allow_many_connections() -> None:
    """Ask for as many as a hall needs, and keep silent ones if there are; before the server."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _PLENTY if hard == resource.RLIM_INFINITY else min(_PLENTY, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    uvicorn.Config.__init__ = _with_patience  # type: ignore[method-assign, assignment]


def _with_patience(config: uvicorn.Config, *given: Any, **named: Any) -> None:
    if most_connections() >= _PLENTY:
        named.setdefault("timeout_keep_alive", _KEEP_SECONDS)
    _make(config, *given, **named)
