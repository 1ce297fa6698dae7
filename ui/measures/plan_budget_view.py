"""All measures of the plan in the budget: what has to be applied for, what investments wear off."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.figures.money.budget_places import budget_places, depreciation_of
from strategy.figures.profile import plan_year
from strategy.kernel import german
from strategy.nouns.budget_share import BudgetState
from ui.run import session
from ui.tables.format import money_column, number_column, text_column, year_column
from ui.tables.result_table import show_result


def show_plan_budget() -> None:
    """From the plan year on; what lies before it has been applied for or is too late."""
    with session.read() as db:
        first = plan_year(db)
    places, worn = session.recall(budget_places), session.recall(depreciation_of)
    ahead = places if first is None else places[places["year"] >= first]
    _show_open(ahead[ahead["state"] != BudgetState.BUDGETED].reset_index(drop=True))
    if len(worn):
        st.header("Investitionen in beiden Haushalten")
        st.markdown(
            "Zwei Sichten auf dasselbe Geld, die nie zusammengezählt werden: Im Finanzhaushalt "
            "steht die Auszahlung im Jahr der Investition, im Ergebnishaushalt die Abschreibung "
            "über die Nutzungsdauer."
        )
        show_result(
            worn.assign(id=None),
            {
                "year": year_column(),
                "payment_cents": money_column("Finanzhaushalt: Auszahlung"),
                "depreciation_cents": money_column("Ergebnishaushalt: Abschreibung"),
            },
            "id",
            key="plan_worn",
            title="Investitionen in beiden Haushalten",
        )


def _show_open(rows: pd.DataFrame) -> None:
    """What no budget holds yet, by year and place, with its measures."""
    if rows.empty:
        return
    st.header("Zum Haushalt anzumelden")
    st.markdown(
        f"Noch in keinem Haushalt stehen {open_words(rows)}. Produkt, Konto und Anteil trägt man "
        "bei der Maßnahme unter „Haushalt“ ein; erst wenn das Geld veranschlagt ist, fällt die "
        "Zeile hier weg."
    )
    show_result(
        rows.sort_values(
            ["year", "product", "account", "title"], kind="stable", na_position="last"
        ),
        {
            "title": text_column("Maßnahme"),
            "year": year_column(),
            "amount_cents": money_column("Betrag"),
            "unknown_lines": number_column("Zeilen ohne Betrag"),
            "state": text_column("Stand"),
            "product": text_column("Produkt"),
            "account": text_column("Konto"),
        },
        "measure_id",
        key="plan_open",
        title="Zum Haushalt anzumelden",
    )


def open_words(rows: pd.DataFrame) -> str:
    """ "1.200,00 €", "mindestens 1.200,00 €" where amounts are unknown, "unbekannte Beträge"."""
    known = rows["amount_cents"].dropna()
    if known.empty:
        return "unbekannte Beträge"
    told = german.money(int(known.sum()))
    whole = len(known) == len(rows) and not rows["unknown_lines"].any()
    return told if whole else f"mindestens {told}"
