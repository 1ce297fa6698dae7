"""Kill a program in the midst of every kind of work on a plan, again and again.

``python -m benchmarks.kills [ROUNDS]`` prints one line per kind.  A round is lost where the plan
does not open, is not sound, or lacks what was acknowledged.  Unix only: the child kills itself.
"""

from __future__ import annotations

import contextlib
import lzma
import os
import random
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl

import strategy.nouns  # noqa: F401
from strategy.cli import main as main_of_cli
from strategy.kernel.records import save_
from strategy.kernel.store import Store, database
from strategy.kernel.store.backup import backup, restore
from strategy.kernel.store.check import check_store
from strategy.kernel.store.undo import redo, undo
from strategy.kernel.store.versions import create_scenario, delete_scenario, seal_edition
from strategy.nouns import Application, Goal, OrganisationUnit
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.applying import Decision, apply_replies
from strategy.survey.comparing import compare_reply
from strategy.survey.form import FIRST_ROW
from strategy.survey.limited import read_books
from strategy.survey.raw_book import RawBook
from strategy.survey.sending import send_round

TODAY = date(2026, 11, 20)
FIXTURE = Path(__file__).parent.parent / "tests" / "fixtures" / "plans" / "schema_007.duckdb.xz"


def _say(entry: int) -> None:
    os.write(1, b"%d\n" % entry)


def _tip(store: Store) -> int:
    with store.read() as db:
        return int(db.value("SELECT max(id) FROM history.action"))


def _save(store: Store, number: int) -> None:
    with store.write("Anna") as tx:
        save_(tx, Goal(title=str(number), level="Leitziel"))


def _saves(path: Path, number: int) -> None:
    store = Store.open(path)
    for step in range(10_000):
        _save(store, step)
        _say(_tip(store))


def _saves_with_the_clock_set_back(path: Path, number: int) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Clock:  # type: ignore[override]
            return super().now(tz) - timedelta(days=number)  # type: ignore[arg-type]

    database.datetime = Clock  # type: ignore[misc]
    _saves(path, number)


def _writers(path: Path, number: int) -> None:
    store = Store.open(path)
    for _ in range(20):
        threading.Thread(target=lambda: [_save(store, n) for n in range(999)], daemon=True).start()
    while True:
        _say(_tip(store))


def _undos(path: Path, number: int) -> None:
    store = Store.open(path)
    for step in range(10_000):
        _save(store, step)
        undo(store, "Anna")
        redo(store, "Anna")
        _say(_tip(store))


def _versions(path: Path, number: int) -> None:
    store = Store.open(path)
    for step in range(1000):
        seal_edition(store, "Anna", f"Fassung {number} {step}")
        delete_scenario(store, "Anna", create_scenario(store, "Anna", f"S {number} {step}").name)
        _say(_tip(store))


def _backups(path: Path, number: int) -> None:
    store = Store.open(path)
    for step in range(1000):
        _save(store, step)
        backup(store, path.with_name(f"kopie-{number}-{step}.duckdb"))
        _say(_tip(store))


def _restores(path: Path, number: int) -> None:
    copy = path.with_name("sicherung.duckdb")
    for _ in range(1000):
        restore(copy, path, replace_newer=True)


def _migrations(path: Path, number: int) -> None:
    path.write_bytes(lzma.decompress(FIXTURE.read_bytes()))
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    path.with_name(path.name + ".stand").unlink(missing_ok=True)
    Store.open(path).close()


def _imports(path: Path, number: int) -> None:
    for step in range(1000):
        table = path.with_name(f"kopie-liste-{number}-{step}.csv")
        rows = [f"Verfahren {number} {step} {row};Hersteller {row}" for row in range(40)]
        table.write_text("\n".join(["Bezeichnung;Hersteller", *rows]), encoding="utf-8")
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
            done = main_of_cli(["import", str(path), "applications", str(table)])
        assert done == 0
        store = Store.open(path)
        _say(_tip(store))
        store.close()


def _send_survey(path: Path) -> None:
    """Workbooks of six Ämter, filled in; before the kills, which are to meet the reading."""
    store = Store.open(path)
    with store.write("Anna") as tx:
        for number in range(6):
            unit = save_(tx, OrganisationUnit(title=f"Amt {number}", level=2))
            for row in range(8):
                save_(tx, Application(title=f"Verfahren {number} {row}", organisation_id=unit.id))
        survey = save_(tx, SurveyRound(title="Runde", due=date(2027, 1, 31)))
    for number, book in enumerate(send_round(store, "Anna", survey.id, TODAY)):
        target = path.with_name(f"bogen-{number}.xlsx")
        target.write_bytes(book.data)
        filled = openpyxl.load_workbook(target)
        for row in range(FIRST_ROW, FIRST_ROW + 8):
            filled["Anwendungen"].cell(row, 11).value = 77
        filled.save(target)
    store.close()


def _surveys(path: Path, number: int) -> None:
    store = Store.open(path)
    for _ in range(1000):
        books = read_books(sorted(path.parent.glob("bogen-*.xlsx")))
        with store.read() as db:
            replies = [
                (compare_reply(db, book), Decision()) for book in books if isinstance(book, RawBook)
            ]
        assert len(replies) == 6
        apply_replies(store, "Anna", replies, TODAY)
        _say(_tip(store))
        # So that the same workbooks bring their changes once more.
        undo(store, "Anna")
        _say(_tip(store))


KINDS: dict[str, tuple[Callable[[Path, int], None], float]] = {
    "save": (_saves, 1.0),
    "save, clock set back": (_saves_with_the_clock_set_back, 1.0),
    "20 writers": (_writers, 1.5),
    "undo and redo": (_undos, 1.5),
    "seal, scenario, bin": (_versions, 4.0),
    "import": (_imports, 6.0),
    "survey in": (_surveys, 10.0),
    "backup": (_backups, 4.0),
    "restore": (_restores, 4.0),
    "migration": (_migrations, 2.0),
}


def main(rounds: int = 10, *only: str) -> None:
    """Every kind (or those named) ``rounds`` times, each killed at a moment drawn from a fixed
    seed."""
    dice = random.Random(5)
    for kind, (work, longest) in KINDS.items():
        if only and kind not in only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "plan.duckdb"
            store = Store.create(path)
            _save(store, 0)
            backup(store, path.with_name("sicherung.duckdb"))
            store.close()
            if work is _surveys:
                _send_survey(path)
            told = lost = 0
            for number in range(1, rounds + 1):
                acknowledged = _killed(work, path, number, dice.uniform(0.2, longest))
                told += len(acknowledged)
                lost += not _stands(path, max(acknowledged, default=0))
                for left in Path(folder).glob("kopie-*"):
                    left.unlink()
            print(f"{kind}: {rounds} kills, {told} acknowledged, {lost} lost", flush=True)


def _killed(
    work: Callable[[Path, int], None], path: Path, number: int, seconds: float
) -> list[int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        os.close(reading)
        # From the inside, so that it falls into the midst of a statement or of a commit.
        threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
        try:
            work(path, number)
            threading.Event().wait(seconds)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as lines:
        said = [int(line) for line in lines if line.strip().isdigit()]
    os.waitpid(child, 0)
    return said


def _stands(path: Path, entry: int) -> bool:
    # Opened first: killed between the two renames of a restore, the plan lies beside under its
    # other name, and opening it is what brings it back.
    store = Store.open(path)
    try:
        if troubles := check_store(store):
            print(troubles)
            return False
        return _tip(store) >= entry
    finally:
        store.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:])
