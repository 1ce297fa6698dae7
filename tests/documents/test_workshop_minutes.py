"""The minutes of a workshop: what they say, that they can be read aloud, that Word opens them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from strategy.documents.workshop_minutes import write_minutes
from strategy.kernel.errors import NotFound
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Workshop
from tests.office import converted

TODAY = date(2026, 11, 22)


@pytest.fixture
def town(demo_file: Path, tmp_path: Path) -> Store:
    return Store.open(shutil.copy(demo_file, tmp_path / "stadt.duckdb"))


def _words(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def _table(path: Path, heading: str) -> list[list[str]]:
    tables = Document(str(path)).tables
    found = next(table for table in tables if table.rows[0].cells[0].text == heading)
    return [[cell.text for cell in row.cells] for row in found.rows]


def test_they_tell_who_came_what_was_said_and_agreed(town: Store, tmp_path: Path) -> None:
    path = write_minutes(town, "W-0001", tmp_path / "n.docx", today=TODAY)
    words = _words(path)
    assert "Datum: 09.05.2026" in words and "Aula der Sekundarschule am Ring" in words
    assert "Gezählt wurden 89 Personen in 6 Gruppen." in words
    assert "Vergeben wurden 1.145 Punkte" in words
    assert "Zu jeder Karte steht bis Oktober im Netz, was aus ihr wurde." in words
    assert "Kritik: „Ich habe das gleiche Formular dreimal ausgefüllt." in words
    people = _table(path, "Gruppe")
    assert people[1] == ["Einwohnerinnen und Einwohner", "30", "34"]
    phases = _table(path, "Phase")
    assert sum(int(row[3]) for row in phases[1:]) == 159
    ranking = _table(path, "Rang")
    assert ranking[1][:2] == ["1", "Anträge und Formulare"]
    assert sum(int(row[4]) for row in ranking[1:]) == 1145
    states = _table(path, "Stand")
    assert states[-1] == ["Zusammen", "159"]
    assert sum(int(row[1]) for row in states[1:-1]) == 159
    assert "Über 1 Karte entscheiden, die noch wartet." in words
    # A declined card is counted, but its words are not carried on.
    assert "Kameras sollen endlich" not in words
    town.close()


def test_a_running_and_an_empty_workshop(town: Store, tmp_path: Path) -> None:
    running = _words(write_minutes(town, "W-0003", tmp_path / "l.docx", today=TODAY))
    assert "Die Werkstatt zu Ende führen." in running and "Ein Mensch, der hilft" in running
    assert "1 Thema einem Lebensbereich zuordnen." in running
    planned = write_minutes(town, "W-0002", tmp_path / "g.docx", today=TODAY)
    words = _words(planned)
    assert "noch keine Karte geschrieben" in words
    assert "Wie viele Menschen kamen, ist nicht festgehalten." in words
    assert _table(planned, "Gruppe")[1] == ["Niederwelbe", "15", "unbekannt"]
    with town.write("Anna") as tx:
        bare = save_(tx, Workshop(title="Leer"))
    assert "Es sind keine Gruppen" in _words(write_minutes(town, bare.id, tmp_path / "x.docx"))
    with pytest.raises(NotFound):
        write_minutes(town, "W-0099", tmp_path / "nie.docx")
    assert not (tmp_path / "nie.docx").exists()
    town.close()


def test_who_joined_by_phone_is_counted_while_it_is_known(town: Store, tmp_path: Path) -> None:
    with town.write("Telefon") as tx:
        for mark, group in (("a", "TG-0012"), ("b", "TG-0012"), ("c", None)):
            tx.run(
                "INSERT INTO participation.participant VALUES ('W-0003', ?, ?, ?)",
                [mark, group, tx.at],
            )
        save_(tx, get_(tx, ParticipantGroup, "TG-0013").replace(present=None))
    path = write_minutes(town, "W-0003", tmp_path / "n.docx", today=TODAY)
    people = _table(path, "Gruppe")
    assert people[0][-1] == "davon am Telefon"
    assert people[1] == ["Berufstätige", "60", "31", "2"]
    assert people[2][2] == "unbekannt" and people[-1][0] == "ohne Gruppe"
    assert "bei 2 Gruppen ist die Zahl unbekannt" in _words(path)
    town.close()


def test_they_can_be_read_aloud(town: Store, tmp_path: Path) -> None:
    document = Document(str(write_minutes(town, "W-0001", tmp_path / "n.docx", today=TODAY)))
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Head")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert document.core_properties.language == "de-DE"
    for table in document.tables:
        properties = table._tbl.tblPr.xml
        assert "w:tblCaption" in properties and "w:tblHeader" in table.rows[0]._tr.xml
    town.close()


def test_a_word_processor_opens_them(town: Store, tmp_path: Path) -> None:
    word = write_minutes(town, "W-0001", tmp_path / "n.docx", today=TODAY)
    town.close()
    assert converted(word, "pdf", tmp_path, by="Writer").read_bytes()[:5] == b"%PDF-"


def test_a_very_long_title_is_no_trouble(town: Store, tmp_path: Path) -> None:
    title = "Zukunftswerkstatt " * 20
    with town.write("Anna") as tx:
        save_(tx, get_(tx, Workshop, "W-0001").replace(title=title.strip()))
    path = write_minutes(town, "W-0001", tmp_path / "n.docx", today=TODAY)
    assert title.strip() in _words(path)
