"""The server as it is started: connections, origins, and how it ends; one real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from benchmarks.protocol import Tab
from strategy.intake.gate.limits import MEGABYTE, Limits
from tests.beside import finished
from tests.browser.real_server import PROJECT, free_port, wait_for
from tests.web.phones import CODE, build_hall
from web.serving import connections

LIMITS = (
    "import resource\n"
    "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]\n"
    "resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n"
    "from web.serving.connections import allow_many_connections, most_connections\n"
    "from web.serving.server import configuration\n"
    "allow_many_connections()\n"
    "told = configuration(None)\n"
    "print(most_connections(), told.timeout_keep_alive, told.limit_concurrency)\n"
)


class Served:
    """``python app.py`` with a workshop that runs, started from a folder of its own."""

    def __init__(self, folder: Path) -> None:
        plan = folder / "saal.duckdb"
        build_hall(plan).store.close()
        self.port, self.log = free_port(), folder / "server.log"
        self.host = f"127.0.0.1:{self.port}"
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, str(PROJECT / "app.py"), plan.name, "--port", str(self.port)],
                cwd=folder,
                stdout=out,
                stderr=subprocess.STDOUT,
                # Where nothing answers: had the server asked the internet, it would wait.
                env={**os.environ, "http_proxy": "http://192.0.2.1:9", "https_proxy": ""},
            )
        wait_for(self.port, self.process, self.log)

    def client(self) -> httpx.Client:
        """One visitor with one connection."""
        return httpx.Client(
            base_url=f"http://{self.host}",
            timeout=30,
            limits=httpx.Limits(max_connections=1, keepalive_expiry=None),
        )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("served"))
    yield made
    made.process.kill()
    made.process.wait(120)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limit")
@pytest.mark.parametrize("hard", ["hard", "1024"])
def test_the_limit_is_raised_and_few_connections_are_not_kept(hard: str) -> None:
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1] if hard == "hard" else 1024
    many = allowed == resource.RLIM_INFINITY or allowed >= 8192
    script = LIMITS.format(soft=512, hard=hard)
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert run.stdout.split() == (
        ["8192", "75", "7936"] if many else [str(allowed), "5", str(allowed - 256)]
    ), run.stderr


def test_windows_has_room_for_a_hall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert connections.most_connections() >= 5_000


def test_a_silent_connection_is_kept_and_small_answers_leave_at_once(served: Served) -> None:
    with served.client() as visitor:
        answer = visitor.get("/healthz")
        assert "server" not in answer.headers and answer.headers["x-frame-options"] == "DENY"
        stream = answer.extensions["network_stream"]
        own_port = stream.get_extra_info("client_addr")[1]
        # Longer than the five seconds after which uvicorn would close it.
        time.sleep(5.6)
        took = []
        for _ in range(40):
            begun = time.monotonic()
            answer = visitor.get("/healthz")
            took.append(time.monotonic() - begun)
        again = answer.extensions["network_stream"].get_extra_info("client_addr")[1]
        assert again == own_port
        # With Nagle's algorithm on, each would take 40 ms; the machine alone may hold some up.
        assert min(took) < 0.03


def test_only_this_website_opens_a_page_and_nobody_on_the_internet_is_asked(served: Served) -> None:
    address = f"ws://{served.host}/_stcore/stream"
    strange = ("http://boese.example", "http://localhost:9999", "null", f"http://x{served.host}")
    took = []
    for origin in strange:
        begun = time.monotonic()
        with pytest.raises(InvalidStatus) as refused:
            connect(address, origin=origin, subprotocols=["streamlit"], proxy=None)
        assert refused.value.response.status_code == 403, origin
        took.append(time.monotonic() - begun)
    # Streamlit would ask for its own address and answer nobody for two seconds each time.
    assert min(took) < 2
    for origin in (f"http://{served.host}", None):
        with connect(address, origin=origin, subprotocols=["streamlit"], proxy=None):
            pass


class Eyes(Tab):
    """A tab that remembers what it is told to report to Streamlit's makers."""

    reports: bool | None = None

    def seen(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "new_session":
            self.reports = message.new_session.config.gather_usage_stats


def test_the_settings_of_the_project_hold_wherever_it_was_started(served: Served) -> None:
    async def look() -> bool | None:
        async with Eyes(served.port) as tab:
            await tab.rerun("")
            return tab.reports

    # As .streamlit/config.toml says, which does not lie in the folder of the start.
    assert finished(look()) is False


def test_the_end_answers_phones_that_wait(served: Served) -> None:
    with served.client() as phone:
        known = phone.get(f"/mitmachen/{CODE}/stand")
        waited: list[httpx.Response] = []
        headers = {"if-none-match": known.headers["etag"], "prefer": "wait=60"}
        waiting = threading.Thread(
            target=lambda: waited.append(phone.get(f"/mitmachen/{CODE}/stand", headers=headers))
        )
        waiting.start()
        time.sleep(0.5)
        assert not waited
        begun = time.monotonic()
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(120) == 0
        # Sooner than the phone would have been answered anyway.
        assert time.monotonic() - begun < 30
        waiting.join(60)
        assert waited[0].status_code == 304
    assert "Die Werkbank ist beendet." in served.log.read_text()
    assert "Traceback" not in served.log.read_text()


def test_the_server_takes_files_as_large_as_the_import_page_offers() -> None:
    # A page's own limit only binds the browser; the server's refused every CSV over 50 MB.
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["maxUploadSize"] * MEGABYTE >= Limits().text_bytes
