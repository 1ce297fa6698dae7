"""Browser tests: Debian's chromium, a German screen, and the real server on a copy of a plan.

They skip where chromium is missing, except in CI, where that is a failure.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.real_server import CHROMIUM, free_port, serve
from tests.browser.user import PATIENCE

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip this folder's tests where there is no chromium."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.skip(reason="chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's chromium with a German surface."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        # A page lives for seconds: to optimise its code costs a seventh more than it saves.
        "args": [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--lang=de-DE",
            "--js-flags=--no-turbofan --no-maglev",
        ],
        "env": {**os.environ, "LANGUAGE": "de", "LC_ALL": "de_DE.UTF-8"},
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """German pages, local time, no animation."""
    return {
        **browser_context_args,
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "reduced_motion": "reduce",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture(scope="session")
def kept_tab(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """The tab of this worker: a new one loads and compiles all of Streamlit once more."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(kept_tab: Page, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A tab that remembers nothing of the test before."""
    yield kept_tab
    for other in kept_tab.context.pages:
        if other != kept_tab:
            other.close()
    if kept_tab.url.startswith("http"):
        kept_tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    # Another document: the session at the server ends, and what a test put into the page is gone.
    kept_tab.goto("about:blank")
    kept_tab.context.clear_cookies()
    kept_tab.emulate_media(color_scheme="light", media="null")
    kept_tab.set_viewport_size(browser_context_args["viewport"])


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """A function that serves a copy of a plan file by ``python app.py`` and gives the address."""
    running: list[Iterator[str]] = []

    def start(plan: Path) -> str:
        folder = tmp_path_factory.mktemp("server")
        copy = folder / plan.name
        shutil.copy(plan, copy)
        port = free_port()
        command = [sys.executable, "app.py", str(copy), "--port", str(port)]
        running.append(serve(command, port, folder / "server.log"))
        return next(running[-1])

    yield start
    for server in running:
        next(server, None)


@pytest.fixture(scope="session")
def server(start_server: Callable[[Path], str], demo_file: Path) -> str:
    """The address of the workbench on the demo municipality."""
    return start_server(demo_file)


@pytest.fixture(scope="session")
def widget_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the front door over a page with every widget."""
    port = free_port()
    command = [sys.executable, "tests/browser/widget_app.py", str(port)]
    yield from serve(command, port, tmp_path_factory.mktemp("widgets") / "server.log")
