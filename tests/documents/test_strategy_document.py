"""The strategy as a document: live figures, chapters of the plan, contents, charts, languages."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document

from strategy.acts.chapters import USUAL, add_usual_chapters
from strategy.analysis.easy_language import easy_notes
from strategy.cli import main
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.nouns.chapter import Chapter
from strategy.nouns.measure import Measure

WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("strategy") / "auenfurt.duckdb"
    shutil.copyfile(demo_file, path)
    store = Store.open(path)
    yield store
    store.close()


def test_the_document_has_its_chapters_figures_contents_and_charts(
    demo: Store, tmp_path: Path
) -> None:
    edition = "Fassung Grundsatzbeschluss vom 10.09.2026"
    out = tmp_path / "strategie.docx"
    assert main(["document", str(demo.path), str(out), "--audience", "Vertretung"]) == 0
    document = Document(str(out))
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    with demo.read() as db:
        assert heads == [one.title for one in find(db, Chapter, order="position")]
        planned = [str(one.id) for one in find(db, Measure) if one.status not in _OUT]
    text = "\n".join(one.text for one in document.paragraphs).replace("\u00a0", " ")
    # {{massnahmen_2027}} of the chapter, and the same sum in the table below it.
    assert "Im Planjahr 2027 kosten sie 1." in text and "{{" not in text
    tables = [[[c.text for c in row.cells] for row in table.rows] for table in document.tables]
    money = next(table for table in tables if table[0][0] == "Jahr")
    amount = next(row for row in money if row[0] == "2027")[3].replace("\u00a0", " ")
    assert f"kosten sie {amount}, davon" in text
    # Every measure of the plan stands in one table, and only once.
    told = [row[0] for table in tables if table[0][0] == "Nr." for row in table[1:]]
    assert sorted(told) == sorted(planned)
    assert text.count("Tabelle ") == len(tables) and "Ausgabe für die Vertretung" in text
    with zipfile.ZipFile(out) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))
        head = parts.read("word/header1.xml").decode()
        styles = parts.read("word/styles.xml").decode()
        charts = [name for name in parts.namelist() if name.startswith("word/charts/")]
    codes = [one.text or "" for one in body.iter(f"{WORDS}instrText")]
    assert any(code.strip().startswith("TOC") for code in codes) and 'val="de-DE"' in styles
    assert len(charts) == 2 and "Auenfurt, Digitalisierungsstrategie, Entwurf" in head
    # Of every chart and table a screen reader has words, of every table its head.
    place = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    assert all("kosten" in str(one.get("descr")).casefold() for one in body.iter(place))
    assert len(list(body.iter(f"{WORDS}tblHeader"))) == len(tables)
    assert main(["document", str(demo.path), str(out), "--version", edition]) == 0
    with zipfile.ZipFile(out) as parts:
        assert "Prüfsumme" in parts.read("word/header1.xml").decode()


_OUT = ("Ideenpool", "verworfen")


def test_a_name_that_is_no_figure_is_refused_with_its_chapter(
    demo: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with demo.write("Anna", "Falsch") as tx:
        chapter = get_(tx, Chapter, "T-0003")
        kept = save_(tx, chapter.replace(body="Es kostet {{ kosten_plan_1999 }}."))
    out = tmp_path / "x.docx"
    assert main(["document", str(demo.path), str(out)]) == 1
    said = capsys.readouterr().err
    assert "„Ausgangslage und Herausforderungen“ steht {{kosten_plan_1999}}" in said
    assert not out.exists()
    with demo.write("Anna", "Richtig") as tx:
        save_(tx, kept.replace(body="Es kostet {{kosten_plan_2027}}."))
    assert main(["document", str(demo.path), str(out)]) == 0
    assert main(["document", str(demo.path), str(tmp_path / "x.odt")]) == 1
    assert "weder auf .docx noch auf .pdf" in capsys.readouterr().err


def test_the_measures_in_leichte_sprache(demo: Store, tmp_path: Path) -> None:
    with demo.write("Anna", "Leicht") as tx:
        portal = get_(tx, Measure, "M-0001")
        save_(tx, portal.replace(easy_text="Sie können Anträge zu Hause stellen.\nDas ist neu."))
    out = tmp_path / "leicht.docx"
    assert main(["document", str(demo.path), str(out), "--easy"]) == 0
    lines = [one.text for one in Document(str(out)).paragraphs]
    assert "Das ist neu." in lines and any("noch keinen leichten Text" in one for one in lines)
    # Its own sentences keep the rules as well.
    own = lines[lines.index("Das ist unser Plan.") : lines.index("Das ist neu.")]
    assert [note for line in own for note in easy_notes(line) if "Satz" in note] == []
    hard = "Die Digitalisierungsstrategie ist gut. Eins zwei drei vier fünf sechs sieben acht neun "
    hard += "zehn elf."
    assert [note.partition("“")[0] for note in easy_notes(hard)] == [
        "Der Satz „Eins zwei drei vier …",
        "Das Wort „Digitalisierungsstrategie",
    ]
    assert easy_notes("Die Digital-Strategie ist gut.\nSie hilft.") == []


def test_the_usual_chapters_are_added_once(plan: Store) -> None:
    with plan.write("Anna", "Kapitel") as tx:
        save_(tx, Chapter(title="vorwort", position=5))
        assert add_usual_chapters(tx) == len(USUAL) - 1
        assert add_usual_chapters(tx) == 0
        found = find(tx, Chapter, order="position")
    assert [one.title for one in found[1:]] == [title for title, _ in USUAL[1:]]
    assert found[0].position == 5
