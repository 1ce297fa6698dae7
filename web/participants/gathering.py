"""What many phones send within a moment is written together, and each is answered afterwards.

A transaction costs about the same for one card as for fifty.  So what arrives is gathered for a
moment; who sent it hears nothing before it is committed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from anyio import to_thread

from strategy.kernel.errors import StrategyError
from strategy.kernel.store import Store
from strategy.workshop.live_workshop import LiveWorkshop, read_live_workshop
from strategy.workshop.sent import Reply, Sent
from strategy.workshop.taking_part import ACTOR, Batch, take_all
from web.participants.following import Following
from web.participants.plans import unchanged
from web.participants.validity import Validity

# A longer moment spares processor time, a shorter one answers sooner; see benchmarks.
MOMENT = 0.23
# What was gathered is read and judged within this time and then written as one.
_BREATH = 0.005
# More than a hall sends in ten seconds; beyond, phones are asked to come back.
_MOST_WAITING = 2_000
# While others write without a pause, a state that is a moment old has to do.
_TRIES = 3

_log = logging.getLogger("workbench")


class Busy(Exception):
    """Nothing could be written just now; the same form may be sent again."""


@dataclass
class _Kept:
    live: LiveWorkshop
    holds: Validity


@dataclass
class _Waiting:
    sent: list[Sent] = field(default_factory=list)
    answers: list[asyncio.Future[Reply]] = field(default_factory=list)


class Moment:
    """Lets the forms that arrive within a moment go on together.

    They wait before anything is done with them: what is done for many at once is done from the
    processor's caches, and costs about half of what it costs for one now and one then.
    """

    def __init__(self) -> None:
        self._end_of_it: asyncio.Future[None] | None = None

    async def over(self) -> None:
        """Wait for the end of the moment; the first to arrive begins it."""
        if self._end_of_it is None:
            loop = asyncio.get_running_loop()
            self._end_of_it = loop.create_future()
            loop.call_later(MOMENT, self._end, self._end_of_it)
        # Whoever leaves must not take the moment away from the others.
        await asyncio.shield(self._end_of_it)

    def _end(self, end: asyncio.Future[None]) -> None:
        self._end_of_it = None
        end.set_result(None)


class Gathering:
    """One workshop of one plan on this server: its state in memory and what is being gathered.

    All of it runs on the server's event loop, except reading and writing the plan.
    """

    def __init__(self, store: Store, workshop_id: str) -> None:
        self.store, self._workshop_id = store, workshop_id
        self._kept: _Kept | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting = _Waiting()
        self._writing: asyncio.Task[None] | None = None
        self.following = Following(self.live)

    async def live(self) -> LiveWorkshop:
        """The workshop as the plan has it now."""
        for _ in range(_TRIES):
            if self._kept is not None and self._kept.holds.now(self.store):
                break
            # A reading that began before the last write would leave out what it wrote.
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read())
            # Whoever leaves must not take the reading away from the others.
            await asyncio.shield(self._reading)
        assert self._kept is not None
        return self._kept.live

    async def send(self, sent: Sent) -> Reply:
        """Hand in one form and wait until it is judged and committed; raises Busy."""
        if len(self._waiting.sent) >= _MOST_WAITING:
            raise Busy
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.sent.append(sent)
        self._waiting.answers.append(answer)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await answer

    async def _read(self) -> None:
        before = self._kept
        state = self.store.write_lock.state_number
        live = await to_thread.run_sync(self._read_now, before.live if before else None)
        if self._kept is None or self._kept.holds.first <= state:
            self._kept = _Kept(live, Validity.since(state))

    def _read_now(self, before: LiveWorkshop | None) -> LiveWorkshop:
        with self.store.read() as db:
            return read_live_workshop(db, self._workshop_id, before)

    async def _write_all(self) -> None:
        while self._waiting.sent:
            await asyncio.sleep(_BREATH)
            now, self._waiting = self._waiting, _Waiting()
            try:
                answers = await self._write(now.sent)
            except Exception as error:
                # Whatever it was: nothing of it is in the plan, and each may send again.
                if not isinstance(error, StrategyError):
                    _log.exception("writing what participants sent")
                for waiting in now.answers:
                    if not waiting.done():
                        waiting.set_exception(Busy())
                continue
            for waiting, answer in zip(now.answers, answers, strict=True):
                # A phone that has gone meanwhile asks again with the same token.
                if not waiting.done():
                    waiting.set_result(answer)

    async def _write(self, sent: Sequence[Sent]) -> list[Reply]:
        await self.live()
        kept = self._kept
        assert kept is not None
        batch = take_all(kept.live, sent)
        if batch.empty:
            # Refusals and repetitions alone make no new state of the plan.
            return batch.answers
        batch, state = await to_thread.run_sync(self._write_now, sent, kept, batch)
        # Should anything fail from here on, the workshop is read anew.
        self._kept = None
        if not batch.empty:
            batch.apply()
        self._kept = _Kept(batch.live, Validity.since(state))
        return batch.answers

    def _write_now(self, sent: Sequence[Sent], kept: _Kept, batch: Batch) -> tuple[Batch, int]:
        """Commit what was judged; judge anew where somebody else has written meanwhile."""
        with self.store.write_lock:
            state = self.store.write_lock.state_number
            if not kept.holds.at(state):
                batch = take_all(self._read_now(kept.live), sent)
            if not batch.empty:
                with self.store.write(ACTOR, batch.title()) as tx:
                    batch.write(tx)
            # Until the event loop has added it, nobody has been told; without this, whoever looks
            # in that moment would have the whole workshop read anew.
            kept.holds.outlast(state)
            unchanged(self.store, state)
        return batch, state + 1


_rooms: dict[tuple[Path | None, str], Gathering] = {}


def gathering_of(store: Store, workshop_id: str) -> Gathering:
    """The room of a workshop; one per workshop and server."""
    found = _rooms.get((store.path, workshop_id))
    if found is None or found.store is not store:
        # Also after a backup was restored: the plan is another one then.
        found = _rooms[store.path, workshop_id] = Gathering(store, workshop_id)
    return found
