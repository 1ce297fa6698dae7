"""Step 2: what a full-time post costs, by grade and year."""

import streamlit as st

from strategy import german
from strategy.figures.personnel import missing_rates, personnel_rates
from strategy.nouns.personnel_rate import PersonnelRate
from ui import session
from ui.chart_block import show_chart
from ui.charts import bar_chart, bar_summary
from ui.format import money_column, text_column
from ui.register import Register, show_list, show_object

RATES = Register(
    PersonnelRate,
    columns=["grade", "year", "personnel_cents", "workplace_cents", "overhead", "source"],
    filters=["year", "grade"],
    order="year DESC, grade",
    empty="Hier steht, was eine volle Stelle je Entgelt- oder Besoldungsgruppe und Jahr kostet. "
    "Daraus berechnet die Werkbank Personalkosten, wo nur ein Stellenanteil bekannt ist. Fragen "
    "Sie die Kämmerei nach den Sätzen Ihres Hauses.",
)

st.title("Personalkostensätze")
st.markdown("Was eine volle Stelle im Jahr kostet; Grundlage aller Personalkosten aus VZÄ.")
if show_object(RATES):
    st.stop()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Eine Kostenzeile der Kostenart Personal braucht keinen Betrag, wenn Stellenanteil und "
        "Entgeltgruppe eingetragen sind: Der Betrag ist dann Stellenanteil mal (Personalkosten + "
        "Gemeinkosten + Sachkosten des Arbeitsplatzes) dieses Jahres. Ein eingetragener Betrag hat "
        "immer Vorrang."
    )
with session.read() as db:
    years = [row["year"] for row in db.rows("SELECT DISTINCT year FROM personnel_rate ORDER BY 1")]
    missing = missing_rates(db)
if years:
    plan_year = session.municipality().plan_year
    year = st.selectbox(
        "Jahr", years, years.index(plan_year) if plan_year in years else len(years) - 1,
        key="saetze_jahr", bind="query-params", format_func=str,
    )
    with session.read() as db:
        rates = personnel_rates(db, year)
    bars = rates.rename(columns={"grade": "label", "total_cents": "value"})
    show_chart(
        bar_chart(bars, write=german.money_short),
        bar_summary(bars, f"Die teuerste volle Stelle {year}", write=german.money_short), bars,
        {"label": text_column("Gruppe"), "personnel_cents": money_column("Personalkosten"),
         "overhead_cents": money_column("Gemeinkosten"),
         "workplace_cents": money_column("Arbeitsplatz"), "value": money_column("Gesamt je VZÄ"),
         "source": text_column("Quelle")},
        key="saetze", title=f"Personalkosten je Stelle {year}",
    )
if len(missing):
    st.warning(
        f"Für {german.number(int(missing['lines'].sum()))} Kostenzeilen der Kostenart Personal ist "
        "der Betrag unbekannt, weil Betrag und Satz oder Stellenanteil fehlen.",
        icon=":material/warning:",
    )
    with st.expander("Welche Gruppen und Jahre"):
        st.table({
            "Gruppe": list(missing["grade"]),
            "Jahr": [str(item) for item in missing["year"]],
            "Kostenzeilen": [german.number(item) for item in missing["lines"]],
        })
st.header("Alle Sätze")
show_list(RATES)
