"""A noun has its place everywhere, or says in its own file why it has none.

Each test names what is missing for which noun; CONTRIBUTING tells the steps in order.
"""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from strategy.commands.import_ import KIND_NAMES
from strategy.excel.report import write_report
from strategy.intake.kinds.catalogue import KINDS
from strategy.kernel.record import Absent, Gender, OnDelete, Record
from strategy.kernel.store import Store
from strategy.nouns import NOUNS
from ui.frame.places import NO_PAGE, PAGE_OF

HOUSE = Path(__file__).parents[1]
EACH = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.TABLE)


@EACH
def test_a_noun_says_how_it_is_spoken_of_and_where_it_appears(noun: type[Record]) -> None:
    own = vars(noun)
    for name in ("TABLE", "PREFIX", "SINGULAR", "PLURAL", "GENDER", "REPORT", "IMPORT"):
        assert name in own, f"{noun.__name__} does not declare {name}"
    assert isinstance(noun.GENDER, Gender)


@EACH
def test_a_noun_has_a_page_or_a_reason_for_none(noun: type[Record]) -> None:
    table = noun.TABLE
    assert (table in PAGE_OF) != (table in NO_PAGE), (
        f"{table} stands in neither or both of PAGE_OF and NO_PAGE (ui/frame/places.py)"
    )
    if table in PAGE_OF:
        script = (HOUSE / "pages" / PAGE_OF[table]).read_text(encoding="utf-8")
        assert re.search(rf"\b{noun.__name__}\b", script), f"{PAGE_OF[table]} does not show {table}"


@EACH
def test_a_noun_is_imported_or_says_why_not(noun: type[Record]) -> None:
    if isinstance(noun.IMPORT, Absent):
        assert noun.IMPORT.because
        assert noun not in [kind.noun for kind in KINDS.values()]
    else:
        assert KINDS[noun.IMPORT].noun is noun


def test_the_command_line_takes_every_kind_of_import() -> None:
    # The command names them itself, because the readers take half a second to load.
    assert set(KIND_NAMES) == {*KINDS, "maturity", "oparl"}


@EACH
def test_what_goes_with_an_object_is_a_step_of_its_trace_or_says_why_not(
    noun: type[Record],
) -> None:
    belongs = any(spec.ref and spec.on_delete is OnDelete.CASCADE for spec in noun.specs())
    traced = any(spec.trace for spec in noun.specs())
    assert traced or not belongs or noun.TRACE is not None, (
        f"{noun.TABLE}: give the reference to its object trace=…, or the noun a TRACE"
    )


def test_every_noun_is_on_its_sheet_of_the_report_or_says_why_not(
    plan: Store, tmp_path: Path
) -> None:
    # An empty plan has every sheet; what is on them with content other tests look at.
    book = openpyxl.load_workbook(write_report(plan, tmp_path / "bericht.xlsx"), read_only=True)
    sheets = set(book.sheetnames)
    wrong = {
        noun.TABLE: noun.REPORT
        for noun in NOUNS
        if not (noun.REPORT.because if isinstance(noun.REPORT, Absent) else noun.REPORT in sheets)
    }
    assert not wrong, f"no such sheet: {wrong}; there are {sorted(sheets)}"


def test_no_page_or_reason_is_left_over() -> None:
    assert {*PAGE_OF, *NO_PAGE} == {noun.TABLE for noun in NOUNS}
