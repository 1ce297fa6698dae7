"""Where the table is: sheets and first rows of a file, and what is taken for head and data."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from strategy.intake.reading.detected import Detected
from strategy.kernel.errors import StrategyError
from ui.importing.answers import answers, keep
from ui.tables.format import grid, text_column

_AUTOMATIC = "von selbst finden"


def show_place(file_id: str, seen: dict[str, Any], detected: Detected | None) -> None:
    """The first rows as they stand, and the choices of sheet, head, range and direction.

    ``seen`` has "sheets" and "grid"; ``detected`` is None where the table was not understood.
    """
    cells = seen.get("grid") or {}
    if not cells.get("cells"):
        return
    with st.expander(
        "So steht es in der Datei", expanded=detected is None, icon=":material/table_view:"
    ):
        _show_rows(cells, detected)
        if detected is not None and detected.tables:
            for table in detected.tables:
                st.button(
                    f"Stattdessen die Tabelle ab Zeile {table['row']} lesen",
                    key=f"table_{file_id}_{table['row']}",
                    on_click=keep,
                    args=(file_id, "header_row", table["row"]),
                )
        _ask_for_place(file_id, seen.get("sheets") or [], detected)


def _show_rows(cells: dict[str, Any], detected: Detected | None) -> None:
    heads = set(detected.header_rows) if detected and not detected.sideways else set()
    first = detected.first_row if detected and not detected.sideways else 0
    rows = []
    for number, texts in zip(cells["rows"], cells["cells"], strict=True):
        taken = ""
        if detected is not None and not detected.sideways:
            taken = "Kopfzeile" if number in heads else "Daten" if number >= first else "darüber"
        # An empty cell of the file is empty here too; elsewhere a table says "unbekannt" for it.
        by_place = {str(place): text or "\u00a0" for place, text in enumerate(texts)}
        rows.append({"row": str(number), "taken": taken, **by_place})
    frame = pd.DataFrame(rows)
    columns = {"row": text_column("Zeile", width="small"), "taken": text_column("gilt als")}
    columns |= {str(i): text_column(letter) for i, letter in enumerate(cells["columns"])}
    st.dataframe(**grid(frame, columns), key="import_grid", alt="Die ersten Zeilen der Datei")
    st.caption(
        "Gezeigt sind die ersten Zeilen und Spalten, wie sie in der Datei stehen; gelesen wird die "
        "ganze Tabelle."
    )


def _ask_for_place(file_id: str, sheets: list[str], detected: Detected | None) -> None:
    given = answers(file_id)
    with st.form(f"place_{file_id}", border=False):
        sheet = None
        if len(sheets) > 1:
            now = detected.sheet if detected else given.get("sheet")
            sheet = st.selectbox(
                "Tabellenblatt", sheets, sheets.index(now) if now in sheets else None
            )
        left, right = st.columns(2)
        with left:
            head = st.text_input(
                "Kopfzeile(n)",
                ", ".join(map(str, detected.header_rows)) if detected else "",
                placeholder="z. B. 4 oder 4, 5; 0 = keine",
                autocomplete="off",
            )
        with right:
            part = st.text_input(
                "Nur dieser Bereich",
                given.get("range") or "",
                placeholder="z. B. B5:F40",
                autocomplete="off",
            )
        sideways = st.checkbox(
            "Die Tabelle liegt quer (Überschriften untereinander in der ersten Spalte)",
            bool(detected and detected.sideways) or bool(given.get("sideways")),
        )
        if st.form_submit_button("Diese Stelle lesen"):
            try:
                wanted = _head_rows(head)
            except ValueError:
                st.error("Kopfzeilen bitte als Zeilennummern angeben, zum Beispiel 4 oder 4, 5.")
                return
            _take(file_id, detected, sheet, wanted, part.strip(), sideways)
            st.rerun()


def _head_rows(text: str) -> list[int] | None:
    numbers = [int(part) for part in text.replace(";", ",").split(",") if part.strip()]
    return numbers or None


def _take(
    file_id: str,
    detected: Detected | None,
    sheet: str | None,
    head: list[int] | None,
    part: str,
    sideways: bool,
) -> None:
    """Keep only what differs from what was found: the next file may lie elsewhere."""
    given = answers(file_id)
    if sheet and (detected is None or sheet != detected.sheet):
        given["sheet"] = sheet
        head = None if detected and head == detected.header_rows else head
    found = detected.header_rows if detected else None
    if head is None:
        given.pop("header_row", None)
    elif head != found:
        given["header_row"] = head if head != [0] else 0
    if part:
        given["range"] = part
    else:
        given.pop("range", None)
    if detected is None or sideways != detected.sideways:
        given["sideways"] = sideways or None
        if not sideways:
            given["sideways"] = False if detected and detected.sideways else None
    if given.get("sideways") is None:
        given.pop("sideways", None)


def place_of(error: StrategyError) -> dict[str, Any] | None:
    """What stands in a file that could not be read, where the reader got so far."""
    from strategy.intake.errors import glance_of

    return glance_of(error)
