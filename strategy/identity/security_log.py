"""What happened at the doors: sign-ins, accounts, restores, whole plans taken out, names erased.

One line of JSON each, in a file beside the accounts that only its owner may read; it lies outside
of every plan, so whoever replaces a plan does not replace it.
"""

from __future__ import annotations

import getpass
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from strategy.identity.accounts import Accounts
from strategy.identity.private_file import alone
from strategy.kernel.errors import StrategyError

LOG_VARIABLE = "STRATEGY_SECURITY_LOG"
# Five files of 1 MB hold some thirty thousand lines: years of a town hall, or one attack.
_LONGEST = 1_000_000
_KEPT = 4
_log = logging.getLogger("workbench")


class Event(StrEnum):
    """What is written down, in the words that an administrator reads."""

    SIGNED_IN = "Anmeldung"
    REFUSED = "Anmeldung abgelehnt"
    SIGNED_OUT = "Abmeldung"
    ACCOUNT = "Zugang geändert"
    PASSWORD = "Passwort geändert"
    RESTORED = "Plan wiederhergestellt"
    TAKEN_OUT = "Ganzer Plan ausgegeben"
    ERASED = "Name gelöscht"
    BACKED_UP = "Plan gesichert"


@dataclass(frozen=True)
class Line:
    """One event; ``at`` is UTC, ``details`` are words and hashes, never a password."""

    at: datetime
    event: str
    who: str
    details: dict[str, Any]


def log_path() -> Path:
    """The log of this server: beside its accounts."""
    named = os.environ.get(LOG_VARIABLE)
    return Path(named) if named else Accounts().path.with_name("security_log.jsonl")


def note(event: Event, who: str, **details: Any) -> None:
    """Write an event down.

    Nothing is refused because it could not be written: a full disk must not keep people out.  It
    is said in the log of the program instead.
    """
    row = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "event": str(event),
        "who": who,
        **details,
    }
    text = json.dumps(row, ensure_ascii=False) + "\n"
    path = log_path()
    try:
        with alone(path):
            _turn_over(path)
            handle = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            try:
                os.write(handle, text.encode("utf-8", "replace"))
            finally:
                os.close(handle)
    except (OSError, StrategyError) as error:
        _log.error("security log not written (%s): %s %s", error, event, who)


def entries(limit: int = 200) -> list[Line]:
    """The latest events, newest first."""
    found: list[Line] = []
    for line in _newest_first(log_path()):
        found.append(line)
        if len(found) == limit:
            break
    return found


def console_user() -> str:
    """Who works on the command line: the name that this machine's system knows him by."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A container may run under a number without a name.
        name = "unbekannt"
    return f"{name} (Kommandozeile)"


def _turn_over(path: Path) -> None:
    if not path.exists() or path.stat().st_size < _LONGEST:
        return
    for number in range(_KEPT, 0, -1):
        older = path if number == 1 else _numbered(path, number - 1)
        if older.exists():
            older.replace(_numbered(path, number))


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")


def _newest_first(path: Path) -> Iterator[Line]:
    for file in [path, *(_numbered(path, number) for number in range(1, _KEPT + 1))]:
        try:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for text in reversed(lines):
            try:
                row = json.loads(text)
                at = datetime.fromisoformat(row.pop("at"))
                yield Line(at, str(row.pop("event")), str(row.pop("who")), row)
            except (ValueError, KeyError, AttributeError, TypeError):
                # A line that a full disk has cut tells nothing and must not hide the others.
                continue
