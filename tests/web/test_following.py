"""A phone that waits hears when its page is no longer right, and is never forgotten."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from strategy.kernel.errors import PlanFileError
from strategy.nouns.workshop import Activity
from strategy.workshop.sent import Sent, SentKind
from tests.beside import finished
from tests.web.phones import CODE, Hall, Phone
from web.participants import following
from web.participants.following import Following
from web.participants.gathering import Gathering
from web.participants.view import state_tag
from web.serving import server

# A busy machine may take its time; what is waited for comes much sooner.
SOON = 60.0


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "_GLANCE", 0.02)
    monkeypatch.setattr(following, "_PAUSE", 0.02)


async def waiting(room: Gathering, *marks: str, seconds: float = 60) -> list[asyncio.Task[None]]:
    hall = await room.live()
    tasks = [
        asyncio.create_task(room.following.wait(mark, state_tag(hall, mark), seconds))
        for mark in marks
    ]
    await asyncio.sleep(0.1)
    return tasks


def test_all_hear_when_the_facilitator_goes_on(hall: Hall) -> None:
    async def evening() -> int:
        room = Gathering(hall.store, hall.workshop_id)
        tasks = await waiting(room, *(f"mark{number}" for number in range(350)))
        assert not any(task.done() for task in tasks)
        await asyncio.to_thread(hall.set, activity=Activity.POINTS)
        done, _ = await asyncio.wait(tasks, timeout=SOON)
        assert len(room.following) == len(tasks) - len(done)
        return len(done)

    assert finished(evening()) == 350


def test_a_card_accepted_is_news_for_its_writer_alone(hall: Hall) -> None:
    async def evening() -> list[bool]:
        room = Gathering(hall.store, hall.workshop_id)
        for number in (1, 2):
            await room.send(Sent(f"mark{number}", "join", SentKind.JOIN, target_id="TG-0001"))
        await room.send(Sent("mark1", "card", SentKind.CARD, "WP-0001", "Mehr Bänke"))
        tasks = await waiting(room, "mark1", "mark2", "mark3")

        def accept() -> None:
            with hall.store.write("Anna", "Angenommen") as tx:
                tx.run("UPDATE card SET state = 'angenommen', version = ?", [tx.action_id])

        await asyncio.to_thread(accept)
        await asyncio.wait(tasks[:1], timeout=SOON)
        await asyncio.sleep(0.1)
        heard = [task.done() for task in tasks]
        for task in tasks:
            task.cancel()
        return heard

    assert finished(evening()) == [True, False, False]


def test_what_others_send_is_no_news(hall: Hall) -> None:
    async def evening() -> bool:
        room = Gathering(hall.store, hall.workshop_id)
        tasks = await waiting(room, "mark1")
        await room.send(Sent("mark2", "join", SentKind.JOIN, target_id="TG-0001"))
        await room.send(Sent("mark2", "card", SentKind.CARD, "WP-0001", "Mehr Bänke"))
        await asyncio.sleep(0.1)
        heard = tasks[0].done()
        tasks[0].cancel()
        return heard

    assert not finished(evening())


def test_nobody_waits_longer_than_said_and_the_watch_ends(hall: Hall) -> None:
    async def evening() -> tuple[float, bool]:
        room = Gathering(hall.store, hall.workshop_id)
        begun = time.monotonic()
        tasks = await waiting(room, "mark1", seconds=0.3)
        await asyncio.wait(tasks, timeout=SOON)
        took = time.monotonic() - begun
        watching = room.following._watching
        assert watching is not None
        ended, _ = await asyncio.wait([watching], timeout=SOON)
        return took, bool(ended)

    took, ended = finished(evening())
    assert 0.3 <= took < SOON and ended


def test_more_than_can_wait_are_answered_at_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "most_connections", lambda: 5)

    async def evening() -> list[bool]:
        room = Gathering(hall.store, hall.workshop_id)
        tasks = await waiting(room, "mark1", "mark2", "mark3")
        await asyncio.wait(tasks[2:], timeout=SOON)
        heard = [task.done() for task in tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert len(room.following) == 0
        return heard

    assert finished(evening()) == [False, False, True]


def test_a_plan_that_cannot_be_read_and_a_server_that_stops_let_everybody_go(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> Any:
        raise PlanFileError("Die Plandatei ist weg.")

    async def defect() -> Any:
        raise ZeroDivisionError

    async def evening() -> None:
        for hall_of in (broken, defect):
            gone = Following(hall_of)
            await asyncio.wait_for(gone.wait("mark1", "tag", 60), SOON)
        room = Gathering(hall.store, hall.workshop_id)
        tasks = await waiting(room, "mark1", "mark2")
        monkeypatch.setattr(server, "_stopping", True)
        await asyncio.wait_for(asyncio.gather(*tasks), SOON)

    finished(evening())


def test_the_door_answers_a_willing_phone_with_the_news(
    client: TestClient, phone: Phone, hall: Hall
) -> None:
    phone.join()
    state = f"/mitmachen/{CODE}/stand"
    cookie = {"cookie": f"teilnahme={phone.cookie}"}
    tag = client.get(state, headers=cookie).headers["etag"]
    willing = {**cookie, "if-none-match": tag, "prefer": "wait=300"}
    changed = threading.Event()

    def go_on() -> None:
        hall.set(activity=Activity.POINTS)
        changed.set()

    threading.Timer(0.5, go_on).start()
    begun = time.monotonic()
    answer = client.get(state, headers=willing)
    assert answer.status_code == 200 and "Punkte vergeben" in answer.text
    # Not before the change, and because of it: nobody waited as long as the phone was willing to.
    assert changed.is_set() and time.monotonic() - begun < 200
    assert answer.headers["etag"] != tag
    # Whoever knows the state that is no longer, or will not wait, is answered at once.
    begun = time.monotonic()
    assert client.get(state, headers=willing).status_code == 200
    known = {**cookie, "if-none-match": answer.headers["etag"]}
    assert client.get(state, headers=known).status_code == 304
    assert client.get(state, headers={**known, "prefer": "wait=0"}).status_code == 304
    assert client.get(state, headers={**known, "prefer": "return=minimal"}).status_code == 304
    assert time.monotonic() - begun < 200
