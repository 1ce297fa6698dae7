"""A large sheet is looked through while it is read: with the same cells and sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from strategy.intake.gate.check import check_file
from strategy.intake.gate.limits import Limits
from strategy.intake.reading.workbook import read_workbook
from strategy.kernel.errors import StrategyError

MakeWorkbook = Callable[..., Path]
BEFOREHAND = Limits()
# Every sheet counts as large.
BESIDE = Limits(scan_beside_from=0)
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Konto</t></is></c></row>'


def cell(place: str, more: str, inner: str = "<v>1</v>") -> str:
    return f'<row r="9"><c r="{place}"{more}>{inner}</c></row>'


SHEETS = {
    "number": cell("B9", ""),
    "error": cell("A9", ' t="e"', "<v>#REF!</v>"),
    "formula without result": cell("B9", "", "<f>A1</f>"),
    "formula with an empty text": cell("B9", ' t="str"', "<f>A1</f><v></v>"),
    "rows out of order": cell("A9", "") + cell("A3", ""),
    "single quotes": "<row r='9'><c r='A9'><v>1</v></c></row>",
    "escaped letter": cell("A9", ' t="inlineStr"', "<is><t>_x0041_</t></is>"),
    "unknown entity": cell("A9", ' t="inlineStr"', "<is><t>a &zz; b</t></is>"),
    "no number": cell("A9", "", "<v>abc</v>"),
    "hidden row": '<row r="9" hidden="1"><c r="A9"><v>1</v></c></row>',
}


def read(path: Path, limits: Limits) -> Any:
    """Everything of the first visible sheet, or the sentence that refuses it."""
    try:
        grid, sheet, notes = read_workbook(path, check_file(path, limits), limits, None)
    except StrategyError as error:
        return str(error)
    return repr((grid, sheet, notes))


def test_looked_through_beside_or_beforehand(raw_workbook: MakeWorkbook) -> None:
    for name, rows in SHEETS.items():
        path = raw_workbook({"Blatt": HEAD + rows})
        assert check_file(path, BESIDE).unseen == {"xl/worksheets/sheet1.xml"}
        assert read(path, BESIDE) == read(path, BEFOREHAND), name


@pytest.mark.parametrize("limits", [BEFOREHAND, BESIDE])
def test_what_a_sheet_says_of_missing_values(raw_workbook: MakeWorkbook, limits: Limits) -> None:
    error = raw_workbook({"Blatt": HEAD + SHEETS["error"]})
    assert "1 Zelle(n) mit Fehlerwert" in read(error, limits)
    formula = raw_workbook({"Blatt": HEAD + SHEETS["formula without result"]})
    assert "fehlt bei 1 Formel(n) (zuerst B9)" in read(formula, limits)
