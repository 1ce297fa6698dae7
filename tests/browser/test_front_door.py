"""The front door in a real browser: German, sealed off, quiet."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import WCAG, violations
from tests.browser.real_server import PROJECT, free_port, visit, wait_for
from tests.browser.user import rest
from tests.fresh_plans import empty_plan

# English words that Streamlit itself would show on the page of all widgets.
ENGLISH = re.compile(
    r"\b(Upload|Browse|Search|Fullscreen|Choose|Select|Increment|Decrement|Close|Open|Clear|Remove"
    r"|Show|Hide|Press|per file|Drag|columns|row|out of|stars|Skip|Help for|Link to|Download"
    r"|Zoom|Pan|Reset|day,|month,|year,|yyyy|Empty)\b"
)
VISIBLE_WORDS = """() => {
  const found = [];
  const own = '[data-tag],[data-testid=stTable],canvas,style,script,.js-plotly-plot';
  const walker = document.createTreeWalker(document.body, 5);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (element.closest(own) || element.closest('[data-testid=stExpander]')) continue;
    if (element.dataset.testid === 'stIconMaterial') continue;
    if (node.nodeType === 3) found.push(node.nodeValue.trim());
    else for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext'])
      if (node.getAttribute(name)) found.push(node.getAttribute(name));
  }
  return found.filter((text) => text);
}"""


@pytest.fixture
def noise(page: Page) -> list[str]:
    """Console errors, page errors and requests to foreign servers, as they happen."""
    heard: list[str] = []
    page.on(
        "console", lambda message: heard.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))
            else heard.append(request.url)
        ),
    )
    return heard


def test_every_widget_speaks_german(page: Page, widget_server: str, noise: list[str]) -> None:
    visit(page, widget_server)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
    rest(page)
    words = page.evaluate(VISIBLE_WORDS)
    assert [text for text in words if ENGLISH.search(text)] == []
    assert "Datei auswählen" in words and "Bitte auswählen" in words
    assert noise == []


def test_what_people_wrote_keeps_its_words(page: Page, widget_server: str) -> None:
    visit(page, widget_server)
    expect(page.locator("[data-tag]").get_by_text("Search", exact=True).first).to_be_attached()
    expect(page.locator("[data-testid=stTable]").get_by_text("Open", exact=True)).to_be_visible()
    page.get_by_label("Amt", exact=True).first.click()
    expect(page.get_by_role("option", name="Open", exact=True)).to_be_visible()


def test_dialog_and_upload_work_under_the_policy(
    page: Page, widget_server: str, noise: list[str]
) -> None:
    visit(page, widget_server)
    page.locator("input[type=file]").set_input_files(
        {"name": "haushalt.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}
    )
    expect(page.get_by_text("haushalt.csv")).to_be_visible()
    page.get_by_role("button", name="Löschen", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Schließen")).to_be_visible()
    expect(dialog.get_by_text("Daran hängen drei Kosten.")).to_be_visible()
    assert noise == []


def test_an_unforeseen_error_is_one_german_sentence(page: Page, widget_server: str) -> None:
    visit(page, widget_server)
    page.get_by_role("button", name="Fehler auslösen").click()
    expect(page.get_by_role("alert").last).to_contain_text("Diese Seite kann gerade nicht")
    text = page.inner_text("body")
    assert "secret details" not in text and "RuntimeError" not in text and "Traceback" not in text


def test_a_single_letter_does_not_rerun_the_page(page: Page, widget_server: str) -> None:
    sent: list[object] = []
    page.on("websocket", lambda line: line.on("framesent", lambda said: sent.append(said)))
    visit(page, widget_server)
    rest(page)
    before = len(sent)
    page.locator("h1").click()
    page.keyboard.press("r")
    page.keyboard.press("c")
    field = page.get_by_label("Name", exact=True).first
    field.press_sequentially("rc")
    expect(field).to_have_value("rc")
    assert page.get_by_role("dialog").count() == 0
    # What is asked of the server goes out in its order: of all those keys only the last one asks.
    field.press("Tab")
    rest(page)
    assert len(sent) == before + 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_is_accessible(page: Page, widget_server: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit(page, widget_server)
    rest(page)
    found = violations(page, WCAG)
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


def test_the_overview_has_a_name_too(widget_server: str) -> None:
    with urllib.request.urlopen(f"{widget_server}/start?plan=stadt") as answer:
        assert answer.url == f"{widget_server}/?plan=stadt"


def test_headers_are_on_every_answer(widget_server: str) -> None:
    for path in ("/", "/tiefer/link", "/healthz", "/web/german.js", "/_stcore/health"):
        with urllib.request.urlopen(widget_server + path) as answer:
            headers = {name.lower(): value for name, value in answer.getheaders()}
            body = answer.read().decode()
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy and "unsafe-eval" not in policy
        assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
        if path in ("/", "/tiefer/link"):
            assert '<html lang="de">' in body and "<title>Digitalstrategie</title>" in body


def test_script_files_are_compressed(widget_server: str) -> None:
    with urllib.request.urlopen(widget_server) as answer:
        path = re.search(r'src="\.(/static/js/index[^"]+)"', answer.read().decode())
    assert path
    sizes = {}
    for coding in ("gzip", "identity"):
        request = urllib.request.Request(
            widget_server + path[1], headers={"Accept-Encoding": coding}
        )
        with urllib.request.urlopen(request) as answer:
            sizes[coding] = len(answer.read())
            assert "immutable" in answer.headers["cache-control"]
    assert sizes["gzip"] < sizes["identity"] / 2


def test_the_workbench_starts_quietly(page: Page, server: str, noise: list[str]) -> None:
    visit(page, server)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert noise == []


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_start_that_cannot_work_is_refused_in_one_sentence(
    tmp_path: Path, start_server: Callable[[Path], str]
) -> None:
    empty_plan(tmp_path / "stadt.duckdb").close()
    port = start_server(tmp_path / "stadt.duckdb").rsplit(":", 1)[1]
    refusals = {
        "belegt": run_app(str(tmp_path / "stadt.duckdb"), "--port", port),
        "gibt es nicht": run_app(str(tmp_path / "nichts.duckdb"), "--port", str(free_port())),
    }
    for words, refusal in refusals.items():
        assert refusal.returncode == 1
        assert words in refusal.stderr and refusal.stderr.count("\n") == 1
        assert "Traceback" not in refusal.stderr


def test_a_locked_plan_is_refused_and_a_stop_is_clean(tmp_path: Path) -> None:
    plan, port = tmp_path / "stadt.duckdb", free_port()
    empty_plan(plan).close()
    first = subprocess.Popen(
        [sys.executable, "app.py", str(plan), "--port", str(port)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert first.stdout is not None
        assert "Die Werkbank läuft" in first.stdout.readline()
        second = run_app(str(plan), "--port", str(free_port()))
        assert second.returncode == 1 and second.stderr.count("\n") == 1
        assert "Traceback" not in second.stderr
        # Before the server listens, an interrupt would not meet it.
        wait_for(port)
        first.stdout.readline()
        first.stdout.readline()
        first.send_signal(signal.SIGINT)
        said, _ = first.communicate(timeout=120)
        assert first.returncode == 0
        assert said == "Die Werkbank ist beendet.\n"
    finally:
        first.kill()
    assert not plan.with_name("stadt.duckdb.wal").exists()
