"""Single cells as people fill them in, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from strategy.kernel.errors import Refused, StrategyError
from strategy.kernel.record import Record
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.project import Project
from strategy.survey.cell_values import read_cell
from strategy.survey.limited import marked_copy, read_books
from strategy.survey.sending import Outgoing

READ: list[tuple[type[Record], str, Any, Any]] = [
    (CostLine, "amount_cents", "1.234,56 €", 123_456),
    (CostLine, "amount_cents", "ca. 5.000", 500_000),
    (CostLine, "amount_cents", "rund 5 T€", 500_000),
    (CostLine, "amount_cents", "5.000,- €", 500_000),
    (CostLine, "amount_cents", "5.000 (geschätzt)", 500_000),
    (CostLine, "amount_cents", "k. A.", None),
    (CostLine, "amount_cents", "weiß nicht", None),
    (CostLine, "amount_cents", 416.666666667, 41_667),
    (CostLine, "amount_cents", 0.1 + 0.2, 30),
    (CostLine, "amount_cents", -12.5, -1250),
    (CostLine, "year", 2027.0, 2027),
    (CostLine, "year", "Haushaltsjahr 2027", 2027),
    (CostLine, "year", date(2027, 1, 1), 2027),
    (CostLine, "fte", "0,25 VZÄ", Decimal("0.25")),
    (CostLine, "account", 5_271_000.0, "5271000"),
    (CostLine, "cost_type", " wartung  und pflege ", "Wartung und Pflege"),
    (Project, "progress", 0.4, Decimal(40)),
    (Project, "progress", 1.0, Decimal(100)),
    (Project, "progress", 40.0, Decimal(40)),
    (Project, "progress", "40 %", Decimal(40)),
    (Project, "progress", 0.0997, Decimal("9.97")),
    (Application, "contract_end", "31.12.26", date(2026, 12, 31)),
    (Application, "contract_end", "31. Dezember 2026", date(2026, 12, 31)),
    (Application, "contract_end", 46_387.0, date(2026, 12, 31)),
    (Application, "contract_end", "unbekannt", None),
    (Application, "contract_end", "12/2026", date(2026, 12, 31)),
    (Application, "contract_end", "Ende 2026", date(2026, 12, 31)),
    (Application, "contract_end", 2026.0, date(2026, 12, 31)),
    (Application, "contract_start", "Q2/2026", date(2026, 4, 1)),
    (Application, "notice_months", "1 Quartal", 3),
    (Application, "dpa", "liegt vor", True),
    (CostLine, "cost_type", "Lizenzen", "Lizenz"),
    (CostLine, "cost_type", "Betrieb (SaaS)", "Betrieb und Rechenzentrum"),
    (Application, "users", "circa 120", 120),
    (Application, "users", "1.200", 1200),
    (Application, "dpa", "X", True),
    (Application, "dpa", "kein", False),
    (Application, "dpa", True, True),
    (Application, "vendor", 2026.0, "2026"),
    (Application, "vendor", date(2026, 3, 9), "09.03.2026"),
    (Application, "note", " \n ", None),
]
REFUSED: list[tuple[type[Record], str, Any]] = [
    (CostLine, "amount_cents", "1,234.56"),
    (CostLine, "amount_cents", "viel"),
    (CostLine, "amount_cents", True),
    (CostLine, "amount_cents", date(2026, 1, 1)),
    (CostLine, "amount_cents", "5.000-6.000"),
    (CostLine, "amount_cents", float("1e300")),
    (CostLine, "year", 27.0),
    (CostLine, "year", 2027.5),
    (CostLine, "fte", -0.5),
    (CostLine, "fte", "-0,5"),
    (CostLine, "cost_type", "Kaffee"),
    (Application, "contract_end", "Mitte 2026"),
    (Application, "contract_end", 26.0),
    (Application, "contract_end", "31.12.2027, sonst jährlich"),
    (Application, "notice_months", "12 Wochen"),
    (Application, "dpa", "ja (nur Bürgerbüro)"),
    (Application, "contract_end", "03/04/2026"),
    (Application, "users", 2.5),
    (Application, "dpa", "vielleicht"),
]


@pytest.mark.parametrize(("noun", "name", "cell", "value"), READ)
def test_cells_are_read_as_they_were_meant(
    noun: type[Record], name: str, cell: Any, value: Any
) -> None:
    assert read_cell(noun.spec(name), cell).value == value


@pytest.mark.parametrize(("noun", "name", "cell"), REFUSED)
def test_what_is_not_clear_is_refused_in_german(noun: type[Record], name: str, cell: Any) -> None:
    with pytest.raises(Refused) as refusal:
        read_cell(noun.spec(name), cell)
    assert "„" in str(refusal.value)


def test_estimates_and_odd_readings_are_told() -> None:
    about = read_cell(CostLine.spec("amount_cents"), "ca. 5.000")
    assert about.estimate == "ca. 5.000"
    assert "gerundet" in read_cell(CostLine.spec("amount_cents"), 416.666666667).remark
    assert "40\u00a0%" in read_cell(Project.spec("progress"), 40.0).remark
    assert not read_cell(CostLine.spec("amount_cents"), 416.67).remark


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """The archive with one part replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return target.getvalue()


def test_hostile_files_leave_the_others_alone(sent: Outgoing, tmp_path: Path) -> None:
    sheet = "xl/worksheets/sheet2.xml"
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    far = head + (
        b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]>' + head + b"<sheetData/></worksheet>"
    bomb = head + b"<sheetData>" + b" " * 120_000_000 + b"</sheetData></worksheet>"
    files = {"far": far, "entity": entity, "bomb": bomb}
    paths = []
    for name, part in files.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(with_part(sent.data, sheet, part))
    paths.append(tmp_path / "good.xlsx")
    paths[-1].write_bytes(sent.data)
    answers = dict(zip([*files, "good"], read_books(paths), strict=True))
    assert "XML-Deklarationen" in str(answers["entity"])
    assert "entpackt sich auf ein Vielfaches" in str(answers["bomb"])
    assert not isinstance(answers["good"], StrategyError)
    # A lone cell at the end of the sheet is no harm: it is read without laying out the sheet.
    assert not isinstance(answers["far"], StrategyError)
    with pytest.raises(StrategyError, match="lassen sich keine Hinweise eintragen"):
        marked_copy(b"PK\x03\x04", "kaputt.xlsx", [("Kosten", "A1", "Fehler")])
