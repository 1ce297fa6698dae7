"""The whole app on a plan in a file: the demo, or an empty one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.fresh_plans import fresh_plan
from ui.run import session

PAGES = Path(__file__).parents[2] / "pages"
Opener = Callable[..., AppTest]


@pytest.fixture
def on_demo(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """``on_demo("step_1_goals/goals.py", id="Z-0001")`` opens a page on a copy of the demo."""
    path = tmp_path / "auenfurt.duckdb"
    shutil.copyfile(demo_file, path)
    yield from _opener(path, monkeypatch)


@pytest.fixture
def on_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """The same on a plan that holds nothing but its preset."""
    path = tmp_path / "leer.duckdb"
    fresh_plan(path)
    yield from _opener(path, monkeypatch)


def _opener(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    monkeypatch.setenv(session.PLAN_VARIABLE, str(path))
    # The plans of a running workbench are none of a test's business.
    monkeypatch.setattr(session, "LOCAL_PLANS", path.parent)

    def open_page(script: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(PAGES / "navigation.py"), default_timeout=60)
        if script != "start.py":
            # The app learns its pages in its first run; before that a switch is silently ignored.
            app.run().switch_page(script)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    yield open_page
    session.close_store(os.environ[session.PLAN_VARIABLE])


def healthy(app: AppTest) -> AppTest:
    """The page ran through: no exception, no error shown to the user."""
    assert not app.exception, [item.message for item in app.exception]
    assert not app.error, [item.value for item in app.error]
    return app
