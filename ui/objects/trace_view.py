"""The trace of an object: from card to cluster, life domain, measure, cost and resolution."""

from __future__ import annotations

import re

import streamlit as st

from strategy.kernel.records import noun_of_id
from strategy.relations.links import trace
from ui.frame.places import object_link
from ui.run import session

SHOWN = 12


def show_trace(object_id: str, without: str = "") -> None:
    """Everything the object came from and led to, nearest first, each with the way there.

    ``without`` is the German word of steps next to the object that the page shows elsewhere.
    """
    st.subheader("Spur")
    with session.read() as db:
        frame = trace(db, object_id)
    # Only next to the object itself: further on the same word says something new.
    frame = frame[(frame["hop"] > 1) | (frame["kind"] != without)]
    if frame.empty:
        st.caption(
            "Noch führt keine Verknüpfung hierher oder von hier weiter; verknüpfen Sie den "
            "Eintrag mit der Karte, dem Ziel oder dem Beschluss, zu dem er gehört."
        )
        return
    st.caption("Woraus dieser Eintrag entstand und was daraus wurde, das Nächste zuerst.")
    _show(frame.head(SHOWN))
    if len(frame) > SHOWN:
        with st.expander(f"Alle weiteren Stationen ({len(frame) - SHOWN})"):
            _show(frame.iloc[SHOWN:])


def _show(frame: object) -> None:
    for row in frame.itertuples():  # type: ignore[attr-defined]
        arrow = "→" if row.direction == "out" else "←"
        # From the second step on it says by whose link, or the row would seem to be linked here.
        where = "" if row.hop == 1 else f" (über {row.from_id})"
        noun = noun_of_id(str(row.other_id))
        # Many rows of an object come as one, named "28 Kostenzeilen"; the id is only their first.
        grouped = noun is not None and re.fullmatch(rf"[\d.]+ {noun.PLURAL}", str(row.other_name))
        what = row.other_name if grouped else f"{row.noun} {row.other_id} {row.other_name}"
        object_link(str(row.other_id), f"{arrow} {row.kind}: {what}{where}")
