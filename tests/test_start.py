"""The two files that open the workbench by a double click."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

# Stands for Python: writes down what it is asked for, and makes a folder of its own kind.
PYTHON = """#!/bin/sh
echo "$(basename "$0") $*" >> "$LOG"
[ "$1 $2" = "-c import sys; sys.exit(sys.version_info < (3, 11))" ] && exit "${OLD:-0}"
[ "$2" = venv ] && mkdir -p .venv/bin && cp "$0" .venv/bin/python
[ "$2" = pip ] && exit "${OFFLINE:-0}"
exit 0
"""


@pytest.fixture
def folder(house: Path, tmp_path: Path) -> Path:
    """A copy of what the file needs, in a folder with a blank and an umlaut in its name."""
    made = tmp_path / "Werkbank für alle"
    (made / "requirements").mkdir(parents=True)
    shutil.copy(house / "start.sh", made)
    (made / "requirements" / "runtime.txt").write_text("streamlit==1\n")
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "dirname", "basename", "cmp", "cp", "mkdir"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return made


def start(folder: Path, *words: str, **environment: str) -> tuple[int, str, list[str]]:
    """Exit code, what was said, and what Python was asked for."""
    log = folder.parent / "log"
    log.write_text("")
    ended = subprocess.run(
        [str(folder / "start.sh"), *words],
        env={"PATH": str(folder.parent / "bin"), "LOG": str(log), **environment},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.stderr == ""
    return ended.returncode, ended.stdout, log.read_text().splitlines()


@pytest.mark.skipif(os.name == "nt", reason="start.sh is for the others")
def test_what_is_missing_is_fetched_once_and_then_opened(folder: Path) -> None:
    code, said, asked = start(folder)
    assert (code, asked) == (1, [])
    assert said.startswith("Auf diesem Rechner fehlt Python ab Version 3.11.")

    python = folder.parent / "bin" / "python3"
    python.write_text(PYTHON)
    python.chmod(0o755)
    code, said, asked = start(folder, OLD="1")
    assert code == 1 and "fehlt Python" in said and not (folder / ".venv").exists()

    code, said, asked = start(folder, OFFLINE="1")
    assert code == 1 and "mit dem Internet" in said
    assert [line.split()[0] for line in asked] == ["python3", "python3", "python"]

    # What could not be fetched is fetched the next time, with nothing made anew.
    opened = ["python -m pip install -q -r requirements.txt", "python app.py stadt.duckdb"]
    assert start(folder, "stadt.duckdb")[::2] == (0, opened)
    assert start(folder)[::2] == (0, ["python app.py"])
    (folder / "requirements" / "runtime.txt").write_text("streamlit==2\n")
    assert start(folder, "stadt.duckdb")[::2] == (0, opened)


def test_windows_is_asked_for_the_same(house: Path) -> None:
    """Without a Windows at hand: the same steps, labels that exist, and line ends that it reads."""
    raw = (house / "start.bat").read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") and not raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode().splitlines()
    text = "\n".join(lines)
    # Which code page a window has is not certain.
    assert text.isascii()
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert set(re.findall(r"goto (\w+)", text)) <= labels
    for step in ("-m venv .venv", "-m pip install -q -r requirements.txt", "python.exe app.py %*"):
        assert step in text
    other = (house / "start.sh").read_text(encoding="utf-8")
    for sentence in (
        "Auf diesem Rechner fehlt Python ab Version 3.11.",
        "Die Bestandteile waren nicht zu laden.",
    ):
        assert sentence in text and sentence in other
