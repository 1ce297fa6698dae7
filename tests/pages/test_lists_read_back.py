"""What "Als Excel" of a list hands out is read back by Kennung: nothing changes or doubles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st

from strategy.intake.comparing.preview import Preview
from strategy.intake.kinds.catalogue import KINDS
from strategy.intake.writing.importing import preview_import
from tests.pages.conftest import Opener, healthy
from ui.run import session

# Kind of import -> the page of its list and the view of it.
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "applications": ("step_2_ist_analysis/applications.py", {}),
    "projects": ("step_2_ist_analysis/projects.py", {"projekte_sicht": "Liste"}),
    "services": ("step_2_ist_analysis/services.py", {"leistungen_sicht": "Liste"}),
    "organisation": ("step_2_ist_analysis/organisation.py", {"organisation_sicht": "Liste"}),
    "measures": ("step_4_life_domains/measures.py", {}),
    "costs": ("step_2_ist_analysis/costs.py", {"kosten_sicht": "Kostenzeilen pflegen"}),
    "rates": ("step_2_ist_analysis/personnel_rates.py", {"saetze_sicht": "Alle Sätze"}),
    "cards": ("step_3_future_workshop/cards.py", {"karten_sicht": "Liste"}),
}


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What makes the file of each button, by its key."""
    found: dict[str, Any] = {}
    original = st.download_button

    def offering(label: str, data: Any, file_name: str, *args: Any, **named: Any) -> bool:
        found[named["key"]] = data
        return original(label, data, file_name, *args, **named)

    monkeypatch.setattr(st, "download_button", offering)
    return found


@pytest.mark.parametrize("kind", PAGES)
def test_the_list_of_a_page_comes_back(
    looking_at_demo: Opener, offered: dict[str, Any], kind: str, tmp_path: Path
) -> None:
    script, view = PAGES[kind]
    noun = KINDS[kind].noun
    healthy(looking_at_demo(script, **view))
    path = tmp_path / "liste.xlsx"
    path.write_bytes(offered[f"excel_{noun.TABLE}"]())
    shown = _read(kind, path)
    assert shown.read > 0
    assert (shown.added, shown.changed, shown.missing, shown.rejected) == (0, 0, 0, [])
    assert not any("wird" in one and "angelegt" in one for one in shown.notices)
    _rename(path, noun.spec(noun.NAME).label)
    renamed = _read(kind, path)
    if kind in ("costs", "rates"):
        return
    assert (renamed.added, renamed.changed, renamed.rejected) == (0, 1, [])


def _read(kind: str, path: Path) -> Preview:
    return preview_import(session.open_store(session.list_plans()[0]), kind, path)


def _rename(path: Path, label: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        heads = [cell.value for cell in row]
        if label in heads:
            sheet.cell(row[0].row + 1, heads.index(label) + 1, "Anders als zuvor")
            break
    book.save(path)
