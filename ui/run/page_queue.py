"""One page is made at a time, the others wait in a queue.

Python works on one page at a time.  A hundred that are made at once interrupt each other all the
time, all of them are late, and the thread that sends what is ready has to queue with them.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

# A page that takes longer, such as one that waits for a large import, goes on beside the next.
_LONGEST = 0.5
_LOOK = 0.01


class PageQueue:
    """Who may go on, in the order of arrival; nobody keeps the others waiting for longer than
    ``longest`` seconds."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._door = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: threading.Event | None = None
        self._until = 0.0

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Wait in the queue; let the next one go on afterwards."""
        me = threading.Event()
        with self._door:
            if self._holder is None:
                self._give(me)
            else:
                self._waiting.append(me)
        while not me.wait(max(_LOOK, self._until - time.monotonic())):
            with self._door:
                slow = self._until <= time.monotonic()
                if slow and self._waiting and self._waiting[0] is me:
                    self._give(self._waiting.popleft())
        try:
            yield
        finally:
            with self._door:
                # Somebody else may have it by now.
                if self._holder is me:
                    self._holder = None
                    if self._waiting:
                        self._give(self._waiting.popleft())

    def _give(self, next_one: threading.Event) -> None:
        self._holder, self._until = next_one, time.monotonic() + self._longest
        next_one.set()


one_page_at_a_time = PageQueue(_LONGEST).enter
