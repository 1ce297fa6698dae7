"""What many phones send within a moment is written together; each is judged on its own."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter

import pytest

from strategy.kernel.store.history import list_actions
from strategy.workshop.sent import Refusal, Reply, Sent, SentKind
from tests.beside import finished
from tests.web.phones import Hall, Phone, door
from web.participants import gathering
from web.participants import page as participation
from web.participants.gathering import Busy, Gathering


def join(number: int) -> Sent:
    return Sent(f"mark{number}", "beitritt", SentKind.JOIN, target_id="TG-0001")


def card(number: int, text: str, token: str = "karte") -> Sent:
    return Sent(f"mark{number}", token, SentKind.CARD, "WP-0001", text)


def send(room: Gathering, *sent: Sent) -> list[Reply]:
    async def together() -> list[Reply]:
        return list(await asyncio.gather(*(room.send(one) for one in sent)))

    return finished(together())


def test_one_refused_does_not_spoil_the_others(hall: Hall) -> None:
    room = Gathering(hall.store, hall.workshop_id)
    answers = send(
        room,
        *(join(number) for number in range(5)),
        *(card(number, f"Karte {number}") for number in range(5)),
        card(0, "", "leer"),
        card(1, "x" * 501, "lang"),
        card(9, "nie beigetreten"),
        card(2, "Karte 2"),
    )
    assert [answer.refusal for answer in answers[10:13]] == [
        Refusal.INPUT,
        Refusal.INPUT,
        Refusal.NOT_JOINED,
    ]
    assert answers[13] == answers[7], "the same form in the same moment"
    assert Counter(row["body"] for row in hall.rows("SELECT body FROM card")) == Counter(
        f"Karte {number}" for number in range(5)
    )
    codes = {row["code"] for row in hall.rows("SELECT code FROM card")}
    assert {answer.card_code for answer in answers[5:10]} == codes and len(codes) == 5
    with hall.store.read() as db:
        (action,) = [item for item in list_actions(db) if item.actor == "Teilnehmende"]
    assert action.what == "5 Karten eingegangen"


def test_limits_hold_within_one_moment(hall: Hall) -> None:
    hall.set(cards_per_person=3)
    room = Gathering(hall.store, hall.workshop_id)
    answers = send(room, join(1), *(card(1, f"{n}", f"karte{n}") for n in range(6)))
    assert [answer.refusal for answer in answers] == [None] * 4 + [Refusal.LIMIT] * 3
    assert hall.value("SELECT count(*) FROM card") == 3


def test_refusals_and_repetitions_make_no_turn_of_the_plan(hall: Hall) -> None:
    async def evening() -> tuple[int, int]:
        room = Gathering(hall.store, hall.workshop_id)
        await room.send(join(1))
        await room.send(card(1, "Eins"))
        before = hall.store.write_lock.state_number
        for sent in (card(1, "Eins"), card(1, "", "leer"), card(7, "fremd")):
            await room.send(sent)
        return before, hall.store.write_lock.state_number

    before, after = finished(evening())
    assert before == after


def test_others_write_meanwhile(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """The facilitator closes the phase while cards are being gathered; none slips through."""
    monkeypatch.setattr(gathering, "_BREATH", 0.2)

    async def evening() -> tuple[Reply, Reply]:
        room = Gathering(hall.store, hall.workshop_id)
        await room.send(join(1))
        first = asyncio.create_task(room.send(card(1, "Rechtzeitig")))
        answer = await first
        waiting = asyncio.create_task(room.send(card(1, "Zu spät", "zweite")))
        await asyncio.sleep(0.01)
        await asyncio.to_thread(hall.set, activity="Pause")
        return answer, await waiting

    taken, late = finished(evening())
    assert taken.refusal is None and late.refusal is Refusal.CLOSED
    assert [row["body"] for row in hall.rows("SELECT body FROM card")] == ["Rechtzeitig"]


def test_a_plan_that_cannot_be_written_takes_nothing_and_says_so(hall: Hall) -> None:
    async def evening() -> Reply:
        room = Gathering(hall.store, hall.workshop_id)
        await room.send(join(1))
        with hall.store.write("Anna", "Gesperrt") as tx:
            tx.run("ALTER TABLE plan.number RENAME TO weg")
        with pytest.raises(Busy):
            await room.send(card(1, "Später"))
        with hall.store.write("Anna", "Entsperrt") as tx:
            tx.run("ALTER TABLE plan.weg RENAME TO number")
        return await room.send(card(1, "Später"))

    assert finished(evening()).refusal is None
    assert hall.value("SELECT count(*) FROM card") == 1


def test_a_plan_that_is_busy_for_long_gives_the_text_back(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    from starlette.testclient import TestClient

    monkeypatch.setattr(participation, "_PATIENCE", 0.3)
    assert hall.store.path is not None
    with TestClient(door(monkeypatch, hall.store.path)) as client:
        phone = Phone(client)
        phone.join()
        fields = {**phone.fields("karte"), "text": "Bitte warten"}
        done = threading.Event()

        def import_something() -> None:
            with hall.store.write("Anna", "Langer Import"):
                done.wait(120)

        importing = threading.Thread(target=import_something)
        importing.start()
        late = phone.post("karte", fields)
        assert late.status_code == 503 and int(late.headers["retry-after"]) > 0
        assert ">Bitte warten</textarea>" in late.text and "noch einmal" in phone.words()
        done.set()
        importing.join()
        monkeypatch.setattr(participation, "_PATIENCE", 20.0)
        phone.post("karte", fields)
        assert "Ihre Karte ist eingegangen" in phone.words()
        assert hall.value("SELECT count(*) FROM card") == 1


def test_a_crowd_is_written_in_few_actions(hall: Hall) -> None:
    room = Gathering(hall.store, hall.workshop_id)
    people = 200

    async def evening() -> None:
        await asyncio.gather(*(room.send(join(number)) for number in range(people)))
        await asyncio.gather(
            *(
                room.send(card(number, f"{number}/{n}", f"k{n}"))
                for number in range(people)
                for n in range(5)
            )
        )

    finished(evening())
    assert hall.value("SELECT count(*) FROM card") == people * 5
    assert hall.value("SELECT count(DISTINCT code) FROM card") == people * 5
    with hall.store.read() as db:
        assert sum(item.actor == "Teilnehmende" for item in list_actions(db)) <= 3
    assert gathering.MOMENT <= 0.23
