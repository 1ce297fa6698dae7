"""Step 2: the budget, from the sums of a year down to the line and its cell in the file."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from strategy.figures.money.budget import (
    budget_by_unit,
    budget_by_year,
    budget_result,
    budget_rows,
    budget_sources,
    leading_budget,
    product_table,
    subtotal_count,
    without_kind,
)
from strategy.kernel import german
from strategy.kernel.listing import has_any
from strategy.nouns.budget_line import BudgetLine
from ui.charts import budget_by_year_chart, budget_by_year_summary
from ui.charts.chart_block import show_chart
from ui.objects.register import SHOWN_ROWS, Register, show_list, show_object
from ui.run import session
from ui.tables.drill import set_filters, show_drill
from ui.tables.format import money_column, number_column, text_column, year_column
from ui.tables.plain_table import show_table

LINES = Register(
    BudgetLine,
    columns=[
        "title",
        "product",
        "account",
        "line_kind",
        "year",
        "plan_type",
        "amount_cents",
        "is_subtotal",
    ],
    filters=["year", "plan_type", "line_kind", "product", "organisation_id", "is_subtotal"],
    order="year, product, account",
    empty="Hier steht der Haushalt, wie er aus dem Finanzverfahren kommt: Produkt, Konto, Jahr und "
    "Planart. Lesen Sie die Ausgabe des Finanzverfahrens unter „Einlesen“ ein; einzelne Zeilen "
    "lassen sich auch von Hand anlegen.",
)

st.title("Haushalt")
st.markdown("Erträge, Aufwendungen, Ein- und Auszahlungen nach Jahren, Produkten und Ämtern.")
if show_object(LINES):
    session.end_page()
with session.read() as db:
    nothing = not has_any(db, BudgetLine)
if nothing:
    show_list(LINES)
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Zwischensummen und Salden bleiben im Plan, zählen aber in keiner Summe. Ergebnis, Ansatz, "
        "Plan und Finanzplanung werden nie addiert. Wählen Sie unter „Produkte“ eine Zeile, dann "
        "stehen darunter ihre Haushaltszeilen; jede nennt unter „Herkunft der Werte“ die Datei, "
        "die Zeile und die Spalte, aus der sie kommt."
    )


def show_years() -> None:
    """One plan type per year as a picture, and every plan type in the table below it."""
    with session.read() as db:
        # The leading plan type of a year (result before estimate) is for the picture only; several
        # plan types of one year must never stand stacked on each other.
        leading, every = leading_budget(db, source), budget_by_year(db, source)
    columns = {
        "year": year_column(),
        "plan_type": text_column("Planart"),
        "flow": text_column("Art"),
        "amount_cents": money_column("Betrag"),
        "lines": number_column("Zeilen"),
        "unknown_lines": number_column("ohne Betrag"),
    }
    show_chart(
        budget_by_year_chart(leading),
        budget_by_year_summary(leading),
        leading,
        columns,
        key="haushalt_jahre",
        title="Haushalt nach Jahren",
    )
    st.header("Alle Jahre und Planarten")
    st.caption("Eine Zeile führt zu ihren Haushaltszeilen.")
    # A row is named by year, plan type and kind together; the drill takes one column, so the place
    # stands for the three.
    every["row"] = range(len(every))
    show_drill(
        every,
        columns,
        lambda row: _to_lines(every.iloc[int(row)]),
        key="haushalt_summen",
        label="Haushalt nach Jahr, Planart und Art",
        ids="row",
        prompt="Haushaltszeilen eines Jahres zeigen",
    )


def _to_lines(row: Any) -> None:
    # "ohne Art" is the query's word for an empty field; the filter would look for that very text.
    kind = "" if row.flow == "ohne Art" else row.flow
    set_filters(
        budget_line_year=str(row.year),
        budget_line_plan_type=row.plan_type,
        budget_line_line_kind=kind,
        # The sum came about without subtotals, so the lines that are to explain it leave them out
        # as well.
        budget_line_is_subtotal="false",
        haushalt_sicht="Zeilen",
    )


def choose_stand() -> tuple[str, int, str]:
    """Which year and plan type: its words, the year, the plan type."""
    with session.read() as db:
        sums = budget_by_year(db, source)
    pairs = list(dict.fromkeys(zip(sums["year"], sums["plan_type"], strict=True)))
    plan_year = session.municipality().plan_year
    # The year that is being planned is what people come for; a budget without it opens at its last
    # year.
    first = next((n for n, (year, _) in enumerate(pairs) if year == plan_year), len(pairs) - 1)
    chosen = st.selectbox(
        "Jahr und Planart",
        [f"{year} {kind}" for year, kind in pairs],
        first,
        key="haushalt_stand",
        bind="query-params",
    )
    year, plan_type = pairs[[f"{y} {k}" for y, k in pairs].index(chosen)]
    return chosen, int(year), plan_type


FLOWS = {
    "income_cents": money_column("Erträge"),
    "expense_cents": money_column("Aufwendungen"),
    "receipt_cents": money_column("Einzahlungen"),
    "payment_cents": money_column("Auszahlungen"),
    "other_cents": money_column("ohne Art"),
    "lines": number_column("Zeilen"),
    "unknown_lines": number_column("ohne Betrag"),
}


def show_units() -> None:
    """One year and plan type by Amt, as far as the lines name a unit."""
    chosen, year, plan_type = choose_stand()
    words = session.municipality()
    with session.read() as db:
        frame = budget_by_unit(db, year, plan_type, source)
    st.caption(
        "Jede Zeile zählt bei dem Amt, zu dem ihre Einheit gehört; Zwischensummen und Salden sind "
        "nicht mitgezählt."
    )
    show_table(
        frame,
        {
            "dezernat": text_column(words.level_1 or "Dezernat"),
            "amt": text_column(words.level_2 or "Amt"),
            **FLOWS,
        },
        key="haushalt_aemter",
        title=f"Haushalt {chosen} nach Ämtern",
    )


def show_products() -> None:
    """One year and plan type by product, and the lines behind the product chosen."""
    chosen, year, plan_type = choose_stand()
    with session.read() as db:
        frame = product_table(db, year, plan_type, source)
        result = budget_result(db, year, plan_type, source)
        # Said aloud below, because a sum of the printed budget that counts its subtotals will
        # differ.
        left_out = subtotal_count(db, year, plan_type, source)
        other = without_kind(db, year, plan_type, source)
    st.metric(
        f"Erträge abzüglich Aufwendungen {chosen}",
        german.money_short(result),
        help=german.money(result),
    )
    st.caption(
        f"{german.number(len(frame))} Produkte. {german.number(left_out)} Zwischensummen und "
        "Salden sind nicht mitgezählt."
    )
    if other.lines:
        st.warning(
            f"{other.sentence()} Die Art folgt aus einer Spalte der Datei oder aus dem Konto nach "
            "dem Kontenrahmen unter „Kommune“.",
            icon=":material/warning:",
        )
    show_drill(
        # Every row travels to the browser with each run; a budget of a large city has thousands of
        # products.
        frame.head(SHOWN_ROWS),
        {"product_title": text_column("Produkt"), "product": text_column("Nummer"), **FLOWS},
        lambda product: set_filters(haushalt_produkt=product),
        key=f"haushalt_produkte_{chosen}",
        label=f"Haushalt {chosen} nach Produkten",
        ids="product",
        prompt="Haushaltszeilen eines Produkts zeigen",
    )
    titles = {
        str(row.product): f"{row.product} {row.product_title}"
        for row in frame.dropna(subset=["product"]).itertuples()
    }
    product = st.selectbox(
        "Produkt",
        ["", *titles],
        key="haushalt_produkt",
        bind="query-params",
        format_func=lambda v: titles.get(v, "bitte wählen"),
    )
    if not product:
        return
    with session.read() as db:
        rows = budget_rows(
            db, year=year, plan_type=plan_type, product=product, source=source, limit=SHOWN_ROWS
        )
    st.header(f"Haushaltszeilen {titles[product]}")
    show_drill(
        rows,
        {
            "title": text_column("Bezeichnung"),
            "account": text_column("Konto"),
            "line_kind": text_column("Art"),
            "amount_cents": money_column("Betrag"),
        },
        key=f"haushalt_zeilen_{chosen}_{product}",
        label="Haushaltszeilen",
        ids="id",
        prompt="Haushaltszeile öffnen",
    )


with session.read() as db:
    sources = budget_sources(db)
source = None
# The same Ansatz often stands in the Ergebnisplan and in the product tables; where both were read,
# sums over all tables count it twice, so one table can be chosen.
if len(sources) > 1:
    source = (
        st.selectbox(
            "Haushaltstabelle",
            ["", *sources],
            key="haushalt_quelle",
            bind="query-params",
            format_func=lambda v: v or "alle",
            help="Sind mehrere Tabellen eingelesen, kann derselbe Betrag in mehreren stehen.",
        )
        # The empty choice means all tables; "" would ask for a table without a name.
        or None
    )
VIEWS: dict[str, Callable[[], object]] = {
    "Jahre": show_years,
    "Produkte": show_products,
    "Ämter": show_units,
    "Zeilen": lambda: show_list(LINES),
}
for tab, show in zip(
    st.tabs(list(VIEWS), key="haushalt_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
