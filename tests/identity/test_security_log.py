"""The log of the doors: private, in order, rotated, and never in the way."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from strategy.cli import main
from strategy.identity import security_log
from strategy.identity.security_log import LOG_VARIABLE, Event, entries, note
from strategy.kernel.records import save_
from strategy.kernel.store.backup import backup
from strategy.nouns import Goal
from tests.fresh_plans import empty_plan


def test_lines_are_private_and_come_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.jsonl"
    monkeypatch.setenv(LOG_VARIABLE, str(path))
    assert entries() == []
    note(Event.SIGNED_IN, "Anna", address="10.0.0.7")
    note(Event.REFUSED, "Änna\nX")
    assert [line.who for line in entries()] == ["Änna\nX", "Anna"]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open("a") as handle:
        handle.write('{"cut\n')
    assert len(entries()) == 2
    monkeypatch.setattr(security_log, "_LONGEST", 200)
    for number in range(40):
        note(Event.SIGNED_IN, f"Nr. {number}")
    assert len(list(tmp_path.glob("log.jsonl.?"))) == 4
    assert [line.who for line in entries(3)] == ["Nr. 39", "Nr. 38", "Nr. 37"]
    # Where nothing can be written nobody is kept out.
    monkeypatch.setenv(LOG_VARIABLE, str(path / "nowhere" / "log"))
    note(Event.SIGNED_IN, "Anna")


def test_a_restore_is_written_down_outside_of_the_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "log.jsonl"))
    path = tmp_path / "plan.duckdb"
    store = empty_plan(path)
    copy = backup(store, tmp_path / "alt.duckdb")
    with store.write("Anna") as tx:
        save_(tx, Goal(title="x", level="Leitziel"))
    store.close()
    copy.chmod(0o400)
    before = copy.read_bytes()
    assert main(["restore", str(copy), str(path), "--neueren-ersetzen"]) == 0
    # The backup is as it was, with nothing beside it.
    assert copy.read_bytes() == before and not list(tmp_path.glob("alt.duckdb?*"))
    (line,) = entries()
    assert line.event == Event.RESTORED and "Kommandozeile" in line.who
    assert line.details["backup"] == "alt.duckdb" and len(line.details["before"]) == 64
    assert line.details["before"] != line.details["after"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    capsys.readouterr()
    assert main(["log"]) == 0
    said = capsys.readouterr().out
    assert "Plan wiederhergestellt" in said and "plan.duckdb" in said
    assert json.loads((tmp_path / "log.jsonl").read_text())["plan"] == "plan.duckdb"
