"""Between which writes of a plan something that was read from it still holds."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.store import Store


@dataclass
class Holds:
    """From the first to the last turn of the plan's writers (``strategy.kernel.store.lock``)."""

    first: int
    last: int

    @classmethod
    def since(cls, turn: int) -> Holds:
        """What is read at a turn; while somebody writes (an odd one), of the state before."""
        even = turn - turn % 2
        return cls(even, even + 1)

    def at(self, turn: int) -> bool:
        """Whether it is what the plan says at this turn."""
        return self.first <= turn <= self.last

    def now(self, store: Store) -> bool:
        """Whether it is still what the plan says."""
        return self.at(store.write_lock.turns)

    def outlast(self, turn: int) -> None:
        """It holds after the write of this odd turn as well, if it held until then.

        Said before the write gives its turn back: the next reader must not come in between.
        """
        if self.last == turn:
            self.last = turn + 2
