"""One participant as ``web/static/phone.js`` and a thumb make it: join, write, point, look."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from benchmarks.browser_http import Browser, Reply
from benchmarks.hall_plan import CODE

_PAGE = f"/mitmachen/{CODE}"
_STATE = re.compile(r'data-state="([0-9a-f]+)"')
_FILES = re.compile(r'(?:href|src)="(/web/[^"]+)"')
_FORM = re.compile(r'<form action="([^"]+)" method="post".*?</form>', re.S)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_GROUP = re.compile(r'type="radio" name="ziel" value="(TG-[^"]+)"')
_WORDS = re.compile(r'<span class="words">(.*?)</span>', re.S)


@dataclass
class Tally:
    """What all phones together have seen."""

    waits: list[float] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    cards: dict[str, str] = field(default_factory=dict)
    points: set[str] = field(default_factory=set)
    joined: int = 0
    # How many have sent their last card: points open once everybody has.
    wrote: int = 0
    repeated: int = 0
    errors: list[str] = field(default_factory=list)


class Phone:
    """One participant; every answer is checked."""

    def __init__(self, port: int, number: int, tally: Tally) -> None:
        self.browser = Browser(port)
        self._looking = Browser(port, self.browser.cookies, patience=130.0)
        self.number, self.tally = number, tally
        self.chance = random.Random(number)
        self.html = ""
        self._busy = asyncio.Lock()

    async def take_part(self, started: float, seconds: float, cards: int, points: int) -> None:
        """The whole evening: the first half cards, the second half points."""
        await self._until(started + self.chance.uniform(0, 0.15 * seconds))
        following = asyncio.create_task(self._follow())
        try:
            await self._open()
            await self._join()
            for moment in self._moments(started + 0.2 * seconds, started + 0.45 * seconds, cards):
                await self._until(moment)
                await self._card()
            self.tally.wrote += 1
            for moment in self._moments(started + 0.65 * seconds, started + 0.95 * seconds, points):
                await self._until(moment)
                await self._point()
            await self._until(started + seconds)
        except Exception as error:
            self.tally.errors.append(f"{self.number}: {error!r}")
        finally:
            following.cancel()
            await self.browser.close()
            await self._looking.close()

    async def _open(self) -> None:
        async with self._busy:
            page = self._checked(await self.browser.ask(_PAGE))
            for address in sorted(set(_FILES.findall(page.body))):
                self._checked(await self.browser.ask(unescape(address)))
            self.html = page.body

    async def _join(self) -> None:
        group = self.chance.choice(_GROUP.findall(self.html))
        await self._send("gruppe", {"ziel": group}, "Sie machen mit")
        self.tally.joined += 1

    async def _card(self) -> None:
        number = sum(text.startswith(f"{self.number}/") for text in self.tally.cards.values())
        body = f"{self.number}/{number}: Es wäre schön, wenn alles online geht 😀"
        said = await self._send("karte", {"text": body}, "Ihre Karte ist eingegangen")
        code = re.search(r"Code ist ([0-9A-Z-]+)\.", said)
        assert code, said
        self.tally.cards[code[1].replace("-", "")] = body

    async def _point(self) -> None:
        # Nobody can press a button before the page has noticed that points are open.
        while '/punkt"' not in self.html:
            await asyncio.sleep(0.2)
        await self._send("punkt", {}, "Ihr Punkt ist gezählt")

    async def _send(self, action: str, values: dict[str, str], wanted: str) -> str:
        async with self._busy:
            forms = [m[0] for m in _FORM.finditer(self.html) if m[1].endswith(f"/{action}")]
            assert forms, f"no form {action}"
            fields = dict(_HIDDEN.findall(self.chance.choice(forms))) | values
            form = urlencode({name: unescape(value) for name, value in fields.items()})
            begun = time.perf_counter()
            reply = self._checked(
                await self.browser.ask(f"{_PAGE}/{action}", form, {"x-phone": "1"})
            )
            self.tally.waits.append(time.perf_counter() - begun)
            words = _WORDS.search(reply.body)
            said = unescape(words[1]) if words else ""
            assert wanted in said, said or reply.body[:300]
            self.html = reply.body
            if action == "punkt":
                self.tally.points.add(fields["token"])
            if self.chance.random() < 0.02:
                # As after a lost answer: the same form again must count once.
                again = self._checked(
                    await self.browser.ask(f"{_PAGE}/{action}", form, {"x-phone": "1"})
                )
                self.tally.repeated += 1
                assert said in unescape(again.body), "a repeated form was answered otherwise"
                self.html = again.body
            return said

    async def _follow(self) -> None:
        """Wait for news on a connection of its own, as a browser does."""
        pause = (1, 3)
        while True:
            await asyncio.sleep(self.chance.uniform(*pause))
            pause = (8, 12)
            if not self.html:
                continue
            try:
                begun = time.perf_counter()
                reply = await self._looking.ask(
                    f"{_PAGE}/stand",
                    headers={"if-none-match": f'"{self._state()}"', "prefer": "wait=100"},
                )
                self.tally.polls.append(time.perf_counter() - begun)
                if reply.status == 304 and self.tally.polls[-1] > 20:
                    pause = (0, 2)
                elif reply.status == 200 and reply.headers["etag"] != f'"{self._state()}"':
                    async with self._busy:
                        page = await self.browser.ask(_PAGE, headers={"x-phone": "1"})
                        self.html = self._checked(page).body
                elif reply.status not in (200, 304):
                    raise AssertionError(f"state: {reply.status}")
            except Exception as error:
                self.tally.errors.append(f"{self.number}: {error!r}")

    def _state(self) -> str:
        found = _STATE.search(self.html)
        assert found
        return found[1]

    def _moments(self, first: float, last: float, count: int) -> Iterator[float]:
        yield from sorted(self.chance.uniform(first, last) for _ in range(count))

    async def _until(self, moment: float) -> None:
        await asyncio.sleep(max(0.0, moment - time.monotonic()))

    def _checked(self, reply: Reply) -> Reply:
        assert reply.status == 200, f"{reply.status}: {reply.body[:300]}"
        return reply
