"""One page is made at a time, the others wait for their turn.

Python works on one page at a time.  A hundred that are made at once interrupt each other all the
time, all of them are late, and the thread that sends what is ready has to queue with them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# A page that takes longer, such as one that waits for a large import, goes on beside the next.
_LONGEST = 0.5


class Turns:
    """Whose turn it is; nobody has it for longer than ``longest`` seconds while others wait."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._door = threading.Condition()
        self._holder: object | None = None
        self._since = 0.0

    @contextmanager
    def own(self) -> Iterator[None]:
        """Wait for the turn, and pass it on afterwards."""
        me = object()
        with self._door:
            while self._holder is not None:
                left = self._since + self._longest - time.monotonic()
                if left <= 0:
                    break
                self._door.wait(left)
            self._holder, self._since = me, time.monotonic()
        try:
            yield
        finally:
            with self._door:
                # Somebody else may have it by now.
                if self._holder is me:
                    self._holder = None
                    self._door.notify()


own_turn = Turns(_LONGEST).own
