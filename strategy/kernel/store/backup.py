"""Backup, restore and repair of a plan file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb

from strategy.kernel.errors import NotFound, PlanFileError, Refused
from strategy.kernel.store.check import check_file
from strategy.kernel.store.database import Store
from strategy.kernel.store.door import require_writer
from strategy.kernel.store.engine import open_engine
from strategy.kernel.store.trouble import translated

# What ``backup``, ``restore`` and ``repair`` put behind the name of a plan.
_COPY = re.compile(r"(.+?)-((vor-)?\d{4}-\d{2}-\d{2}-\d{6}|beschaedigt-\d{14})")


def original_of(path: Path) -> str | None:
    """The name (stem) of the plan that a file is a copy of, by the names this module gives to
    copies; None where it is no copy."""
    match = _COPY.fullmatch(path.stem)
    return match[1] if match else None


def backup(store: Store, target: Path | str) -> Path:
    """Copy the plan file to ``target`` (a file or a folder) and open the copy to prove it.

    Consistent while others write: they wait for the short moment of the copy.  Triggers and
    versions are kept, because the file itself is copied.
    """
    if store.path is None:
        raise PlanFileError("Ein Plan im Arbeitsspeicher lässt sich nicht sichern.")
    target = Path(target)
    if target.is_dir():
        target = target / f"{store.path.stem}-{datetime.now():%Y-%m-%d-%H%M%S}.duckdb"
    if target.exists():
        raise PlanFileError(
            f"Die Datei {target.name} gibt es schon; wählen Sie einen anderen Namen."
        )
    partial = target.with_name(target.name + ".teil")
    try:
        # No checkpoint: it would wait for every open reader.  File and log together are the plan,
        # and nothing writes to either while the lock is held.
        with store.write_lock:
            _copy_from_outside(store.path, partial)
            if _log_of(store.path).exists():
                _copy_from_outside(_log_of(store.path), _log_of(partial))
        # Opening and closing the copy folds its log into it.
        Store.open(partial).close()
        partial.replace(target)
    except (OSError, PlanFileError) as error:
        partial.unlink(missing_ok=True)
        _log_of(partial).unlink(missing_ok=True)
        raise PlanFileError(
            f"Die Sicherung nach {target} ist nicht gelungen, es liegt keine halbe Datei herum; "
            "prüfen Sie Platz und Zugriffsrechte."
        ) from error
    troubles = check_file(target)
    if troubles:
        raise PlanFileError(f"Die Sicherung {target.name} ist nicht in Ordnung: {troubles[0]}")
    return target


def restore(source: Path | str, target: Path | str, *, replace_newer: bool = False) -> Path:
    """Put a backup in the place of a plan file that no program has open.

    The file that stood there is kept beside it.  A plan newer than the backup is replaced only
    where that is asked for.
    """
    require_writer()
    source, target = Path(source), Path(target)
    troubles = check_file(source)
    if troubles:
        raise PlanFileError(
            f"Die Sicherung {source.name} ist nicht in Ordnung ({troubles[0].rstrip('.')}); nehmen "
            "Sie eine andere."
        )
    if target.exists():
        if not replace_newer and last_action(target) > last_action(source):
            raise Refused(
                f"Der Plan {target.name} ist neuer als die Sicherung {source.name}; bestätigen Sie "
                "ausdrücklich, dass der neuere Stand ersetzt werden soll."
            )
        _refuse_open(target)
    partial = target.with_name(target.name + ".teil")
    try:
        shutil.copyfile(source, partial)
        if target.exists():
            now = f"{datetime.now():%Y-%m-%d-%H%M%S}"
            kept = target.with_name(f"{target.stem}-vor-{now}{target.suffix}")
            # The log goes with its file: beside the restored one it would be read as that one's.
            if _log_of(target).exists():
                _log_of(target).replace(_log_of(kept))
            target.replace(kept)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise PlanFileError(
            f"Die Sicherung {source.name} ließ sich nicht zurückspielen; prüfen Sie Platz und "
            "Zugriffsrechte, der bisherige Plan liegt noch im Ordner."
        ) from error
    return target


def _copy_from_outside(source: Path, target: Path) -> None:
    """Copy a file of an open plan in a process of its own; raises OSError.

    On Linux and macOS a process loses its lock on a file as soon as it closes any handle on it:
    copied from in here, the plan could from then on be opened by a second program.
    """
    code = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"
    command = [sys.executable, "-I", "-S", "-c", code, str(source), str(target)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise OSError(done.stderr.decode(errors="replace"))


def _refuse_open(path: Path) -> None:
    """Raise where another program has the file open; a damaged file may be replaced."""
    try:
        open_engine(path).close()
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            with translated(path):
                raise


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def last_action(path: Path | str) -> int:
    """The number of the last action in a plan file; opens it."""
    store = Store.open(path)
    try:
        with store.read() as db:
            return int(db.value("SELECT coalesce(max(id), 0) FROM history.action"))
    finally:
        store.close()


def repair(path: Path | str) -> Path | None:
    """Save a plan whose write-ahead log is damaged; returns the kept copy, None if it was sound.

    The log is cut at the byte where it stops to make sense; every commit before that is kept.
    File and log are copied aside first, and nothing is ever deleted.
    """
    require_writer()
    path = Path(path)
    if not path.exists():
        raise NotFound(
            f"Die Plandatei {path.name} gibt es nicht; prüfen Sie Ordner und Dateinamen."
        )
    log = _log_of(path)
    kept: Path | None = None
    for _ in range(100):
        try:
            open_engine(path).close()
            return kept
        except duckdb.Error as error:
            place = re.search(r"byte position (\d+)", str(error))
            if place is None or not log.exists():
                with translated(path):
                    raise
            if kept is None:
                kept = path.with_name(f"{path.stem}-beschaedigt-{datetime.now():%Y%m%d%H%M%S}")
                kept.mkdir()
                shutil.copyfile(path, kept / path.name)
                shutil.copyfile(log, kept / log.name)
            with log.open("r+b") as handle:
                handle.truncate(int(place.group(1)))
    raise PlanFileError(
        f"Die Plandatei {path.name} ließ sich nicht reparieren; die Kopie liegt in {kept}."
    )
