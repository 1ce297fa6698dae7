"""DuckDB's errors, said in one German sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from strategy.kernel.errors import PlanFileError, PlanOpen, Sealed, StrategyError

SEAL_MARK = "sealed edition"

_DAMAGE = ("not a valid duckdb", "corrupt", "checksum", "serializ", "could not read")


@contextmanager
def translated(path: Path | str = "") -> Iterator[None]:
    """Turn an error of the database that a user can do something about into a StrategyError."""
    try:
        yield
    except duckdb.Error as error:
        known = explain(str(error), str(path))
        if known is None:
            raise
        raise known from error


@contextmanager
def opening(path: Path | str) -> Iterator[None]:
    """The same while an existing file is opened: whatever DuckDB trips over there is damage."""
    try:
        with translated(path):
            yield
    except duckdb.Error as error:
        raise PlanFileError(
            f"Die Datei {Path(path).name} ist keine Plandatei oder beschädigt; "
            "öffnen Sie eine Sicherung oder legen Sie einen neuen Plan an."
        ) from error


def is_shut(message: str) -> bool:
    """Whether the engine has closed itself and refuses everything from now on."""
    return "has been invalidated" in message.lower()


def explain(message: str, path: str = "") -> StrategyError | None:
    """The user's sentence for a database message, or None where it is a defect of the program."""
    text = message.lower()
    name = Path(path).name if path else "des Plans"
    if SEAL_MARK in text:
        return Sealed(
            "Diese Fassung ist festgeschrieben und kann nicht geändert werden; "
            "arbeiten Sie im Entwurf oder legen Sie ein Szenario an."
        )
    if "could not set lock" in text or "conflicting lock" in text:
        holder = re.search(r"PID (\d+)", message)
        number = f" (Prozess {holder.group(1)})" if holder else ""
        return PlanOpen(
            f"Die Plandatei {name} ist gerade in einem anderen Programm geöffnet{number}; "
            "schließen Sie es dort und versuchen Sie es noch einmal."
        )
    if is_shut(text):
        # Asked first: the message repeats the full disk that was the reason.
        return PlanFileError(
            "Der Plan wurde nach einem Fehler des Datenträgers geschlossen und wird neu geöffnet; "
            "speichern Sie noch einmal. Alles, was als gespeichert gemeldet wurde, ist erhalten."
        )
    if "no space left" in text or "disk is full" in text or "could not write" in text:
        return PlanFileError(
            "Der Datenträger ist voll, es wurde nichts gespeichert; "
            "schaffen Sie Platz und speichern Sie noch einmal."
        )
    if "wal file" in text and ("corrupt" in text or "replay" in text):
        return PlanFileError(
            f"Das Änderungsprotokoll der Plandatei {name} ist beschädigt; stellen Sie die Datei "
            "mit „python -m strategy repair“ wieder her, eine Kopie des jetzigen Standes bleibt "
            "liegen."
        )
    if "is a directory" in text:
        return PlanFileError(f"{name} ist ein Ordner; wählen Sie eine Plandatei.")
    if any(mark in text for mark in _DAMAGE):
        return PlanFileError(
            f"Die Datei {name} ist keine Plandatei oder beschädigt; "
            "öffnen Sie eine Sicherung oder legen Sie einen neuen Plan an."
        )
    if "different configuration" in text:
        return PlanFileError(f"Die Plandatei {name} ist in diesem Programm schon anders geöffnet.")
    if "permission denied" in text or "read-only file" in text:
        return PlanFileError(
            f"Die Plandatei {name} darf hier nicht geschrieben werden; "
            "prüfen Sie die Zugriffsrechte des Ordners."
        )
    if "no such file or directory" in text or "cannot open" in text:
        return PlanFileError(
            f"Die Plandatei {name} lässt sich nicht öffnen; prüfen Sie Ordner und Dateinamen."
        )
    return None
