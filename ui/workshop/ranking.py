"""The clusters of a workshop by points: picture, table, and the same by phase."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from strategy.kernel import german
from ui.charts.chart_block import show_chart
from ui.charts.general import bar_chart, bar_summary
from ui.charts.workshop_groups import phases_chart, phases_summary
from ui.tables.format import number_column, percent_column, text_column
from ui.tables.result_table import show_result

# A picture of more rows is taller than anybody looks; the tables hold all of them.
SHOWN = 30


def foremost(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the clusters with most points, as many as a picture can show."""
    # groupby leaves out rows without a key, and with them the points that lie in no Thema.
    keys = frame["cluster_id"].fillna("")
    totals = frame.groupby(keys)["points"].sum().sort_values(ascending=False, kind="stable")
    return frame[keys.isin(totals.index[:SHOWN])]


def say_cut(frame: pd.DataFrame) -> None:
    """Say it where a picture does not show every cluster."""
    count = frame["cluster_id"].fillna("").nunique()
    if count > SHOWN:
        st.caption(
            f"Das Bild zeigt die {SHOWN} Themen mit den meisten Punkten; die Tabelle enthält alle "
            f"{german.number(count, 0)}."
        )


def show_ranking_table(
    ranking: pd.DataFrame, *, key: str, share: str, more: Mapping[str, str] | None = None
) -> None:
    """Clusters in their order; ``share`` heads the share of points, ``more`` names columns of
    numbers that stand behind it.  A row leads to its cluster."""
    show_result(
        ranking,
        {
            "cluster": text_column("Thema", width="large"),
            "rank": number_column("Rang"),
            "points": number_column("Punkte"),
            "share": percent_column(share, places=1),
            **{name: number_column(label) for name, label in (more or {}).items()},
            "cards": number_column("Karten"),
            "domain": text_column("Lebensbereich"),
        },
        "cluster_id",
        key=key,
        title="Rangfolge der Themen",
    )


def together(total: int) -> str:
    """The sum below a ranking, as the beginning of a sentence."""
    return f"Zusammen {german.counted(total, 'Punkt', 'Punkte')}"


def show_ranking(ranking: pd.DataFrame, by_phase: pd.DataFrame, total: int) -> None:
    """``ranking`` as ``points.cluster_results``, ``by_phase`` as ``points.points_by_phase``."""
    if not total:
        st.info(
            "Noch hat niemand Punkte vergeben. Öffnen Sie unter Moderation die Punkte oder tragen "
            "Sie bei einem Thema ein, was im Saal gezählt wurde.",
            icon=":material/info:",
        )
    else:
        # Themen without points stay in the table; in the picture they would be empty lines.
        bars = ranking.loc[ranking["points"] > 0].rename(
            columns={"cluster": "label", "points": "value"}
        )[["label", "value"]]
        show_chart(
            bar_chart(bars.head(SHOWN), write=_points),
            bar_summary(bars, "Am meisten Punkte", _points),
            bars,
            {"label": text_column("Thema"), "value": number_column("Punkte")},
            key="ranking_bars",
            title="Themen nach Punkten",
        )
        say_cut(ranking.loc[ranking["points"] > 0])
    st.header("Rangfolge der Themen")
    show_ranking_table(
        ranking,
        key="ranking",
        share="Anteil an allen Punkten",
        more={"on_cards": "davon auf Karten", "declined": "davon auf abgelehnten Karten"},
    )
    declined = int(ranking["declined"].sum())
    st.caption(
        f"{together(total)}, gegeben an Telefonen, im Saal und "
        "eingelesen. "
        + (
            f"Davon liegen {german.number(declined, 0)} auf abgelehnten Karten; sie zählen mit."
            if declined
            else "Keiner davon liegt auf einer abgelehnten Karte."
        )
    )
    if by_phase.empty:
        return
    st.header("Nach Phasen")
    show_chart(
        phases_chart(foremost(by_phase)),
        phases_summary(by_phase),
        by_phase,
        {
            "phase": text_column("Phase"),
            "cluster": text_column("Thema"),
            "points": number_column("Punkte"),
            "share": percent_column("Anteil an der Phase", places=1),
        },
        key="ranking_phases",
        title="Punkte nach Phasen",
    )
    say_cut(by_phase)


def _points(value: object) -> str:
    return german.number(value, 0)
