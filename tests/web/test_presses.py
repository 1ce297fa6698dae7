"""What is pressed early or quickly is given once, with the newest texts."""

from __future__ import annotations

import random
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import RerunData, ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType

from web.streamlit_patches import presses
from web.streamlit_patches.presses import _on_event, _request_rerun, keep_presses

START, END = ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS


class Runner:
    """A run of a page with what it is still asked."""

    def __init__(self) -> None:
        self._requests = ScriptRequests()


class Session:
    """As much of Streamlit's session as is asked for, written down."""

    def __init__(self) -> None:
        self._scriptrunner = Runner()
        self.runs: list[dict[str, Any]] = []


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Any:
    def request(session: Session, asked: ClientState | None) -> None:
        widgets = asked.widget_states.widgets if asked else ()
        session.runs.append(
            {state.id: getattr(state, str(state.WhichOneof("value"))) for state in widgets}
        )

    monkeypatch.setattr(presses, "_request", request)
    monkeypatch.setattr(presses, "_handle", lambda *_, **__: None)
    return Session()


def asked(text: str, *pressed: str) -> ClientState:
    state = ClientState()
    state.widget_states.widgets.append(WidgetState(id="text", string_value=text))
    for button in pressed:
        state.widget_states.widgets.append(WidgetState(id=button, trigger_value=True))
    return state


def test_a_press_waits_for_the_first_page(session: Any) -> None:
    _request_rerun(session, asked("alt", "save"))
    _on_event(session, session._scriptrunner, START)
    _request_rerun(session, asked("neu"))
    assert session.runs == [{"text": "alt"}, {"text": "neu"}]
    _on_event(session, Runner(), END)
    assert len(session.runs) == 2
    _on_event(session, session._scriptrunner, END)
    assert session.runs[2:] == [{"text": "neu", "save": True}]
    _on_event(session, session._scriptrunner, END)
    _request_rerun(session, asked("neu", "save"))
    assert session.runs[3:] == [{"text": "neu", "save": True}]


def test_a_session_that_was_only_opened_runs_once(session: Any) -> None:
    _request_rerun(session, None)
    _on_event(session, session._scriptrunner, END)
    assert session.runs == [{}]


@pytest.mark.parametrize("seed", range(20))
def test_every_press_is_given_once_and_every_text_at_last(session: Any, seed: int) -> None:
    dice = random.Random(seed)
    buttons, text = [f"button {number}" for number in range(4)], ""
    before = dice.randrange(1, 6)
    for place in range(before + dice.randrange(6)):
        if place == before:
            _on_event(session, session._scriptrunner, END)
        text = str(place)
        _request_rerun(session, asked(text, *([buttons.pop()] if buttons else [])))
    _on_event(session, session._scriptrunner, END)
    given = [name for run in session.runs for name in run if name != "text"]
    assert sorted(given) == sorted(set(given))
    assert {f"button {number}" for number in range(4)} == {*given, *buttons}
    assert session.runs[-1]["text"] == text


@pytest.fixture
def made(session: Any) -> Any:
    """A session whose first page is made."""
    _on_event(session, session._scriptrunner, END)
    return session


def test_a_press_takes_along_the_one_before_it(made: Any) -> None:
    """On a busy machine the second comes before the run for the first has begun."""
    before = made._scriptrunner._requests
    before.request_rerun(RerunData(widget_states=asked("alt", "accept").widget_states))
    _request_rerun(made, asked("neu", "save"))
    assert made.runs == [{"text": "neu", "save": True, "accept": True}]
    assert before.on_scriptrunner_ready().type == ScriptRequestType.STOP


def test_a_press_that_is_being_done_is_not_given_again(made: Any) -> None:
    before = made._scriptrunner._requests
    before.request_rerun(RerunData(widget_states=asked("alt", "accept").widget_states))
    assert before.on_scriptrunner_ready().type == ScriptRequestType.RERUN
    _request_rerun(made, asked("neu", "save"))
    assert made.runs == [{"text": "neu", "save": True}]


def test_a_part_that_renews_itself_stops_no_run(made: Any) -> None:
    before = made._scriptrunner._requests
    before.request_rerun(RerunData(widget_states=asked("alt", "accept").widget_states))
    of_part = asked("alt")
    of_part.fragment_id = "list"
    _request_rerun(made, of_part)
    assert made.runs == [{"text": "alt"}]
    assert before.on_scriptrunner_ready().type == ScriptRequestType.RERUN


def test_a_run_asked_for_without_a_page_is_left_alone(made: Any) -> None:
    made._scriptrunner._requests.request_rerun(RerunData())
    _request_rerun(made, asked("neu", "save"))
    made._scriptrunner = None
    _request_rerun(made, asked("neu"))
    assert made.runs == [{"text": "neu", "save": True}, {"text": "neu"}]


def test_the_places_inside_streamlit_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("request_rerun", "_handle_scriptrunner_event_on_event_loop"):
        assert callable(vars(AppSession)[name])
        monkeypatch.setattr(AppSession, name, vars(AppSession)[name])
    keep_presses()
    assert {"_lock", "_state", "_rerun_data"} <= set(vars(ScriptRequests()))
    assert vars(AppSession)["request_rerun"] is _request_rerun
