"""The way of a cluster: its criticism, its wishes, its steps, and the measures made of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.figures.workshop.points import NO_CLUSTER
from strategy.kernel import german
from strategy.kernel.records import get_
from strategy.nouns.card import CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import PhaseKind
from ui.objects.domain_form import show_cluster_domain, show_domain_form
from ui.objects.trace_view import show_trace
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import number_column, text_column
from ui.tables.result_table import show_result
from ui.tables.rows import rows_of
from ui.workshop.cluster_actions import show_cluster_measure

_HEADINGS = {
    PhaseKind.CRITIQUE: "Kritik: das ärgert",
    PhaseKind.FANTASY: "Phantasie: das wünschen wir uns",
    PhaseKind.REALISATION: "Verwirklichung: das fangen wir an",
}
# Longer columns make a page nobody reads; the table below holds every card.
SHOWN = 12


def show_ways(workshop: Workshop, ranking: pd.DataFrame, cards: pd.DataFrame) -> None:
    """``ranking`` as ``points.cluster_results``, ``cards`` as ``ways.ways``."""
    names = {
        "" if german.is_unknown(row.cluster_id) else str(row.cluster_id): str(row.cluster)
        for row in rows_of(ranking)
    }
    counts = dict(zip(names, ranking["points"], strict=True))
    chosen = st.selectbox(
        "Thema",
        list(names),
        key="ergebnis_thema",
        bind="query-params",
        format_func=lambda one: f"{names.get(one, one)} ({one})" if one else NO_CLUSTER,
    )
    # The address may hold a Thema of another workshop or one that was dissolved.
    chosen = chosen if chosen in names else next(iter(names))
    st.header(plain(names[chosen]))
    # The empty choice is the heap of loose cards, see NO_CLUSTER.
    own = cards[cards["cluster_id"].fillna("") == chosen]
    st.caption(
        f"{german.counted(len(own), 'Karte', 'Karten')}, "
        f"{german.counted(int(counts[chosen]), 'Punkt', 'Punkte')}."
        + ("" if chosen else " Diese Karten liegen noch in keinem Thema; keine geht verloren.")
    )
    for place, kind in zip(st.columns(3), PhaseKind, strict=True):
        with place:
            _show_kind(kind, own[own["kind"] == kind])
    if chosen:
        with session.read() as db:
            cluster = get_(db, Cluster, chosen)
        with st.container(border=True):
            show_cluster_domain(cluster.id, cluster.domain_id)
            show_cluster_measure(cluster)
            show_trace(cluster.id, without="im Thema")
    with st.expander("Karten einem Lebensbereich zuordnen", icon=":material/category:"):
        show_domain_form(
            {row.card_id: f"{row.card_id} {row.body}" for row in rows_of(own)},
            key=f"way_{workshop.id}_{chosen}",
        )
    st.header("Alle Karten mit ihrem Weg")
    show_result(
        cards,
        {
            "body": text_column("Karte", width="large"),
            "kind": text_column("Art"),
            "cluster": text_column("Thema"),
            "participants": text_column("Gruppe"),
            "points": number_column("Punkte"),
            "state": text_column("Stand"),
            "measures": text_column("Maßnahmen"),
        },
        "card_id",
        key="ways",
        title="Karten mit ihrem Weg",
    )


def _show_kind(kind: PhaseKind, cards: pd.DataFrame) -> None:
    st.subheader(_HEADINGS[kind])
    # A merged card hangs behind the one that stands for it, which has its points as well.
    standing = cards[cards["state"] != CardState.MERGED]
    merged = len(cards) - len(standing)
    if standing.empty:
        st.caption("Dazu hängt keine Karte.")
    lines = [
        f"- {plain(row.body)} :small[{_points(row.points)}{row.state}"
        + (f" → {row.measures}" if not german.is_unknown(row.measures) else "")
        + "]"
        for row in rows_of(standing.head(SHOWN))
    ]
    st.markdown("\n".join(lines))
    more = len(standing) - SHOWN
    if more > 0:
        st.caption(f"Und {german.counted(more, 'weitere Karte', 'weitere Karten')} in der Liste.")
    if merged:
        st.caption(f"{german.counted(merged, 'Karte', 'Karten')} mit diesen zusammengelegt.")


def _points(count: int) -> str:
    return f"{german.counted(int(count), 'Punkt', 'Punkte')}, " if count else ""
