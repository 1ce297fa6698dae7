"""The answer to the council: one page for the demo, as many as it takes for a large city."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from docx import Document

from strategy.documents.council_answer import write_council_answer
from strategy.kernel.records import insert, save_
from strategy.kernel.store import Store
from strategy.nouns import (
    Application,
    CostLine,
    Municipality,
    OrganisationUnit,
    Post,
    Project,
    Service,
    Synergy,
)
from tests.office import converted

TODAY = date(2026, 11, 22)
PROJECTS = 60


def _large_city(store: Store, dezernate: int) -> None:
    with store.write("Anna", "Bestand") as tx:
        save_(tx, Municipality(title="Großwelbeck an der Welbe", plan_year=2027))
        units = insert(
            tx,
            [
                OrganisationUnit(
                    title=f"Dezernat {n} – Bürgerdienste, Ordnung und Verkehr", level=1
                )
                for n in range(1, dezernate + 1)
            ],
        )
        for unit in units:
            app = save_(tx, Application(title="E-Akte", organisation_id=unit.id))
            save_(
                tx,
                CostLine(
                    application_id=app.id,
                    year=2027,
                    cost_type="Lizenz",
                    basis="Plan",
                    amount_cents=123_456_789,
                ),
            )
            insert(
                tx,
                [
                    Post(
                        title="Netz",
                        organisation_id=unit.id,
                        fte=2,
                        filled_fte=1,
                        vacant_reason="keine geeigneten Bewerbungen",
                    ),
                    Post(
                        title="Karten",
                        organisation_id=unit.id,
                        fte=2,
                        filled_fte=1,
                        vacant_reason="Elternzeit, Krankheit oder Beurlaubung",
                    ),
                ],
            )
            save_(
                tx,
                Synergy(
                    title="Papier",
                    kind="Sach",
                    organisation_id=unit.id,
                    year=2028,
                    recurrence="jährlich",
                    amount_cents=300_000,
                ),
            )
            save_(tx, Service(title="Melden", organisation_id=unit.id, online=True))
        insert(
            tx,
            [
                Project(
                    title=f"Einführung der elektronischen Akte im Fachbereich {n}",
                    organisation_id=units[n % dezernate].id,
                    status="in Bearbeitung",
                    starts_on=TODAY - timedelta(days=n),
                    ends_on=TODAY + timedelta(days=300),
                )
                for n in range(PROJECTS)
            ],
        )


def test_the_answer_of_the_demo_fits_on_one_page(demo_file: Path, tmp_path: Path) -> None:
    store = Store.open(demo_file)
    word = write_council_answer(store, tmp_path / "antwort.docx", today=TODAY)
    store.close()
    assert _pages(word, tmp_path) == 1


def test_a_large_city_gets_a_second_page(plan_file: Store, tmp_path: Path) -> None:
    _large_city(plan_file, 12)
    word = write_council_answer(plan_file, tmp_path / "antwort.docx", today=TODAY)
    document = Document(str(word))
    text = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert len(document.tables[-1].rows) == 9
    assert f"Gezeigt sind 8 von {PROJECTS} Projekten" in text
    cells = " ".join(cell.text for table in document.tables for cell in table._cells)
    assert all(f"Dezernat {number} –" in cells for number in range(1, 13))
    assert _pages(word, tmp_path) == 2


def _pages(word: Path, folder: Path) -> int:
    """How many pages LibreOffice makes of a document."""
    pdf = converted(word, "pdf", folder, by="Writer")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))
