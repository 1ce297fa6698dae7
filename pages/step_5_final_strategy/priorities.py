"""Step 5: criteria with weights, points per measure, ranking, effort and benefit."""

import streamlit as st

from strategy.analysis.scoring import check_weights, stability_words
from strategy.figures.plan.measures import measure_table
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.nouns.criterion import Criterion
from strategy.nouns.scale_level import ScaleLevel
from strategy.nouns.score import Score
from strategy.planning.weighing import judgements, weighed, weight_intervals
from ui.charts import effort_benefit_chart, effort_benefit_summary
from ui.charts.chart_block import show_chart
from ui.frame.next_step import show_next
from ui.measures.score_form import show_score_form
from ui.measures.score_grid import show_score_grid
from ui.measures.weights_form import show_weights_form
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import moment_column, money_column, number_column, percent_column, text_column
from ui.tables.plain_table import show_table
from ui.tables.result_table import show_result

CRITERIA = Register(
    Criterion,
    columns=["title", "weight", "knock_out", "position"],
    order="position",
    children=[
        Register(
            ScaleLevel,
            parent_field="criterion_id",
            columns=["points", "body"],
            order="points",
            empty="Noch nicht beschrieben: Was bedeuten 0, 5 oder 10 Punkte?",
        )
    ],
    empty="Hier stehen die Kriterien, nach denen Maßnahmen gewichtet werden. Legen Sie drei bis "
    "sieben an; ihre Gewichte ergeben zusammen 100 %.",
)
# Scores open here but have no list: they are given in the form, measure by measure.
SCORES = Register(Score, columns=["measure_id", "criterion_id", "judge", "points"])

st.title("Prioritäten")
st.markdown(
    "Welche Maßnahmen zuerst? Kriterien mit Gewichten machen die Reihenfolge nachvollziehbar; "
    "entscheiden müssen weiterhin Menschen."
)
if show_object(CRITERIA) or show_object(SCORES):
    session.end_page()
show_next("5")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Legen Sie Kriterien mit Gewichten fest, zusammen 100 %. Geben Sie jeder Maßnahme je "
        "Kriterium 0 bis 10 Punkte. Der Nutzwert ist die Summe aus Gewicht mal Punkten. Wer in "
        "einem K.-o.-Kriterium keine Punkte hat, scheidet aus; wer noch nicht ganz bewertet ist, "
        "steht ohne Rang am Ende."
    )
with session.read() as db:
    measures = measure_table(db)
    criteria = find(db, Criterion, order="position, id")
if measures.empty:
    st.info(
        "Es gibt noch keine Maßnahmen, die sich ordnen ließen; legen Sie zuerst welche an.",
        icon=":material/info:",
    )
    st.page_link(
        "step_4_life_domains/measures.py", label="Zu den Maßnahmen", icon=":material/task:"
    )
else:
    st.header("Aufwand und Nutzen")
    # Numbered from the most useful on, so that what stands together has numbers in a row.
    measures = measures.sort_values(["benefit", "effort", "title"], ascending=[False, True, True])
    measures["number"] = range(1, len(measures) + 1)
    show_chart(
        effort_benefit_chart(measures),
        effort_benefit_summary(measures),
        measures,
        {
            "number": number_column("Nr."),
            "title": text_column("Maßnahme"),
            "domain": text_column("Lebensbereich"),
            "effort": number_column("Aufwand"),
            "benefit": number_column("Nutzen"),
            "cost_cents": money_column("Kosten"),
        },
        key="effort",
        title="Aufwand und Nutzen",
    )

st.header("Rangfolge")
try:
    # Asked first, because a plan without criteria has no ranking to be recalled.
    check_weights(criteria)
    # Kept for all sessions: the stability alone ranks all measures twice per criterion.
    ranked = session.recall(weighed)
    stability = session.recall(stability_words)
except Refused as error:
    st.warning(str(error), icon=":material/warning:")
else:
    st.caption("Die Gewichte der Kriterien ergeben zusammen 100 %.")
    if ranked.empty:
        st.info(
            "Noch ist keine Maßnahme bewertet; das geht gleich hier darunter.",
            icon=":material/info:",
        )
    else:
        show_result(
            ranked,
            {
                "title": text_column("Maßnahme"),
                "rank": number_column("Rang"),
                "utility": number_column("Nutzwert", places=2),
                "low": number_column("niedrigstes Urteil", places=2),
                "high": number_column("höchstes Urteil", places=2),
                "moscow": text_column(
                    "MoSCoW",
                    help="Muss: Pflicht oder begonnen. Soll: passt in die Obergrenzen. Kann: "
                    "kreuzt die Schnittlinie. Diesmal nicht: im Ideenpool.",
                ),
                "word": text_column("Robustheit"),
                "share": percent_column("über der Linie", places=1),
                "reason": text_column("Begründung", width="large"),
            },
            "measure_id",
            key="ranking",
            title="Rangfolge der Maßnahmen",
        )
        if stability:
            st.markdown(plain(stability))
        st.caption(
            "Robustheit: Anteil aller denkbaren Gewichtungen, in denen die Maßnahme über der "
            "Schnittlinie liegt; „stabil“ heißt, mindestens 90 von 100 lassen sie auf ihrer Seite."
        )
        titles = dict(zip(ranked["measure_id"], ranked["title"], strict=True))
        firm = st.selectbox(
            "Wie weit dürfen sich die Gewichte ändern?",
            list(titles),
            index=None,
            key="robust_massnahme",
            placeholder="Maßnahme auswählen …",
            format_func=lambda one: f"{titles.get(one, one)} ({one})",
        )
        if firm:
            show_table(
                session.recall(weight_intervals, firm),
                {
                    "criterion": text_column("Kriterium", width="medium"),
                    "weight": percent_column("Gewicht heute", places=1),
                    "low": percent_column("bleibt ab", places=1),
                    "high": percent_column("bleibt bis", places=1),
                },
                key="robust",
                title=f"Gewichte, bei denen {firm} auf ihrer Seite der Linie bleibt",
            )

if criteria and len(measures):
    st.header("Maßnahme bewerten")
    named = dict(zip(measures["measure_id"], measures["title"], strict=True))
    show_score_form(criteria, named)
    many = st.expander(
        "Alle Maßnahmen auf einmal bewerten",
        icon=":material/grid_on:",
        key="raster_offen",
        on_change="rerun",
    )
    if many.open:
        with many:
            show_score_grid(criteria, named)
    given = st.expander(
        "Alle Urteile mit Begründung",
        icon=":material/gavel:",
        key="urteile_offen",
        on_change="rerun",
    )
    if given.open:
        with given:
            show_result(
                session.recall(judgements),
                {
                    "measure": text_column("Maßnahme", width="medium"),
                    "criterion": text_column("Kriterium"),
                    "judge": text_column("Wer bewertet"),
                    "points": number_column("Punkte", places=1),
                    "mean": number_column("Mittel aller", places=2),
                    "spread": number_column("Abstand der Urteile", places=1),
                    "reason": text_column("Begründung", width="large"),
                    "author": text_column("eingetragen von"),
                    "entered_at": moment_column("am"),
                },
                "id",
                key="urteile",
                title="Urteile",
            )

st.header("Kriterien und Gewichte")
show_weights_form(criteria)
show_list(CRITERIA)
