"""A small JSON file that only its owner may read and that several programs change in turn."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from strategy.kernel.errors import StrategyError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PATIENCE_SECONDS = 10.0
_Stamp = tuple[int, int, int]


class PrivateFile:
    """One JSON object in a file of mode 0600; every read sees the newest complete content."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reading = threading.Lock()
        self._known: tuple[_Stamp, dict[str, Any]] | None = None

    def read(self) -> dict[str, Any]:
        """The content, {} where there is no file yet; callers must not change it.

        Asked at every click of everybody, so the file is only parsed again when it was replaced.
        Raises StrategyError where it cannot be read.
        """
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._unreadable() from error
        # Every change puts a new file in place, so its number tells two changes of one tick apart.
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        with self._reading:
            if self._known is None or self._known[0] != stamp:
                self._known = stamp, self._parse()
            return self._known[1]

    @contextmanager
    def change(self) -> Iterator[dict[str, Any]]:
        """The newest content to be changed; saved at the end, while every other program waits."""
        with alone(self.path):
            content = self._parse()
            yield content
            self._save(content)

    def _parse(self) -> dict[str, Any]:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise self._unreadable() from error
        if not isinstance(content, dict):
            raise self._unreadable()
        return content

    def _save(self, content: dict[str, Any]) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1)
        partial = self.path.with_name(f"{self.path.name}.{secrets.token_hex(6)}.teil")
        try:
            with os.fdopen(
                os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8"
            ) as handle:
                handle.write(text)
                handle.flush()
                os.fsync(handle.fileno())
            partial.replace(self.path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise _unwritable(self.path) from error

    def _unreadable(self) -> StrategyError:
        return StrategyError(
            f"Die Datei {self.path.name} lässt sich nicht lesen; prüfen Sie die Zugriffsrechte "
            "oder holen Sie sie aus einer Sicherung zurück."
        )


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file beside ``path``; the system gives it back even where a program is killed.

    Raises StrategyError where it cannot be had.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = path.with_name(path.name + ".lock")
        handle = os.open(name, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise _unwritable(path) from error
    try:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not _locked(handle):
            if time.monotonic() > deadline:
                raise _unwritable(path)
            time.sleep(0.01)
        yield
    finally:
        # Closing gives the lock back.
        os.close(handle)


def _unwritable(path: Path) -> StrategyError:
    return StrategyError(
        f"Die Datei {path.name} lässt sich nicht schreiben; prüfen Sie Platz und "
        "Zugriffsrechte in ihrem Ordner."
    )


def _locked(handle: int) -> bool:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
