"""A hall's connections: as many as the system gives, and kept while a phone thinks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from web.front import connections

ASK = (
    "import resource, uvicorn\n"
    "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]\n"
    "resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n"
    "from web.front.connections import allow_many_connections, most_connections\n"
    "allow_many_connections()\n"
    "print(most_connections(), uvicorn.Config(None).timeout_keep_alive,\n"
    "      uvicorn.Config(None, timeout_keep_alive=3).timeout_keep_alive)\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limit")
@pytest.mark.parametrize("hard", ["hard", "1024"])
def test_the_limit_is_raised_and_few_connections_are_not_kept(hard: str) -> None:
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1] if hard == "hard" else 1024
    many = allowed == resource.RLIM_INFINITY or allowed >= 8192
    script = ASK.format(soft=512, hard=hard)
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert run.stdout.strip() == ("8192 75 3" if many else f"{allowed} 5 3"), run.stderr


def test_windows_has_room_for_a_hall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert connections.most_connections() >= 5_000
