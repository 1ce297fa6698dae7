"""What the run of a page sends is handed to the server's event loop together, not one by one.

Streamlit wakes its event loop for every element, and again for every message that is to be sent.
Each time the thread that makes the page and the one that sends it take Python's lock from each
other; with many sessions that took a fifth of the processor.  Nothing is left out, nothing changes
its order; an element is at most ``_MOMENT`` later on its way, which is also how long Streamlit
itself pauses between two rounds of sending.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import RerunData, ScriptRunnerEvent

_MOMENT = 0.01
_KEPT = "_workbench_post"

_create = AppSession._create_scriptrunner
_clear = AppSession._clear_queue

Event = tuple[tuple[Any, ...], dict[str, Any]]


class Post:
    """What one session has still to hand over; filled by its page, emptied by the event loop."""

    def __init__(self, session: AppSession) -> None:
        self._session = session
        self._events: deque[Event] = deque()
        self._expected = False

    def put(self, event: Event, waits: bool) -> None:
        """Add one; where it may wait for others, they leave together."""
        self._events.append(event)
        if not waits:
            self._session._call_soon_on_event_loop(self.empty)
        elif not self._expected:
            # Taken back by ``empty`` before it looks, so that nothing is left lying.
            self._expected = True
            self._session._call_soon_on_event_loop(self._empty_later)

    def _empty_later(self) -> None:
        self._session._event_loop.call_later(_MOMENT, self.empty)

    def empty(self) -> None:
        """Hand over everything, in the order in which it came."""
        self._expected = False
        session = self._session
        while self._events:
            given, named = self._events.popleft()
            try:
                session._handle_scriptrunner_event_on_event_loop(*given, **named)
            except Exception as error:
                session._event_loop.call_exception_handler(
                    {"message": "handling what a page has sent", "exception": error}
                )


def _on_event(session: AppSession, sender: Any, event: ScriptRunnerEvent, **named: Any) -> None:
    post: Post | None = vars(session).get(_KEPT)
    if post is None:
        post = vars(session)[_KEPT] = Post(session)
    post.put(((sender, event), named), event == ScriptRunnerEvent.ENQUEUE_FORWARD_MSG)


def _create_scriptrunner(session: AppSession, asked: RerunData) -> None:
    """The same, after everything that the runner before has sent: Streamlit takes nothing more of
    a runner that is not the session's own any more, and the last elements of a page that was
    complete would be missing until it is made anew."""
    post: Post | None = vars(session).get(_KEPT)
    if post is not None:
        post.empty()
    _create(session, asked)


def _clear_queue(session: AppSession, fragment_ids_this_run: list[str] | None = None) -> None:
    """Before a part of a page is made anew, keep all that is still on its way to the browser.

    Streamlit would drop what the run before has drawn in that part.  Where that run was one of the
    whole page, the browser takes the part for gone with the end of that run: what was ticked in it
    is forgotten, and the page breaks where the next element is to be put behind the gap.
    """
    if fragment_ids_this_run:
        # What comes now stands behind what was there, instead of in its place.
        session._browser_queue._delta_index_map = {}
    else:
        _clear(session)


def _something_to_send(runtime: Runtime) -> None:
    here = runtime._get_async_objs()
    if asyncio._get_running_loop() is here.eventloop:
        here.need_send_data.set()
    else:
        here.eventloop.call_soon_threadsafe(here.need_send_data.set)


def deliver_together() -> None:
    """Take the places inside Streamlit (its version is pinned), before the server is made."""
    AppSession._on_scriptrunner_event = _on_event  # type: ignore[method-assign, assignment]
    AppSession._create_scriptrunner = _create_scriptrunner  # type: ignore[method-assign, assignment]
    AppSession._clear_queue = _clear_queue  # type: ignore[method-assign, assignment]
    Runtime._enqueued_some_message = _something_to_send  # type: ignore[method-assign, assignment]
