"""Files made to harm or to mislead: each is refused with its own sentence, or its data are read."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from strategy.intake import WrongMapping, read_table
from strategy.intake.errors import (
    NotATable,
    NothingToImport,
    ReadingFault,
    TooLarge,
    UncomputedFormulas,
    Unsafe,
)
from strategy.intake.gate.ended import why_it_ended
from strategy.intake.gate.limits import Limits
from strategy.kernel.errors import Unreadable

HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Konto</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Betrag</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>5211</t></is></c><c r="B2"><v>12.5</v></c></row>'
)
MakeWorkbook = Callable[..., Path]


def refusal(path: Path, kind: type[Unreadable], **more: object) -> str:
    with pytest.raises(kind) as caught:
        read_table(path, **more)  # type: ignore[arg-type]
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence
    return sentence


def test_plain_workbook_is_read(raw_workbook: MakeWorkbook) -> None:
    table = read_table(raw_workbook({"Blatt": HEAD}))
    assert table.texts("Konto") == ["5211"]
    assert table.values("Betrag") == [1250]
    assert table.place("Betrag", table.rows[0]) == "Blatt!B2"


def test_single_cell_in_the_last_corner(raw_workbook: MakeWorkbook) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    table = read_table(raw_workbook({"Blatt": HEAD + far}))
    assert table.values("Betrag") == [1250]
    assert any("XFD1048576" in notice for notice in table.detected.notices)


def test_large_sheet_with_a_cell_in_the_last_corner(raw_workbook: MakeWorkbook) -> None:
    """It is read while it is looked through, ends the reading process, and is tried once more."""
    many = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><v>{row % 97}.5</v></c></row>'
        for row in range(3, 130_000)
    )
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert len(many) > 8 * 1024 * 1024
    table = read_table(raw_workbook({"Blatt": HEAD + many + far}))
    assert len(table) == 129_998
    expected = 1250 + sum(row % 97 * 100 + 50 for row in range(3, 130_000))
    assert sum(table.values("Betrag")) == expected
    assert any("XFD1048576" in notice for notice in table.detected.notices)


def test_large_sheet_is_looked_through_as_well(raw_workbook: MakeWorkbook) -> None:
    many = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><f>A{row}*2</f></c></row>'
        for row in range(3, 130_000)
    )
    assert len(many) > 8 * 1024 * 1024
    path = raw_workbook({"Blatt": HEAD + many})
    assert "129997 Formel(n) (zuerst B3)" in refusal(path, UncomputedFormulas)


def test_error_cells_of_an_open_document_are_told(tmp_path: Path) -> None:
    cells = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{name}</text:p>'
        f"</table:table-cell>{cell}</table:table-row>"
        for name, cell in (
            (
                "Anwendung",
                '<table:table-cell office:value-type="string"><text:p>Kosten 2026'
                "</text:p></table:table-cell>",
            ),
            ("Fachverfahren", '<table:table-cell office:value-type="float" office:value="100"/>'),
            (
                "Portal",
                '<table:table-cell office:value-type="string" office:string-value="" '
                'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
            ),
        )
    )
    names = "".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0" '
        for short in ("office", "table", "text")
    )
    path = tmp_path / "kosten.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:'
            '1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/'
            'vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content {names}xmlns:calcext="urn:org:documentfoundation:names:'
            'experimental:calc:xmlns:calcext:1.0"><office:body><office:spreadsheet><table:table '
            f'table:name="Blatt">{cells}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    table = read_table(path)
    assert table.values("Kosten 2026") == [10000, None]
    assert table.detected.notices == [
        "1 Zelle(n) der Mappe mit Fehlerwert wie #BEZUG! oder #DIV/0! gelten als unbekannt."
    ]


def test_only_a_cell_in_the_last_corner(raw_workbook: MakeWorkbook) -> None:
    path = raw_workbook({"Blatt": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'})
    assert len(read_table(path)) == 1


def test_sparse_sheet_keeps_dates_texts_and_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "weit.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Projekte")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, ["Projekt", "Ende", "Betrag"])
    sheet.write(3, 0, "Bürgerportal")
    sheet.write_datetime(3, 1, datetime.datetime(2026, 4, 3), day)
    sheet.write(3, 2, 1000.1)
    sheet.write(1_048_575, 16_383, "fern")
    book.close()
    table = read_table(path)
    assert table.rows == [4]
    assert table.texts("Projekt") == ["Bürgerportal"]
    assert table.values("Ende") == [datetime.date(2026, 4, 3)]
    assert table.values("Betrag") == [100010]


def test_zip_bomb_of_blanks(raw_workbook: MakeWorkbook) -> None:
    path = raw_workbook({"Blatt": HEAD + " " * 300_000_000})
    assert path.stat().st_size < 1_000_000
    assert "Vielfaches" in refusal(path, TooLarge)


def test_zip_with_thousands_of_parts(raw_workbook: MakeWorkbook) -> None:
    extra = {f"xl/media/{number}.txt": "" for number in range(6_000)}
    assert "Teile" in refusal(raw_workbook({"Blatt": HEAD}, extra=extra), TooLarge)


def test_long_cell_that_needs_too_much_memory_stays_in_the_child(tmp_path: Path) -> None:
    path = tmp_path / "lang.csv"
    path.write_text('a;b\n"' + "x" * 3_000_000, "utf-8")
    assert "Anführungszeichen" in refusal(path, NotATable)


def test_memory_limit_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "viel.csv"
    path.write_text("a;b\n" + "1234567890;x\n" * 2_000_000, "utf-8")
    assert "Speicher" in refusal(path, TooLarge, limits=Limits(memory_bytes=-90_000_000))


def test_time_limit_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lange.csv"
    path.write_text("a;b\n" + '1234567890;"x\n y"\nz\n' * 1_000_000, "utf-8")
    monkeypatch.setattr(Limits, "seconds_for", lambda self, size, text: 1)
    assert "Rechenzeit" in refusal(path, TooLarge)


def test_a_fault_of_ours_is_told_as_one_and_its_cause_goes_to_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "gut.csv"
    path.write_text("Konto;Betrag\n5211;1\n", "utf-8")
    # No file is known that would do it; a limit that is no number makes the reader stumble.
    told = refusal(path, ReadingFault, limits=Limits(columns="viele"))  # type: ignore[arg-type]
    assert "Fehlers der Werkbank" in told and "workbench.log" in told
    assert "zu groß" not in told and "beschädigt" not in told and "Speicher" not in told
    assert caplog.text.count("TypeError") == 1 and "gut.csv" in caplog.text


def test_an_aborted_reader_and_one_killed_by_the_system_are_told_apart(tmp_path: Path) -> None:
    told = {
        code: str(why_it_ended(code, tmp_path, "a.csv", 4, "450 MB", "teilen Sie sie auf"))
        for code in (None, -24, 3, -9, 4, -6, 139)
    }
    assert "4 Sekunden" in told[None] and told[None] == told[-24]
    assert "450 MB Speicher;" in told[3] and "beschädigt" not in told[3]
    assert "diesem Rechner" in told[-9]
    assert "Fehlers der Werkbank" in told[4]
    # Nobody knows more of a process that the system ended; a damaged file is only one guess.
    assert "SIGABRT" in told[-6] and "SIGSEGV" in told[139]
    assert "Betriebssystem" in told[-6] and "beschädigt" not in told[-6]


def test_file_over_the_set_size(raw_workbook: MakeWorkbook) -> None:
    path = raw_workbook({"Blatt": HEAD})
    assert "größer" in refusal(path, TooLarge, limits=Limits(workbook_bytes=100))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities(raw_workbook: MakeWorkbook, encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    path = raw_workbook({"Blatt": HEAD})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", bomb.encode(encoding))
    assert "Entitäten" in refusal(path, Unsafe)


def test_formulas_without_results(tmp_path: Path) -> None:
    path = tmp_path / "formeln.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Konto", "Betrag"])
    sheet.append(["A", 5])
    sheet.append(["Summe", "=SUM(B2:B2)"])
    book.save(path)
    sentence = refusal(path, UncomputedFormulas)
    assert "B3" in sentence and "speichern" in sentence


def test_formulas_with_results_are_values(raw_workbook: MakeWorkbook) -> None:
    rows = (
        '<row r="3"><c r="A3" t="str"><f>"52"&amp;"12"</f><v>5212</v></c>'
        '<c r="B3"><f>B2*2</f><v>25</v></c></row>'
        '<row r="4"><c r="A4"><v>5213</v></c><c r="B4" t="str"><f>""</f><v></v></c></row>'
    )
    table = read_table(raw_workbook({"Blatt": HEAD + rows}))
    assert table.texts("Konto") == ["5211", "5212", "5213"]
    assert table.values("Betrag") == [1250, 2500, None]


def test_error_cells_are_unknown_and_named(raw_workbook: MakeWorkbook) -> None:
    rows = HEAD + '<row r="3"><c r="A3"><v>1</v></c><c r="B3" t="e"><v>#REF!</v></c></row>'
    table = read_table(raw_workbook({"Blatt": rows}))
    assert table.values("Betrag") == [1250, None]
    assert any("B3" in notice for notice in table.detected.notices)


def test_hidden_first_sheet_is_not_read_and_that_is_said(raw_workbook: MakeWorkbook) -> None:
    other = HEAD.replace("5211", "4711")
    path = raw_workbook({"Geheim": other, "Sichtbar": HEAD}, hidden=("Geheim",))
    table = read_table(path)
    assert table.detected.sheet == "Sichtbar"
    assert table.texts("Konto") == ["5211"]
    assert any("Geheim" in notice for notice in table.detected.notices)
    assert read_table(path, sheet="geheim").texts("Konto") == ["4711"]


def test_unknown_sheet_names_the_others(raw_workbook: MakeWorkbook) -> None:
    with pytest.raises(WrongMapping) as caught:
        read_table(raw_workbook({"Blatt": HEAD}), sheet="Haushalt")
    assert "„Blatt“" in str(caught.value) and caught.value.field == "sheet"


def test_vertically_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "verbunden.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Amt", "Konto", "Betrag"])
    sheet.merge_range(1, 0, 2, 0, "Hauptamt")
    sheet.write_row(1, 1, ["A", 1.5])
    sheet.write_row(2, 1, ["B", 2.5])
    book.close()
    assert read_table(path).texts("Amt") == ["Hauptamt", "Hauptamt"]


def test_macintosh_days(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, ["Projekt", "Ende"])
    sheet.write(1, 0, "A")
    sheet.write_datetime(1, 1, datetime.datetime(2021, 1, 1), day)
    book.close()
    assert read_table(path).values("Ende") == [datetime.date(2021, 1, 1)]


def test_folder_missing_file_and_empty_file(tmp_path: Path) -> None:
    assert "Ordner" in refusal(tmp_path, NotATable)
    assert "gibt es nicht" in refusal(tmp_path / "fehlt.csv", NotATable)
    empty = tmp_path / "leer.csv"
    empty.touch()
    assert "leer" in refusal(empty, NothingToImport)
    empty.write_text(" \n\n ")
    assert "Leerzeichen" in refusal(empty, NothingToImport)


def test_only_a_header(text_file: MakeWorkbook) -> None:
    assert "Datenzeile" in refusal(text_file("Konto;Betrag\n"), NothingToImport)


def test_pictures_and_pdfs_are_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "bild.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    assert "keine" in refusal(path, NotATable)
    path.write_bytes(b"%PDF-1.7 nichts")
    assert "keine Tabelle" in refusal(path, NotATable)


def test_archive_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "archiv.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("liesmich.txt", "kein Blatt")
    assert "keine Arbeitsmappe" in refusal(path, NotATable)
    path.write_bytes(path.read_bytes()[:60])
    assert "keine Arbeitsmappe" in refusal(path, NotATable)


def test_text_with_a_workbook_ending(tmp_path: Path) -> None:
    path = tmp_path / "tabelle.xls"
    path.write_text("Konto\tBetrag\n1\t2\n")
    assert "ist aber keine" in refusal(path, NotATable)
