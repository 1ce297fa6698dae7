"""Backups that the server makes by itself: once a day, the last thirty kept, in a folder beside the
plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from strategy.identity.accounts import Accounts
from strategy.identity.private_file import PrivateFile
from strategy.identity.security_log import Event, note
from strategy.kernel.errors import StrategyError
from strategy.kernel.store import Store
from strategy.kernel.store.backup import backup
from strategy.kernel.store.copies import make_private, original_of

FOLDER = "sicherungen"
USUALLY_KEPT = 30
_EVERY = timedelta(hours=24)
_WHO = "Werkbank (täglich)"


@dataclass(frozen=True)
class Settings:
    """Whether backups are made by themselves, and how many are kept per plan."""

    on: bool = True
    keep: int = USUALLY_KEPT


@dataclass(frozen=True)
class LastBackup:
    """How the last try for a plan ended; ``trouble`` is "" where it succeeded."""

    at: datetime
    file: str
    trouble: str


def read_settings() -> Settings:
    """What is set; the usual where nothing is."""
    said = _file().read().get("settings", {})
    return Settings(bool(said.get("on", True)), int(said.get("keep", USUALLY_KEPT)))


def save_settings(settings: Settings) -> None:
    """Set it for all plans of this server."""
    with _file().change() as content:
        content["settings"] = {"on": settings.on, "keep": max(settings.keep, 1)}


def last_backup(plan: Path) -> LastBackup | None:
    """The last try for a plan, None where there was none yet."""
    said: dict[str, Any] | None = _file().read().get("last", {}).get(str(plan))
    if said is None:
        return None
    return LastBackup(datetime.fromisoformat(said["at"]), said["file"], said["trouble"])


def back_up_if_due(store: Store, now: datetime | None = None) -> bool:
    """Make today's backup of a plan if it is due; returns whether one was tried.

    What goes wrong is kept to be shown, and tried again the next day: a full disk must not be
    filled further every minute.
    """
    if store.path is None or not read_settings().on or original_of(store.path) is not None:
        return False
    now = now or datetime.now(UTC)
    last = last_backup(store.path)
    # A clock that was set back must not put the next backup off for years.
    if last is not None and timedelta() <= now - last.at < _EVERY:
        return False
    back_up_now(store, now)
    return True


def back_up_now(store: Store, now: datetime | None = None) -> LastBackup:
    """Make a backup in the folder of backups and drop the oldest beyond those to be kept."""
    assert store.path is not None
    folder = store.path.parent / FOLDER
    file, trouble = "", ""
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        make_private(folder)
        made = backup(store, folder)
        file = made.name
        note(Event.BACKED_UP, _WHO, plan=store.path.name, backup=file)
        _drop_oldest(folder, store.path.stem, read_settings().keep)
    except (OSError, StrategyError) as error:
        trouble = (
            str(error)
            if isinstance(error, StrategyError)
            else (
                f"Der Ordner {folder} lässt sich nicht beschreiben; prüfen Sie Platz "
                "und Zugriffsrechte."
            )
        )
    done = LastBackup(now or datetime.now(UTC), file, trouble)
    with _file().change() as content:
        content.setdefault("last", {})[str(store.path)] = {
            "at": done.at.isoformat(),
            "file": file,
            "trouble": trouble,
        }
    return done


def _drop_oldest(folder: Path, stem: str, keep: int) -> None:
    # The moment stands in the name, so the order of names is the order of time.
    mine = sorted(file for file in folder.glob("*.duckdb") if original_of(file) == stem)
    for file in mine[:-keep]:
        file.unlink(missing_ok=True)


def _file() -> PrivateFile:
    return PrivateFile(Accounts().path.with_name("backups.json"))
