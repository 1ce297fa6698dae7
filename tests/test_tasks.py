"""The task runner: every habit has its word, and its words reach the command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parent.parent


def tasks(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tasks.py", *words]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)


def test_every_habit_has_its_word() -> None:
    told = tasks()
    assert told.returncode == 0
    for word in ("run", "test", "quick", "lint", "format", "bench", "demo", "shots"):
        assert f"python tasks.py {word} " in told.stdout
    unknown = tasks("tset")
    assert unknown.returncode == 2 and "python tasks.py test" in unknown.stdout


def test_further_words_and_the_exit_code_are_those_of_the_command(tmp_path: Path) -> None:
    plan = tmp_path / "vorhanden.duckdb"
    plan.write_text("kein Plan", encoding="utf-8")
    refused = tasks("demo", str(plan))
    assert refused.returncode == 1 and "vorhanden.duckdb" in refused.stderr
