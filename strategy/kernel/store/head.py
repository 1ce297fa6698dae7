"""Beside each plan file a small file that says up to where its history went when last written.

A write-ahead log that was cut, or an older copy laid over the plan, leaves a file that is sound in
itself; only here can be seen that something is missing.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import duckdb

from strategy.kernel.store.chain import Tip, find_tip
from strategy.kernel.store.copies import head_of

# Always of one length, so that a kill in the midst of writing leaves no mixture of two.
_LINE = re.compile(r"([0-9]{12}) ([0-9a-f]{64})\n")


def read_head(path: Path) -> Tip | None:
    """What lies beside a plan; None where there is nothing or nothing readable."""
    try:
        found = _LINE.fullmatch(head_of(path).read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        return None
    return Tip(int(found[1]), found[2]) if found else None


class Head:
    """The file beside one plan; who uses it holds the plan's write lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # The entry that ``compare`` did not find.
        self.missed = 0
        self._handle: int | None = None

    def note(self, tip: Tip) -> None:
        """Say up to where the plan goes; said after the commit, so it is never ahead of the plan.

        A disk that refuses this loses nothing of the plan, so nobody is told.
        """
        try:
            if self._handle is None:
                flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0)
                self._handle = os.open(head_of(self.path), flags, 0o600)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, f"{tip.entry:012d} {tip.link}\n".encode("ascii"))
        except OSError:
            self.close()

    def compare(self, raw: duckdb.DuckDBPyConnection) -> str | None:
        """One sentence where the plan lacks what was last written to it; None where all is there.

        Nothing beside the plan is no fault: it has come from another machine or was restored.
        """
        said = read_head(self.path)
        if said is None:
            return None
        row = raw.execute(
            "SELECT link FROM (SELECT entry, link FROM history.action "
            "UNION ALL SELECT entry, link FROM history.event) WHERE entry = ?",
            [said.entry],
        ).fetchone()
        if row is not None and row[0] == said.link:
            return None
        self.missed = said.entry
        missing = said.entry - find_tip(raw).entry
        if missing > 0:
            what = (
                "fehlt die letzte Änderung"
                if missing == 1
                else (f"fehlen die letzten {missing} Änderungen")
            )
        else:
            what = "stehen andere Änderungen, als hier zuletzt gespeichert wurden"
        return (
            f"Im Plan {self.path.name} {what}: Die Datei wurde ersetzt oder ihr Änderungsprotokoll "
            "beschädigt; spielen Sie die letzte Sicherung ein, wenn Sie das nicht selbst waren."
        )

    def close(self) -> None:
        """Let the file go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
