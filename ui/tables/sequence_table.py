"""The consultation sequence of a paper as councillors know it from paper forms."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.analysis.votes import vote_mark
from strategy.kernel import german
from strategy.nouns.municipality import VoteColumns
from ui.run.plain_text import plain

LEGEND = "In den Stimmenspalten steht „/“ für keine Stimme und „–“ für nicht erfasst."


def sequence_frame(
    frame: pd.DataFrame, vote_columns: str | None, label: str = "Gremium", first: str = "body"
) -> pd.DataFrame:
    """Consultations (``strategy.figures.plan.council.consultations``) as German texts in Markdown.

    The first column is the body, or what ``first`` and ``label`` say; a postponed date is struck
    and stays readable; the vote columns are those of the municipality.
    """
    third = (
        ("Anwesend", "present")
        if vote_columns == VoteColumns.WITH_PRESENT
        else ("Enth.", "abstentions")
    )
    votes = (("Ja", "yes"), ("Nein", "no"), third)
    rows = [
        {
            label: plain(row[first]),
            "Sitzung am": day_words(row["held_on"], row["postponed_from"], row["cancelled"]),
            "TOP": "–" if german.is_unknown(row["agenda_item"]) else plain(row["agenda_item"]),
            "ö/nö": _public(row["public"]),
            "Aufgabe": plain(row["role"]),
            **{
                name: vote_mark(None if german.is_unknown(row[column]) else int(row[column]))
                for name, column in votes
            },
            "Ergebnis": plain(row["outcome"]),
        }
        for row in frame.to_dict("records")
    ]
    return pd.DataFrame(rows)


def day_words(day: object, postponed_from: object, cancelled: object = False) -> str:
    """The day of a meeting in Markdown; the first day of a postponed one is struck before it."""
    shown = "offen" if german.is_unknown(day) else german.day(day)  # type: ignore[arg-type]
    if german.is_unknown(day) and cancelled is True:
        struck = "" if german.is_unknown(postponed_from) else f"~~{german.day(postponed_from)}~~ "  # type: ignore[arg-type]
        return f"{struck}ausgefallen"
    if german.is_unknown(postponed_from):
        return shown
    return f"~~{german.day(postponed_from)}~~ verlegt auf {shown}"  # type: ignore[arg-type]


def show_sequence(
    frame: pd.DataFrame,
    vote_columns: str | None,
    *,
    label: str = "Gremium",
    first: str = "body",
    alt: str = "Beratungsfolge",
) -> None:
    """Draw the sequence as a real table, which a screen reader can read cell by cell."""
    st.table(sequence_frame(frame, vote_columns, label, first), hide_index=True, alt=alt)
    st.caption(LEGEND)


def _public(value: object) -> str:
    if german.is_unknown(value):
        return german.UNKNOWN
    return "ö" if value else "nö"
