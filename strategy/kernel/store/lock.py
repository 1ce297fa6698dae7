"""The lock of one plan file's writers, and the count by which a reader knows that one was there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from strategy.kernel.store.chain import Tip


class WriteLock:
    """A reentrant lock that counts when it is taken and when it is given back.

    Everything that changes a plan file holds this lock.  While ``state_number`` is odd somebody
    writes; as long as it is the same even number, the plan is the same.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self.state_number = 0
        # The number of the latest action where it is known; read and set by who holds the lock.
        self.latest_action: int | None = None
        # The same for the last entry of the history's chain.
        self.latest_tip: Tip | None = None

    @contextmanager
    def unturned(self) -> Iterator[None]:
        """Hold the lock for something that changes the file and not the plan: what readers
        remember stays true."""
        with self._lock:
            yield

    def __enter__(self) -> None:
        self._lock.acquire()
        self._depth += 1
        if self._depth == 1:
            self.state_number += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.state_number += 1
        self._lock.release()
