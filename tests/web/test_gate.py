"""The gate: what a stranger may see, what a reading account may do, and who counts as local."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.pages import page_urls
from benchmarks.protocol import Tab
from strategy.identity.accounts import Access, Account
from strategy.kernel.errors import StrategyError
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.backup import backup, repair, restore
from strategy.kernel.store.undo import redo, revert, undo
from strategy.kernel.store.versions import (
    content_hash,
    create_scenario,
    delete_scenario,
    seal_edition,
)
from strategy.nouns.rejection_reason import RejectionReason
from strategy.plans.presets import new_plan
from tests.beside import finished
from tests.browser.real_server import free_port, serve
from tests.web.gated_server import PAGE, GatedServer, cookie_of
from ui.run import session
from ui.run.signed_in import MARK, PLAIN_VISITOR, READ_ONLY, SIGNED_OUT, Visitor
from web.front.own_machine import ALWAYS_VARIABLE, asks_for_sign_in

PROJECT = Path(__file__).resolve().parents[2]
OPEN = re.compile(
    r"/(mitmachen|karte|anmelden|web|oparl|strategie)(/.*)?|/abmelden(/extern)?|/oauth2callback|/healthz"
)
READER = Account("Rolf", Access.READING, None, "", "")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatedServer]:
    server = GatedServer(tmp_path_factory.mktemp("gate"))
    server.make_people()
    with server:
        yield server


def registered() -> list[dict[str, Any]]:
    """Every route of the application object, asked in a process of its own."""
    code = (
        "import json, app\n"
        "found = app.app._build_starlette_app().routes\n"
        "print(json.dumps([[type(r).__name__, r.path, sorted(getattr(r, 'methods', None) or [])]"
        " for r in found]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    routes = json.loads(done.stdout.splitlines()[-1])
    return [{"kind": kind, "path": path, "methods": methods} for kind, path, methods in routes]


def test_every_registered_address_is_refused_unless_it_is_for_participants(
    town: GatedServer,
) -> None:
    routes = registered()
    assert len(routes) > 25 and any(route["kind"] == "WebSocketRoute" for route in routes)
    refused = 0
    with town.browser() as stranger:
        for route in routes:
            path = re.sub(r"\{[^}]*\}", "x", route["path"]) or "/"
            if OPEN.fullmatch(route["path"]) or route["kind"] == "WebSocketRoute":
                continue
            for method in route["methods"] or ["GET", "POST"]:
                answer = stranger.request(method, path)
                assert answer.status_code in (303, 401), (method, path, answer.status_code)
                if answer.status_code == 303:
                    assert method in ("GET", "HEAD")
                    assert answer.headers["location"].startswith("/anmelden")
                assert "Geheim" not in answer.text
                refused += 1
    assert refused > 20


def test_no_page_and_no_unknown_address_answers_a_stranger(town: GatedServer) -> None:
    with town.browser() as stranger:
        for url in [
            *page_urls(),
            "gibt-es-nicht",
            "mitmachenx",
            "karten",
            "webx/look.css",
            ".env",
            "mitmachen/../kosten",
            "web/..%2fkosten",
            "anmelden/../kosten",
            "//kosten",
            "static/index.html",
            "app/static/x",
            "mitmachen/a/b/c/d",
            "Healthz",
            "auth/login",
            "auth/logout",
            "oauth2callback",
            "anmelden/nichts/da",
        ]:
            answer = stranger.get(f"/{url}?id=M-0001")
            assert answer.status_code in (303, 401, 404), url
            assert "root" not in answer.text
            assert (answer.status_code == 404) <= url.startswith("web/"), url


def test_who_fetches_instead_of_opening_a_page_hears_401(town: GatedServer) -> None:
    with town.browser() as stranger:
        assert stranger.get("/kosten").headers["location"] == "/anmelden?weiter=/kosten"
        deep = stranger.get("/kosten?id=K-0001&x=ä%20b")
        assert deep.headers["location"] == (
            "/anmelden?weiter=/kosten%3Fid%3DK-0001%26x%3D%25C3%25A4%2520b"
        )
        for headers in ({"accept": "application/json"}, {"sec-fetch-dest": "empty"}):
            assert stranger.get("/kosten", headers=headers).status_code == 401
        assert stranger.post("/kosten").status_code == 401
        upload = stranger.put("/_stcore/upload_file/a/b", files={"file": b"x"})
        assert upload.status_code == 401
        assert stranger.get("/media/abc.xlsx").status_code == 401


def test_a_stranger_opens_no_websocket(town: GatedServer) -> None:
    async def knock(headers: dict[str, str]) -> None:
        async with connect(
            f"ws://127.0.0.1:{town.port}/_stcore/stream", additional_headers=headers
        ):
            pass

    for headers in (
        {},
        {MARK: "local"},
        {"cookie": "workbench_sign_in=x"},
        {"cookie": "workbench_sign_in="},
        {"cookie": "_streamlit_user=x"},
        {"x-forwarded-for": "127.0.0.1"},
    ):
        with pytest.raises(InvalidStatus) as refusal:
            finished(knock(headers))
        assert refusal.value.response.status_code == 403


def test_nobody_brings_a_mark_along(town: GatedServer) -> None:
    with town.browser() as stranger, town.signed_in("Anna") as anna:
        key = next(
            iter(
                json.loads(town.accounts.path.with_name("accounts_sign_ins.json").read_text())[
                    "sign_ins"
                ]
            )
        )
        assert anna.get("/kosten").status_code == 200
        assert stranger.get("/kosten", headers={MARK: key}).status_code == 303
        # The file holds hashes only: what stands in it signs nobody in.
        stranger.cookies.set("workbench_sign_in", key)
        assert stranger.get("/kosten").status_code == 303


def test_who_is_signed_in_sees_every_page_and_keeps_nothing(town: GatedServer) -> None:
    async def visit(cookie: str) -> list[str]:
        alarms = []
        async with Tab(town.port, cookie) as tab:
            for url in page_urls():
                said = (await tab.rerun("" if url == "start" else url)).alarms
                alarms += [words for words in said if "nur lesen" in words or "exception" in words]
        return alarms

    for name in ("Anna", "Rolf"):
        with town.signed_in(name) as browser:
            answer = browser.get("/kosten")
            assert answer.status_code == 200 and "root" in answer.text
            assert answer.headers["cache-control"] == "no-store"
            script = re.search(r'src="\.?(/?static/js/[^"]+)"', answer.text)
            assert script is not None
            kept = browser.get("/" + script[1].lstrip("/"))
            assert "immutable" in kept.headers["cache-control"]
            assert finished(visit(cookie_of(browser))) == []


@pytest.mark.parametrize("how", ["sign out", "remove", "password"])
def test_an_open_page_ends_with_the_sign_in(town: GatedServer, how: str) -> None:
    name = f"Vera {how}"
    town.accounts.add(name, "ein langes Passwort")

    async def stay(cookie: str) -> int:
        async with Tab(town.port, cookie) as tab:
            await tab.rerun("")
            if how == "remove":
                town.accounts.remove(name)
            elif how == "password":
                town.accounts.set_password(name, "ein anderes Passwort")
            else:
                browser.post("/abmelden")
            with pytest.raises(ConnectionClosed) as end:
                await tab.rerun("")
            assert end.value.rcvd is not None
            return end.value.rcvd.code

    with town.signed_in(name, "ein langes Passwort") as browser:
        cookie = cookie_of(browser)
        assert finished(stay(cookie)) == 1008
        browser.cookies.clear()
        answer = browser.get("/kosten", headers={"cookie": cookie})
        assert answer.headers["location"] == "/anmelden?weiter=/kosten"


def test_on_the_own_machine_nothing_is_asked(tmp_path: Path) -> None:
    server = GatedServer(tmp_path, host="127.0.0.1")
    with server, server.browser() as browser:
        assert "root" in browser.get("/kosten").text
        assert browser.get("/anmelden?weiter=/kosten").headers["location"] == "/kosten"
        # A foreign page whose name points to this machine, and a proxy that says it is one.
        for headers in (
            {"host": "boese.example:8501"},
            {"host": "127.0.0.1.boese.example"},
            {"host": ""},
            {"x-forwarded-for": "10.0.0.1"},
            {"forwarded": "for=10.0.0.1"},
            {"via": "1.1 proxy"},
        ):
            assert browser.get("/kosten", headers=headers).status_code == 303, headers
        assert "root" in browser.get("/kosten", headers={MARK: "x"}).text


def test_behind_a_proxy_a_sign_in_can_always_be_asked_for(tmp_path: Path) -> None:
    server = GatedServer(tmp_path, "--sign-in", host="127.0.0.1")
    with server, server.browser() as browser:
        assert browser.get("/kosten").status_code == 303


class Eyes(Tab):
    """A tab that remembers all it was shown."""

    shown = ""

    def seen(self, message: ForwardMsg) -> None:
        self.shown += str(message)


def test_a_server_started_past_the_gate_shows_nothing(tmp_path: Path) -> None:
    plan, port = tmp_path / "stadt.duckdb", free_port()
    new_plan(plan, "sachsen-anhalt", "Stadt Geheim", 2027, "Anna").close()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "pages/navigation.py",
        "--server.address",
        "0.0.0.0",
        "--server.port",
        str(port),
    ]

    async def look() -> str:
        async with Eyes(port) as tab:
            await tab.rerun("")
            await tab.rerun("personen")
            return tab.shown

    running = serve(["env", f"STRATEGY_PLAN={plan}", *command], port, tmp_path / "log")
    next(running)
    try:
        shown = finished(look())
    finally:
        next(running, None)
    assert "Bitte melden Sie sich an" in shown and "Stadt Geheim" not in shown


def scope(**changed: Any) -> dict[str, Any]:
    headers = changed.pop("headers", [(b"host", b"localhost:8501")])
    return {
        "type": "http",
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 8501),
        "headers": headers,
        **changed,
    }


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({}, False),
        ({"headers": [(b"host", b"127.0.0.1:8501")]}, False),
        ({"headers": [(b"host", b"[::1]:8501")], "client": ("::1", 5)}, False),
        ({"client": ("192.168.1.7", 5)}, True),
        ({"server": ("192.168.1.2", 8501)}, True),
        ({"client": None}, True),
        ({"server": ("/run/werkbank.sock", None)}, True),
        ({"headers": []}, True),
        ({"headers": [(b"host", b"localhost"), (b"host", b"boese.example")]}, True),
        ({"headers": [(b"host", b"localhost.boese.example")]}, True),
        ({"headers": [(b"host", b"localhost"), (b"x-real-ip", b"10.0.0.1")]}, True),
    ],
)
def test_only_what_is_plainly_local_counts_as_local(changed: dict[str, Any], asked: bool) -> None:
    assert asks_for_sign_in(scope(**changed)) is asked


def test_the_configured_address_decides_before_the_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = config.get_option("server.address")
    try:
        for address in ("0.0.0.0", "", None, "::", "192.168.1.2", "werkbank.example"):
            config.set_option("server.address", address)
            assert asks_for_sign_in(scope()), address
        config.set_option("server.address", "localhost")
        assert not asks_for_sign_in(scope())
        monkeypatch.setenv(ALWAYS_VARIABLE, "always")
        assert asks_for_sign_in(scope())
    finally:
        config.set_option("server.address", before)


def test_a_reading_account_is_refused_at_one_door(tmp_path: Path) -> None:
    path = tmp_path / "plan.duckdb"
    store = new_plan(path, "sachsen-anhalt", "Stadt Tür", 2027, "Anna")
    with store.write("Anna", "Grund angelegt") as tx:
        save_(tx, RejectionReason(title="Ein Grund"))
    undo(store, "Anna")
    scenario = create_scenario(store, "Anna", "Weniger Geld")
    copy = backup(store, tmp_path / "sicherung.duckdb")
    with store.read() as db:
        before, actions = content_hash(db), db.value("SELECT count(*) FROM history.action")

    def save() -> None:
        with store.write("Rolf") as tx:
            save_(tx, RejectionReason(title="Noch ein Grund"))

    ways = [
        save,
        lambda: undo(store, "Anna"),
        lambda: redo(store, "Anna"),
        lambda: revert(store, "Rolf", 1),
        lambda: create_scenario(store, "Rolf", "Mein Szenario"),
        lambda: seal_edition(store, "Rolf", "Meine Fassung"),
        lambda: delete_scenario(store, "Rolf", scenario.name),
        lambda: new_plan(tmp_path / "neu.duckdb", "sachsen-anhalt", "Neu", 2027, "Rolf"),
        lambda: restore(copy, tmp_path / "wieder.duckdb"),
        lambda: repair(path),
        lambda: session.replace_plan(path, lambda: None),
    ]
    for who, sentence in ((Visitor(True, READER), READ_ONLY), (Visitor(False), SIGNED_OUT)):
        for way in ways:
            with pytest.raises(StrategyError) as refusal:
                _as(who, way)
            assert str(refusal.value) == sentence
    with store.read() as db:
        assert content_hash(db) == before
        assert db.value("SELECT count(*) FROM history.action") == actions
    assert not (tmp_path / "neu.duckdb").exists() and not (tmp_path / "wieder.duckdb").exists()
    # Reading goes on, and a backup changes nothing.
    _as(Visitor(True, READER), lambda: backup(store, tmp_path / "lesend.duckdb"))
    store.close()
    _as(Visitor(True, READER), lambda: Store.open(path).close())


def _as(who: Visitor, work: Any) -> None:
    def inside() -> None:
        PLAIN_VISITOR.set(who)
        work()

    copy_context().run(inside)


def test_every_transaction_of_the_store_passes_the_door() -> None:
    """Whoever adds a way to write finds out here that it has to ask."""
    allowed = {"migrate.py"}
    for file in (PROJECT / "strategy" / "store").glob("*.py"):
        code = file.read_text(encoding="utf-8")
        begins = len(re.findall(r'"BEGIN TRANSACTION"', code))
        if begins and file.name not in allowed:
            assert code.count("require_writer()") >= begins, file.name


def test_plain_pages_refuse_what_a_reading_account_sends(town: GatedServer) -> None:
    with town.signed_in("Rolf") as rolf, town.signed_in("Anna") as anna:
        assert rolf.post("/werkstatt/W-0001/leinwand").status_code == 403
        assert anna.post("/werkstatt/W-0001/leinwand").status_code == 405
        assert rolf.get("/werkstatt/W-0001/leinwand", headers=PAGE).status_code in (200, 404)
