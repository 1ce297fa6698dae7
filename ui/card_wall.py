"""The wall of a workshop: cards by phase and heap, as they hung in the room."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ui.plain_text import plain

_SIGNS = {
    "eingegangen": ":material/inbox:",
    "angenommen": ":material/check:",
    "zusammengelegt": ":material/join:",
    "aufgeteilt": ":material/call_split:",
    "in Maßnahme aufgenommen": ":material/task_alt:",
    "im Ideenpool": ":material/lightbulb:",
    "abgelehnt": ":material/block:",
}
_LOOSE = "noch ohne Thema"
_COLUMNS = 3
# An id that breaks at its hyphen is hard to read.
_UNBROKEN = "\N{NON-BREAKING HYPHEN}"


def show_wall(cards: pd.DataFrame) -> None:
    """Draw cards: id, body, phase, cluster (None = on no heap), state; in the order given."""
    for phase, part in cards.groupby("phase", sort=False):
        st.header(f"{phase} ({len(part)})")
        places, heights = st.columns(_COLUMNS), [0] * _COLUMNS
        heaps = part.assign(cluster=part["cluster"].fillna(_LOOSE)).groupby("cluster", sort=True)
        for cluster, heap in heaps:
            # Each heap goes where the wall is lowest, as one would pin it.
            lowest = heights.index(min(heights))
            heights[lowest] += 120 + int(heap["body"].str.len().sum())
            with places[lowest], st.container(border=True):
                st.markdown(f"**{plain(cluster)}** ({len(heap)})")
                st.markdown("\n".join(
                    f"- {plain(row.body)} :small[{_SIGNS.get(row.state, '')} {row.state}, "
                    f"{row.id.replace('-', _UNBROKEN)}]"
                    for row in heap.itertuples()
                ))

