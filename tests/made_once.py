"""Files that are dear to make: made once for all workers, and kept for the next run.

The folder of pytest's cache holds them under a key of all that they are made from.  Where nothing
changed since the last run nothing is made, and a fresh checkout makes each of them once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

HOUSE = Path(__file__).parent.parent
# What a plan is made from; the tests themselves are no part of it.
_MADE_FROM = ("strategy", "data/demo", "data/catalogues", "benchmarks/large_city.py")
_KEPT = 3


def made_once(folder: Path, name: str, make: Callable[[Path], object]) -> Path:
    """The file ``name`` below ``folder`` as ``make`` writes it, by this process or another.

    Callers work on copies; the file itself stays as it was made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / _key()
    made = own / name
    with _alone(folder / "making.sqlite"):
        if not made.exists():
            own.mkdir(exist_ok=True)
            half = own / "making" / name
            shutil.rmtree(half.parent, ignore_errors=True)
            half.parent.mkdir()
            make(half)
            half.replace(made)
            # A plan leaves the file beside it that says how far it goes.
            shutil.rmtree(half.parent)
            _forget_older(folder)
    return made


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time.  SQLite's lock ends with the process that holds it, on every system.

    The wait is long because a busy machine takes minutes for what an idle one does in seconds.
    """
    with closing(sqlite3.connect(lock, timeout=1800, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        yield


def _forget_older(folder: Path) -> None:
    keys = sorted((one for one in folder.iterdir() if one.is_dir()), key=os.path.getmtime)
    for old in keys[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


@cache
def _key() -> str:
    # The day counts: a plan says when it was made, and a date in it may lie ahead or behind.
    facts = f"{date.today()} {sys.version} {version('duckdb')} {version('pandas')}"
    found = hashlib.sha256(facts.encode())
    for place in _MADE_FROM:
        root = HOUSE / place
        files = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file())
        for path in files:
            if path.suffix != ".pyc":
                found.update(f"{path.relative_to(HOUSE)}\0".encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:20]
