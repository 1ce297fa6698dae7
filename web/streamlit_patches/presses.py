"""No press is lost, however early or quickly it comes.

Early: after a restart, or after a long sleep of the computer, an open page comes back by itself.
Until the first run of the new session has come to its end, Streamlit knows none of the buttons that
the page shows and takes a press on one as nothing: no error, no save
(https://github.com/streamlit/streamlit/issues/9031 tells what else is lost then).  Here the press
is kept apart from what is typed, and given again once the page is made.

Quickly: for a press on the page Streamlit stops the run before it wherever that is, also between a
button and what its callback does: every look at ``st.session_state`` may be the end of it.  Of 40
pairs of presses in a row, 10 of the first were done; ``runner.fastReruns = false`` helps no more
(23), and no issue tells of it.  Here a run that was asked for by a press goes to its end, and what
is asked meanwhile waits for it.
"""

from __future__ import annotations

from typing import Any

from google.protobuf.message import Message
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from web.streamlit_patches.whole_pages import WholePages


class NoLostPress(WholePages):
    """A session that keeps presses until a run has done them."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self._is_made = False
        self._early: ClientState | None = None
        self._waiting: ClientState | None = None
        # The runner that was asked for a press; Streamlit forgets its own when it has ended.
        self._pressing: Any = None
        super().__init__(*given, **named)

    def request_rerun(self, client_state: ClientState | None) -> None:
        """Ask for a run; presses wait until the page is made and other presses are done."""
        asked = client_state
        if asked is not None and not self._is_made:
            asked = self._without_presses(asked)
        self._ask(asked)

    def page_is_made(self) -> None:
        """From now on buttons are known; give what was pressed before."""
        self._is_made = True
        pressed, self._early = self._early, None
        if pressed is not None:
            self._ask(pressed)

    def run_has_ended(self) -> None:
        """Give what was asked while a press was being done."""
        asked, self._waiting = self._waiting, None
        if asked is not None:
            self._ask(asked)

    def _ask(self, asked: ClientState | None) -> None:
        busy = self._scriptrunner is not None and self._scriptrunner is self._pressing
        # A part that renews itself stops no run.
        if busy and asked is not None and not asked.fragment_id:
            before = self._waiting.widget_states if self._waiting else None
            self._waiting = _with_states(asked, both(before, asked.widget_states))
            return
        super().request_rerun(asked)
        if asked is not None and any(map(is_pressed, asked.widget_states.widgets)):
            self._pressing = self._scriptrunner

    def _without_presses(self, asked: ClientState) -> ClientState:
        """The same without what was pressed, which is kept with the newest of what was typed."""
        states = both(self._early.widget_states if self._early else None, asked.widget_states)
        typed = [state for state in states if not is_pressed(state)]
        if len(typed) == len(states):
            return asked
        self._early = _with_states(asked, states)
        return _with_states(asked, typed)


def is_pressed(state: WidgetState) -> bool:
    """Whether the state is a press (or a sent line) that still has to be done."""
    kind = state.WhichOneof("value")
    # Streamlit tells presses from values by the name of the field in its message.
    if kind is None or not kind.endswith(("trigger_value", "chat_input_value")):
        return False
    value = getattr(state, kind)
    return bool(value.ListFields()) if isinstance(value, Message) else bool(value)


def both(before: WidgetStates | None, now: WidgetStates) -> list[WidgetState]:
    """``now`` with the presses of ``before``; what was typed counts as it is now."""
    states = {state.id: state for state in now.widgets}
    for state in before.widgets if before else ():
        newer = states.get(state.id)
        same_kind = newer is None or newer.WhichOneof("value") == state.WhichOneof("value")
        if is_pressed(state) and same_kind and not (newer is not None and is_pressed(newer)):
            states[state.id] = state
    return list(states.values())


def _with_states(asked: ClientState, states: list[WidgetState]) -> ClientState:
    changed = ClientState()
    changed.CopyFrom(asked)
    changed.widget_states.CopyFrom(WidgetStates(widgets=states))
    return changed
