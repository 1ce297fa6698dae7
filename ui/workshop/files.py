"""A workshop as files: minutes in Word, everything as a workbook or as JSON."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from strategy.documents.workshop_minutes import write_minutes
from strategy.excel.workshop_export import write_workshop
from strategy.nouns.visibility import Audience
from strategy.nouns.workshop import Workshop
from ui.charts.chart_block import EXCEL_TYPE
from ui.reports.answer_files import WORD_TYPE
from ui.reports.audience_choice import choose_audience
from ui.run import session


def show_files(workshop: Workshop) -> None:
    """Three buttons; each file is written when its button is pressed."""
    # A title may hold a slash or a colon, which no file name may.
    name = re.sub(r"[^0-9A-Za-zÄÖÜäöüß]+", "-", str(workshop.title)).strip("-")[:60]
    st.header("Niederschrift")
    st.markdown(
        "Wer teilnahm, die Phasen, die Themen mit ihren wichtigsten Karten, was vereinbart wurde "
        "und was offen ist: ein Word-Dokument, das Sie weiterschreiben können."
    )
    audience = choose_audience(f"werkstatt_zielgruppe_{workshop.id}")
    st.download_button(
        "Niederschrift als Word",
        data=_maker(write_minutes, workshop.id, "docx", audience),
        file_name=f"Niederschrift-{name}.docx",
        mime=WORD_TYPE,
        icon=":material/description:",
        type="primary",
        # Otherwise Streamlit would run the whole page again for a download.
        on_click="ignore",
        key=f"minutes_{workshop.id}",
    )
    st.header("Alles ausgeben")
    st.markdown(
        "Werkstatt, Phasen, Gruppen, Karten, Themen, Punkte, Entscheidungen der Moderation, "
        "Papierkarten und Schicksale. Die Blätter „Karten“ und „Punkte“ lassen sich auf der Seite "
        "„Einlesen“ in einen anderen Plan übernehmen."
    )
    with st.container(horizontal=True):
        st.download_button(
            "Alles als Excel",
            data=_maker(write_workshop, workshop.id, "xlsx", audience),
            file_name=f"Werkstatt-{name}.xlsx",
            mime=EXCEL_TYPE,
            icon=":material/download:",
            on_click="ignore",
            key=f"export_xlsx_{workshop.id}",
        )
        st.download_button(
            "Alles als JSON",
            data=_maker(write_workshop, workshop.id, "json", audience),
            file_name=f"Werkstatt-{name}.json",
            mime="application/json",
            icon=":material/data_object:",
            on_click="ignore",
            key=f"export_json_{workshop.id}",
        )


def _maker(
    write: Callable[..., Path], workshop_id: str, ending: str, audience: Audience
) -> Callable[[], bytes]:
    # The button calls back outside the run of the page, where the session cannot be asked.
    store, version = session.store(), session.version()

    def make() -> bytes:
        with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
            target = Path(folder) / f"Werkstatt.{ending}"
            write(store, workshop_id, target, version, audience=audience)
            return target.read_bytes()

    return make
