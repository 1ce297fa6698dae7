"""Backup, restore and repair of a plan file."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import duckdb

from strategy.kernel.errors import NotFound, PlanFileError, PlanOpen, Refused
from strategy.kernel.store.asking import ask_for_copy
from strategy.kernel.store.check import check_file, check_store, opened_copy
from strategy.kernel.store.check_chain import signed_by
from strategy.kernel.store.copies import (
    PARTIAL,
    copy_plan,
    head_of,
    log_of,
    make_private,
    put_aside,
    remove_copy,
)
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.database import Store
from strategy.kernel.store.door import require_administrator, require_writer
from strategy.kernel.store.engine import open_engine
from strategy.kernel.store.trouble import translated


def backup(store: Store, target: Path | str) -> Path:
    """Copy the plan file to ``target`` (a file or a folder) and open the copy to prove it.

    Consistent while others write: they wait for the short moment of the copy.  Triggers and
    versions are kept, because the file itself is copied.
    """
    if store.path is None:
        raise PlanFileError("Ein Plan im Arbeitsspeicher lässt sich nicht sichern.")
    target = _named(store.path, Path(target))
    partial = target.with_name(target.name + ".teil")
    try:
        # No checkpoint: it would wait for every open reader.  File and log together are the plan,
        # and nothing writes to either while the lock is held.
        # They wait for the copy; what readers remember stays true.
        with store.write_lock.unturned():
            if store.closed:
                raise PlanFileError("Der Plan wird gerade ersetzt.")
            copy_plan(store.path, partial)
        # Opening and closing the copy folds its log into it.
        Store.open(partial, keep_copy=False).close()
        partial.replace(target)
    except (OSError, PlanFileError) as error:
        remove_copy(partial)
        raise _not_backed_up(target) from error
    return _proved(target)


def backup_file(path: Path | str, target: Path | str) -> Path:
    """Back up a plan by its file, also while the server has it open."""
    path = Path(path)
    try:
        store = Store.open(path)
    except PlanOpen:
        return _backup_of_open(path, Path(target))
    try:
        return backup(store, target)
    finally:
        store.close()


def _backup_of_open(path: Path, target: Path) -> Path:
    """The server lays a copy beside its plan; folded and checked it becomes the backup."""
    target = _named(path, target)
    copy = ask_for_copy(path)
    try:
        Store.open(copy, keep_copy=False).close()
        partial = target.with_name(target.name + PARTIAL)
        shutil.copyfile(copy, partial)
        make_private(partial)
        partial.replace(target)
    except OSError as error:
        raise _not_backed_up(target) from error
    finally:
        remove_copy(copy)
    return _proved(target)


def _named(path: Path, target: Path) -> Path:
    """The file that a backup becomes; raises where it is there already."""
    if target.is_dir():
        target = target / f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S}.duckdb"
    if target.exists():
        raise PlanFileError(
            f"Die Datei {target.name} gibt es schon; wählen Sie einen anderen Namen."
        )
    return target


def _proved(target: Path) -> Path:
    troubles = check_file(target)
    if troubles:
        raise PlanFileError(f"Die Sicherung {target.name} ist nicht in Ordnung: {troubles[0]}")
    return target


def _not_backed_up(target: Path) -> PlanFileError:
    return PlanFileError(
        f"Die Sicherung nach {target} ist nicht gelungen, es liegt keine halbe Datei herum; "
        "prüfen Sie Platz und Zugriffsrechte."
    )


def restore(
    source: Path | str,
    target: Path | str,
    *,
    replace_newer: bool = False,
    accept_foreign: bool = False,
) -> Path:
    """Put a backup in the place of a plan file that no program has open.

    The backup stays as it is, and the file that stood in its place is kept beside it.  A plan
    newer than the backup is replaced only where that is asked for, and so is a plan of this
    machine by one whose history was signed on another.
    """
    require_administrator()
    source, target = Path(source), Path(target)
    partial = target.with_name(target.name + PARTIAL)
    try:
        with opened_copy(source) as store:
            _refuse_unsound(store, source)
            if target.exists():
                _refuse_unlike(store, source, target, replace_newer, accept_foreign)
            assert store.path is not None
            store.close()
            shutil.copyfile(store.path, partial)
            make_private(partial)
        if target.exists():
            put_aside(target)
        head_of(target).unlink(missing_ok=True)
        partial.replace(target)
    except OSError as error:
        remove_copy(partial)
        raise PlanFileError(
            f"Die Sicherung {source.name} ließ sich nicht zurückspielen; prüfen Sie Platz und "
            "Zugriffsrechte, der bisherige Plan liegt noch im Ordner."
        ) from error
    return target


def _refuse_unsound(store: Store, source: Path) -> None:
    troubles = check_store(store)
    if troubles:
        raise PlanFileError(
            f"Die Sicherung {source.name} ist nicht in Ordnung ({troubles[0].rstrip('.')}); nehmen "
            "Sie eine andere."
        )


def _refuse_unlike(
    store: Store, source: Path, target: Path, replace_newer: bool, accept_foreign: bool
) -> None:
    """Raise Refused where the backup is older than the plan or not of this machine."""
    with store.read() as db:
        last, own = _last(db), _is_own(db)
    if not (replace_newer and accept_foreign):
        try:
            with opened_copy(target) as standing, standing.read() as db:
                newer, was_own = _last(db) > last, _is_own(db)
        except PlanFileError:
            if not replace_newer:
                raise
            # Nothing in a damaged plan speaks against its backup.
            newer = was_own = False
        if newer and not replace_newer:
            raise Refused(
                f"Der Plan {target.name} ist neuer als die Sicherung {source.name}; bestätigen Sie "
                "ausdrücklich, dass der neuere Stand ersetzt werden soll."
            )
        if was_own and not own and not accept_foreign:
            raise Refused(
                f"Der Verlauf der Sicherung {source.name} ist nicht von dieser Werkbank "
                "unterschrieben, und niemand kann hier prüfen, ob er verändert wurde; bestätigen "
                "Sie ausdrücklich, dass sie den Plan trotzdem ersetzen soll."
            )
    _refuse_open(target)


def _is_own(db: Cursor) -> bool:
    """Whether the history was signed here and only here.

    A plan of before there were signatures was signed on opening it just now, as a whole.
    """
    started = db.value("SELECT body ->> 'last' FROM history.event WHERE entry = 1")
    signed_late = started not in (None, "0") and db.value("SELECT count(*) FROM history.event") == 1
    return not signed_by(db) and not signed_late


def _refuse_open(path: Path) -> None:
    """Raise where another program has the file open; a damaged file may be replaced."""
    try:
        open_engine(path).close()
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            with translated(path):
                raise


def last_action(path: Path | str) -> int:
    """The number of the last action in a plan file."""
    with opened_copy(path) as store, store.read() as db:
        return _last(db)


def _last(db: Cursor) -> int:
    return int(db.value("SELECT coalesce(max(id), 0) FROM history.action"))


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
    log = log_of(path)
    kept: Path | None = None
    for _ in range(100):
        try:
            open_engine(path).close()
            return kept
        except duckdb.Error as error:
            found = re.search(r"byte position (\d+)", str(error))
            if found is None or not log.exists():
                with translated(path):
                    raise
            if kept is None:
                kept = path.with_name(f"{path.stem}-beschaedigt-{datetime.now():%Y%m%d%H%M%S}")
                kept.mkdir(mode=0o700)
                shutil.copyfile(path, kept / path.name)
                shutil.copyfile(log, kept / log.name)
            with log.open("r+b") as handle:
                handle.truncate(int(found.group(1)))
    raise PlanFileError(
        f"Die Plandatei {path.name} ließ sich nicht reparieren; die Kopie liegt in {kept}."
    )
