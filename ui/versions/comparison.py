"""The comparison of two versions, kept as long as the plan stays as it is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from strategy.differences.comparing import Difference, compare
from strategy.documents.change_list import write_change_list
from strategy.excel.difference import write_difference
from strategy.kernel.store import Store
from ui.run import session

_KEPT = "fassungsvergleich"


def difference(first: str, second: str) -> Difference:
    """Compare two versions by name; the same question of the same state is answered once."""
    store = session.store()
    wanted = (session.plan_path(), store.write_lock.state_number, first, second)
    kept: tuple[object, Difference] | None = st.session_state.get(_KEPT)
    if kept is None or kept[0] != wanted:
        kept = (wanted, compare(store, first, second))
        st.session_state[_KEPT] = kept
    return kept[1]


def change_list(store: Store, found: Difference) -> bytes:
    """The comparison as a Word document to be printed."""
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        return write_change_list(store, Path(folder) / "Liste.docx", found).read_bytes()


def difference_book(store: Store, found: Difference) -> bytes:
    """The comparison as a workbook."""
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        return write_difference(store, Path(folder) / "Vergleich.xlsx", found).read_bytes()
