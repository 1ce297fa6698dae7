"""The front door without a browser: the document, the headers, and how the workbench starts."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from strategy.kernel.errors import PlanFileError
from tests.beside import finished
from web.front import shell
from web.front.application import front
from web.front.own_files import WEB_FILES, file_address
from web.front.security import content_policy
from web.serving import launch
from web.serving.server import open_socket

PROJECT = Path(__file__).resolve().parents[1]


def ask(address: str) -> tuple[dict[str, str], bytes]:
    """Headers and body that the front door answers over one page of Streamlit and one of ours."""
    path, _, query = address.partition("?")

    async def original(request: object) -> HTMLResponse:
        return HTMLResponse(shell.original())

    async def own(request: object) -> HTMLResponse:
        return HTMLResponse('<html lang="en"><title>Eigene Seite</title></html>')

    parts = front()
    routes = [*parts["routes"], Route("/eigen", own), Route("/{path:path}", original)]
    app = Starlette(routes=routes, middleware=parts["middleware"])
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "scheme": "http",
        "root_path": "",
        "http_version": "1.1",
        "headers": [(b"host", b"localhost:8501"), (b"accept-encoding", b"gzip")],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8501),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        # A visitor who stays: nothing more comes until the answer is complete.
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    finished(app(scope, receive, send))  # type: ignore[arg-type]
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert headers["content-security-policy"] == content_policy("localhost:8501")
    body = b"".join(message.get("body", b"") for message in sent[1:])
    assert int(headers["content-length"]) == len(body)
    return headers, body


def test_the_document_is_german_and_has_nothing_foreign() -> None:
    html = shell.document().decode()
    assert '<html lang="de">' in html
    assert "Streamlit" not in re.sub(r"<script.*?</script>|<link[^>]*>", "", html, flags=re.S)
    assert not re.search(r'(src|href)="(https?:)?//', html)
    # With this link in place Streamlit would load page icons from a foreign server.
    assert "shortcut icon" not in html
    assert '<div id="root"></div>' in html and 'type="module"' in html


def test_only_streamlits_own_document_is_replaced() -> None:
    assert ask("/irgendwo/tief")[1] == shell.document()
    assert ask("/eigen")[1].startswith(b'<html lang="en"><title>Eigene Seite')


def test_inline_scripts_are_allowed_by_their_hash_only() -> None:
    scripts = re.findall(r"<script>(.*?)</script>", shell.document().decode(), flags=re.S)
    policy = content_policy("rathaus.example")
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    rule = policy.split("script-src ")[1].split(";")[0]
    assert rule.split() == ["'self'", "blob:", *shell.inline_script_hashes()]


@given(st.text(max_size=40))
def test_no_host_name_can_add_to_the_policy(host: str) -> None:
    policy = content_policy(host)
    assert policy.count(";") == content_policy("a").count(";")
    sources = policy.split("connect-src ")[1].split(";")[0].split()
    assert sources in (["'self'"], ["'self'", f"ws://{host}", f"wss://{host}"])


def test_own_files_come_with_their_type_and_headers() -> None:
    for path, kind in (("german.js", "javascript"), ("look.css", "css"), ("icon.svg", "svg")):
        headers, body = ask(f"/web/{path}")
        assert headers["content-encoding"] == "gzip" and headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(body) == (WEB_FILES / path).read_bytes()
        assert kind in headers["content-type"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-cache"
    # Under the address that carries its digest a file never changes.
    assert "immutable" in ask(file_address("look.css"))[0]["cache-control"]
    assert ask("/healthz")[1] == b'{"status":"ok"}'
    assert b"GermanShell" not in ask("/web/../shell.py")[1]


def test_a_named_plan_must_exist(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="nichts.duckdb"):
        launch.choose_plan(str(tmp_path / "nichts.duckdb"))
    plan = tmp_path / "stadt.duckdb"
    plan.touch()
    assert launch.choose_plan(str(plan)) == plan.resolve()


def test_without_a_name_the_plan_used_last_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "LOCAL_PLANS", tmp_path)
    for age, name in enumerate(("neu.duckdb", "alt.duckdb")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    assert launch.choose_plan(None).name == "neu.duckdb"


def test_a_taken_port_is_noticed_and_a_strange_address_is_an_error() -> None:
    first = open_socket("127.0.0.1", 0)
    assert first is not None
    with first:
        port = first.getsockname()[1]
        assert open_socket("127.0.0.1", port) is None
    again = open_socket("127.0.0.1", port)
    assert again is not None
    again.close()
    with pytest.raises(OSError):
        open_socket("192.0.2.1", port)
    with pytest.raises(OverflowError):
        open_socket("127.0.0.1", 70_000)


@pytest.mark.parametrize(
    ("arguments", "trouble"),
    [
        (["--port", "abc"], "„abc“ ist bei --port nicht lesbar"),
        (["a", "b"], "unbekannt ist b"),
        (["--host"], "zu --host fehlt der Wert"),
    ],
)
def test_wrong_usage_is_answered_in_german(arguments: list[str], trouble: str) -> None:
    refusal = subprocess.run(
        [sys.executable, "app.py", *arguments], cwd=PROJECT, capture_output=True, text=True
    )
    assert refusal.returncode == 2
    assert refusal.stderr == (
        f"Der Aufruf ist nicht richtig: {trouble}.\nAufruf: "
        "python app.py [PLANDATEI] [--host ADRESSE] [--port ANSCHLUSS] [--sign-in]\n"
    )


def test_help_names_the_options_in_german() -> None:
    said = subprocess.run(
        [sys.executable, "app.py", "--help"], cwd=PROJECT, capture_output=True, text=True
    ).stdout
    assert said.startswith("Aufruf: python app.py")
    assert "--host ADRESSE" in said and "nur dieser Rechner" in said
    assert not re.search(r"options|arguments|usage|show this", said)


def test_every_pattern_of_the_word_list_is_written_once() -> None:
    words = (PROJECT / "web" / "static" / "german_words.js").read_text(encoding="utf-8")
    keys = re.findall(r'^    ("(?:[^"\\]|\\.)+"):', words, flags=re.M)
    assert len(keys) > 150
    assert len(keys) == len({json.loads(key) for key in keys})
