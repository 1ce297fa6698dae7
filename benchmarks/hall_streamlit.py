"""A plain Streamlit page for participants: its server, and its visitors over the real protocol.

``python -m benchmarks.hall_streamlit PLAN --port PORT`` serves it.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.browser_http import Browser
from benchmarks.hall_phone import Tally
from benchmarks.protocol import Tab

_PAGE = Path(__file__).with_name("hall_streamlit_page.py")
_FILES = re.compile(r'(?:href|src)="\.?/?(static/[^"]+)"')


class Visitor(Tab):
    """One participant at the Streamlit page: the page, its files, then the WebSocket."""

    def __init__(self, port: int, number: int, tally: Tally, poll: float = 10.0) -> None:
        super().__init__(port)
        self.port, self.number, self.tally, self.poll = port, number, tally, poll
        self.chance = random.Random(number)
        self.buttons: list[tuple[str, str]] = []
        self.text_area = self.fragment = ""
        self._pressed: WidgetState | None = None
        self._typed = ""
        self._busy = asyncio.Lock()

    async def load(self) -> None:
        """What a browser fetches before anything is drawn, each file once."""
        browser = Browser(self.port)
        page = await browser.ask("/")
        for name in sorted(set(_FILES.findall(page.body))):
            reply = await browser.ask(f"/{name}")
            assert reply.status == 200, name
        await browser.close()
        await self.rerun("")

    async def take_part(self, started: float, seconds: float, cards: int, points: int) -> None:
        """The same evening as ``Phone.take_part``."""
        await self._until(started + self.chance.uniform(0, 0.15 * seconds))
        following: asyncio.Task[None] | None = None
        try:
            await self.load()
            following = asyncio.create_task(self._follow())
            await self._press("Mitmachen", "Sie machen mit")
            self.tally.joined += 1
            # The form goes with the next run.
            await self._again()
            for moment in self._moments(started + 0.2 * seconds, started + 0.45 * seconds, cards):
                await self._until(moment)
                self._typed = f"{self.number}: Es wäre schön, wenn alles online geht 😀 {moment}"
                await self._press("Karte senden", "Ihre Karte ist eingegangen")
                self._typed = ""
            self.tally.wrote += 1
            for moment in self._moments(started + 0.65 * seconds, started + 0.95 * seconds, points):
                await self._until(moment)
                # Nobody can press a button before the page has noticed that points are open.
                while all(words != "Punkt geben" for words, _ in self.buttons):
                    await asyncio.sleep(0.2)
                    await self._again()
                await self._press("Punkt geben", "Ihr Punkt ist gezählt")
            await self._until(started + seconds)
        except Exception as error:
            self.tally.errors.append(f"{self.number}: {error!r}")
        finally:
            if following is not None:
                following.cancel()

    async def _again(self) -> None:
        async with self._busy:
            self.buttons = []
            await self.rerun()

    async def _press(self, label: str, wanted: str) -> None:
        async with self._busy:
            if all(words != label for words, _ in self.buttons):
                self.buttons = []
                await self.rerun()
            ids = [key for words, key in self.buttons if words == label]
            assert ids, f"no button {label}: {self.buttons}"
            self._pressed = WidgetState(id=self.chance.choice(ids), trigger_value=True)
            self.buttons = []
            run = await self.rerun()
            self._pressed = None
            assert any(wanted in words for words in run.alarms), run.alarms
            self.tally.waits.append(run.seconds)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(self.poll * self.chance.uniform(0.8, 1.2))
            if self._busy.locked() or not self.fragment:
                continue
            try:
                async with self._busy:
                    run = await self.rerun(fragment=self.fragment)
                    self.tally.polls.append(run.seconds)
            except Exception as error:
                self.tally.errors.append(f"{self.number}: {error!r}")

    def _moments(self, first: float, last: float, count: int) -> list[float]:
        return sorted(self.chance.uniform(first, last) for _ in range(count))

    async def _until(self, moment: float) -> None:
        await asyncio.sleep(max(0.0, moment - time.monotonic()))

    def fill(self, wish: BackMsg) -> None:
        """What stands in the widgets, as a browser sends it with every run."""
        states = wish.rerun_script.widget_states.widgets
        if self.text_area:
            states.append(WidgetState(id=self.text_area, string_value=self._typed))
        if self._pressed is not None:
            states.append(self._pressed)

    def seen(self, message: ForwardMsg) -> None:
        """Remember the widgets that were drawn."""
        kind = message.WhichOneof("type")
        if kind == "auto_rerun":
            self.fragment = message.auto_rerun.fragment_id
        if kind != "delta":
            return
        element = message.delta.new_element
        drawn = element.WhichOneof("type")
        if drawn == "button":
            self.buttons.append((element.button.label, element.button.id))
        elif drawn == "text_area":
            self.text_area = element.text_area.id


def _open_points(number: int, frame: FrameType | None) -> None:
    def write() -> None:
        from benchmarks.hall_plan import open_points
        from strategy.kernel.store import Store

        store = Store.open(os.environ["STRATEGY_PLAN"])
        with store.write("Koordination", "Punkte geöffnet") as tx:
            open_points(tx)

    threading.Thread(target=write).start()


def serve(plan: str, port: str) -> None:
    """Run the page with Streamlit's own command."""
    from streamlit.web import cli

    os.environ["STRATEGY_PLAN"] = plan
    signal.signal(signal.SIGUSR1, _open_points)
    sys.argv = ["streamlit", "run", str(_PAGE), "--server.port", port, "--server.headless", "true"]
    cli.main()


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[3])
