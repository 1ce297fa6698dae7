"""How many connections this server may hold.

In a hall every phone waits for news on one connection and sends on another, and systems commonly
let a process hold 1,024 files and connections.
"""

from __future__ import annotations

import sys

# The connections of one hall with room to spare.
PLENTY = 8_192


def most_connections() -> int:
    """How many files and connections the operating system lets this process hold."""
    if sys.platform == "win32":
        return PLENTY
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return PLENTY if soft == resource.RLIM_INFINITY else soft


def allow_many_connections() -> None:
    """Ask the system for as many as a hall needs, before the server starts."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = PLENTY if hard == resource.RLIM_INFINITY else min(PLENTY, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
