"""What the server does by itself: copies for who asks, the log folded in, daily backups."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from strategy.cli import main
from strategy.kernel.errors import PlanFileError
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.asking import answer_questions, ask_for_copy
from strategy.kernel.store.check import check_file
from strategy.kernel.store.copies import tidy
from strategy.nouns import Goal
from strategy.plans import keeping, opened, schedule


def _save(store: Store, title: str) -> None:
    with store.write("Anna") as tx:
        save_(tx, Goal(title=title, level="Leitziel"))


def _titles(path: Path) -> set[str | None]:
    store = Store.open(path)
    try:
        with store.read() as db:
            return {goal.title for goal in find(db, Goal)}
    finally:
        store.close()


def test_backup_while_another_program_has_the_plan_open(
    plan_file: Store, tmp_path: Path, house: Path
) -> None:
    assert plan_file.path is not None
    _save(plan_file, "eins")
    asking = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "strategy",
            "backup",
            str(plan_file.path),
            str(tmp_path / "b.duckdb"),
        ],
        cwd=house,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    number = 0
    while asking.poll() is None:
        # Somebody goes on working meanwhile.
        answer_questions(plan_file)
        _save(plan_file, f"dabei {number}")
        number += 1
        time.sleep(0.05)
    out, err = asking.communicate()
    assert asking.returncode == 0, err
    assert "Gesichert" in out and number > 2
    assert "eins" in _titles(tmp_path / "b.duckdb")
    assert check_file(tmp_path / "b.duckdb") == []
    assert not list(tmp_path.glob("plan.duckdb.kopie*"))


def test_who_gets_no_answer_is_told(plan_file: Store, tmp_path: Path) -> None:
    assert plan_file.path is not None
    with pytest.raises(PlanFileError, match="keine Kopie herausgibt"):
        ask_for_copy(plan_file.path, patience=0.3)
    assert not list(tmp_path.glob("*.bitte"))


def test_an_idle_plan_is_folded_so_that_its_file_alone_has_all(
    plan_file: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plan_file.path is not None
    monkeypatch.setattr(keeping, "_IDLE_SECONDS", 0.1)
    monkeypatch.setenv(opened.PLAN_VARIABLE, str(plan_file.path))
    opened.add_store(plan_file)
    try:
        keeper = keeping.Keeper()
        _save(plan_file, "gespeichert")
        state = plan_file.write_lock.state_number
        with plan_file.read() as db:
            keeper.look()
            time.sleep(0.2)
            keeper.look()
            # A reader that stays open is not held up, and what pages remember stays true.
            assert len(find(db, Goal)) == 1
        assert plan_file.write_lock.state_number == state
        assert not Path(f"{plan_file.path}.wal").exists()
        assert "gespeichert" in _titles(shutil.copy(plan_file.path, tmp_path / "kopie.duckdb"))
    finally:
        opened.close_store(plan_file.path)


def test_a_backup_a_day_and_thirty_kept(
    plan_file: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRATEGY_ACCOUNTS", str(tmp_path / "accounts.json"))
    now = datetime(2027, 5, 1, 3, tzinfo=UTC)
    assert schedule.back_up_if_due(plan_file, now)
    folder = tmp_path / schedule.FOLDER
    assert folder.stat().st_mode & 0o077 == 0
    assert not schedule.back_up_if_due(plan_file, now + timedelta(hours=23))
    last = schedule.last_backup(plan_file.path)  # type: ignore[arg-type]
    assert last is not None and last.trouble == "" and (folder / last.file).exists()
    # The clock was set back: not the next years without a backup.
    (folder / last.file).rename(folder / "plan-2020-01-01-000000.duckdb")
    assert schedule.back_up_if_due(plan_file, now - timedelta(days=400))
    schedule.save_settings(schedule.Settings(True, 1))
    (folder / "plan-2020-01-02-000000.duckdb").touch()
    (folder / "andere-2020-01-02-000000.duckdb").touch()
    time.sleep(1.1)
    assert schedule.back_up_now(plan_file).trouble == ""
    assert len(list(folder.glob("plan-20*.duckdb"))) == 1
    assert (folder / "andere-2020-01-02-000000.duckdb").exists()
    schedule.save_settings(schedule.Settings(False, 30))
    assert not schedule.back_up_if_due(plan_file, now + timedelta(days=3))
    shutil.rmtree(folder)
    folder.write_text("no folder")
    assert "nicht beschreiben" in schedule.back_up_now(plan_file).trouble


def test_half_written_files_of_killed_programs_go(tmp_path: Path) -> None:
    import os

    for name in ("a.duckdb.teil", "a.duckdb.teil.wal", "accounts.json.abc.teil"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1, 1))
    (tmp_path / "jetzt.teil").touch()
    (tmp_path / "plan.duckdb").touch()
    assert tidy(tmp_path) == 3
    assert sorted(file.name for file in tmp_path.iterdir()) == ["jetzt.teil", "plan.duckdb"]


def test_a_printed_checksum_is_compared(
    plan_file: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    _save(plan_file, "eins")
    plan_file.close()
    plan = str(plan_file.path)
    assert main(["seal", plan, "Stadtrat 14.05.2027", "--actor", "Anna"]) == 0
    printed = capsys.readouterr().out
    short, full = printed.split("Prüfsumme ")[1].replace("(", "").replace(")", "").split()
    assert len(short) == 23 and full.startswith(short.replace("-", "").casefold())
    for typed in (short, full, short.replace("-", " "), short.casefold(), short.replace("-", "")):
        assert main(["verify", plan, "Stadtrat 14.05.2027", "--hash", typed]) == 0
        assert "gehört" in capsys.readouterr().out
    wrong = "0" if short[0] != "0" else "1"
    assert main(["verify", plan, "Stadtrat 14.05.2027", "--hash", wrong + short[1:]]) == 1
    assert "andere Prüfsumme" in capsys.readouterr().out
    assert main(["verify", plan, "Stadtrat 14.05.2027", "--hash", "kurz"]) == 1
    assert "keine Prüfsumme" in capsys.readouterr().err
    assert main(["verify", plan, "Entwurf", "--hash", short]) == 1
    assert "nicht festgeschrieben" in capsys.readouterr().err
