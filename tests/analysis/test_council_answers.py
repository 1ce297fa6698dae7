"""The council's questions: the answers are right, and screen, Word and Excel say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from strategy.analysis.answer_sources import answer_sources
from strategy.analysis.council_answer import Answer
from strategy.analysis.council_answers import KEYS, answer, council_answers, read_scope
from strategy.cli import main
from strategy.documents.council_answer import write_council_answer, written
from strategy.excel.council_answer import write_council_workbook
from strategy.excel.report import write_report
from strategy.figures.money.cost import cost_by_unit
from strategy.figures.money.cost_drill import cost_groups
from strategy.figures.money.year_comparison import unit_years
from strategy.kernel import german
from strategy.kernel.errors import NotFound
from strategy.kernel.listing import find
from strategy.kernel.record import Kind
from strategy.kernel.records import insert, save_
from strategy.kernel.selection import equal
from strategy.kernel.store import Store
from strategy.nouns import (
    Application,
    ApplicationUse,
    CostLine,
    Municipality,
    OrganisationUnit,
    Post,
    Project,
    Service,
    Synergy,
)
from tests.excel.reading import contents

TODAY = date(2026, 11, 22)


@pytest.fixture
def city(plan_file: Store) -> Store:
    """Two Dezernate with one Amt each, and a little of everything that is asked about."""
    with plan_file.write("Anna", "Bestand") as tx:
        save_(tx, Municipality(title="Welbeck", plan_year=2027))
        one, two = insert(
            tx,
            [
                OrganisationUnit(title="Dezernat I", number="I", level=1),
                OrganisationUnit(title="Dezernat II", number="II", level=1),
            ],
        )
        main_office, works = insert(
            tx,
            [
                OrganisationUnit(title="Hauptamt", level=2, parent_id=one.id),
                OrganisationUnit(title="Bauamt", level=2, parent_id=two.id),
            ],
        )
        app = save_(tx, Application(title="E-Akte", organisation_id=main_office.id))
        insert(
            tx,
            [
                ApplicationUse(application_id=app.id, organisation_id=main_office.id, share=50),
                ApplicationUse(application_id=app.id, organisation_id=works.id, share=50),
            ],
        )
        project = save_(
            tx,
            Project(
                title="Portal",
                organisation_id=works.id,
                status="in Bearbeitung",
                starts_on=date(2026, 1, 1),
                ends_on=date(2027, 6, 30),
            ),
        )
        insert(
            tx,
            [
                CostLine(
                    application_id=app.id,
                    year=2027,
                    cost_type="Lizenz",
                    basis="Plan",
                    amount_cents=10_001,
                ),
                CostLine(
                    application_id=app.id, year=2027, cost_type="Wartung und Pflege", basis="Plan"
                ),
                CostLine(
                    project_id=project.id,
                    year=2027,
                    cost_type="Personal",
                    basis="Plan",
                    amount_cents=500,
                ),
                CostLine(
                    project_id=project.id,
                    year=2027,
                    cost_type="Lizenz",
                    basis="Ist",
                    amount_cents=777,
                ),
            ],
        )
        insert(
            tx,
            [
                Post(
                    title="Koordination",
                    organisation_id=main_office.id,
                    fte=2,
                    filled_fte=1,
                    vacant_reason="Ausschreibung läuft",
                    new_in_year=2027,
                    confirmed_on=date(2026, 3, 1),
                ),
                Post(title="Karten", organisation_id=works.id, fte=1),
            ],
        )
        insert(
            tx,
            [
                Synergy(
                    title="Papier",
                    kind="Sach",
                    organisation_id=main_office.id,
                    year=2028,
                    recurrence="jährlich",
                    amount_cents=3_000,
                ),
                Synergy(
                    title="Suchen",
                    kind="Personal",
                    organisation_id=main_office.id,
                    year=2028,
                    recurrence="jährlich",
                    amount_cents=4_000,
                    fte=1,
                ),
                Synergy(
                    title="Wege",
                    kind="Personal",
                    organisation_id=works.id,
                    year=2029,
                    recurrence="jährlich",
                ),
            ],
        )
        insert(
            tx,
            [
                Service(
                    title="Melden",
                    organisation_id=main_office.id,
                    online=True,
                    maturity_actual=3,
                    maturity_target=4,
                ),
                Service(
                    title="Bauen",
                    organisation_id=works.id,
                    online=False,
                    online_year=2031,
                    maturity_actual=1,
                    maturity_target=3,
                ),
                Service(title="Graben", organisation_id=works.id, online=False, online_year=2032),
                Service(title="Parken", organisation_id=works.id),
            ],
        )
    return plan_file


def _one(store: Store, key: str, unit: str | None = None) -> Answer:
    with store.read() as db:
        return answer(db, key, read_scope(db, unit, today=TODAY))


def test_funds_are_split_to_the_cent_and_unknown_stays_unknown(city: Store) -> None:
    found = _one(city, "mittel")
    rows = found.table.set_index("label")
    # 100,01 € in halves: the odd cent goes to the first unit, nothing is lost.
    assert rows.loc["Dezernat I", "sach_cents"] + rows.loc["Dezernat II", "sach_cents"] == 10_001
    assert abs(rows.loc["Dezernat I", "sach_cents"] - rows.loc["Dezernat II", "sach_cents"]) == 1
    assert rows.loc["Dezernat II", "personal_cents"] == 500
    assert found.total is not None
    assert found.total["amount_cents"] == 10_501 and found.total["unknown_lines"] == 1
    part = _one(city, "mittel", "II")
    assert part.total is not None and list(part.table["label"]) == ["Bauamt"]
    assert part.total["amount_cents"] == rows.loc["Dezernat II", "amount_cents"]
    # What is not in the sum is said in every form of the answer.
    assert any("nicht in „Zusammen“" in note for note in found.notes)
    assert "Maßnahmen der Strategie sind nicht enthalten." in part.notes
    assert all(any("Ansätze des Haushalts" in one for one in each.notes) for each in (found, part))


def test_a_kind_of_which_no_amount_is_known_is_nowhere_0(city: Store, tmp_path: Path) -> None:
    """Dezernat II has Personal without an amount, Dezernat I none: together they are no 0."""
    with city.write("Anna", "Betrag offen") as tx:
        (line,) = find(tx, CostLine, equal(cost_type="Personal"))
        save_(tx, line.replace(amount_cents=None))
    found = _one(city, "mittel")
    assert found.table["personal_cents"].isna().all()
    assert found.total is not None and found.total["personal_cents"] is None
    assert "unbekannt Personalmittel" in found.sentence
    with city.read() as db:
        for by in ("dezernat", "amt", "object", "total"):
            assert cost_groups(db, "Plan", by, 2027)["personal_cents"].isna().all(), by
        for frame in (cost_by_unit(db, "Plan", 2027), unit_years(db, "Plan")):
            assert frame["personal_cents"].isna().all()
    sheet = contents(write_report(city, tmp_path / "bericht.xlsx"))["Kosten nach Amt (Plan)"]
    first = sheet.index(next(row for row in sheet if row[0] == "Personalkosten"))
    kinds = [row for row in sheet[first:] if row[0] in ("Nr.", "Summe")][:2]
    assert kinds[1][kinds[0].index(2027)] == "–"
    # As soon as one is known, an Amt that has none of the kind has 0.
    with city.write("Anna", "Betrag bekannt") as tx:
        save_(tx, line.replace(version=line.version + 1, amount_cents=700))
    rows = _one(city, "mittel").table.set_index("label")["personal_cents"]
    assert rows.to_dict() == {"Dezernat I": 0, "Dezernat II": 700}


def test_posts_say_what_is_filled_why_not_and_what_is_unknown(city: Store) -> None:
    found = _one(city, "stellen")
    rows = found.table.set_index("label")
    assert float(rows.loc["Dezernat I", "vacant_fte"]) == 1
    assert rows.loc["Dezernat I", "reasons"] == "Ausschreibung läuft"
    assert rows.loc["Dezernat II", "reasons"] == "Besetzung unbekannt"
    assert "bei 1 Stelle ist es unbekannt" in found.sentence
    new = _one(city, "stellen_neu")
    assert new.total is not None and float(new.total["new_fte"]) == 2


def test_synergies_name_year_and_kind(city: Store) -> None:
    found = _one(city, "synergien")
    first, second = found.table.to_dict("records")
    assert (first["year"], first["sach_cents"], first["personal_cents"]) == (2028, 3_000, 4_000)
    assert second["year"] == 2029 and german.is_unknown(second["personal_cents"])
    assert "1 Eintrag ohne Betrag" in found.sentence


def test_digitalisation_now_and_in_five_years(city: Store) -> None:
    found = _one(city, "digital")
    # Known today: three; known for 2031: three; 2032 is too late.
    assert found.total is not None
    assert round(found.total["online_quote"], 3) == 33.333
    assert round(found.total["later_quote"], 3) == 66.667
    assert (found.total["maturity_actual"], found.total["maturity_target"]) == (2.0, 3.5)


def test_projects_have_start_and_duration_and_answers_have_a_day(city: Store) -> None:
    found = _one(city, "projekte")
    (row,) = found.table.to_dict("records")
    assert (row["months"], row["light"]) == (18, "grün")
    with city.read() as db:
        written_on = db.value("SELECT max(CAST(happened_at AS DATE)) FROM history.action")
    assert _one(city, "stellen").stand >= date(2026, 3, 1)
    assert abs((found.stand - written_on).days) <= 1


def test_every_answer_rests_on_rows_that_add_up(city: Store) -> None:
    with city.read() as db:
        scope = read_scope(db, None, today=TODAY)
        for key in KEYS:
            assert len(answer_sources(db, key, scope).table), key
        rows = answer_sources(db, "mittel", scope).table
        assert rows["amount_cents"].sum() == 10_501
        with pytest.raises(NotFound, match="keine Einheit der obersten Ebene"):
            read_scope(db, "Hauptamt")


@pytest.mark.parametrize("unit", [None, "Dezernat II"])
def test_word_and_excel_show_the_numbers_of_the_screen(
    city: Store, tmp_path: Path, unit: str | None
) -> None:
    with city.read() as db:
        answers = council_answers(db, read_scope(db, unit, today=TODAY))
    word = write_council_answer(city, tmp_path / "a.docx", unit=unit, today=TODAY)
    book = write_council_workbook(city, tmp_path / "a.xlsx", unit=unit, today=TODAY)
    filled = [item for item in answers if not item.table.empty]

    document = Document(str(word))
    assert len(document.tables) == len(filled)
    for table, item in zip(document.tables, filled, strict=True):
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        assert cells[0] == [column.label for column in item.columns]
        assert cells[1:] == [
            [written(column, value) for column, value in zip(item.columns, row, strict=True)]
            for row in item.rows.itertuples(index=False)
        ]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert len(headings) == 1 + len(answers)
    assert "Datenqualität" in " ".join(p.text for p in document.paragraphs)
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert document.core_properties.language == "de-DE"

    sheet = openpyxl.load_workbook(book, data_only=True)["Antworten"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for item in filled:
        header = [column.label for column in item.columns]
        top = next(n for n, row in enumerate(values) if row[: len(header)] == header)
        for row, expected in zip(
            values[top + 1 :], item.rows.itertuples(index=False), strict=False
        ):
            for column, cell, value in zip(item.columns, row, expected, strict=False):
                if column.kind is Kind.MONEY:
                    known = not german.is_unknown(value)
                    assert cell == (value / 100 if known else german.UNKNOWN), (item.key, column)
                elif column.kind is Kind.FTE and not german.is_unknown(value):
                    assert cell == float(value)


def test_the_command_writes_both_kinds_and_refuses_others(
    city: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(city.path)
    city.close()
    assert main(["answer", path, str(tmp_path / "a.docx"), "--unit", "I"]) == 0
    assert main(["answer", path, str(tmp_path / "a.xlsx"), "--year", "2028"]) == 0
    assert (tmp_path / "a.docx").stat().st_size and (tmp_path / "a.xlsx").stat().st_size
    assert main(["answer", path, str(tmp_path / "a.pdf")]) == 1
    assert main(["answer", path, str(tmp_path / "b.docx"), "--unit", "Dezernat IX"]) == 1
    said = capsys.readouterr().err
    assert "weder auf .docx noch auf .xlsx" in said and "Dezernat IX" in said
    assert not (tmp_path / "b.docx").exists()


def test_an_empty_plan_is_answered_in_words(plan_file: Store, tmp_path: Path) -> None:
    with plan_file.write("Anna") as tx:
        save_(tx, Municipality(title="Leerfeld", plan_year=2027))
    with plan_file.read() as db:
        answers = council_answers(db, read_scope(db, today=TODAY))
    assert [
        item.sentence.startswith(("Noch ist", "Für 2027 ist noch", "Wie viele Stellen 2027"))
        for item in answers
    ] == [True] * 6
    write_council_answer(plan_file, tmp_path / "leer.docx", today=TODAY)
    write_council_workbook(plan_file, tmp_path / "leer.xlsx", today=TODAY)
