"""Step 5: how far the cost may turn out differently, and what that does to the caps."""

import pandas as pd
import streamlit as st

from strategy.figures.plan.limit_words import key_words
from strategy.figures.plan.limits import OWN_SHARE
from strategy.kernel import german
from strategy.kernel.listing import names_by_id
from strategy.nouns.cost_band import CostBand
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.ranging.ranges import ranges_of
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.charts.ranges import ranges_chart, ranges_summary
from ui.frame.next_step import show_next
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.tables.format import money_column, percent_column, text_column, year_column
from ui.tables.plain_table import show_table

BANDS = Register(
    CostBand,
    columns=["cost_type", "low_percent", "high_percent", "driver", "common_percent", "source"],
    order="cost_type",
    empty="Hier steht je Kostenart, wie weit Kosten vom Plan abweichen können. Ohne Spanne gilt "
    "der Plan als genau. Eine einzelne Kostenzeile kann ihre eigene Spanne haben.",
)
AMOUNTS = {
    name: money_column(word)
    for name, word in (("plan", "Plan"), ("p50", "P50"), ("p80", "P80"), ("p95", "P95"))
}

st.title("Kostenspannen")
st.markdown("Wie viel teurer kann es werden, und wie wahrscheinlich reicht das Geld dann nicht?")
if show_object(BANDS):
    session.end_page()
show_next("5")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Aus den Spannen werden 10.000 mögliche Verläufe gezogen, in jeder Fassung dieselben. "
        "P50 ist die Mitte, P80 überschreiten 20 von 100 Verläufen, P95 nur 5. Gemeinsame Treiber "
        "wie Tarifabschlüsse oder Preise der Anbieter bewegen viele Zeilen zugleich. Förderungen "
        "bleiben, wie sie sind: Was teurer wird, trägt die Kommune."
    )
found = session.recall(ranges_of)
with session.read() as db:
    names = names_by_id(db, OrganisationUnit)
if not any(item.plan for item in found.cost):
    st.info(
        "Noch hat keine Maßnahme Kosten; dann gibt es auch keine Spanne.", icon=":material/info:"
    )
else:
    caps = {
        cap.key.year: cap.limit
        for cap in found.caps
        if cap.key.kind == OWN_SHARE and not cap.key.unit
    }
    total = found.own_share[-1]
    frame = pd.DataFrame(
        [
            {
                "year": item.year,
                "plan": item.plan,
                "p50": item.p50,
                "p80": item.p80,
                "p95": item.p95,
                "cap": caps.get(item.year or 0),
                "p80_total": total.p80,
            }
            for item in found.own_share[:-1]
        ]
        # Years in which nothing is known have gaps; plain columns would turn cents into floats.
    ).astype(dict.fromkeys(AMOUNTS, "Int64"))
    st.header("Eigenanteil nach Jahren")
    show_chart(
        ranges_chart(frame),
        ranges_summary(frame),
        frame,
        {"year": year_column(), **AMOUNTS, "cap": money_column("Obergrenze")},
        key="spannen_jahre",
        title="Eigenanteil mit Spanne",
    )
    table = pd.DataFrame(
        [
            {
                "what": what,
                "year": "gesamt" if item.year is None else str(item.year),
                "plan": item.plan,
                "p50": item.p50,
                "p80": item.p80,
                "p95": item.p95,
            }
            for what, items in (("Kosten", found.cost), ("Eigenanteil", found.own_share))
            for item in items
        ]
    ).astype(dict.fromkeys(AMOUNTS, "Int64"))
    columns = {"what": text_column("Was"), "year": text_column("Jahr"), **AMOUNTS}
    show_table(table, columns, key="spannen_tabelle", title="Kostenspannen nach Jahren")

    st.header("Wie wahrscheinlich eine Obergrenze überschritten wird")
    if found.caps:
        risks = pd.DataFrame(
            [
                {
                    "cap": key_words(cap.key, names),
                    "limit": cap.limit,
                    "plan": cap.plan,
                    "probability": round(100 * cap.probability, 1),
                }
                for cap in sorted(found.caps, key=lambda cap: -cap.probability)
            ]
        )
        words = {
            "cap": text_column("Obergrenze", width="large"),
            "limit": money_column("höchstens"),
            "plan": money_column("geplant"),
            "probability": percent_column("überschritten in", places=1),
        }
        show_table(risks, words, key="spannen_grenzen", title="Obergrenzen in Gefahr")
    else:
        st.caption("Der Plan nennt keine Obergrenzen für Geld.")
        st.page_link(
            "step_5_final_strategy/limits.py",
            label="Zu den Obergrenzen",
            icon=":material/arrow_forward:",
        )

    st.header("Was die Abweichung treibt")
    if found.drivers:
        drivers = pd.DataFrame(
            [{"label": name, "value": round(100 * share, 1)} for name, share in found.drivers]
        )
        show_chart(
            bar_chart(drivers, write=lambda value: german.percent(value, 1)),
            bar_summary(drivers, "Der stärkste Treiber", lambda value: german.percent(value, 1)),
            drivers,
            {"label": text_column("Treiber"), "value": percent_column("Anteil der Streuung")},
            key="spannen_treiber",
            title="Treiber der Abweichung",
        )
    else:
        st.caption("Keine Kostenzeile hat eine Spanne; die Kosten stehen fest wie geplant.")

st.header("Spannen nach Kostenart")
show_list(BANDS)
