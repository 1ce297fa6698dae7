"""Dezernat × year, cut by one kind at a time; every cell leads to its measures."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.figures.money.roll_up import RollUp, roll_up
from strategy.kernel import german
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.download import excel_button
from ui.tables.format import Column, grid, money_column, number_column, text_column, year_column
from ui.tables.result_table import show_result


def show_roll_up(years: list[int]) -> None:
    """The table of one kind, and the measures behind the cell that is chosen."""
    level = session.municipality().level_1 or "Dezernat"
    what = RollUp(
        st.selectbox("Summe", [str(one) for one in RollUp], key="summe_art", bind="query-params")
        or RollUp.OWN
    )
    rows = session.recall(roll_up, what)
    rows = rows[rows["year"].isin(years)]
    if rows.empty:
        st.info("In diesen Jahren steht dafür kein Betrag im Plan.", icon=":material/info:")
        return
    table = _table(rows, years, level)
    columns: dict[str, Column] = {
        "name": text_column(level, width="medium", pinned=True),
        **{str(year): money_column(str(year)) for year in [*years, "Summe"]},
    }
    st.dataframe(**grid(table, columns), key="summe_tabelle", alt=f"{what} nach {level} und Jahr")
    excel_button(lambda: table, columns, f"{what} nach {level} und Jahr", key="summe")
    unknown = int(rows["unknown_lines"].sum())
    if unknown:
        st.caption(
            f"{german.counted(unknown, 'Kostenzeile', 'Kostenzeilen')} ohne Betrag "
            "zählen nicht mit; die Summen sind so lange unvollständig."
        )
    _show_behind(rows, years, level, what)


def _table(rows: pd.DataFrame, years: list[int], level: str) -> pd.DataFrame:
    """One row per Dezernat and one for all; None where nothing is known, never 0."""
    names = dict(zip(rows["dezernat_id"], rows["dezernat"], strict=True))
    found = []
    for one in [*sorted(names), None]:
        part = rows if one is None else rows[rows["dezernat_id"] == one]
        line: dict[str, object] = {"name": "zusammen" if one is None else names[one]}
        for year in years:
            line[str(year)] = _sum(part[part["year"] == year])
        line["Summe"] = _sum(part)
        found.append(line)
    return pd.DataFrame(found)


def _sum(rows: pd.DataFrame) -> int | None:
    known = rows["amount_cents"].dropna()
    # Without any row there is no cost, which is 0; with unknown amounts alone it is unknown.
    return int(known.sum()) if len(known) or rows.empty else None


def _show_behind(rows: pd.DataFrame, years: list[int], level: str, what: RollUp) -> None:
    names = dict(zip(rows["dezernat_id"], rows["dezernat"], strict=True))
    left, right = st.columns(2)
    with left:
        office = st.selectbox(
            f"Maßnahmen hinter der Zahl: {plain(level)}",
            ["*", *sorted(names)],
            key="summe_dezernat",
            bind="query-params",
            format_func=lambda one: "alle" if one == "*" else names.get(one, one),
        )
    with right:
        year = st.selectbox(
            "Jahr", ["alle", *map(str, years)], key="summe_jahr", bind="query-params"
        )
    chosen = rows if office == "*" else rows[rows["dezernat_id"] == office]
    chosen = chosen if year in (None, "alle") else chosen[chosen["year"] == int(year)]
    chosen = chosen.reset_index(drop=True)
    st.caption(plain(f"{what}: {len(chosen)} Zeilen, zusammen {german.money(_sum(chosen))}."))
    show_result(
        chosen,
        {
            "title": text_column("Maßnahme", width="medium"),
            "dezernat": text_column(level),
            "year": year_column(),
            "amount_cents": money_column(str(what)),
            "unknown_lines": number_column("ohne Betrag"),
        },
        "measure_id",
        key="summe_zeilen",
        title=f"{what} Maßnahmen",
    )
