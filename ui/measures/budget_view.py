"""A measure in the budget: where its money stands, what is ordered ahead, what wears off."""

from __future__ import annotations

import streamlit as st

from strategy.acts.budget_placing import line_places, place_lines
from strategy.figures.money.budget_places import budget_places, commitments, depreciation_of
from strategy.figures.money.freed_cost import freed_cost, paid_by_the_old
from strategy.figures.profile import plan_year
from strategy.kernel import german
from strategy.nouns.measure import Measure
from ui.charts.chart_block import show_chart
from ui.charts.freed import freed_chart, freed_summary
from ui.measures.plan_budget_view import open_words
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import money_column, number_column, year_column


def show_budget(measure: Measure) -> None:
    """The places in the budget, Verpflichtungsermächtigungen, and both halves of investments."""
    with session.read() as db:
        places = budget_places(db, measure.id)
        ahead = commitments(db, measure.id)
        worn = depreciation_of(db, measure.id)
        year = plan_year(db)
    if len(places):
        st.markdown("**Im Haushalt**")
        st.table(
            {
                "Jahr": [str(one) for one in places["year"]],
                "Produkt": [_code(one) for one in places["product"]],
                "Konto": [_code(one) for one in places["account"]],
                "Anteil": [_percent(one) for one in places["share"]],
                "Betrag": [german.money(one) for one in places["amount_cents"]],
                "Stand": list(places["state"]),
                "Dort veranschlagt": [german.money(one) for one in places["budget_cents"]],
            }
        )
        open_ = places[places["state"] != "veranschlagt"]
        if len(open_):
            st.caption(f"Zum Haushalt anzumelden sind noch {open_words(open_)}.")
        _show_line_places(measure)
    if len(ahead):
        parts = [
            f"{german.money(row.amount_cents)} fällig {row.year}" for row in ahead.itertuples()
        ]
        st.markdown(
            f"**Verpflichtungsermächtigung** im Haushalt {year}: {', '.join(parts)}. Ohne sie darf "
            "nicht bestellt werden, was erst in späteren Jahren bezahlt wird."
        )
    if len(worn):
        st.markdown("**Investitionen in beiden Haushalten** (zwei Sichten, nie zu addieren)")
        st.table(
            {
                "Jahr": [str(one) for one in worn["year"]],
                "Finanzhaushalt: Auszahlung": [german.money(one) for one in worn["payment_cents"]],
                "Ergebnishaushalt: Abschreibung": [
                    german.money(one) for one in worn["depreciation_cents"]
                ],
            }
        )


def _show_line_places(measure: Measure) -> None:
    """What the places mean for the cost lines, and the button that writes it into them."""
    with session.read() as db:
        found = line_places(db, measure.id)
    for sentence in found.told:
        st.caption(plain(sentence))
    if found.placed and session.editable():
        many = german.counted(len(found.placed), "Kostenzeile", "Kostenzeilen")
        st.button(
            f"Produkt und Konto in {many} übernehmen",
            key=f"place_lines_{measure.id}",
            icon=":material/account_balance:",
            on_click=session.write,
            args=(
                f"Haushaltsstellen in die Kostenzeilen von „{measure.title}“ übernommen",
                lambda tx: place_lines(tx, measure.id),
            ),
        )


def _code(value: object) -> str:
    return "–" if german.is_unknown(value) else str(value)


def _percent(value: object) -> str:
    return "–" if german.is_unknown(value) else german.percent(value)


def show_freed(measure: Measure) -> None:
    """What the replaced applications free, year by year; nothing where none is replaced."""
    with session.read() as db:
        rows = freed_cost(db, measure.id)
        yearly = paid_by_the_old(db, measure.id)
    if rows.empty:
        return
    st.markdown("**Bestand zahlt Neu**")
    show_chart(
        freed_chart(yearly),
        freed_summary(yearly),
        yearly,
        {
            "year": year_column(),
            "new_cents": money_column("Eigenanteil neu"),
            "freed_cents": money_column("frei durch Ablösung"),
            "rest_cents": money_column("bleibt zu zahlen"),
            "left_cents": money_column("bleibt bis dahin zusammen"),
            "unknown_lines": number_column("Zeilen ohne Betrag"),
        },
        key="freed",
        title="Bestand zahlt Neu",
    )
    for replacement_id in dict.fromkeys(rows["replacement_id"]):
        part = rows[rows["replacement_id"] == replacement_id]
        name, last = part["application"].iloc[0], part["freed_on"].iloc[0]
        personal = int(part["personal_cents"].sum())  # of what is known; 0 says nothing below
        staff = (
            f" Dazu {german.money(personal)} Personalkosten, die erst Geld werden, wenn Stellen "
            "wegfallen oder andere Arbeit tun."
            if personal
            else ""
        )
        st.caption(
            f"{name} kostet noch bis {german.day(last)} (nach Parallelbetrieb und "
            f"Kündigungsfrist oder Vertragsende); frei werden laufende Sachkosten ab dem Monat "
            f"danach.{staff}"
        )
