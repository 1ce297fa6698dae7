"""Open returned workbooks in a limited process: cells out, or one German sentence per file."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from strategy.intake import errors
from strategy.intake.errors import NotATable
from strategy.intake.gate.ended import log_end, why_it_ended
from strategy.intake.gate.limited_process import run_limited
from strategy.intake.gate.limits import MEGABYTE, Limits, in_megabytes
from strategy.intake.gate.sandbox import PATIENCE
from strategy.kernel.errors import StrategyError, Unreadable
from strategy.survey.raw_book import RawBook, sheet_from_json

MODULE = "strategy.survey.child"
# openpyxl needs many times the size of a file to keep its looks in the copy.
_MARK_MEMORY = 700 * MEGABYTE


def read_books(paths: Sequence[Path], names: Sequence[str] = ()) -> list[RawBook | StrategyError]:
    """For every file its cells or the error that says why not, in the order of ``paths``.

    ``names`` are what the files are called in sentences, where they were stored under others.
    One process reads them all; where a file ends it, another goes on with the next file.
    """
    called = list(names) or [path.name for path in paths]
    found: dict[int, RawBook | StrategyError] = {}
    waiting = list(range(len(paths)))
    while waiting:
        done, why = _read_some([(number, paths[number], called[number]) for number in waiting])
        # The process ended at the very first file, so it is this one; without that the loop would
        # never end.
        if not done:
            done = {waiting[0]: why}
        found.update(done)
        waiting = [number for number in waiting if number not in found]
    return [found[number] for number in range(len(paths))]


def _read_some(
    files: list[tuple[int, Path, str]],
) -> tuple[dict[int, RawBook | StrategyError], StrategyError]:
    """What one process managed to read before it ended, and why it did not read the first."""
    limits = Limits()
    readable, found = [], dict[int, RawBook | StrategyError]()
    for number, path, name in files:
        try:
            size, digest = path.stat().st_size, _hash(path)
            readable.append(_File(number, path, name, size, digest))
        except OSError:
            found[number] = NotATable(
                f"Die Datei „{name}“ kann nicht geöffnet werden; prüfen Sie Pfad und Rechte."
            )
    if not readable:
        return found, Unreadable("")
    largest = max(file.size for file in readable)
    seconds = sum(limits.seconds_for(file.size, False) for file in readable)
    request: dict[str, Any] = {
        "files": [(file.number, str(file.path.resolve())) for file in readable],
        "limits": asdict(limits),
        "memory_bytes": limits.memory_for(largest, False),
        "cpu_seconds": seconds,
    }
    with tempfile.TemporaryDirectory(prefix="einlesen-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        (folder / "request.json").write_text(json.dumps(request), "utf-8")
        code = run_limited(MODULE, folder, seconds * PATIENCE)
        for file in readable:
            # By number: file names of strangers are no part of a path.
            answer = folder / f"{file.number}.json"
            if answer.exists() and (plain := _complete(answer)) is not None:
                found[file.number] = _answer(plain, file)
        if found:
            return found, Unreadable("")
        why = why_it_ended(
            code,
            folder,
            readable[0].name,
            seconds,
            in_megabytes(request["memory_bytes"]),
            "senden Sie den ausgefüllten Erhebungsbogen selbst",
        )
    return found, why


@dataclass(frozen=True)
class _File:
    number: int
    path: Path
    name: str
    size: int
    digest: str


def _answer(plain: dict[str, Any], file: _File) -> RawBook | StrategyError:
    if "sentence" in plain:
        # The child runs on a stranger's file, so its word for the error is only taken if we know
        # it.
        kind = getattr(errors, plain["kind"], Unreadable)
        # A mapping belongs to the import; a survey form has none that people could put right.
        if kind is errors.WrongMapping:
            kind = Unreadable
        sentence = str(plain["sentence"]).replace(f"„{file.path.name}“", f"„{file.name}“")
        error = kind(sentence)
        assert isinstance(error, StrategyError)
        return error
    sheets = tuple(sheet_from_json(sheet) for sheet in plain["sheets"])
    return RawBook(file.name, file.digest, sheets)


def _complete(answer: Path) -> dict[str, Any] | None:
    """The answer of a file; None where the process ended while writing it."""
    try:
        return dict(json.loads(answer.read_text("utf-8")))
    except ValueError:
        return None


def marked_copy(data: bytes, name: str, marks: Sequence[tuple[str, str, str]]) -> bytes:
    """The workbook with comments: ``marks`` are (sheet, address, words).

    Raises Unreadable where the file is no .xlsx workbook or cannot be copied.
    """
    limits = Limits()
    with tempfile.TemporaryDirectory(prefix="einlesen-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        source, target = folder / "source.xlsx", folder / "target.xlsx"
        source.write_bytes(data)
        seconds = 3 * limits.seconds_for(len(data), False)
        request = {
            "path": str(source),
            "target": str(target),
            "marks": [list(mark) for mark in marks],
            "memory_bytes": _MARK_MEMORY + limits.memory_for(len(data), False),
            "cpu_seconds": seconds,
        }
        (folder / "request.json").write_text(json.dumps(request), "utf-8")
        code = run_limited(MODULE, folder, seconds * PATIENCE)
        if code == 0 and target.exists():
            return target.read_bytes()
        log_end(code, folder, f"marking {name}")
    raise Unreadable(
        f"In „{name}“ lassen sich keine Hinweise eintragen; die Fehler stehen in der Liste, "
        "senden Sie diese mit."
    )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
