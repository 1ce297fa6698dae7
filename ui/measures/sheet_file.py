"""The Steckbrief of a measure as a file: one page of Word, written when its button is pressed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from strategy.documents.measure_sheet import write_measure_sheet
from strategy.nouns.measure import Measure
from ui.reports.answer_files import WORD_TYPE
from ui.run import session


def show_sheet_file(measure: Measure) -> None:
    """The button."""
    # The button calls back outside the run of the page, where the session cannot be asked.
    store, version, measure_id = session.store(), session.version(), measure.id

    def make() -> bytes:
        with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
            target = Path(folder) / "Steckbrief.docx"
            write_measure_sheet(store, target, measure_id, version)
            return target.read_bytes()

    st.download_button(
        "Steckbrief als Word-Seite",
        data=make,
        file_name=f"Steckbrief-{measure_id}.docx",
        mime=WORD_TYPE,
        icon=":material/description:",
        on_click="ignore",
        key=f"steckbrief_{measure_id}",
    )
