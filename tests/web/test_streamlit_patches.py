"""What is mended of Streamlit, over the real protocol on a real server; each fails without it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from tests.browser.real_server import free_port, serve

# Set to "plain", every test but the one of the page itself fails: Streamlit left as it is.
MODE = os.environ.get("STREAMLIT_PATCHES", "")


class Visitor:
    """One tab: it knows the page by an earlier look, what it asks for and what it is told."""

    def __init__(self, socket: ClientConnection, known: dict[str, str]) -> None:
        self.socket, self.known = socket, known

    def ask(self, *pressed: str, text: str = "", fragment: str = "") -> None:
        """Ask for a run with these buttons pressed."""
        asked = BackMsg()
        states = asked.rerun_script.widget_states.widgets
        if "Text" in self.known:
            states.append(WidgetState(id=self.known["Text"], string_value=text))
        states.extend(WidgetState(id=self.known[name], trigger_value=True) for name in pressed)
        asked.rerun_script.fragment_id = fragment
        self.socket.send(asked.SerializeToString())

    def hear(self) -> ForwardMsg:
        """The next message; TimeoutError where none comes."""
        said = self.socket.recv(5)
        assert isinstance(said, bytes)
        return ForwardMsg.FromString(said)

    def hear_until(self, text: str) -> None:
        """Hear until this text is shown."""
        while self.hear().delta.new_element.markdown.body != text:
            pass

    def whole_run(self) -> list[ForwardMsg]:
        """All messages until a run of the whole page has come to its end."""
        told = [self.hear()]
        while (
            told[-1].WhichOneof("type") != "script_finished"
            or told[-1].script_finished != ForwardMsg.FINISHED_SUCCESSFULLY
        ):
            told.append(self.hear())
        return told


@contextmanager
def opened(port: int, known: dict[str, str]) -> Iterator[Visitor]:
    """A new tab."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None, proxy=None) as socket:  # type: ignore[list-item]
        yield Visitor(socket, known)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    own = free_port()
    command = [sys.executable, "tests/web/patched/serve.py", str(own), MODE]
    for _ in serve(command, own, tmp_path_factory.mktemp("patched") / "log"):
        yield own


@pytest.fixture(scope="module")
def known(port: int) -> dict[str, str]:
    """The ids of the widgets and of the part, as a browser knows them from before a restart."""
    ids = {}
    with opened(port, {}) as first:
        first.ask()
        for message in first.whole_run():
            element = message.delta.new_element
            for widget in (element.button, element.text_input):
                if widget.id:
                    ids[widget.label] = widget.id
            if message.delta.fragment_id:
                ids["part"] = message.delta.fragment_id
    assert set(ids) == {"one", "two", "Text", "part"}
    return ids


def test_a_press_before_the_page_is_made_is_done(port: int, known: dict[str, str]) -> None:
    with opened(port, known) as visitor:
        visitor.ask("one", text="alt")
        visitor.ask("two", text="neu")
        visitor.hear_until("Gedrückt: [1, 1], getippt: neu")


def test_of_two_quick_presses_both_are_done_once(port: int, known: dict[str, str]) -> None:
    with opened(port, known) as visitor:
        visitor.ask()
        visitor.whole_run()
        for number in range(1, 16):
            visitor.ask("one", text="alt")
            visitor.ask("two", text=str(number))
            visitor.hear_until(f"Gedrückt: [{number}, {number}], getippt: {number}")


def test_a_part_made_anew_takes_nothing_from_the_page_before_it(
    port: int, known: dict[str, str]
) -> None:
    with opened(port, known) as visitor:
        visitor.ask()
        visitor.whole_run()
        for number in range(25):
            # Asked for in the same moment, the part is made as soon as the page is.
            visitor.ask(text=str(number))
            visitor.ask(text=str(number), fragment=known["part"])
            told = visitor.whole_run()
            texts = [message.delta.new_element.markdown.body for message in told]
            assert texts.index("Teil") < texts.index("Ende")
            # And then the part once more, behind the end of the page.
            visitor.hear_until("Teil")


def test_a_press_that_waits_is_done_also_where_a_part_asks_in_that_moment(
    port: int, known: dict[str, str]
) -> None:
    """A part asks for a new runner when the one before has ended and its end is not yet heard."""
    with opened(port, known) as visitor:
        visitor.ask()
        visitor.whole_run()
        for number in range(1, 31):
            visitor.ask("one", text="alt")
            visitor.ask("two", text=str(number))
            # As many as reach the time in which the run of the first press ends.
            for _ in range(60):
                visitor.ask(text=str(number), fragment=known["part"])
            visitor.hear_until(f"Gedrückt: [{number}, {number}], getippt: {number}")
