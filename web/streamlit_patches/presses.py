"""No press is lost, however early or quickly it comes.

Early: after a restart, or after a long sleep of the computer, an open page comes back by itself.
Until the first run of the new session has come to its end, Streamlit knows none of the buttons that
the page shows and takes a press on one as nothing: no error, no save.  Here the press is kept apart
from what is typed, and given again once the page is made.

Quickly: for a press on the page Streamlit stops the run before it, and forgets what that run had
still been asked, such as a press of a moment before.  Here the new run is asked for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequestType,
    _coalesce_widget_states,
    _has_active_trigger_value,
)

_KEPT = "_workbench_early"

_request = AppSession.request_rerun
_handle = AppSession._handle_scriptrunner_event_on_event_loop


@dataclass
class _Early:
    """Whether the page of a session has been made, and what was pressed before."""

    made: bool = False
    pressed: ClientState | None = None


def _early(session: AppSession) -> _Early:
    kept: _Early = vars(session).setdefault(_KEPT, _Early())
    return kept


def _request_rerun(session: AppSession, asked: ClientState | None) -> None:
    early = _early(session)
    if asked is not None and not asked.fragment_id:
        asked = _with_waiting(session, asked)
    if asked is not None and not early.made:
        asked = _without_presses(early, asked)
    _request(session, asked)


def _with_waiting(session: AppSession, asked: ClientState) -> ClientState:
    """The same with the presses that the run before was asked for and has not begun with."""
    if session._scriptrunner is None:
        return asked
    before = session._scriptrunner._requests
    with before._lock:
        if before._state != ScriptRequestType.RERUN:
            return asked
        # Stopped here, it cannot begin with what is handed over.
        before._state = ScriptRequestType.STOP
        waiting = before._rerun_data.widget_states
    both = ClientState()
    both.CopyFrom(asked)
    both.widget_states.CopyFrom(
        _coalesce_widget_states(waiting, asked.widget_states) or WidgetStates()
    )
    return both


def _without_presses(early: _Early, asked: ClientState) -> ClientState:
    """The same without what was pressed, which is kept with the newest of what was typed."""
    before = early.pressed.widget_states if early.pressed else None
    both = _coalesce_widget_states(before, asked.widget_states) or WidgetStates()
    typed = [state for state in both.widgets if not _has_active_trigger_value(state)]
    if len(typed) == len(both.widgets):
        return asked
    early.pressed, plain = ClientState(), ClientState()
    early.pressed.CopyFrom(asked)
    early.pressed.widget_states.CopyFrom(both)
    plain.CopyFrom(asked)
    plain.widget_states.CopyFrom(WidgetStates(widgets=typed))
    return plain


def _on_event(session: AppSession, sender: Any, event: ScriptRunnerEvent, **named: Any) -> None:
    current = sender is session._scriptrunner
    _handle(session, sender, event, **named)
    if event != ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS or not current:
        return
    early = _early(session)
    early.made, pressed, early.pressed = True, early.pressed, None
    if pressed is not None:
        _request(session, pressed)


def keep_presses() -> None:
    """Take both places inside Streamlit (its version is pinned), before the server is made."""
    AppSession.request_rerun = _request_rerun  # type: ignore[method-assign, assignment]
    AppSession._handle_scriptrunner_event_on_event_loop = _on_event  # type: ignore[method-assign, assignment]
