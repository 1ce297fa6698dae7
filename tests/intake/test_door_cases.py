"""Spreadsheets as town halls make them, each with what it means: the folder judges the import.

The cases lie beside the project and are judged by their own program; here the command line runs
in this process, which spares starting Python some two hundred times.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import subprocess
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from strategy.cli import main

CASES = Path(__file__).resolve().parents[3] / "shared" / "data" / "door_cases"


def cases() -> list[dict[str, Any]]:
    expected = CASES / "expected.json"
    return list(json.loads(expected.read_text("utf-8"))) if expected.is_file() else []


def in_process(*words: str) -> subprocess.CompletedProcess[str]:
    """``python -m strategy …`` or ``python -c …`` without a process of its own."""
    out, err = io.StringIO(), io.StringIO()
    code: int | str | None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            if words[0] == "-c":
                # The folder's own way to make a plan reads its arguments like a script.
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr("sys.argv", ["-c", *words[2:]])
                    exec(words[1], {"__name__": "__main__"})
                code = 0
            else:
                code = main(list(words[2:]))
        except SystemExit as end:
            code = end.code
        except Exception:
            traceback.print_exc()
            code = 1
    return subprocess.CompletedProcess(words, int(code or 0), out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    if not CASES.is_dir():
        pytest.skip("Der Ordner ../shared/data/door_cases mit den Fällen fehlt.")
    spec = importlib.util.spec_from_file_location("door_cases_run", CASES / "run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.__dict__["strategy"] = in_process
    return module


@pytest.fixture(scope="module")
def plans(judge: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Plans to start from, each made once for all cases that share it."""
    yield judge.Plans(tmp_path_factory.mktemp("plans"))


def test_the_folder_has_its_cases(judge: ModuleType) -> None:
    assert len(cases()) >= 73


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_door_case(case: dict[str, Any], judge: ModuleType, plans: Any, tmp_path: Path) -> None:
    assert judge.judge(case, CASES, plans, tmp_path) == [], case["why"]
