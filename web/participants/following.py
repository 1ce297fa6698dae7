"""Phones that wait for news: each is answered when its page would look different, or in the end.

Asking every few seconds whether something has changed cost more than everything that a phone
sends; now it asks once and hears at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from strategy.kernel.errors import StrategyError
from strategy.workshop.live_workshop import LiveWorkshop
from web.participants.view import shared_tag, state_tag
from web.serving.connections import most_connections
from web.serving.server import stopping

# A proxy may give up earlier; the phone then asks again.
LONGEST = 100.0
# How often the plan is asked whether somebody has written; also how late a phone may hear of it.
_GLANCE = 0.5
# A thousand phones fetch their page when they hear; not all in the same moment.
_AT_ONCE, _PAUSE = 100, 0.5
# Beyond, a phone is answered as things are and asks again later.
_MOST = 5_000

_log = logging.getLogger("workbench")


@dataclass(eq=False)
class _Phone:
    mark: str | None
    tag: str
    until: float
    news: asyncio.Future[None]

    def hear(self) -> None:
        if not self.news.done():
            self.news.set_result(None)


class Following:
    """The phones that wait for news of one workshop; ``live`` gives its present state."""

    def __init__(self, live: Callable[[], Awaitable[LiveWorkshop]]) -> None:
        self._live = live
        self._phones: set[_Phone] = set()
        self._watching: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._phones)

    async def wait(self, mark: str | None, tag: str, seconds: float) -> None:
        """Come back when the page of this device has another ``tag``, or after that time."""
        # Half of all connections at most: the others are needed to send, and by the desk.
        if len(self._phones) >= min(_MOST, most_connections() // 2):
            return
        loop = asyncio.get_running_loop()
        phone = _Phone(mark, tag, loop.time() + min(seconds, LONGEST), loop.create_future())
        self._phones.add(phone)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        try:
            await phone.news
        finally:
            self._phones.discard(phone)

    async def _watch(self) -> None:
        try:
            await self._watch_while_anybody_waits()
        except StrategyError:
            # The plan cannot be read just now; whoever asks anew is told so.
            pass
        except Exception:
            _log.exception("watching for phones that wait")
        finally:
            # Nobody is left behind with a watch that has ended.
            for phone in self._phones:
                phone.hear()

    async def _watch_while_anybody_waits(self) -> None:
        seen, shared = None, ""
        while self._phones:
            await asyncio.sleep(_GLANCE)
            live = await self._live()
            # What participants send is added to it in place; it is news only for those who
            # have sent it, and they have their answer.
            if live is not seen or shared_tag(live) != shared:
                seen, shared = live, shared_tag(live)
                await self._tell([p for p in self._phones if state_tag(live, p.mark) != p.tag])
            now = asyncio.get_running_loop().time()
            ended = stopping()
            await self._tell([phone for phone in self._phones if ended or phone.until <= now])

    async def _tell(self, phones: list[_Phone]) -> None:
        for index, phone in enumerate(phones):
            if index and index % _AT_ONCE == 0 and not stopping():
                await asyncio.sleep(_PAUSE)
            phone.hear()
