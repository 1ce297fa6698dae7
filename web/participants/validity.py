"""Between which writes of a plan something that was read from it still holds."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.store import Store


@dataclass
class Validity:
    """From the first to the last state number of the plan (``strategy.kernel.store.lock``)."""

    first: int
    last: int

    @classmethod
    def since(cls, state: int) -> Validity:
        """What is read at a state; while somebody writes (an odd one), of the state before."""
        even = state - state % 2
        return cls(even, even + 1)

    def at(self, state: int) -> bool:
        """Whether it is what the plan says in this state."""
        return self.first <= state <= self.last

    def now(self, store: Store) -> bool:
        """Whether it is still what the plan says."""
        return self.at(store.write_lock.state_number)

    def outlast(self, state: int) -> None:
        """It holds after the write that began with this odd number as well, if it held until then.

        Said before the write gives the lock back: the next reader must not come in between.
        """
        if self.last == state:
            self.last = state + 2
