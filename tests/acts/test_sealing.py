"""A sealed edition says the same for ever, and whoever alters it is found."""

from __future__ import annotations

from pathlib import Path

import duckdb
import openpyxl
from docx import Document

from strategy.acts.sealing import Occasion, seal_for
from strategy.cli import main
from strategy.documents.measure_sheet import write_measure_sheet
from strategy.excel.report import write_report
from strategy.kernel.records import find, get_
from strategy.kernel.store import Store
from strategy.kernel.store.check import check_file
from strategy.kernel.store.fingerprint import short_hash
from strategy.nouns import Paper
from strategy.nouns.paper_attachment import PaperAttachment
from tests.seal_trials import edit_at_random, small_plan


def test_an_edition_stays_the_same_to_the_byte_whatever_becomes_of_the_draft(
    plan_file: Store, tmp_path: Path
) -> None:
    paper = small_plan(plan_file)
    edition = seal_for(plan_file, "Anna", "Stadtrat", occasion=Occasion(paper="FB 1-169-2022"))
    with plan_file.read() as db:
        assert get_(db, Paper, paper).edition == edition.name
        (annex,) = find(db, PaperAttachment)
    assert annex.found_at == f"Prüfsumme {short_hash(edition.hash or '')}"

    before = write_report(plan_file, tmp_path / "vorher.xlsx", edition.name).read_bytes()
    edit_at_random(plan_file, 200, seed=7)
    report = write_report(plan_file, tmp_path / "nachher.xlsx", edition.name)
    assert report.read_bytes() == before
    # Page one of each output carries the hash that stands in the paper.
    cover = openpyxl.load_workbook(report, read_only=True).worksheets[0]
    told = {row[1]: row[2] for row in cover.iter_rows(min_row=7, max_row=22, values_only=True)}
    assert told["Prüfsumme, kurz"] == short_hash(edition.hash or "")
    assert told["Anlage zu"] == "Beschlussvorlage FB 1/169/2022 Digitalstrategie"
    assert told["Liegt vor"] == "Stadtrat, Sitzung am 15.12.2026"
    assert told["In Kraft ab"] == "1. Januar 2027"
    sheet = write_measure_sheet(plan_file, tmp_path / "blatt.docx", "M-0001", edition.name)
    footer = Document(str(sheet)).sections[0].footer.paragraphs[0].text
    assert short_hash(edition.hash or "") in footer


def test_the_command_seals_for_a_paper_and_a_doctored_copy_is_found(
    plan_file: Store, tmp_path: Path, capsys: object
) -> None:
    small_plan(plan_file)
    path = plan_file.path
    assert path is not None
    plan_file.close()
    seal = ["seal", str(path), "Rat", "--paper", "FB 1/169/2022", "--in-force", "1.2.2027"]
    assert main(seal) == 0
    assert main([*seal[:2], "Anders", "--paper", "VO-0099"]) == 1
    assert main([*seal[:2], "Anders", "--body", "Kreistag"]) == 1
    said = capsys.readouterr()  # type: ignore[attr-defined]
    assert "Anlage zu VO-0001, in Kraft ab 01.02.2027" in said.out
    assert "VO-0099“ gibt es in diesem Plan nicht" in said.err and "Kreistag" in said.err
    short = said.out.split("Prüfsumme ")[1].split(" ")[0]
    assert main(["verify", str(path), "Rat", "--hash", short.lower()]) == 0
    assert check_file(path) == []

    # Somebody changes the edition past the workbench, as plain DuckDB can.
    with duckdb.connect(str(path)) as raw:
        raw.execute("DROP TRIGGER seal_update ON edition_rat.measure")
        raw.execute("UPDATE edition_rat.measure SET title = 'Gefälscht' WHERE id = 'M-0001'")
    assert main(["verify", str(path), "Rat", "--hash", short]) == 1
    troubles = check_file(path)
    assert troubles and any("Rat" in trouble for trouble in troubles), troubles
