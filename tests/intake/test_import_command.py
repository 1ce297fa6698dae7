"""``python -m strategy import`` as a user meets it: exit codes, sentences, JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from strategy.cli import main
from strategy.kernel.store import Store
from tests.fresh_plans import empty_plan

MakeText = Callable[..., Path]
KEYS = {
    "column_fates",
    "rows_left_out",
    "read",
    "added",
    "added_names",
    "changed",
    "unchanged",
    "missing",
    "rejected",
    "detected",
    "totals",
}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "kommune.duckdb"
    empty_plan(path).close()
    return path


def budget(text_file: MakeText, amount: str = "1.234,50") -> Path:
    return text_file(f"Konto;Bezeichnung;Ansatz 2024\n0520;Strom;{amount}\n", "haushalt.csv")


def test_import_then_nothing_to_do(
    plan: Path, text_file: MakeText, capsys: pytest.CaptureFixture[str]
) -> None:
    path = budget(text_file)
    assert main(["import", str(plan), "budget", str(path), "--dry-run", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert set(shown) == KEYS
    assert (shown["read"], shown["added"], shown["totals"]) == (1, 1, {"2024": {"Ansatz": 123450}})
    assert shown["detected"]["delimiter"] == "Semikolon"
    assert shown["detected"]["year_columns"] == {"Ansatz 2024": [2024, "Ansatz"]}
    assert main(["import", str(plan), "budget", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 1
    assert main(["import", str(plan), "budget", str(path)]) == 0
    assert "neu 0, geändert 0, unverändert 1" in capsys.readouterr().out


def test_refusals_are_one_sentence_on_stderr(
    plan: Path, tmp_path: Path, text_file: MakeText, capsys: pytest.CaptureFixture[str]
) -> None:
    doubtful = budget(text_file, "1.234")
    assert main(["import", str(plan), "budget", str(doubtful)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert '"numbers"' in err and "„1.234“" in err
    settled = tmp_path / "zuordnung.json"
    settled.write_text('{"numbers": {"Ansatz 2024": "thousands"}}', "utf-8")
    assert main(["import", str(plan), "budget", str(doubtful), "--mapping", str(settled)]) == 0
    assert "1.234,00" in capsys.readouterr().out.replace("\xa0", " ")
    for wrong in (tmp_path / "fehlt.csv", tmp_path):
        assert main(["import", str(plan), "budget", str(wrong)]) == 1
    assert main(["import", str(plan), "budget", str(doubtful), "--mapping", "fehlt.json"]) == 1
    assert main(["import", str(tmp_path / "fehlt.duckdb"), "budget", str(doubtful)]) == 1
    assert capsys.readouterr().err.count("\n") == 4


def test_rejected_rows_are_listed_and_refuse_the_whole(
    plan: Path, text_file: MakeText, capsys: pytest.CaptureFixture[str]
) -> None:
    path = text_file("ID;Projekt\n1;A\n1;B\n")
    assert main(["import", str(plan), "projects", str(path), "--json"]) == 1
    out, err = capsys.readouterr()
    rejected = json.loads(out)["rejected"]
    assert [set(cell) for cell in rejected] == [{"row", "column", "value", "reason"}]
    assert rejected[0]["row"] == 3 and "Zeile 3" in err
    store = Store.open(plan)
    with store.read() as db:
        assert db.value("SELECT count(*) FROM project") == 0
    store.close()


def test_wrong_usage_is_exit_2(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["import", str(plan)], ["import", str(plan), "wetter", "x.csv"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
    assert "Aufruf" in capsys.readouterr().err


def test_the_real_command_line(plan: Path, text_file: MakeText) -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "strategy", "import", str(plan), "budget", str(budget(text_file))],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Gelesen 1, neu 1" in done.stdout
