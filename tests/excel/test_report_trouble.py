"""The strategy report in trouble: hostile text, empty plans, sealed editions, full disks."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from strategy.excel.listing import Listing
from strategy.excel.report import write_report
from strategy.excel.safe_file import NotWritten, replacing
from strategy.excel.source import read_head
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.records import find, insert, save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import content_hash, seal_edition
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from strategy.nouns.municipality import Municipality
from tests.excel.reading import contents
from tests.fresh_plans import some_plan

TODAY = date(2026, 11, 20)
NASTY = (
    "=1+1",
    "+49 30 1",
    "-001",
    "@SUMME(A1)",
    "\tTab",
    "{=A1}",
    "http://example.org",
    "_x0041_",
    "<b>&amp;</b>",
    "00012",
    "1.234,56",
)


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    store = some_plan()
    with store.write("Test") as tx:
        insert(tx, [Municipality(title="=Stadt & Land", plan_year=2027)])
        made = insert(tx, [Application(title=text, purpose=text) for text in NASTY])
        insert(tx, [Measure(title=text, origin="Interview") for text in NASTY])
        insert(
            tx,
            [
                CostLine(
                    application_id=made[0].id,
                    year=2027,
                    cost_type="Lizenz",
                    amount_cents=-5,
                    title="=2",
                )
            ],
        )
    path = write_report(store, tmp_path / "nasty.xlsx", today=TODAY)
    book = openpyxl.load_workbook(path)
    # openpyxl shows the escape of a look-alike escape; Excel and LibreOffice resolve it.
    titles = [
        row[1].value.replace("_x005F_", "_") for row in book["Anwendungen"].iter_rows(min_row=5)
    ]
    assert titles == list(NASTY)
    assert all(row[1].data_type == "s" for row in book["Anwendungen"].iter_rows(min_row=5))
    assert all(row[1].quotePrefix for row in book["Anwendungen"].iter_rows(min_row=5, max_row=8))
    assert book["Maßnahmen nach Jahren"]["B6"].data_type == "s"
    own = ("=IF(", "=SUBTOTAL(", "=SUM(")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or cell.value.startswith(own), cell.value
                assert cell.hyperlink is None or cell.hyperlink.target is None
    assert "=Stadt &&" in book["Spur"].oddHeader.left.text or "=Stadt &" in str(
        book["Spur"].oddHeader.left.text
    )


def test_control_characters_and_very_long_text_survive(tmp_path: Path) -> None:
    store = some_plan()
    with store.write("Test") as tx:
        insert(tx, [Application(title="a\x0bb\x1fc\r\nd", purpose="ä" * 40_000)])
        insert(tx, [Measure(title="M\x01\x02", body="x" * 33_000, origin="Interview")])
    book = openpyxl.load_workbook(write_report(store, tmp_path / "odd.xlsx", today=TODAY))
    row = [cell.value for cell in book["Anwendungen"][5]]
    assert row[1] == "abc\nd"
    assert any(isinstance(value, str) and "40000 Zeichen" in value for value in row)
    assert book["Maßnahmen"]["B5"].value == "M"


def test_an_empty_plan_gives_a_report_that_says_what_is_missing(tmp_path: Path) -> None:
    path = write_report(some_plan(), tmp_path / "empty.xlsx", today=TODAY)
    book = openpyxl.load_workbook(path)
    words = " ".join(
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell
    )
    for missing in (
        "Das Profil der Kommune fehlt noch",
        "noch kein Leitbild",
        "noch keine Ziele",
        "noch keine Anwendungen",
        "noch keine Zukunftswerkstatt",
        "noch keine Maßnahmen",
        "noch kein Haushalt",
        "noch keine Vorlagen",
        "noch keine Kosten",
    ):
        assert missing in words, missing


def test_an_edition_gives_the_same_cells_after_later_edits(town: Store, tmp_path: Path) -> None:
    edition = seal_edition(town, "Anna", "Ratsfassung")
    first = write_report(town, tmp_path / "first.xlsx", "Ratsfassung", today=TODAY)
    with town.write("Ben", "Vieles anders") as tx:
        for measure in find(tx, Measure)[:5]:
            save_(tx, measure.replace(title=f"Neu {measure.id}", status="verworfen"))
        save_(tx, find(tx, Municipality)[0].replace(title="Andere Stadt"))
        tx.run("UPDATE cost_line SET amount_cents = 1, version = ?", [tx.action_id])
    second = write_report(town, tmp_path / "second.xlsx", edition.name, today=date(2031, 1, 1))
    before = contents(first)
    assert before == contents(second)
    cover = {row[1]: row[2] for row in before["Deckblatt"]}
    assert cover["Fassung"] == "Festgeschriebene Fassung „Ratsfassung“"
    assert cover["Prüfsumme des Inhalts"] == edition.hash
    assert edition.created_at and str(edition.created_at.year) in cover["Stand"]
    # The edits were such that a report of the draft is another one.
    with town.read() as db:
        assert content_hash(db) != edition.hash


def test_rows_beyond_a_sheet_go_on_to_further_ones(town: Store, tmp_path: Path) -> None:
    from strategy.excel.book import Book
    from strategy.excel.noun_rows import noun_rows
    from strategy.nouns.budget_line import BudgetLine

    columns, sql = noun_rows(BudgetLine)
    with town.read() as db:
        head, _, _ = read_head(db, TODAY)
        book = Book(tmp_path / "split.xlsx", head)
        listing = Listing(db, "Haushaltszeilen", "Zeilen", "Alle.", columns, sql, last_row=254)
        assert [part.count for part in listing.parts] == [250, 250, 100]
        listing.write(book)
        book.close()
        ids = [row["id"] for row in db.rows("SELECT id FROM budget_line ORDER BY id")]
    read = openpyxl.load_workbook(tmp_path / "split.xlsx")
    assert read.sheetnames == ["Haushaltszeilen", "Haushaltszeilen 2", "Haushaltszeilen 3"]
    found = [row[0] for sheet in read for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert found == ids


def test_failure_leaves_the_old_file_and_no_half_one(town: Store, tmp_path: Path) -> None:
    target = tmp_path / "bericht.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(NotFound):
        write_report(town, target, "gibt es nicht")
    with pytest.raises(NotWritten, match="Der Datenträger ist voll"), replacing(target) as partial:
        partial.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(NotWritten, match="schließen Sie die Datei"), replacing(target):
        raise PermissionError(errno.EACCES, "in use")
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.glob("*.teil")) == []
    assert not list(tmp_path.glob(".bericht*"))


def test_a_wrong_place_is_refused_in_one_sentence(town: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="gibt es nicht; legen Sie ihn an"):
        write_report(town, tmp_path / "nirgends" / "bericht.xlsx")
    with pytest.raises(Refused, match="ist ein Ordner"):
        write_report(town, tmp_path)


def test_progress_is_told_in_german_up_to_the_end(tmp_path: Path) -> None:
    steps: list[tuple[str, float]] = []
    write_report(
        some_plan(), tmp_path / "b.xlsx", progress=lambda step, share: steps.append((step, share))
    )
    shares = [share for _, share in steps]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    assert steps[-1][0] == "Der Bericht ist fertig" and len(steps) > 10
