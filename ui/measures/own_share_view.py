"""What a measure costs the municipality itself, year by year, and who pays the rest."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.kernel import german
from strategy.nouns.measure import Measure
from ui.run.plain_text import plain
from ui.tables.format import money_column, percent_column, text_column
from ui.tables.result_table import show_result


def show_own_share(measure: Measure, cells: pd.DataFrame) -> None:
    """Cost, grants and own share per year and Haushaltsart, from the cells that all sums use."""
    kinds = cells["budget_kind"].fillna("ohne Haushaltsart")
    rows = cells.assign(kind=kinds).groupby("year", sort=True)
    table: dict[str, list[str]] = {
        name: [] for name in ("Jahr", "Kosten", "Förderung", "Eigenanteil", "davon", "unbekannt")
    }
    for year, part in rows:
        own = part.groupby("kind")["own_cents"].sum(min_count=1)
        _add(table, str(year), part, ", ".join(f"{k} {german.money(v)}" for k, v in own.items()))
    _add(table, "**Summe**", cells, "")
    if not cells["unknown_lines"].any():
        del table["unbekannt"]
    st.markdown("**Eigenanteil nach Jahren**")
    st.table(table)


def show_own_share_by_dezernat(shares: pd.DataFrame) -> None:
    """Who bears the own share: Dezernat × year, with the same total as the table of the years."""
    years = sorted({int(year) for year in shares["year"]})
    table: dict[str, list[str]] = {"Dezernat": []}
    table |= {name: [] for name in (*(str(year) for year in years), "Summe")}
    parts = [(plain(str(name)), part) for name, part in shares.groupby("dezernat", sort=False)]
    for name, part in [*parts, ("**Summe**", shares)]:
        table["Dezernat"].append(name)
        for year in years:
            table[str(year)].append(_own(part[part["year"] == year]))
        table["Summe"].append(_own(part))
    st.markdown("**Eigenanteil nach Dezernaten**")
    st.table(table)


def _own(part: pd.DataFrame) -> str:
    if part.empty:
        return "–"
    own = _known_sum(part, "own_cents")
    # What is known is a lower bound, as long as the amount of a line is missing.
    bound = "mindestens " if own is not None and int(part["unknown_lines"].sum()) else ""
    return f"{bound}{german.money(own)}"


def _known_sum(part: pd.DataFrame, name: str) -> int | None:
    """The sum of the known values; None where none is, which pandas would make 0."""
    found = part[name].sum(min_count=1)
    return None if german.is_unknown(found) else int(found)


def _add(table: dict[str, list[str]], name: str, part: pd.DataFrame, kinds: str) -> None:
    unknown = int(part["unknown_lines"].sum())
    texts = [
        name,
        *(german.money(_known_sum(part, f"{name}_cents")) for name in ("cost", "grant", "own")),
        kinds,
        # Unknown amounts are in no sum; without the word the own share would look complete.
        german.counted(unknown, "Zeile", "Zeilen") if unknown else "–",
    ]
    for place, text in zip(table, texts, strict=True):
        table[place].append(text)


def _warn_beyond(grants: pd.DataFrame, cells: pd.DataFrame) -> None:
    """Saving a grant beyond the cost is refused; lowering the cost below a grant is said here."""
    # Where an amount is unknown nobody can tell; then nothing is said.
    if cells["unknown_lines"].any() or grants["grant_cents"].isna().any():
        return
    cost, granted = int(cells["cost_cents"].sum()), int(grants["grant_cents"].sum())
    if granted > cost:
        st.warning(
            f"Die Förderungen ergeben zusammen {german.money(granted)}, die Maßnahme kostet aber "
            f"nur {german.money(cost)}; berichtigen Sie die Förderung oder die Kosten.",
            icon=":material/warning:",
        )
    eligible = grants["eligible_cents"].dropna()
    if len(eligible) and int(eligible.max()) > cost:
        st.warning(
            f"Die förderfähigen Kosten ({german.money(int(eligible.max()))}) liegen über den "
            f"Kosten der Maßnahme ({german.money(cost)}); berichtigen Sie eine der Angaben.",
            icon=":material/warning:",
        )


def show_grants(grants: pd.DataFrame, cells: pd.DataFrame) -> None:
    """The sources of a measure, each with what it comes to; nothing where there is none."""
    if grants.empty:
        return
    st.markdown("**Förderung und Eigenanteil**")
    _warn_beyond(grants, cells)
    show_result(
        grants,
        {
            "title": text_column("Programm"),
            "rate": percent_column("Förderquote"),
            "eligible_cents": money_column("Förderfähige Kosten"),
            "cap_cents": money_column("Höchstbetrag"),
            "grant_cents": money_column("Förderung"),
            "own_cents": money_column("Eigenanteil"),
        },
        "id",
        key="grants",
        title="Förderung der Maßnahme",
    )
