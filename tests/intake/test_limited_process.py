"""Limited processes end as they like; whoever asked gets a code, and the next one works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from strategy.intake.gate import limited_process
from strategy.intake.gate.limited_process import end_server, run_limited, spent

MODULE = "tests.intake.limited_work"
CAN_FORK = [False, True] if sys.platform == "linux" else [False]


@pytest.fixture(params=CAN_FORK, ids=lambda can: "forked" if can else "fresh")
def can_fork(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways to a process; the fresh one is what Windows and macOS have."""
    monkeypatch.setattr(limited_process, "_CAN_FORK", request.param)
    return bool(request.param)


def run(folder: Path, work: str, timeout: float = 60) -> int | None:
    (folder / "work").write_text(work, "utf-8")
    return run_limited(MODULE, folder, timeout)


def seen(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "seen").read_text("utf-8")))


def test_every_end_is_a_code(
    tmp_path: Path, can_fork: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "geheim")
    end_server()
    assert [run(tmp_path, work) for work in ("0", "3", "raise", "abort")] == [0, 3, 1, -6]
    assert run(tmp_path, "0") == 0
    inside = seen(tmp_path)
    assert inside["pid"] != os.getpid() and inside["cwd"] == str(tmp_path)
    assert "OIDC_CLIENT_SECRET" not in inside["environment"]
    assert "MALLOC_ARENA_MAX" in inside["environment"]


def test_who_takes_too_long_is_killed(tmp_path: Path, can_fork: bool) -> None:
    assert run(tmp_path, "0") == 0
    assert run(tmp_path, "wait", timeout=1) is None
    pid, waited = seen(tmp_path)["pid"], time.monotonic()
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() - waited < 20
        time.sleep(0.01)
    assert run(tmp_path, "0") == 0


@pytest.mark.skipif(True not in CAN_FORK, reason="Nur unter Linux wird abgezweigt.")
def test_many_at_once_and_a_server_that_is_killed(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(12)]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(6) as threads:
        codes = list(threads.map(lambda folder: run(folder, folder.name), folders))
    assert codes == list(range(12))
    assert len({seen(folder)["pid"] for folder in folders}) == 12
    before = spent.seconds
    # What was asked of a server that is killed is asked of another one.
    (tmp_path / "work").write_text("wait", "utf-8")
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(run_limited, MODULE, tmp_path, 60)
        while not (tmp_path / "seen").exists():
            time.sleep(0.01)
        (tmp_path / "work").write_text("5", "utf-8")
        server = limited_process._server
        assert server is not None
        server.process.kill()
        assert waiting.result() == 5
    assert spent.seconds > before


@pytest.mark.skipif(True not in CAN_FORK, reason="Nur unter Linux wird abgezweigt.")
def test_the_server_ends_with_whoever_started_it(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from strategy.intake.gate import limited_process as l\n"
        "l.run_limited('tests.intake.limited_work', Path(sys.argv[1]), 60)\n"
        "print(l._server.process.pid, flush=True); os.kill(os.getpid(), 9)\n"
    )
    (tmp_path / "work").write_text("0", "utf-8")
    house = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=house, capture_output=True, check=False
    )
    waited = time.monotonic()
    while Path(f"/proc/{int(told.stdout)}").exists():
        assert time.monotonic() - waited < 20
        time.sleep(0.01)
