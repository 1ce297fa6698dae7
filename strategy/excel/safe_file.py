"""Write a file so that nobody ever sees half of it: beside its place first, then in one move."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from strategy.kernel.errors import Refused, StrategyError


class NotWritten(StrategyError):
    """A file could not be written; what stood in its place is untouched."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield a neighbour to write to; on success it takes the place of ``target``.

    Raises Refused or NotWritten with one German sentence.
    """
    check_folder(target)
    try:
        handle, name = tempfile.mkstemp(
            # In the same folder, because a move is one step only within a file system.
            prefix=f".{target.stem}-",
            suffix=".teil",
            dir=target.parent,
        )
        os.close(handle)
    except OSError as error:
        raise _explain(error, target) from error
    partial = Path(name)
    try:
        yield partial
        # mkstemp makes files that only their owner reads; a report is meant to be shared.
        partial.chmod(0o666 & ~_umask())
        partial.replace(target)
    except FileCreateError as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError()
        raise _explain(cause, target) from error
    except OSError as error:
        raise _explain(error, target) from error
    finally:
        partial.unlink(missing_ok=True)


def check_folder(target: Path) -> None:
    """Refuse a target whose folder is missing or that is a folder itself."""
    if not target.parent.is_dir():
        raise Refused(
            f"Den Ordner {target.parent} gibt es nicht; legen Sie ihn an oder wählen Sie einen "
            "anderen Ort."
        )
    if target.is_dir():
        raise Refused(f"{target} ist ein Ordner; geben Sie einen Dateinamen an.")


def _explain(error: OSError, target: Path) -> NotWritten:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return NotWritten(
            f"Der Datenträger ist voll, {target.name} wurde nicht geschrieben; schaffen Sie Platz "
            "und versuchen Sie es noch einmal."
        )
    if isinstance(error, PermissionError):
        # On Windows this is what an open Excel does to its file.
        return NotWritten(
            f"{target.name} lässt sich nicht ersetzen; schließen Sie die Datei, falls sie in Excel "
            "geöffnet ist, und prüfen Sie die Zugriffsrechte des Ordners."
        )
    return NotWritten(
        f"{target.name} ließ sich nicht schreiben; prüfen Sie Ordner, Platz und Zugriffsrechte."
    )


def _umask() -> int:
    # The system only tells the mask by setting another one.
    mask = os.umask(0)
    os.umask(mask)
    return mask


def prepare_folder(folder: Path) -> None:
    """Make a folder for files, or take an empty one; raises Refused for anything else."""
    if folder.is_file():
        raise Refused(f"{folder} ist eine Datei; geben Sie einen Ordner an.")
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused(
            f"Der Ordner {folder} ist nicht leer; wählen Sie einen neuen, damit nichts vermischt "
            "oder überschrieben wird."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"Der Ordner {folder} lässt sich nicht anlegen; prüfen Sie Ort und Zugriffsrechte."
        ) from error
