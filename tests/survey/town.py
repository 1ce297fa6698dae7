"""A small town for the survey, and what an Amt does to a workbook between out and in."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application, LifeCycle, Operation
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine, CostType
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.project import Project
from strategy.nouns.service import Service
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.comparing import compare_reply
from strategy.survey.findings import ReplyReading
from strategy.survey.raw_book import RawBook, sheet_from_json
from strategy.survey.raw_sheets import sheets_of
from strategy.survey.sending import Outgoing, send_round

TODAY = date(2026, 11, 20)
Edit = Callable[[Any], None]


def fill_town(store: Store) -> None:
    """Fill an empty plan: units OE-0001 (Dezernat), OE-0002 Bauamt, OE-0003 Sozialamt, round."""
    with store.write("Aufbau") as tx:
        save_(tx, Municipality(title="Musterstadt", ags="01001001", plan_year=2027))
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        for number, title in (("60", "Bauamt"), ("50", "Sozialamt")):
            save_(
                tx,
                OrganisationUnit(
                    title=title, number=number, short=f"Amt {number}", level=2, parent_id=top.id
                ),
            )
        for title, vendor in (
            ("Bauverfahren", "Muster GmbH"),
            ("=SUMME(A1)", None),
            ("Geodaten _x0041_", "k. A."),
        ):
            save_(
                tx,
                Application(
                    title=title,
                    vendor=vendor,
                    organisation_id="OE-0002",
                    users=12,
                    key="007",
                    contract_start=date(2022, 1, 1),
                    contract_end=date(2027, 12, 31),
                    dpa=True,
                    operation=Operation.SAAS,
                    life_cycle=LifeCycle.ACTIVE,
                    notice_months=6,
                    note="Zeile 1\nZeile 2",
                    functional_fit=3,
                ),
            )
        for unit, share in (("OE-0002", "66.6667"), ("OE-0003", "33.3333")):
            save_(
                tx,
                ApplicationUse(
                    application_id="A-0001", organisation_id=unit, share=Decimal(share), users=5
                ),
            )
        save_(
            tx,
            Project(
                title="Digitale Bauakte",
                organisation_id="OE-0002",
                application_id="A-0001",
                starts_on=date(2026, 3, 1),
                ends_on=date(2027, 9, 30),
                progress=Decimal("12.5"),
                budget_cents=8_500_000,
            ),
        )
        for year in (2026, 2027):
            save_(tx, PersonnelRate(grade="E9b", year=year, personnel_cents=7_000_000))
            save_(
                tx,
                CostLine(
                    application_id="A-0001",
                    title="Pflege",
                    year=year,
                    cost_type=CostType.MAINTENANCE,
                    amount_cents=1_234_567,
                ),
            )
            save_(tx, CostLine(application_id="A-0002", year=year, cost_type=CostType.LICENCE))
            save_(
                tx,
                CostLine(
                    application_id="A-0001",
                    year=year,
                    grade="E9b",
                    cost_type=CostType.PERSONNEL,
                    fte=Decimal("0.25"),
                ),
            )
        save_(
            tx,
            CostLine(
                project_id="PR-0001",
                year=2026,
                cost_type=CostType.SERVICE,
                amount_cents=99,
                product="05210",
                note="Rechnung 4711",
            ),
        )
        save_(
            tx,
            Service(
                title="Baugenehmigung",
                key="99012001000000",
                application_id="A-0001",
                organisation_id="OE-0002",
                online=True,
                cases_digital=80,
            ),
        )
        save_(
            tx,
            SurveyRound(
                title="Erhebung 2027",
                asked_by="Koordination",
                reason="Grundlage der Strategie",
                due=date(2026, 12, 18),
            ),
        )


def send(store: Store, unit: str = "Bauamt") -> Outgoing:
    """Give out the round; returns the workbook of one Amt."""
    made = send_round(store, "Koordination", "ER-0001", TODAY)
    return next(book for book in made if book.unit_title == unit)


def edited(data: bytes, edit: Edit | None = None) -> bytes:
    """The workbook after somebody opened, edited and saved it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    if edit is not None:
        edit(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def raw(data: bytes, folder: Path, name: str = "Bauamt.xlsx") -> RawBook:
    """The cells of a workbook of our own, read without the limited process to be quick."""
    path = folder / name
    path.write_bytes(data)
    sheets = tuple(sheet_from_json(sheet) for sheet in sheets_of(path))
    return RawBook(name, hashlib.sha256(data).hexdigest(), sheets)


def compared(store: Store, book: RawBook, expected_round: str = "") -> ReplyReading:
    """The reading of a workbook against the draft."""
    with store.read() as db:
        return compare_reply(db, book, expected_round)


def cell_of(book: Any, sheet: str, object_id: str, header: str) -> Any:
    """The cell of an object under a header of the form."""
    table = book[sheet]
    return table.cell(row_of(table, object_id), column_of(table, header))


def row_of(table: Any, object_id: str) -> int:
    """The row whose hidden key is ``object_id``."""
    return next(
        row[0].row for row in table.iter_rows(min_row=6, max_col=1) if row[0].value == object_id
    )


def column_of(table: Any, header: str) -> int:
    """The column under a header."""
    return next(cell.column for cell in table[5] if cell.value == header)


def add_row(book: Any, sheet: str, values: dict[str, Any]) -> int:
    """Type a new row below the last one; returns its number."""
    table = book[sheet]
    filled = [
        row[0].row
        for row in table.iter_rows(min_row=5, min_col=1)
        if any(cell.value is not None for cell in row)
    ]
    number = max(filled) + 1
    for header, value in values.items():
        table.cell(number, column_of(table, header)).value = value
    return number


def type_text(cell: Any, text: Any) -> None:
    """Type a value that stays a text whatever it begins with, as in a cell formatted as text."""
    cell.value = text
    if isinstance(text, str):
        cell.data_type = "s"
