"""The half-yearly report on its page, and the same as files."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from strategy.analysis.council_answer import Answer
from strategy.documents.council_answer import written
from strategy.documents.half_year import write_half_year
from strategy.excel.half_year import write_half_year_book
from strategy.kernel.errors import StrategyError
from strategy.nouns.report_definition import ReportDefinition
from strategy.reporting.half_year import HalfYear, read_half_year
from ui.reports.made_file import show_made_file
from ui.run import session
from ui.run.plain_text import plain


def show_half_year(definition: ReportDefinition, key: str) -> None:
    """The report that a definition asks for, section by section, then its files."""
    try:
        report = session.recall(_read, definition)
    except StrategyError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.caption(plain(report.subtitle))
    _files(definition, key)
    for number, item in enumerate(report.sections, start=1):
        st.header(f"{number} {item.question}")
        st.markdown(plain(" ".join([item.sentence, *item.notes])))
        if not item.table.empty:
            _table(item)


def _read(_: object, definition: ReportDefinition) -> HalfYear:
    return read_half_year(session.store(), definition)


def _table(item: Answer) -> None:
    texts = [
        [written(column, value) for column, value in zip(item.columns, values, strict=True)]
        for values in item.rows.itertuples(index=False)
    ]
    # As on paper; sorting and filtering by number is what the workbook is for.
    labels = [column.label for column in item.columns]
    st.dataframe(
        [dict(zip(labels, row, strict=True)) for row in texts], hide_index=True, width="stretch"
    )


def _files(definition: ReportDefinition, key: str) -> None:
    store = session.store()
    name = f"{definition.title} {session.municipality().title or ''}"
    with st.container(horizontal=True):
        for ending, label, write in (
            ("docx", "Als Word-Dokument", write_half_year),
            ("xlsx", "Als Excel-Mappe", write_half_year_book),
        ):

            def make(target: Path, write=write) -> object:  # type: ignore[no-untyped-def]
                return write(store, target, definition)

            show_made_file(label, name, ending, f"{key}_{ending}", make, definition)
