"""The answer to the council as a file: one page of Word, or a workbook with the rows behind it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from strategy.analysis.council_answer import Scope
from strategy.documents.council_answer import write_council_answer
from strategy.excel.council_answer import write_council_workbook
from strategy.nouns.visibility import Audience
from ui.charts.chart_block import EXCEL_TYPE
from ui.reports.audience_choice import choose_audience
from ui.run import session

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_answer_files(scope: Scope) -> None:
    """Two buttons; each file is written when its button is pressed."""
    words = f"Antwort Digitalisierung {scope.title} {scope.year}"
    # A Dezernat may have a slash in its name, which no file name may.
    name = re.sub(r"[^0-9A-Za-zÄÖÜäöüß]+", "-", words).strip("-")
    audience = choose_audience("antwort_zielgruppe")
    with st.container(horizontal=True):
        st.download_button(
            "Als Word-Seite",
            data=_maker(write_council_answer, scope, "docx", audience),
            file_name=f"{name}.docx",
            mime=WORD_TYPE,
            icon=":material/description:",
            type="primary",
            # Otherwise Streamlit would run the whole page again for a download.
            on_click="ignore",
            key="antwort_word",
        )
        st.download_button(
            "Als Excel mit allen Einträgen",
            data=_maker(write_council_workbook, scope, "xlsx", audience),
            file_name=f"{name}.xlsx",
            mime=EXCEL_TYPE,
            icon=":material/download:",
            on_click="ignore",
            key="antwort_excel",
        )


def _maker(
    write: Callable[..., Path], scope: Scope, ending: str, audience: Audience
) -> Callable[[], bytes]:
    # The button calls back outside the run of the page, where the session cannot be asked.
    store, version = session.store(), session.version()

    def make() -> bytes:
        with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
            target = Path(folder) / f"Antwort.{ending}"
            write(store, target, version, unit=scope.dezernat, year=scope.year, audience=audience)
            return target.read_bytes()

    return make
