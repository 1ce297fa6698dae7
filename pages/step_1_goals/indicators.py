"""Step 1: indicators with baseline, target, series and how far they are on course."""

import streamlit as st

from strategy.figures.plan.goals import indicator_series, indicator_table
from strategy.nouns.indicator import Indicator
from strategy.nouns.indicator_value import IndicatorValue
from ui.charts.chart_block import show_chart
from ui.charts.indicators import course_chart, course_summary, series_chart, series_summary, signed
from ui.frame.filters import filter_frame
from ui.objects.list_rows import show_rows
from ui.objects.register import Register, new_button, show_list, show_object
from ui.run import session
from ui.tables.download import excel_button
from ui.tables.format import date_column, number_column, percent_column, text_column, year_column

INDICATORS = Register(
    Indicator,
    columns=["title", "unit", "baseline", "target", "target_year"],
    children=[
        Register(
            IndicatorValue,
            columns=["measured_on", "amount", "note"],
            parent_field="indicator_id",
            empty="Noch ist kein Wert gemessen. Tragen Sie den ersten Messwert mit seinem Tag ein.",
            order="measured_on",
        )
    ],
    empty="Hier stehen die Kennzahlen: woran man merkt, dass ein Ziel erreicht wird. Jede braucht "
    "einen Ausgangswert, einen Zielwert und jemanden, der misst. Beginnen Sie mit einer Zahl, die "
    "es schon gibt, etwa den online verfügbaren Leistungen.",
)
COLUMNS = {
    "title": text_column("Kennzahl", width="medium"),
    "ampel": text_column("Stand"),
    "unit": text_column("Einheit"),
    "baseline": number_column("Ausgangswert"),
    "latest": number_column("Letzter Wert"),
    "latest_on": date_column("Gemessen am"),
    "target": number_column("Zielwert"),
    "target_year": year_column("Zieljahr"),
    "reached": percent_column("Weg erreicht"),
    "goal": text_column("Ziel"),
    "id": text_column("Kennung"),
}


def show_series(indicator: Indicator) -> None:
    """The series of one indicator against its way to the target."""
    with session.read() as db:
        series = indicator_series(db, indicator.id)
        # The course is worked out over all indicators in one query; there is no second rule for
        # one.
        courses = indicator_table(db).set_index("indicator_id")["course"]
    st.subheader("Verlauf")
    show_chart(
        series_chart(series, indicator.values()),
        series_summary(series, indicator.values(), courses[indicator.id]),
        series,
        {
            "measured_on": date_column("Gemessen am"),
            "amount": number_column("Wert"),
            "note": text_column("Anmerkung"),
        },
        key="indicator_series",
        title=f"Kennzahl {indicator.id}",
    )


st.title("Kennzahlen")
st.markdown("Woran die Kommune misst, ob sie ihre Ziele erreicht, und wie weit sie ist.")
if show_object(INDICATORS, show_series):
    session.end_page()
with session.read() as db:
    table = indicator_table(db)
if table.empty:
    show_list(INDICATORS)
    session.end_page()

with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Der Stand vergleicht den letzten Messwert mit dem geraden Weg vom Ausgangswert zum "
        "Zielwert: voll auf Kurs heißt auf oder vor diesem Weg, weitgehend mindestens 80 %, "
        "teilweise mindestens 50 % dessen, was am Messtag fällig war. Neue Messwerte tragen Sie "
        "auf der Seite der Kennzahl ein."
    )
table["ampel"] = table["course"].map(signed)
# show_rows opens what stands in "id"; the query names the column after its noun.
table["id"] = table["indicator_id"]
found = filter_frame(
    table,
    key="kennzahlen",
    search=["id", "title", "unit", "goal"],
    choices={"course": "Stand", "goal": "Ziel"},
    search_label="Kennzahlen durchsuchen",
)
show_chart(
    course_chart(found), course_summary(found), found, COLUMNS, key="course", title="Kennzahlen"
)
st.header("Liste der Kennzahlen")
st.caption(f"{len(found)} von {len(table)} Kennzahlen.")
show_rows(found, COLUMNS, key="indicators", label="Liste: Kennzahlen")
actions = st.columns([1, 1, 2])
with actions[0]:
    new_button(INDICATORS)
with actions[1]:
    # What the filters leave, so that file and screen agree.
    excel_button(lambda: found, COLUMNS, "Kennzahlen", key="indicators")
