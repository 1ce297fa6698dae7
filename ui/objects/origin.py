"""Where the values of an object came from: file, sheet, cell, time, who."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from strategy.kernel import german
from strategy.kernel.record import Record
from strategy.relations.origin import edited_by_hand, origins_of
from ui.run import session
from ui.run.plain_text import plain


def show_origin(record: Record) -> None:
    """List the imports that brought values into ``record``; nothing where all was typed."""
    with session.read() as db:
        rows = origins_of(db, record)
        edited = edited_by_hand(db, record, rows[0]["imported_at"]) if rows else None
    if not rows:
        return
    with st.expander("Herkunft der Werte", icon=":material/source:"):
        if edited:
            st.markdown(
                f"**von Hand geändert** am {german.moment(edited['happened_at'])} "
                f"von {plain(edited['actor'])}"
            )
        for row in rows:
            file = plain(row["file_name"])
            sheet = f", Blatt {plain(row['sheet'])}" if row["sheet"] else ""
            column = row["source_column"] or ""
            st.markdown(
                f"**{file}**{sheet}, Zeile {row['source_row']} {column} – eingelesen "
                f"am {german.moment(row['imported_at'])} von {row['imported_by']}"
                f"{_sender(row)}"
            )
            if row["cells"]:
                st.table(
                    {
                        "Feld": [_label(record, name) for name in json.loads(row["cells"])],
                        "Zelle": list(json.loads(row["cells"]).values()),
                    }
                )


def _sender(row: dict[str, Any]) -> str:
    """Who filled the file in, where a survey knows it; other files name their series there."""
    if row["kind"] != "Erhebung" or not row["source"]:
        return ""
    return f"; Absender: {plain(row['source'])}"


def _label(record: Record, name: str) -> str:
    # An import of years ago may name a field that has been renamed since; then its own name is
    # shown.
    known = {spec.name: spec.label for spec in record.specs()}
    return known.get(name, name)
