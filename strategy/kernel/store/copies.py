"""Copies of plan files: made from outside the process, named so that one sees what they are of."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from strategy.kernel.errors import PlanFileError

# What the program puts behind the name of a plan.
_COPY = re.compile(
    r"(.+?)-((vor-|stand-\d{3}-)?\d{4}-\d{2}-\d{2}-\d{6}|beschaedigt-\d{14}|unvollstaendig-\d+)"
)
PARTIAL = ".teil"
# Copies a file that nobody holds; 3 where somebody does.  On Windows opening it fails by itself.
_COPY_CODE = """
import os, shutil, sys
source, target, free = sys.argv[1:4]
with open(source, "rb") as one:
    if free == "free" and os.name != "nt":
        import fcntl
        try:
            fcntl.lockf(one, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            sys.exit(3)
    with open(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as two:
        shutil.copyfileobj(one, two, 1 << 20)
        two.flush()
        os.fsync(two.fileno())
"""


class Held(OSError):
    """The file is open in a program that may write to it."""


def log_of(path: Path) -> Path:
    """The write-ahead log of a plan file."""
    return path.with_name(path.name + ".wal")


def head_of(path: Path) -> Path:
    """The file beside a plan file that says up to where its history goes (``head.py``)."""
    return path.with_name(path.name + ".stand")


def original_of(path: Path) -> str | None:
    """The name (stem) of the plan that a file is a copy of, by the names this module gives to
    copies; None where it is no copy."""
    match = _COPY.fullmatch(path.stem)
    return match[1] if match else None


def kept_by_itself(name: str) -> bool:
    """Whether a file name is that of a copy that nobody asked for: no plan to be worked on."""
    match = _COPY.fullmatch(Path(name).stem)
    return match is not None and match[2].startswith(("stand-", "unvollstaendig-"))


def copy_plan(source: Path, target: Path, free: bool = False) -> None:
    """Copy a plan file with its log; raises OSError, and Held where ``free`` asks for a file that
    nobody has open.

    In a process of its own: on Linux and macOS a process loses its lock on a file as soon as it
    closes any handle on it, and the plan could from then on be opened by a second program.
    """
    _copy_from_outside(source, target, free)
    if log_of(source).exists():
        _copy_from_outside(log_of(source), log_of(target), False)


def copy_aside(path: Path, word: str) -> Path:
    """Keep a copy of an open plan beside it, before something is done to it."""
    target = path.with_name(f"{path.stem}-{word}-{datetime.now():%Y-%m-%d-%H%M%S}{path.suffix}")
    try:
        copy_plan(path, target)
    except OSError as error:
        remove_copy(target)
        raise PlanFileError(
            f"Vom Plan {path.name} lässt sich keine Kopie anlegen, ohne die er nicht umgestellt "
            "wird; prüfen Sie Platz und Zugriffsrechte des Ordners."
        ) from error
    return target


def keep_once(path: Path, word: str) -> None:
    """Keep a copy of an open plan beside it under a name of its own, if it is not there yet; a
    full disk must not keep anybody from the plan."""
    target = path.with_name(f"{path.stem}-{word}{path.suffix}")
    if target.exists():
        return
    try:
        copy_plan(path, target)
    except OSError:
        remove_copy(target)


def remove_copy(path: Path) -> None:
    """Take away a plan file that did not come to stand, with what lies beside it."""
    for file in (path, log_of(path), head_of(path)):
        file.unlink(missing_ok=True)


def put_aside(path: Path) -> Path:
    """Rename a plan file that a backup is about to replace; returns its name from then on.

    The file goes first: killed in between, ``put_back`` finds log and stand beside either name.
    Left beside the plan they would be read as those of the backup.
    """
    kept = path.with_name(f"{path.stem}-vor-{datetime.now():%Y-%m-%d-%H%M%S}{path.suffix}")
    for at in (lambda file: file, log_of, head_of):
        if at(path).exists():
            at(path).replace(at(kept))
    return kept


def put_back(path: Path) -> bool:
    """Undo ``put_aside`` where the program was killed before the backup stood in the place.

    Only beside the half of a restore, which the last rename uses up: a plan that somebody took
    away himself is not brought back.
    """
    partial = path.with_name(path.name + PARTIAL)
    if path.exists() or not partial.exists():
        return False
    kept = sorted(
        file
        for file in path.parent.glob(f"*-vor-*{path.suffix}")
        if original_of(file) == path.stem and file.stem.startswith(f"{path.stem}-vor-")
    )
    if not kept:
        return False
    # The file last: until it is there, the next opening tries again.
    for at in (log_of, head_of, lambda file: file):
        if at(kept[-1]).exists():
            at(kept[-1]).replace(at(path))
    remove_copy(partial)
    return True


def tidy(folder: Path) -> int:
    """Take away what killed programs have left half written in a folder; returns how many files.

    Only what lies there for an hour: another program may be at work on the rest.
    """
    if not folder.is_dir():
        return 0
    before = datetime.now().timestamp() - 3600
    gone = 0
    for partial in list(folder.glob(f"*{PARTIAL}")):
        # What is half written here may be all that tells of a restore that was killed.
        put_back(partial.with_name(partial.name.removesuffix(PARTIAL)))
    for file in folder.iterdir():
        name = file.name.removesuffix(".wal")
        try:
            if name.endswith(PARTIAL) and file.is_file() and file.stat().st_mtime < before:
                file.unlink()
                gone += 1
        except OSError:
            continue
    return gone


def make_private(path: Path) -> None:
    """Let only its owner read a file or look into a folder; where that cannot be, it stays."""
    if os.name == "nt" or not path.exists():
        # Windows has no such bits: a folder of the user is closed to others by itself.
        return
    try:
        path.chmod(0o700 if path.is_dir() else 0o600)
    except OSError:
        return


def _copy_from_outside(source: Path, target: Path, free: bool) -> None:
    command = [sys.executable, "-I", "-S", "-c", _COPY_CODE]
    command += [str(source), str(target), "free" if free else "any"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode == 3:
        raise Held(str(source))
    if done.returncode:
        raise OSError(done.stderr.decode(errors="replace"))
