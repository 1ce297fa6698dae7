"""``survey out`` and ``survey in`` as people call them, and LibreOffice opening what goes out."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from strategy.cli import main
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.survey_reply import SurveyReply
from strategy.survey.form import FIRST_ROW, HEADER_ROW, IN_ORDER
from tests.fresh_plans import empty_plan
from tests.office import converted
from tests.survey.town import cell_of, compared, edited, fill_town, raw, send


@pytest.fixture
def plan_path(tmp_path: Path) -> Path:
    store = empty_plan(tmp_path / "plan.duckdb")
    fill_town(store)
    store.close()
    return tmp_path / "plan.duckdb"


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.xlsx"))


def test_out_and_in_from_the_command_line(
    plan_path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "aus"
    assert main(["survey", "out", str(plan_path), str(folder)]) == 0
    assert [path.name for path in files_in(folder)] == [
        "Erhebung_Amt-50_ER-0001.xlsx",
        "Erhebung_Amt-60_ER-0001.xlsx",
    ]
    back = folder / "Erhebung_Amt-60_ER-0001.xlsx"

    def fill(book: Any) -> None:
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = 77
        cell_of(book, "Anwendungen", "A-0001", "Zweck").value = "Vom Amt"

    back.write_bytes(edited(back.read_bytes(), fill))
    store = Store.open(plan_path)
    with store.write("Anna") as tx:
        save_(tx, get_(tx, Application, "A-0001").replace(users=30))
    store.close()
    capsys.readouterr()

    assert (
        main(["survey", "in", str(plan_path), *map(str, files_in(folder)), "--dry-run", "--json"])
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert [one["unit"] for one in told] == ["Sozialamt", "Bauamt"]
    assert [one["applied"] for one in told] == [False, False]
    assert told[1]["counts"]["changes"] == 1 and told[1]["counts"]["conflicts"] == 1
    assert told[1]["conflicts"][0]["key"] == "A-0001.users"

    # Causes of what cannot be read go to the log, as those of an import do.
    log = logging.getLogger("workbench.reading")
    monkeypatch.setattr(log, "handlers", [])
    assert main(["survey", "in", str(plan_path), str(back)]) == 0
    assert log.handlers
    said = capsys.readouterr().out
    assert "Konflikt A-0001.users" in said and "ausgegeben 12, im Plan 30, vom Amt 77" in said
    assert values(plan_path) == (30, "Vom Amt")


def test_conflicts_may_be_decided_for_the_amt(plan_path: Path, tmp_path: Path) -> None:
    main(["survey", "out", str(plan_path), str(tmp_path / "aus")])
    back = tmp_path / "aus" / "Erhebung_Amt-60_ER-0001.xlsx"

    def fill(book: Any) -> None:
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = 77

    back.write_bytes(edited(back.read_bytes(), fill))
    store = Store.open(plan_path)
    with store.write("Anna") as tx:
        save_(tx, get_(tx, Application, "A-0001").replace(users=30))
    store.close()
    assert main(["survey", "in", str(plan_path), str(back), "--accept", "theirs"]) == 0
    assert values(plan_path)[0] == 77


def test_a_file_with_errors_is_refused_and_marked_and_the_others_are_taken(
    plan_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["survey", "out", str(plan_path), str(tmp_path / "aus")])
    bad, good = reversed(files_in(tmp_path / "aus"))

    def fill(book: Any) -> None:
        cell_of(book, "Anwendungen", "A-0001", "Nutzende").value = "viele"
        cell_of(book, "Anwendungen", "A-0001", "Zweck").value = "Vom Amt"

    bad.write_bytes(edited(bad.read_bytes(), fill))
    stranger = tmp_path / "fremd.xlsx"
    stranger.write_bytes(b"PK\x03\x04")
    call = ["survey", "in", str(plan_path), str(bad), str(stranger), str(good)]
    assert main([*call, "--marked", str(tmp_path / "zurueck")]) == 1
    said = capsys.readouterr()
    assert "„fremd.xlsx“ ist beschädigt" in said.err
    assert "(K7): „viele“ ist nicht eindeutig" in said.out
    copy = openpyxl.load_workbook(tmp_path / "zurueck" / f"{bad.stem}_Hinweise.xlsx")
    assert "„viele“" in cell_of(copy, "Anwendungen", "A-0001", "Nutzende").comment.text
    assert values(plan_path) == (12, None)
    assert states(plan_path) == {"OE-0002": "versandt", "OE-0003": "eingelesen"}

    assert main([*call[:4], "--leave-out-errors"]) == 0
    assert values(plan_path) == (12, None), "the whole row with the error stays out"
    assert states(plan_path)["OE-0002"] == "zurück"


def test_a_new_round_is_made_with_the_sending(
    plan_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "neu"
    assert (
        main(
            [
                "survey",
                "out",
                str(plan_path),
                str(folder),
                "--new",
                "Nachfrage",
                "--due",
                "31.12.2099",
                "--asked-by",
                "Kämmerei",
                "--reason",
                "Haushalt",
            ]
        )
        == 0
    )
    cover = openpyxl.load_workbook(files_in(folder)[0])["Deckblatt"]
    words = [cell.value for row in cover.iter_rows() for cell in row if cell.value]
    assert {"Nachfrage", "Kämmerei", "Haushalt", "31. Dezember 2099", "Datenschutz"} <= set(words)
    assert main(["survey", "out", str(plan_path), str(folder), "--round", "ER-0099"]) == 1
    assert "ER-0099" in capsys.readouterr().err


def test_the_workbook_is_guarded_and_helps_to_fill_in(sent: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sent.data))
    for form in IN_ORDER:
        table = book[form.title]
        assert table.protection.sheet and table.auto_filter.ref and table.freeze_panes == "D6"
        assert table.column_dimensions["A"].hidden and table.row_dimensions[2].hidden
        for row in (HEADER_ROW, HEADER_ROW - 1):
            assert all(table.cell(row, index).protection.locked for index in range(3, 8))
        first, spare = table.cell(FIRST_ROW, 3), table.column_dimensions["C"]
        assert not first.protection.locked and not spare.protection.locked
        lists = [one for one in table.data_validations.dataValidation if one.type == "list"]
        assert lists, form.title
    assert book["Listen"].sheet_state == "hidden" and book["Kennung"].sheet_state == "veryHidden"
    # A text of the plan that looks like a formula is a text.
    dangerous = cell_of(book, "Anwendungen", "A-0002", "Bezeichnung")
    raw_book = openpyxl.load_workbook(io.BytesIO(sent.data), data_only=False)
    assert dangerous.value == "=SUMME(A1)" and dangerous.quotePrefix
    assert all(
        cell.data_type != "f" or cell.quotePrefix
        for sheet in raw_book
        for row in sheet.iter_rows()
        for cell in row
    )


def test_libreoffice_opens_and_saves_it_without_changing_a_thing(
    town: Store, tmp_path: Path
) -> None:
    sent = send(town)
    (tmp_path / "Bauamt.xlsx").write_bytes(sent.data)
    saved = converted(tmp_path / "Bauamt.xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path, by="Calc")
    reading = compared(town, raw(saved.read_bytes(), tmp_path))
    counts = reading.counts()
    assert counts["read"] == counts["untouched"] == 14, reading.changes
    assert not reading.problems and not reading.notices
    book = openpyxl.load_workbook(saved)
    kinds = {one.type for one in book["Anwendungen"].data_validations.dataValidation}
    assert {"list", "date", "whole"} <= kinds
    assert book["Anwendungen"].protection.sheet and book["Kennung"].sheet_state != "visible"


def values(path: Path) -> tuple[int | None, str | None]:
    store = Store.open(path)
    try:
        with store.read() as db:
            found = get_(db, Application, "A-0001")
            return found.users, found.purpose
    finally:
        store.close()


def states(path: Path) -> dict[str | None, str | None]:
    store = Store.open(path)
    try:
        with store.read() as db:
            return {one.organisation_id: one.status for one in find(db, SurveyReply)}
    finally:
        store.close()
