"""Step 1: the own municipality beside others."""

import streamlit as st

from strategy.figures.comparison import city_values, compared_indicators
from strategy.nouns.comparison_city import ComparisonCity
from strategy.nouns.comparison_value import ComparisonValue
from ui.charts.chart_block import show_chart
from ui.charts.indicators import city_chart, city_summary
from ui.frame.places import object_link
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.tables.format import number_column, text_column, year_column, yes_no_column

CITIES = Register(
    ComparisonCity,
    columns=["title", "state", "inhabitants", "strategy_year", "areas", "lesson"],
    filters=["state"],
    children=[
        Register(
            ComparisonValue,
            columns=["indicator_id", "year", "amount", "source"],
            parent_field="city_id",
            order="indicator_id, year",
            empty="Noch keine Vergleichswerte. Tragen Sie Werte zu Kennzahlen ein, die Sie selbst "
            "messen; sonst lässt sich nicht vergleichen.",
        )
    ],
    empty="Hier stehen Kommunen, mit denen Sie sich vergleichen, am besten drei bis sechs von "
    "ähnlicher Größe. Sie zeigen, was möglich ist und was sich nicht bewährt hat. Beginnen Sie mit "
    "einer Nachbarkommune, die schon eine Strategie hat.",
    order="title",
)

st.title("Vergleichskommunen")
st.markdown("Wo andere Kommunen stehen und was sich von ihnen lernen lässt.")
if show_object(CITIES):
    session.end_page()

with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Legen Sie eine Kommune an und tragen Sie auf ihrer Seite Vergleichswerte zu Ihren "
        "Kennzahlen ein. Das Diagramm zeigt je Kommune den neuesten Wert; Ihr eigener kommt aus "
        "den Messwerten der Kennzahl."
    )
with session.read() as db:
    # Only indicators for which another city has a value: with none there is nothing to compare.
    compared = compared_indicators(db).set_index("indicator_id")
if not compared.empty:
    chosen = st.selectbox(
        "Kennzahl vergleichen",
        list(compared.index),
        key="vergleich_kennzahl",
        bind="query-params",
        format_func=lambda item: f"{compared.loc[item, 'title']} ({compared.loc[item, 'unit']})",
    )
    indicator = compared.loc[chosen]
    with session.read() as db:
        values = city_values(db, chosen)
    # Where lower is better, the best city stands at the other end of the bars.
    lower = indicator["direction"] == "niedriger ist besser"
    show_chart(
        city_chart(values, indicator["unit"]),
        city_summary(values, indicator["title"], indicator["unit"], lower),
        values,
        {
            "label": text_column("Kommune"),
            "value": number_column("Wert"),
            "year": year_column("Jahr"),
            "own": yes_no_column("Eigene Kommune"),
            "source": text_column("Quelle"),
        },
        key="comparison",
        title="Vergleich",
    )
    st.caption(f"{indicator['direction']}.".capitalize())
    object_link(chosen, "Zur Kennzahl mit ihren Messwerten")
    st.header("Vergleichskommunen im Einzelnen")
show_list(CITIES)
