"""The button that hands out an empty list to fill in for a kind of import."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from strategy.excel.template import write_template
from strategy.intake.kinds.catalogue import KINDS

# A catalogue of questions is no list of entries and has no kind of import of its own.
_LABELS = {"maturity": "Reifegradkatalog"}


def show_template(kind: str) -> None:
    """Offer the template of a kind; it is written only when somebody takes it."""
    st.download_button(
        "Vorlage als Excel",
        lambda: _template(kind),
        f"Vorlage {_LABELS.get(kind) or KINDS[kind].label}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"template_{kind}",
        icon=":material/download:",
        on_click="ignore",
        help="Eine leere Liste mit den Überschriften, die hier erkannt werden, und ein Beispiel.",
    )


def _template(kind: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        return write_template(kind, Path(folder) / "vorlage.xlsx").read_bytes()
