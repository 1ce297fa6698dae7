"""What a page sends arrives whole and in its order, only together."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from tests.beside import finished
from web.streamlit_patches import delivery
from web.streamlit_patches.delivery import (
    _clear_queue,
    _create_scriptrunner,
    _on_event,
    _something_to_send,
    deliver_together,
)

ELEMENT = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
START, END = ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS


class Session:
    """As much of Streamlit's session as the delivery asks for, written down."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._event_loop = loop
        self.calls = 0
        self.seen: list[tuple[Any, Any, Any]] = []

    def _call_soon_on_event_loop(self, callback: Any) -> None:
        self.calls += 1
        self._event_loop.call_soon_threadsafe(callback)

    def _handle_scriptrunner_event_on_event_loop(
        self, sender: Any, event: Any, forward_msg: Any = None
    ) -> None:
        assert asyncio.get_running_loop() is self._event_loop
        if forward_msg == "broken":
            raise ValueError(forward_msg)
        self.seen.append((sender, event, forward_msg))


def test_everything_arrives_in_order_with_few_calls() -> None:
    dice = random.Random(7)
    sent = [("runner", START, None)]
    sent += [("runner", ELEMENT, number) for number in range(2_000)]
    # A run that is replaced ends in the midst of elements, and the next goes on.
    for place in sorted(dice.sample(range(2_000), 5), reverse=True):
        sent.insert(place, ("runner", END, None))
    sent.append(("runner", END, None))

    async def deliver() -> Session:
        session = Session(asyncio.get_running_loop())

        def page() -> None:
            for sender, event, message in sent:
                _on_event(session, sender, event, forward_msg=message)  # type: ignore[arg-type]
                if dice.random() < 0.005:
                    time.sleep(0.003)

        thread = threading.Thread(target=page)
        thread.start()
        while len(session.seen) < len(sent):
            await asyncio.sleep(0.005)
        thread.join()
        return session

    session = finished(deliver())
    assert session.seen == sent
    assert session.calls < len(sent) / 10


def test_an_element_alone_does_not_wait_for_another() -> None:
    async def deliver() -> list[Any]:
        session = Session(asyncio.get_running_loop())
        _on_event(session, "runner", ELEMENT, forward_msg=1)  # type: ignore[arg-type]
        for _ in range(400):
            if session.seen:
                break
            await asyncio.sleep(0.005)
        return session.seen

    assert finished(deliver()) == [("runner", ELEMENT, 1)]


def test_an_event_that_fails_takes_no_other_with_it() -> None:
    async def deliver() -> tuple[list[Any], list[Any]]:
        loop, told = asyncio.get_running_loop(), list[Any]()
        loop.set_exception_handler(lambda _, context: told.append(context["exception"]))
        session = Session(loop)
        for message in (1, "broken", 2):
            _on_event(session, "runner", ELEMENT, forward_msg=message)  # type: ignore[arg-type]
        _on_event(session, "runner", END)  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        return session.seen, told

    seen, told = finished(deliver())
    assert [message for _, _, message in seen] == [1, 2, None]
    assert [str(error) for error in told] == ["broken"]


def test_what_a_finished_page_has_sent_comes_before_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A list that renews itself asks in the moment in which the page before it has ended."""

    class Replaced(Session):
        _scriptrunner = "first"

        def _handle_scriptrunner_event_on_event_loop(
            self, sender: Any, event: Any, forward_msg: Any = None
        ) -> None:
            # So does Streamlit: a runner that is not the session's own any more is not heard.
            if sender == self._scriptrunner:
                super()._handle_scriptrunner_event_on_event_loop(sender, event, forward_msg)

    monkeypatch.setattr(
        delivery, "_create", lambda session, asked: setattr(session, "_scriptrunner", asked)
    )

    async def deliver() -> list[Any]:
        session: Any = Replaced(asyncio.get_running_loop())
        _create_scriptrunner(session, "first")  # type: ignore[arg-type]
        _on_event(session, "first", ELEMENT, forward_msg=1)
        _on_event(session, "first", END)
        _create_scriptrunner(session, "second")  # type: ignore[arg-type]
        _on_event(session, "second", START)
        await asyncio.sleep(0.05)
        return list(session.seen)

    assert finished(deliver()) == [
        ("first", ELEMENT, 1),
        ("first", END, None),
        ("second", START, None),
    ]


def _drawn(place: int, text: str, part: str = "") -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend([0, place])
    message.delta.new_element.markdown.body = text
    if part:
        message.delta.fragment_id = part
    return message


def test_a_part_made_anew_takes_nothing_from_the_page_before_it() -> None:
    class Queued:
        _browser_queue = ForwardMsgQueue()

    session: Any = Queued()
    ended = ForwardMsg()
    ended.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    page = [_drawn(0, "Titel"), _drawn(1, "Karten", "list"), _drawn(2, "Entscheiden"), ended]
    for message in page:
        session._browser_queue.enqueue(message)
    _clear_queue(session, ["list"])
    # In the place of the first, it would come before the end of the page and be taken for its own.
    again = _drawn(1, "Karten und noch eine", "list")
    session._browser_queue.enqueue(again)
    assert session._browser_queue.flush() == [*page, again]


def test_something_to_send_is_said_from_every_thread() -> None:
    class Objects:
        def __init__(self) -> None:
            self.eventloop, self.need_send_data = asyncio.get_running_loop(), asyncio.Event()

    class Server:
        def __init__(self) -> None:
            self.objects = Objects()

        def _get_async_objs(self) -> Objects:
            return self.objects

    async def say() -> tuple[bool, bool]:
        here, there = Server(), Server()
        _something_to_send(here)  # type: ignore[arg-type]
        at_once = here.objects.need_send_data.is_set()
        thread = threading.Thread(target=_something_to_send, args=(there,))
        thread.start()
        await asyncio.wait_for(there.objects.need_send_data.wait(), 10)
        thread.join()
        return at_once, there.objects.need_send_data.is_set()

    assert finished(say()) == (True, True)


def test_the_places_inside_streamlit_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name in (
        (AppSession, "_on_scriptrunner_event"),
        (AppSession, "_handle_scriptrunner_event_on_event_loop"),
        (AppSession, "_call_soon_on_event_loop"),
        (AppSession, "_create_scriptrunner"),
        (AppSession, "_clear_queue"),
        (Runtime, "_enqueued_some_message"),
        (Runtime, "_get_async_objs"),
    ):
        assert callable(vars(owner)[name])
        monkeypatch.setattr(owner, name, vars(owner)[name])
    deliver_together()
    assert vars(AppSession)["_on_scriptrunner_event"] is _on_event
    assert vars(AppSession)["_create_scriptrunner"] is _create_scriptrunner
    assert vars(AppSession)["_clear_queue"] is _clear_queue
    assert vars(ForwardMsgQueue())["_delta_index_map"] == {}
