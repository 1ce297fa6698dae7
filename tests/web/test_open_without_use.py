"""A sign-in ends after its time, however long its pages lie open and ask by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from strategy.identity.accounts import Accounts
from strategy.identity.sign_ins import IDLE_SECONDS, LONGEST_SECONDS, SignIns, key_of_token
from tests.beside import finished
from ui.run import signed_in
from web.sign_in import gate
from web.sign_in.gate import COOKIE, Gate


class Town:
    """Somebody signed in at a gate whose clock the test turns."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000_000.0
        accounts = Accounts(folder / "accounts.json")
        self.sign_ins = SignIns(accounts, lambda: self.now)
        self.token = self.sign_ins.open(accounts.add("Anna", None))
        for place in (gate, signed_in):
            monkeypatch.setattr(place, "sign_ins", lambda: self.sign_ins)

    def _scope(self, kind: str, path: str) -> dict[str, Any]:
        return {
            "type": kind,
            "method": "GET",
            "path": path,
            "query_string": b"",
            "scheme": "http",
            "client": ("192.168.1.7", 5),
            "server": ("192.168.1.2", 8501),
            "headers": [
                (b"host", b"192.168.1.2:8501"),
                (b"accept", b"*/*"),
                (b"cookie", f"{COOKIE}={self.token}".encode()),
            ],
        }

    def ask(self, path: str) -> int:
        """The status of a plain request."""
        sent: list[Any] = []

        async def page(scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request"}

        finished(Gate(page)(self._scope("http", path), receive, send))
        return int(sent[0]["status"])

    def tell(self, later: float, times: int, message: bytes) -> int:
        """An open tab sends a message every ``later`` seconds; how many of them were taken."""
        taken = 0

        async def page(scope: Any, receive: Any, send: Any) -> None:
            nonlocal taken
            while (await receive())["type"] == "websocket.receive":
                # What a run of the page asks.
                assert signed_in.marked(key_of_token(self.token)).admitted
                taken += 1

        async def receive() -> Any:
            if taken == times:
                return {"type": "websocket.disconnect"}
            self.now += later
            return {"type": "websocket.receive", "bytes": message}

        async def send(message: Any) -> None:
            return None

        finished(Gate(page)(self._scope("websocket", "/_stcore/stream"), receive, send))
        return taken


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    return Town(tmp_path, monkeypatch)


def rerun(automatic: bool) -> bytes:
    wish = BackMsg()
    wish.rerun_script.fragment_id = "teil"
    wish.rerun_script.is_auto_rerun = automatic
    return wish.SerializeToString()


def test_a_projector_keeps_nobody_signed_in(town: Town) -> None:
    answers = []
    for _ in range(14):
        town.now += 3600
        answers.append(town.ask("/werkstatt/W-0001/leinwand/stand"))
    assert answers[:11] == [200] * 11 and answers[12:] != [200, 200]
    assert town.ask("/werkstatt/W-0001/leinwand") != 200


def test_a_page_that_renews_itself_keeps_nobody_signed_in(town: Town) -> None:
    assert town.tell(1800, 100, rerun(automatic=True)) == 24
    assert town.ask("/kosten") != 200


@pytest.mark.parametrize("message", [b"", b"\xff\xff", BackMsg(app_heartbeat=True)])
def test_what_says_nothing_is_no_use(town: Town, message: bytes | BackMsg) -> None:
    raw = message if isinstance(message, bytes) else message.SerializeToString()
    assert town.tell(1800, 100, raw) == 24


def test_who_works_stays_signed_in_for_a_week_at_most(town: Town) -> None:
    step = IDLE_SECONDS / 4
    assert town.tell(step, 1000, rerun(automatic=False)) == LONGEST_SECONDS / step
    assert town.ask("/kosten") != 200
    assert town.sign_ins.account(key_of_token(town.token)) is None
