"""Too much of everything: requests that never end, heads without end, files; one real process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from benchmarks.protocol import Tab
from tests.beside import finished
from tests.browser.real_server import PROJECT, free_port, wait_for
from tests.web.phones import CODE, build_hall
from web.serving.waiting import Crowd, Patience

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limit")

# As ``python app.py`` starts, with few files and little patience.
START = (
    "import resource, sys\n"
    "resource.setrlimit(resource.RLIMIT_NOFILE, ({files}, {files}))\n"
    "sys.path.insert(0, {project!r})\n"
    "from web.serving import server, uploads\n"
    "from web.serving.waiting import Patience\n"
    "small = uploads.Budget(session=4_000_000, everybody=4_900_000)\n"
    "uploads.Budget, uploads._LOOK_SECONDS = lambda: small, 0.2\n"
    "uploads.Gone.__init__.__defaults__ = (1.0,)\n"
    "server.serve.__defaults__ = (Patience(head_seconds=1.5, body_seconds=2.0),)\n"
    "import app\n"
    "sys.exit(app.main(sys.argv[1:]))\n"
)
FILES = int(os.environ.get("FLOOD_FILES", "512"))
FLOOD = int(os.environ.get("FLOOD", "1200"))
HALF_BODY = b"POST /mitmachen/HALLE7/karte HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\ntext="


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path, int]]:
    folder = tmp_path_factory.mktemp("unfinished")
    plan = folder / "saal.duckdb"
    build_hall(plan).store.close()
    port, log = free_port(), folder / "server.log"
    command = [sys.executable, "-c", START.format(project=str(PROJECT), files=FILES), str(plan)]
    left = folder / "temp" / "werkbank-alt"
    left.mkdir(parents=True)
    os.utime(left, (1, 1))
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": str(left.parent)},
        )
    try:
        wait_for(port, process, log)
        yield port, log, process.pid
    finally:
        process.kill()
        process.wait(120)


def _open(port: int, sent: bytes = b"") -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port), timeout=20)
    if sent:
        opened.sendall(sent)
    return opened


def _until_closed(opened: socket.socket) -> tuple[str, float]:
    """What the server says before it closes, and after how long that was."""
    begun, said = time.monotonic(), b""
    with opened, contextlib.suppress(ConnectionResetError):
        while more := opened.recv(65_536):
            said += more
    return said.decode(), time.monotonic() - begun


def test_a_request_that_does_not_end_is_closed_and_slow_or_silent_ones_are_kept(
    server: tuple[int, Path, int],
) -> None:
    port, _, _ = server
    with (
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as visitor,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as phone,
        connect(
            f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], proxy=None
        ) as tab,
    ):
        own_port = _own_port(visitor.get("/healthz"))
        tag = phone.get(f"/mitmachen/{CODE}/stand").headers["etag"]
        waited: list[tuple[int, float]] = []

        def wait_for_news() -> None:
            begun = time.monotonic()
            headers = {"if-none-match": tag, "prefer": "wait=4"}
            answer = phone.get(f"/mitmachen/{CODE}/stand", headers=headers)
            waited.append((answer.status_code, time.monotonic() - begun))

        waiting = threading.Thread(target=wait_for_news)
        waiting.start()
        head = _open(port, b"GET /healthz HTTP/1.1\r\nhost: x\r\n")
        body, silent = _open(port, HALF_BODY), _open(port)
        blank = _open(port, b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n\r\n")
        said, took = _until_closed(head)
        assert said.startswith("HTTP/1.1 408 ") and "laden Sie die Seite neu" in said
        assert took < 4
        # Few files, and so uvicorn keeps a silent connection for five seconds only.
        assert _own_port(visitor.get("/healthz")) == own_port
        said, took = _until_closed(silent)
        # Nothing was asked: an answer would be taken for one to the next request.
        assert (said, took < 3) == ("", True)
        said, took = _until_closed(body)
        assert said.startswith("HTTP/1.1 408 ") and took < 4
        said, took = _until_closed(blank)
        assert said.startswith("HTTP/1.1 200 ") and " 408 " not in said and took < 5
        # 12 KB in six pieces, three times as long as a body may stand still.
        slow = b"POST /anmelden HTTP/1.1\r\nhost: x\r\ncontent-length: 12000\r\n\r\n"
        passed = _open(port, slow)
        for _ in range(6):
            time.sleep(1)
            passed.sendall(b"x" * 2_000)
        answered = passed.recv(9_999)
        passed.close()
        assert answered and not answered.startswith(b"HTTP/1.1 408"), answered
        tab.ping().wait(10)
        waiting.join(30)
    assert waited[0][0] == 304 and waited[0][1] > 3.5


def _own_port(answer: httpx.Response) -> int:
    assert answer.status_code == 200
    return int(answer.extensions["network_stream"].get_extra_info("client_addr")[1])


def test_a_head_without_end_is_refused(server: tuple[int, Path, int]) -> None:
    port, _, _ = server
    begun = b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: "
    for sent in (begun + b"a" * 70_000, begun + b"a" * 70_000 + b"\r\n\r\n"):
        with _open(port, sent) as opened:
            said = opened.recv(9_999).decode()
        assert said.startswith("HTTP/1.1 431 ") and "Cookies" in said
    with _open(port, begun + b"a" * 30_000 + b"\r\n\r\n") as opened:
        assert opened.recv(9_999).startswith(b"HTTP/1.1 200 ")
    with _open(port, b"\x16\x03\x01 no http\r\n\r\n") as opened:
        said = opened.recv(9_999).decode()
    assert said.startswith("HTTP/1.1 400 ") and "nicht zu lesen" in said


def test_thousands_of_unfinished_requests_hold_nobody_up(server: tuple[int, Path, int]) -> None:
    """More than the process may hold open; FLOOD and FLOOD_FILES set other counts."""
    import resource

    port, log, pid = server
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FLOOD + 300:
        pytest.skip(f"this test may open {hard} files only")
    # Both ends of each connection lie on this machine.
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, FLOOD + 300), hard))
    held: list[socket.socket] = []
    done = threading.Event()

    def flood() -> None:
        for _ in range(FLOOD):
            with contextlib.suppress(OSError):
                held.append(_open(port, HALF_BODY))
        done.set()

    flooding = threading.Thread(target=flood)
    flooding.start()
    took, most = [], 0
    while not done.is_set() or len(took) < 5:
        for path in ("/healthz", f"/mitmachen/{CODE}", "/"):
            begun = time.monotonic()
            with _open(port, f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode()) as opened:
                assert opened.recv(20).startswith(b"HTTP/1.1 200 "), path
            took.append(time.monotonic() - begun)
        if sys.platform == "linux":
            most = max(most, len(os.listdir(f"/proc/{pid}/fd")))
    flooding.join(60)
    # Whoever comes last is answered last: by then the server has seen all that waited before.
    with _open(port, b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n") as opened:
        assert opened.recv(20).startswith(b"HTTP/1.1 200 ")
    print(f"{len(held)} unfinished, {len(took)} answers, slowest {max(took):.2f} s, {most} files")
    # Without a limit it answered nobody until the flood ended; the machine alone holds some up.
    assert sorted(took)[len(took) // 2] < 2 and max(took) < 10 and len(held) == FLOOD
    assert most < FILES * 0.9
    poll = select.poll()
    for one in held:
        poll.register(one, select.POLLIN | select.POLLHUP)
    half = max(FILES - 256, FILES // 2) // 2
    assert len(poll.poll(0)) >= FLOOD - half, "one address may hold half of the places"
    for one in held:
        one.close()
    said = log.read_text()
    assert "Traceback" not in said and len(said) < 5_000


def test_what_a_killed_server_left_is_gone_after_the_start(server: tuple[int, Path, int]) -> None:
    _, log, _ = server
    assert (log.parent / "temp").is_dir() and not (log.parent / "temp" / "werkbank-alt").exists()


class _Named(Tab):
    """A tab that knows the name of its session, as browsers do."""

    session = ""

    def seen(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "new_session":
            self.session = message.new_session.initialize.session_id


def test_files_of_a_tab_have_a_limit_and_go_with_it(server: tuple[int, Path, int]) -> None:
    port, _, _ = server
    files = iter(range(1_000))

    async def put(client: httpx.AsyncClient, session: str, size: int = 1_000_000) -> httpx.Response:
        return await client.put(
            f"/_stcore/upload_file/{session}/f{next(files)}",
            files={"file": ("a.csv", b"x" * size)},
            headers={"x-xsrftoken": client.cookies.get("_streamlit_xsrf", "")},
        )

    async def look() -> None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            await client.get("/_stcore/health")
            async with _Named(port) as one, _Named(port) as two:
                await one.rerun("")
                await two.rerun("")
                # At once: what is on its way counts too.
                answers = await asyncio.gather(*(put(client, one.session) for _ in range(6)))
                assert Counter(answer.status_code for answer in answers) == {204: 3, 413: 3}
                refused = next(answer for answer in answers if answer.status_code == 413)
                assert "laden Sie die Seite neu" in refused.text
                stored = next(answer for answer in answers if answer.status_code == 204)
                token = {"x-xsrftoken": client.cookies.get("_streamlit_xsrf", "")}
                removed = await client.delete(stored.request.url.path, headers=token)
                assert removed.status_code == 204
                # Two in the one, two in the other: nearly all that the server spares.
                assert [(await put(client, two.session)).status_code for _ in range(2)] == [204] * 2
                crowded = await put(client, two.session)
                assert crowded.status_code == 413 and "in ein paar Minuten" in crowded.text

                async def endless() -> AsyncIterator[bytes]:
                    yield b"x"

                path = f"/_stcore/upload_file/{two.session}/x"
                assert (await client.put(path, content=endless())).status_code == 411
            # Both tabs have gone; a new one finds all the room again.
            async with _Named(port) as three:
                await three.rerun("")
                for _ in range(100):
                    answer = await put(client, three.session, 3_900_000)
                    if answer.status_code == 204:
                        break
                    await asyncio.sleep(0.2)
                assert answer.status_code == 204

    finished(look())


class _One:
    """A connection that remembers that it was given up."""

    def __init__(self) -> None:
        self.is_gone = False

    def give_up(self) -> None:
        self.is_gone = True


def test_who_was_silent_for_longest_goes_first_and_others_keep_their_place() -> None:
    crowd = Crowd(Patience(unfinished=3), 200)
    hall, other, idle = [_One() for _ in range(4)], _One(), [_One(), _One()]
    crowd.is_unfinished(other, "10.0.0.2")
    for one in hall[:3]:
        crowd.is_unfinished(one, "10.0.0.1")
    crowd.is_unfinished(hall[0], "10.0.0.1")
    crowd.is_unfinished(hall[3], "10.0.0.1")
    assert [one.is_gone for one in hall] == [False, True, False, False], "the first has gone on"
    for one in idle:
        crowd.is_idle(one, "10.0.0.3")
    crowd.make_room(188)
    assert not any(one.is_gone for one in idle)
    for _ in range(3):
        crowd.make_room(189)
    # Whoever only keeps a connection loses nothing; then the address that holds most.
    assert [one.is_gone for one in idle] == [True, True]
    assert [one.is_gone for one in hall] == [False, True, True, False] and not other.is_gone
