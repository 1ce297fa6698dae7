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
            "Sitzung am": day_words(row["held_on"], row["former_days"], row["cancelled"]),
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


def day_words(day: object, former_days: object, cancelled: object = False) -> str:
    """The day of a meeting in Markdown; each day that was put off is struck before it.

    ``former_days`` are German days with blanks between, as ``consultations`` gives them.
    """
    shown = "" if german.is_unknown(day) else german.day(day)  # type: ignore[arg-type]
    former = [] if german.is_unknown(former_days) else str(former_days).split()
    # An item that was dealt with after all stands under the day on which it was.
    struck = "".join(f"~~{one}~~ " for one in former if one != shown)
    if not shown:
        return f"{struck}ausgefallen" if cancelled is True else f"{struck}offen"
    return f"{struck}verlegt auf {shown}" if struck else shown


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
