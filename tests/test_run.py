"""What the whole run rests on: dear files made once, and the choice of ``--quick``."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from tests.made_once import made_once
from tests.run_costs import FILE, known_cost
from tests.run_quick import _belongs_to, _mention

HOUSE = Path(__file__).parent.parent


def test_a_file_is_made_once_by_whoever_comes_first(tmp_path: Path) -> None:
    made = []

    def make(path: Path) -> None:
        made.append(path)
        # Long enough for the others to come along; that they wait does not depend on it.
        Event().wait(0.3)
        path.write_text("fertig", encoding="utf-8")

    with ThreadPoolExecutor(4) as workers:
        paths = set(workers.map(lambda _: made_once(tmp_path / "kept", "a.txt", make), range(8)))
    assert len(made) == 1 and {path.read_text(encoding="utf-8") for path in paths} == {"fertig"}


def test_what_was_not_finished_is_made_again(tmp_path: Path) -> None:
    def break_off(path: Path) -> None:
        path.write_text("halb", encoding="utf-8")
        raise OSError

    with pytest.raises(OSError):
        made_once(tmp_path, "a.txt", break_off)
    again = made_once(tmp_path, "a.txt", lambda path: path.write_text("ganz", encoding="utf-8"))
    assert again.read_text(encoding="utf-8") == "ganz"


@pytest.mark.parametrize(
    ("changed", "text", "fits"),
    [
        ("strategy/kernel/german.py", "from strategy.kernel import errors, german", True),
        ("strategy/kernel/german.py", "from strategy.kernel.german import day", True),
        ("strategy/kernel/german.py", "from strategy.kernel.germanic import day", False),
        ("strategy/kernel/__init__.py", "from strategy.kernel.german import day", True),
        ("pages/council/papers.py", 'PAPERS = "council/papers.py"', True),
        ("docs/decisions.md", "from strategy.kernel import german", False),
    ],
)
def test_a_changed_file_is_found_in_the_tests_that_name_it(
    changed: str, text: str, fits: bool
) -> None:
    assert bool(re.search(_mention(changed), text)) == fits


def test_a_folders_conftest_belongs_to_all_of_it() -> None:
    assert _belongs_to(HOUSE / "tests/pages/test_data.py", {"tests/pages/conftest.py"})
    assert not _belongs_to(HOUSE / "tests/ui/test_format.py", {"tests/pages/conftest.py"})


def test_the_costs_name_tests_that_exist() -> None:
    """A file that was renamed would count as cheap; whole files are looked for, not each test."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    files = {line.split(" ", 1)[1].split("::")[0] for line in lines}
    assert sorted(name for name in files if not (HOUSE / name).exists()) == []
    dear = lines[0].split(" ", 1)[1]
    assert known_cost(f"{dear}[any case]") == float(lines[0].split()[0])
