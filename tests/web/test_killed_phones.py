"""A server that is killed in the midst of a phase: what was confirmed is there exactly once."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import httpx
import pytest

from strategy.kernel.store import Store
from strategy.nouns.workshop import Activity
from tests.beside import finished
from tests.browser.real_server import PROJECT, free_port, wait_for
from tests.web.phones import CODE, FORM, HIDDEN, Hall, build_hall

PEOPLE = 12
CARDS = 6


class Server:
    """``python app.py`` on one plan and one port."""

    def __init__(self, plan: Path) -> None:
        self.plan, self.port = plan, free_port()
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "app.py", str(self.plan), "--port", str(self.port)],
            cwd=PROJECT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ},
        )
        wait_for(self.port, self.process)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(120)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    made = build_hall(tmp_path / "saal.duckdb", cards_per_person=None, activity=Activity.CARDS)
    made.store.close()
    return made


class Sender:
    """A phone that sends each card until it is confirmed, with the same token."""

    def __init__(self, port: int, number: int) -> None:
        self.number = number
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=120)
        self.fields: dict[str, str] = {}
        self.confirmed: list[str] = []
        self.repeated = 0

    async def join(self) -> None:
        page = await self.client.get(f"/mitmachen/{CODE}")
        fields = dict(HIDDEN.findall(FORM.search(page.text)[0]))  # type: ignore[index]
        joined = await self.client.post(
            f"/mitmachen/{CODE}/gruppe",
            data={**fields, "ziel": "TG-0001"},
            headers={"x-phone": "1"},
        )
        assert joined.status_code == 200, joined.text
        self.fields = {"phase": fields["phase"]}

    async def write(self, killed: asyncio.Event, back: asyncio.Event) -> None:
        for number in range(CARDS):
            body = f"{self.number}/{number}"
            form = {**self.fields, "text": body, "token": f"karte.{self.number}.{number}"}
            while True:
                try:
                    answer = await self.client.post(
                        f"/mitmachen/{CODE}/karte", data=form, headers={"x-phone": "1"}
                    )
                except httpx.TransportError:
                    assert killed.is_set(), "the connection broke before the server was killed"
                    self.repeated += 1
                    await back.wait()
                    continue
                assert answer.status_code == 200, answer.text
                self.confirmed.append(body)
                break


def test_what_was_confirmed_outlives_a_killed_server(hall: Hall, tmp_path: Path) -> None:
    server = Server(tmp_path / "saal.duckdb")
    early: list[str] = []

    async def evening() -> list[Sender]:
        phones = [Sender(server.port, number) for number in range(PEOPLE)]
        await asyncio.gather(*(phone.join() for phone in phones))
        killed, back = asyncio.Event(), asyncio.Event()
        writing = asyncio.gather(*(phone.write(killed, back) for phone in phones))
        while sum(len(phone.confirmed) for phone in phones) < PEOPLE * 2:
            await asyncio.sleep(0.01)
        killed.set()
        server.kill()
        early.extend(body for phone in phones for body in phone.confirmed)
        # Between kill and restart, the file itself holds what was confirmed.
        store = Store.open(server.plan)
        with store.read() as db:
            kept = Counter(row["body"] for row in db.rows("SELECT body FROM card"))
        store.close()
        assert set(early) <= set(kept) and max(kept.values()) == 1
        await asyncio.to_thread(server.start)
        back.set()
        await writing
        for phone in phones:
            await phone.client.aclose()
        return phones

    try:
        phones = finished(evening())
    finally:
        server.kill()
    assert sum(phone.repeated for phone in phones) >= 1, "the kill came between the cards"
    store = Store.open(server.plan)
    with store.read() as db:
        cards = Counter(row["body"] for row in db.rows("SELECT body FROM card"))
        people = db.value("SELECT count(*) FROM participation.participant")
    store.close()
    everything = [f"{person}/{number}" for person in range(PEOPLE) for number in range(CARDS)]
    assert sorted(cards) == sorted(everything) and set(cards.values()) == {1}
    assert people == PEOPLE
    assert early
