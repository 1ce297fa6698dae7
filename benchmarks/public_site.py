"""The public site: pages a second and core from the real server, against a bare Starlette page."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path

from benchmarks.result import Result
from benchmarks.served import Server, served
from strategy.plans.demo import build_demo

PAGES = 6_000
PATH = "/strategie/massnahmen"


def run(pages: int = PAGES, plan: Path | None = None) -> list[Result]:
    """Processor time of the server for ``pages`` answers over one connection that stays open."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        demo = plan or build_demo(Path(folder) / "demo.duckdb")
        with served(demo) as server:
            content = _ask(server, PATH, 20)
            ours = _per_second(server, PATH, pages)
        kept = Path(folder) / "page.html"
        kept.write_bytes(content)
        with served(kept, program=("-m", "benchmarks.bare_page")) as server:
            _ask(server, "/page", 20)
            bare = _per_second(server, "/page", pages)
    told = f"{len(content) / 1000:.0f} kB, {pages} answers"
    return [
        Result(
            "public site, pages a second and core",
            f"{ours:.0f}/s",
            told,
            ours,
            unit="pages/s",
            at_least=500,
        ),
        Result(
            "public site, cost of a page",
            f"{1e6 / ours:.0f} µs",
            f"bare Starlette page {1e6 / bare:.0f} µs",
            bare / ours,
        ),
    ]


def _per_second(server: Server, path: str, pages: int) -> float:
    before = server.cpu_seconds()
    _ask(server, path, pages)
    # The clock of the kernel counts hundredths; a run too short for it says so by a large number.
    return pages / max(server.cpu_seconds() - before, 0.01)


def _ask(server: Server, path: str, times: int) -> bytes:
    """Ask so often over one connection, unpacked; returns the last body."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    body = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        stream = connection.makefile("rb")
        for _ in range(times):
            connection.sendall(request)
            status = stream.readline()
            if b" 200 " not in status:
                raise RuntimeError(status.decode())
            length = 0
            while (line := stream.readline().strip().lower()) != b"":
                if line.startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            body = stream.read(length)
    return body
