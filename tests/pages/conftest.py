"""The whole app on a plan in a file: the demo, or an empty one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from strategy.identity.drafts import FOLDER
from strategy.plans import opened
from tests.fresh_plans import fresh_plan
from tests.pages.once import share
from ui.frame.map import every_screen
from ui.run import session

URLS = {place.script: place.url for place in every_screen()}
PAGES = Path(__file__).parents[2] / "pages"
Opener = Callable[..., AppTest]
share()


@pytest.fixture
def on_demo(demo_file: Path, tmp_path: Path) -> Iterator[Opener]:
    """``on_demo("step_1_goals/goals.py", id="Z-0001")`` opens a page on a copy of the demo."""
    path = tmp_path / "auenfurt.duckdb"
    shutil.copyfile(demo_file, path)
    with opener(path) as open_page:
        yield open_page
    session.close_store(path)


@pytest.fixture
def on_empty(tmp_path: Path) -> Iterator[Opener]:
    """The same on a plan that holds nothing but its preset."""
    path = tmp_path / "leer.duckdb"
    fresh_plan(path)
    with opener(path) as open_page:
        yield open_page
    session.close_store(path)


@pytest.fixture(scope="session")
def _seen_demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("seen") / "auenfurt.duckdb"
    shutil.copyfile(demo_file, path)
    yield from _only_seen(path)


@pytest.fixture(scope="session")
def _seen_empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("seen") / "leer.duckdb"
    fresh_plan(path)
    yield from _only_seen(path)


def _only_seen(path: Path) -> Iterator[Path]:
    """Lend a plan to many tests; at the end nobody has written into it."""
    before = _last_action(path)
    yield path
    after = _last_action(path)
    session.close_store(path)
    assert before == after, "a test that asks for a plan to look at has changed it"


def _last_action(path: Path) -> int:
    with session.open_store(path).read() as db:
        return int(db.value("SELECT max(id) FROM history.action"))


@pytest.fixture
def looking_at_demo(_seen_demo: Path) -> Iterator[Opener]:
    """As ``on_demo`` for tests that change nothing: they share one copy for the whole run."""
    with opener(_seen_demo) as open_page:
        yield open_page


@pytest.fixture
def looking_at_empty(_seen_empty: Path) -> Iterator[Opener]:
    """As ``on_empty`` for tests that change nothing: they share one file for the whole run."""
    with opener(_seen_empty) as open_page:
        yield open_page


@contextmanager
def opener(path: Path) -> Iterator[Opener]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(opened.PLAN_VARIABLE, str(path))
        # The plans of a running workbench are none of a test's business.
        patched.setattr(opened, "LOCAL_PLANS", path.parent)
        yield _open_page
    # Tests that share a plan must not find what another one has typed in a form.
    shutil.rmtree(path.parent / FOLDER, ignore_errors=True)


def _open_page(script: str, **query: str) -> AppTest:
    """The page as it stands when its address is opened in a new tab."""
    app = AppTest.from_file(str(PAGES / "navigation.py"), default_timeout=300)
    if script != "start.py":
        # switch_page() knows the pages only after a first run, which would be the overview's, the
        # dearest of all.  A browser that opens the address asks for this hash as well.
        app._page_hash = calc_hash(URLS[script])
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def healthy(app: AppTest) -> AppTest:
    """The page ran through: no exception, no error shown to the user."""
    assert not app.exception, [item.message for item in app.exception]
    assert not app.error, [item.value for item in app.error]
    return app
