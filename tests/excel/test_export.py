"""The whole plan in open files: nothing left out, nothing changed, readable without us."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from strategy.cli import main
from strategy.excel.export import write_folder, write_workbook
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind
from strategy.kernel.records import all_nouns, insert
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.municipality import Municipality
from tests.fresh_plans import some_plan


@pytest.fixture
def small() -> Store:
    store = some_plan()
    with store.write("Test") as tx:
        insert(tx, [Municipality(title="Kleinstadt", plan_year=2027)])
        made = insert(
            tx,
            [Application(title="=1+1", purpose='Zeile 1\nZeile "2"; Ende', key="007", dpa=False)],
        )
        insert(
            tx,
            [
                CostLine(
                    application_id=made[0].id,
                    year=2027,
                    cost_type="Lizenz",
                    amount_cents=-123_456,
                    title="-5",
                ),
                CostLine(application_id=made[0].id, year=2028, cost_type="Lizenz"),
            ],
        )
    return store


def read_csv(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


def test_parquet_equals_every_table(town: Store, tmp_path: Path) -> None:
    folder = write_folder(town, tmp_path / "out", parquet=True)
    with town.read() as db:
        for noun in all_nouns():
            columns = ", ".join(["id", "version", *(spec.name for spec in noun.specs())])
            table = db.arrow(f"SELECT {columns} FROM {noun.TABLE} ORDER BY id")
            assert pq.read_table(folder / f"{noun.TABLE}.parquet").equals(table), noun.TABLE


def test_schema_names_every_column_and_reference(small: Store, tmp_path: Path) -> None:
    folder = write_folder(small, tmp_path / "out", parquet=True)
    schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    assert {item["table"] for item in schema["tables"]} == {noun.TABLE for noun in all_nouns()}
    cost = next(item for item in schema["tables"] if item["table"] == "cost_line")
    by_name = {column["name"]: column for column in cost["columns"]}
    assert by_name["application_id"]["references"] == "application.id"
    assert by_name["amount_cents"] == {
        "name": "amount_cents",
        "type": "BIGINT",
        "label": "Betrag",
        "kind": str(Kind.MONEY),
        "required": False,
        "unit": "Cent (in CSV: Euro)",
    }
    assert by_name["basis"]["choices"] == ["Plan", "Ist"] and cost["rows"] == 2


@pytest.mark.parametrize("parquet", [False, True])
def test_the_query_of_the_readme_runs_in_plain_duckdb(
    town: Store, tmp_path: Path, parquet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(town, tmp_path / "out", parquet=parquet)
    query = (folder / "README.txt").read_text(encoding="utf-8").rpartition("Ordner:")[2]
    monkeypatch.chdir(folder)
    assert duckdb.connect().execute(query).fetchall()


def test_csv_is_german_and_never_a_formula(small: Store, tmp_path: Path) -> None:
    folder = write_folder(small, tmp_path / "out")
    application = read_csv(folder / "application.csv")[0]
    assert application["Bezeichnung"] == "'=1+1"
    assert application["Zweck"] == 'Zeile 1\nZeile "2"; Ende'
    assert application["Schlüssel"] == "007" and application["AVV vorhanden"] == "nein"
    first, second = read_csv(folder / "cost_line.csv")
    assert first["Betrag"] == "-1234,56" and first["Bezeichnung"] == "'-5"
    assert second["Betrag"] == "" and first["Anwendung (Name)"] == "'=1+1"


def test_workbook_has_every_table_with_ids_and_numbers(small: Store, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_workbook(small, tmp_path / "all.xlsx"))
    assert len(book.sheetnames) == 1 + len(all_nouns())
    header, first, second = (
        [cell.value for cell in row] for row in book["Kostenzeilen"].iter_rows(min_row=4)
    )
    cells = dict(zip(header, first, strict=True))
    assert cells["Nr."] == "KL-0001" and cells["Anwendung"] == "A-0001"
    assert cells["Anwendung (Name)"] == "=1+1" and cells["Betrag"] == -1234.56
    assert cells["Zeilenversion"] == 1 and dict(zip(header, second, strict=True))["Betrag"] is None


def test_a_folder_with_other_files_is_left_alone(small: Store, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("wichtig")
    with pytest.raises(Refused, match="ist nicht leer"):
        write_folder(small, tmp_path)
    with pytest.raises(Refused, match="ist eine Datei"):
        write_folder(small, tmp_path / "brief.txt")


def test_the_commands_write_and_refuse(
    town_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Once as a program of its own; libraries have a way of speaking up at its end.
    report = subprocess.run(
        [sys.executable, "-m", "strategy", "report", str(town_file), str(tmp_path / "b.xlsx")],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert report.returncode == 0 and report.stderr == "" and (tmp_path / "b.xlsx").exists()
    plan = str(shutil.copy(town_file, tmp_path / "town.duckdb"))
    assert main(["report", plan, str(tmp_path / "b.xlsx"), "--version", "Nirgends"]) == 1
    said = capsys.readouterr().err
    assert "gibt es in diesem Plan nicht" in said and len(said.strip().splitlines()) == 1
    assert main(["report", plan, "b.pdf"]) == 1
    with pytest.raises(SystemExit, match="^2$"):
        main(["report"])
    assert main(["export", plan, str(tmp_path / "csv")]) == 0
    assert (tmp_path / "csv" / "measure.csv").exists()
