"""Connections on which the server waits for its visitor, and which of them it gives up first.

Somebody who opens thousands of requests and never sends their end would take every connection that
the system allows.  A whole hall shares one address, so connections as such are not counted: only
those whose request is not complete, which with a phone that is well lasts a moment.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Protocol

_log = logging.getLogger("workbench")
_LOG_SECONDS = 60.0


@dataclass(frozen=True)
class Patience:
    """How long, and for how much, the server waits."""

    # Until the head of a request is complete, from its first byte (or from the connection on).
    head_seconds: float = 10.0
    # A body sends at least so many bytes in each such time; 50 MB over a slow line may take hours.
    body_seconds: float = 20.0
    body_bytes: int = 1_000
    # Cookies, address and all headers together; browsers stay below 16 KB.
    head_bytes: int = 65_536
    # Requests of one address that are not complete.
    unfinished: int = 512


class Waiting(Protocol):
    """A connection that can be given up."""

    def give_up(self) -> None:
        """Answer that it took too long, where there is something to answer, and close."""


class Crowd:
    """Everybody who is waited for; who has been silent for longest comes first.

    ``most`` are the connections that the server may hold; a sixteenth of them stays free, so that
    the next visitor finds a place.
    """

    def __init__(self, patience: Patience, most: int | None) -> None:
        # Half for one address at most, also where the system allows few.
        self._each = patience.unfinished if most is None else min(patience.unfinished, most // 2)
        self._full = None if most is None else most - max(8, most // 16)
        self._unfinished: dict[str, dict[Waiting, None]] = {}
        self._idle: dict[Waiting, None] = {}
        self._dropped = 0
        self._told = -_LOG_SECONDS

    def is_unfinished(self, one: Waiting, address: str) -> None:
        """It sent something, and its request is not complete."""
        self._idle.pop(one, None)
        own = self._unfinished.setdefault(address, {})
        own.pop(one, None)
        own[one] = None
        if len(own) > self._each:
            self._drop(next(iter(own)), address)

    def is_idle(self, one: Waiting, address: str) -> None:
        """It was answered and is kept for the next request."""
        self.forget(one, address)
        self._idle[one] = None

    def forget(self, one: Waiting, address: str) -> None:
        """It is being answered, or gone."""
        self._idle.pop(one, None)
        own = self._unfinished.get(address)
        if own is not None:
            own.pop(one, None)
            if not own:
                del self._unfinished[address]

    def make_room(self, connections: int) -> None:
        """Give one up where the server is nearly full; requests that are worked on stay."""
        if self._full is None or connections <= self._full:
            return
        if self._idle:
            # Browsers and our script open another one without a word.
            self._drop(next(iter(self._idle)), "")
        elif self._unfinished:
            # Whoever holds most; a single visitor behind another address keeps what is his.
            address = max(self._unfinished, key=lambda one: len(self._unfinished[one]))
            self._drop(next(iter(self._unfinished[address])), address)

    def _drop(self, one: Waiting, address: str) -> None:
        self.forget(one, address)
        one.give_up()
        self._dropped += 1
        # One line a minute: a flood must not fill the disk with words about it.
        if (now := time.monotonic()) - self._told >= _LOG_SECONDS:
            _log.warning("%d waiting connections given up, last of %r", self._dropped, address)
            self._told, self._dropped = now, 0
