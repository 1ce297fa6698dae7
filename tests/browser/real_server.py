"""What browser tests share: where chromium is, the running server, a page that is ready."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

PROJECT = Path(__file__).resolve().parents[2]
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
# Another run on the same machine most likely begins elsewhere.
_FIRST = 10_000 + (os.getppid() * 500 + _WORKER * 40) % 20_000
_PORTS = itertools.cycle(range(_FIRST, _FIRST + 40))
# The headless shell is the same engine without the window around it, which costs a tenth.
CHROMIUM = (
    shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
)
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
# A full-page picture is cut at the scroll box unless it is opened.
OPEN_SCROLL_BOX = (
    "[data-testid=stMain],[data-testid=stAppViewContainer],.stApp"
    "{position:static!important;height:auto!important;overflow:visible!important}"
)


def visit(page: Page, address: str) -> None:
    """Open an address and wait until its script has run."""
    page.goto(address)
    page.wait_for_selector(READY, timeout=60_000)


def free_port() -> int:
    """A port nobody listens on, and that nobody is given before the caller takes it.

    Every worker counts through ports of its own.  They lie below those that the system gives to
    outgoing connections, one of which would otherwise take the port in between.
    """
    for port in _PORTS:
        with socket.socket() as probe:
            # A server that ended a moment ago leaves connections behind; they do not matter.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port of this worker is free")


def serve(command: list[str], port: int, log: Path) -> Iterator[str]:
    """Run a server until the caller is done; yields its address."""
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        wait_for(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(120)


def wait_for(
    port: int, process: subprocess.Popen[bytes] | None = None, log: Path | None = None
) -> None:
    """Wait until the server on ``port`` answers; fails with its log where it ended."""
    deadline = time.monotonic() + 300
    while True:
        said = log.read_text() if log else ""
        assert process is None or process.poll() is None, f"the server ended:\n{said}"
        assert time.monotonic() < deadline, f"the server does not answer:\n{said}"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)


class Workbench:
    """A workbench on a file of its own that can be killed and started again on the same port."""

    def __init__(self, plan: Path) -> None:
        self.plan, self.port = plan, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "app.py", str(self.plan), "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(self.port, self.process)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(120)
