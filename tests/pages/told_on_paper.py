"""The planning table as it is fetched from its page: the print on A3 and the workbook."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

import pytest
import streamlit as st
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import healthy
from tests.pages.told_totals import Told, cell_cents, cents, known_sum

_YEAR = re.compile(r"<th>(\d{4})</th>")
_ROW = re.compile(r"<tr><th scope=row>[^<]*\((M-\d+)\)<br>.*?</th>(.*?)</tr>")


def from_planning_table(
    told: Told, open_page: Callable[..., AppTest], counted: Collection[str]
) -> None:
    """The own share per year of the measures of the plan, added up from both files."""
    files = _offered(open_page)
    if not files:
        return
    page = files["Planungstabelle.html"]
    years = list(dict.fromkeys(_YEAR.findall(page)))
    sums: dict[str, list[int | None]] = defaultdict(list)
    for name, row in _ROW.findall(page):
        cells = re.findall(r"<td>(.*?)</td>", row)
        for year, cell in zip(years, cells, strict=True):
            # A stage without any cost says neither an amount nor that it is unknown.
            if name in counted and ("€" in cell or "unbekannt" in cell):
                sums[year].append(cents(cell))
    for year in years:
        told.add(f"eigenanteil_{year}", "Druckansicht A3", known_sum(sums[year]))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files["Planungstabelle.xlsx"]))
    rows = sheet.get_sheet_by_index(0).to_python()
    heads = next(row for row in rows if row[:2] == ["Maßnahme", "Kennung"])
    for year in years:
        at = heads.index(f"{year} Eigenanteil")
        own = [cell_cents(row[at]) for row in rows if row[1] in counted]
        told.add(f"eigenanteil_{year}", "Planungstabelle (Excel)", known_sum(own))


def _offered(open_page: Callable[..., AppTest]) -> dict[str, Any]:
    """What the buttons of the page hand out, by file name."""
    found: dict[str, Any] = {}
    original = st.download_button

    def offering(label: str, data: Any, file_name: str, *args: Any, **named: Any) -> bool:
        found[file_name] = data
        return original(label, data, file_name, *args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "download_button", offering)
        healthy(open_page("step_5_final_strategy/planning_table.py"))
    files = {name: found[name] for name in found if name.startswith("Planungstabelle")}
    return {name: data() for name, data in files.items()}
