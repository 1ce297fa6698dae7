"""Why a limited process ended without an answer: time, memory, the file, or a fault of ours."""

from __future__ import annotations

import errno
import logging
import signal
import traceback
from pathlib import Path

from strategy.intake.errors import ReadingFault, TooLarge
from strategy.kernel.errors import Unreadable

# Exit codes of the process itself; Python's own code for an exception nobody caught is 1.
OUT_OF_MEMORY, FAULT = 3, 4
# Killed by us (None), or by the system for its limit of processor time, on Linux and Windows.
_OUT_OF_TIME = (None, -24, 152)
# Linux kills whoever holds most when the whole machine runs out of memory.
_KILLED = (-9, 137)
_CAUSE = "fault.txt"
# Libraries that are refused memory say so in errors of many kinds.
_MEMORY_WORDS = (
    "malloc",
    "bad_alloc",
    "out of memory",
    "cannot allocate",
    "can't start new thread",
    "launch worker thread",
)
_log = logging.getLogger("workbench.reading")


def tell_fault(folder: Path, error: BaseException) -> int:
    """Exit code of a process that met an error nobody foresaw; its cause is left in the folder."""
    words = str(error).lower()
    if isinstance(error, MemoryError) or any(word in words for word in _MEMORY_WORDS):
        return OUT_OF_MEMORY
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return OUT_OF_MEMORY
    lines = traceback.format_exception(error)
    (folder / _CAUSE).write_text("".join(lines)[-8_000:], "utf-8")
    return FAULT


def is_out_of_time(code: int | None) -> bool:
    """Whether trying once more would only take as long again."""
    return code in _OUT_OF_TIME


def why_it_ended(
    code: int | None, folder: Path, name: str, seconds: int, memory: str, instead: str
) -> Unreadable:
    """The error whose sentence says what is so; the technical cause goes to the log.

    ``memory`` is the memory that was allowed, in words, ``instead`` what to do with a file that is
    too large.
    """
    if code in _OUT_OF_TIME:
        return TooLarge(
            f"Die Datei „{name}“ war nach {seconds} Sekunden Rechenzeit nicht gelesen; bitte "
            f"{instead}."
        )
    if code == OUT_OF_MEMORY:
        return TooLarge(
            f"Die Datei „{name}“ braucht beim Lesen mehr als die erlaubten {memory} Speicher; "
            f"bitte {instead}."
        )
    if code in _KILLED:
        return TooLarge(
            f"Beim Lesen der Datei „{name}“ ging diesem Rechner der Speicher aus; bitte schließen "
            f"Sie andere Programme und versuchen Sie es erneut, oder {instead}."
        )
    if code in (FAULT, 1):
        cause = folder / _CAUSE
        told = cause.read_text("utf-8") if cause.exists() else f"exit code {code}"
        _log.error("reading %s failed:\n%s", name, told)
        return ReadingFault(
            f"Die Datei „{name}“ kann wegen eines Fehlers der Werkbank nicht gelesen werden; bitte "
            "melden Sie ihn Ihrer IT, die Ursache steht im Protokoll „workbench.log“."
        )
    # A library that is refused memory aborts (SIGABRT) or runs into a hole (SIGSEGV); that the
    # file is damaged is no more likely then, and nobody could tell.
    _log.error("reading %s ended by %s", name, code)
    return TooLarge(
        f"Das Betriebssystem hat das Lesen der Datei „{name}“ beendet ({_signal_name(code)}), "
        f"meist weil die erlaubten {memory} Speicher nicht reichen; bitte versuchen Sie es noch "
        f"einmal, oder {instead}."
    )


def log_end(code: int | None, folder: Path, what: str) -> None:
    """Leave in the log why a process ended whose user is told something simpler."""
    cause = folder / _CAUSE
    told = cause.read_text("utf-8") if cause.exists() else ""
    _log.error("%s ended by %s\n%s", what, _signal_name(code), told)


def _signal_name(code: int | None) -> str:
    """ "SIGABRT" for -6 (Python) and 134 (a shell); else the code itself."""
    number = -code if code is not None and code < 0 else (code or 0) - 128
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"Code {code}"
