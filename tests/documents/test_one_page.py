"""The answer to the council stays on one page, however many Dezernate and projects there are."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
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


@pytest.mark.parametrize("dezernate", [1, 4, 6])
def test_the_answer_fits_on_one_page(plan_file: Store, tmp_path: Path, dezernate: int) -> None:
    _large_city(plan_file, dezernate)
    word = write_council_answer(plan_file, tmp_path / "antwort.docx", today=TODAY)
    document = Document(str(word))
    shown = len(document.tables[-1].rows) - 1
    text = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert 5 <= shown < PROJECTS
    assert f"Gezeigt sind {shown} von {PROJECTS} Projekten" in text
    assert _pages(word, tmp_path) == 1


def _pages(word: Path, folder: Path) -> int:
    """How many pages LibreOffice makes of a document."""
    pdf = converted(word, "pdf", folder, by="Writer")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))
