"""Run a module on a folder in a limited process: a fork of a loaded one, or a fresh one.

On Linux the process is forked from one that has the libraries loaded (``fork_server.py``), which
spares a small file nine tenths of its processor time.  Elsewhere it is a fresh process: Windows
cannot fork, and macOS lets no process fork safely whose libraries use its own threads.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import strategy
from strategy.intake.gate.limits import MEGABYTE

_ROOT = Path(strategy.__file__).resolve().parent.parent
_SERVER = "strategy.intake.gate.fork_server"
_CAN_FORK = sys.platform == "linux"


@dataclass
class Spent:
    """What forked processes took so far: processor seconds, and the highest memory in bytes.

    They are no children of this process, so the system does not count them as such.
    """

    seconds: float = 0.0
    peak: int = 0


@dataclass
class _Server:
    process: subprocess.Popen[bytes]
    control: socket.socket
    # A fork of this process must not share its server: answers could go to either.
    owner: int


spent = Spent()
_lock = threading.Lock()
_server: _Server | None = None


def run_limited(module: str, folder: Path, timeout: float) -> int | None:
    """Exit code of ``main(folder)`` of a module in a bare environment, None if it took too long.

    The module sets its own limits (``child.limit_process``) and has a function ``load`` that
    imports what it needs.
    """
    if _CAN_FORK:
        # The server may have gone to rest, or the system may have ended it for want of memory.
        for _ in range(2):
            try:
                return _forked(module, folder, timeout)
            except ConnectionError:
                end_server()
    return _fresh(module, folder, timeout)


def end_server() -> None:
    """End the process that others are forked from; the next reading starts another."""
    global _server
    with _lock:
        ended, _server = _server, None
    if ended is not None and ended.owner == os.getpid():
        ended.control.close()
        ended.process.wait()


atexit.register(end_server)


def _forked(module: str, folder: Path, timeout: float) -> int | None:
    here, there = socket.socketpair()
    with here:
        with there:
            request = json.dumps({"module": module, "folder": str(folder)}).encode()
            socket.send_fds(_control(), [request], [there.fileno()])
        here.settimeout(timeout)
        try:
            answer = here.recv(4096)
        except TimeoutError:
            return None  # Closing ``here`` ends the child.
    if not answer:
        raise ConnectionResetError("the server ended before the child did")
    told = json.loads(answer)
    with _lock:
        spent.seconds += told["seconds"]
        spent.peak = max(spent.peak, told["peak"])
    return int(told["code"])


def _control() -> socket.socket:
    global _server
    with _lock:
        if _server is not None and _server.owner == os.getpid() and _server.process.poll() is None:
            return _server.control
        # Messages, not a stream: requests of two threads must not run into each other.
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", _SERVER, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd=_ROOT,
                pass_fds=[theirs.fileno()],
                # Ctrl+C at the terminal reaches the whole group; the server ends by its socket.
                start_new_session=True,
            )
        _server = _Server(process, ours, os.getpid())
        return ours


def _fresh(module: str, folder: Path, timeout: float) -> int | None:
    try:
        finished = subprocess.run(
            [sys.executable, "-m", module, str(folder)],
            stdin=subprocess.DEVNULL,
            # Nothing is written there; but its end is noticed at once, while the end of a process
            # with a timeout is only asked for every twentieth of a second.
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=folder,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return finished.returncode


def _environment() -> dict[str, str]:
    """No secrets of the server, and memory that is given back only where it pays."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if key in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "LANG")
    }
    return environment | {
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        # One memory pool per thread would reserve more than the limit without using it.
        "MALLOC_ARENA_MAX": "2",
        # Columns of a long table are made and dropped one after the other: memory that went back
        # to the system in between would have to be zeroed anew for each.
        "MALLOC_MMAP_THRESHOLD_": str(32 * MEGABYTE),
        "MALLOC_TRIM_THRESHOLD_": str(1024 * MEGABYTE),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
