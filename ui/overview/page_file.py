"""The overview as a page of Word, for those whom it is meant for."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from strategy.documents.overview import write_overview
from ui.reports.answer_files import WORD_TYPE
from ui.reports.audience_choice import choose_audience
from ui.run import session


def page_button() -> None:
    """The button; the file is written when it is pressed."""
    # The button calls back outside the run of the page, where the session cannot be asked.
    store, version = session.store(), session.version()
    with st.popover("Als Seite", icon=":material/description:"):
        audience = choose_audience("ueberblick_zielgruppe")

        def make() -> bytes:
            with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
                target = Path(folder) / "Ueberblick.docx"
                return write_overview(store, target, version, audience).read_bytes()

        st.download_button(
            "Überblick als Word-Seite",
            data=make,
            file_name="Ueberblick.docx",
            mime=WORD_TYPE,
            icon=":material/download:",
            on_click="ignore",
            key="ueberblick_word",
        )
