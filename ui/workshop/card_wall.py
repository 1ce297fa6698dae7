"""The wall of a workshop: cards by phase and cluster, as they hung in the room."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from strategy.kernel import german
from ui.run.plain_text import plain

# A sign besides the word, so that states are told apart at a glance and without colour.
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
    """Draw cards: id, body, phase, cluster (None = on no cluster), state; in the order given."""
    phases: dict[str, dict[str, list[dict[Any, Any]]]] = {}
    for card in cards.to_dict("records"):
        cluster = _LOOSE if german.is_unknown(card["cluster"]) else card["cluster"]
        phases.setdefault(card["phase"], {}).setdefault(cluster, []).append(card)
    for phase, by_cluster in phases.items():
        st.header(f"{plain(phase)} ({sum(map(len, by_cluster.values()))})")
        places, heights = st.columns(_COLUMNS), [0] * _COLUMNS
        for cluster, hung in sorted(by_cluster.items()):
            # Each cluster goes where the wall is lowest, as one would pin it.
            lowest = heights.index(min(heights))
            # Pixels are not known on the server: letters stand for the height, 120 for frame and
            # name.
            heights[lowest] += 120 + sum(len(card["body"]) for card in hung)
            with places[lowest], st.container(border=True):
                st.markdown(f"**{plain(cluster)}** ({len(hung)})")
                st.markdown(
                    "\n".join(
                        f"- {plain(card['body'])} :small[{_SIGNS.get(card['state'], '')} "
                        f"{card['state']}, {card['id'].replace('-', _UNBROKEN)}]"
                        for card in hung
                    )
                )
