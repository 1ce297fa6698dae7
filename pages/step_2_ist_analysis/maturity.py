"""Step 2: maturity models, and what was assessed by them."""

from typing import Any

import streamlit as st

from strategy.analysis.maturity import area_levels, assessment_level, assessment_levels, model_areas
from strategy.answers import add_missing_answers
from strategy.nouns.assessment import Assessment
from strategy.nouns.assessment_answer import AssessmentAnswer
from strategy.nouns.maturity_criterion import MaturityCriterion
from strategy.nouns.maturity_model import MaturityModel
from strategy.records import find
from ui import session
from ui.chart_block import show_chart
from ui.charts import radar_chart, radar_summary
from ui.drill import show_drill
from ui.format import date_column, number_column, text_column
from ui.plain_text import plain
from ui.register import Register, new_button, show_list, show_object

ASSESSMENTS = Register(
    Assessment,
    columns=["title", "model_id", "service_id", "organisation_id", "assessed_on"],
    filters=["model_id"],
    order="assessed_on DESC, title",
    empty="Hier stehen die Bewertungen von Leistungen oder Ämtern nach einem Reifegradmodell. "
    "Beginnen Sie mit einer Leistung, die viele nutzen: Modell wählen, Bewertung anlegen, "
    "Kriterien beantworten.",
    children=[
        Register(AssessmentAnswer,
                 columns=["criterion_id", "applicable", "actual", "target", "reason"],
                 parent_field="assessment_id",
                 empty="Noch ist kein Kriterium beantwortet."),
    ],
)
MODELS = Register(
    MaturityModel,
    columns=["title", "edition", "lowest", "highest", "source"],
    order="title, edition",
    empty="Hier stehen die Reifegradmodelle mit ihren Kriterien. Legen Sie das Modell an, nach dem "
    "Sie bewerten wollen.",
    children=[
        Register(MaturityCriterion, columns=["title", "area", "only_if_required", "position"],
                 parent_field="model_id", order="position NULLS LAST",
                 empty="Dieses Modell hat noch keine Kriterien."),
    ],
)
RADAR = {"label": text_column("Bereich"), "ist": number_column("IST", places=1),
         "soll": number_column("SOLL", places=1)}


def show_result(assessment: Any) -> None:
    """The level of one assessment, what holds it down, and its radar."""
    with session.read() as db:
        level = assessment_level(db, assessment.id)
        areas = area_levels(db, assessment.id)
        models = find(db, MaturityModel, "id = ?", [assessment.model_id])
    st.header("Ergebnis")
    if level.actual is None:
        st.info("Das Ergebnis ist noch unbekannt: Beantworten Sie jedes anwendbare Kriterium.",
                icon=":material/info:")
    else:
        aim = "unbekannt" if level.target is None else str(level.target)
        st.markdown(
            f"**Reifegrad {level.actual}** (Ziel {aim}). Das niedrigste anwendbare Kriterium "
            f"entscheidet: {plain(', '.join(level.deciding))}."
        )
    if len(areas) > 2:
        highest = (models[0].highest if models else None) or 5
        show_chart(radar_chart(areas, highest), radar_summary(areas), areas, RADAR,
                   key=f"reife_{assessment.id}", title=f"Reifegrad {assessment.title}")
    st.button(
        "Fehlende Kriterien ergänzen", key="reife_ergaenzen", icon=":material/playlist_add:",
        on_click=_complete, args=(assessment.id, assessment.title),
        disabled=not session.editable(),
        help="Legt für jedes noch fehlende Kriterium des Modells eine leere Antwort an.",
    )


def _complete(assessment_id: str, title: str) -> None:
    session.write(
        f"Kriterien der Bewertung „{title}“ ergänzt",
        lambda tx: add_missing_answers(tx, assessment_id),
        "Die fehlenden Kriterien stehen jetzt unter „Bewertungsantworten“.",
    )


def show_overview() -> None:
    """All assessments of a model as one picture, and each with its level."""
    with session.read() as db:
        models = find(db, MaturityModel, order="title, edition")
        levels = assessment_levels(db)
        used = {row["model_id"] for row in db.rows("SELECT DISTINCT model_id FROM assessment")}
    if levels.empty:
        show_list(ASSESSMENTS)
        return
    names = {item.id: f"{item.title} {item.edition}" for item in models if item.id in used}
    chosen = st.selectbox("Modell", list(names), key="reife_modell", bind="query-params",
                          format_func=names.__getitem__)
    highest = next(item.highest for item in models if item.id == chosen) or 5
    with session.read() as db:
        areas = model_areas(db, chosen)
    show_chart(
        radar_chart(areas, highest), radar_summary(areas), areas,
        {**RADAR, "area": text_column("Gehört zu"), "answers": number_column("Antworten")},
        key="reife_modell_bild", title=f"Reifegrad {names[chosen]}",
    )
    st.header("Bewertungen")
    st.caption("Das niedrigste anwendbare Kriterium bestimmt die Stufe. Eine Zeile öffnet sie.")
    show_drill(
        levels[levels["model"] == names[chosen]],
        {"title": text_column("Bewertung"), "service": text_column("Leistung"),
         "actual": number_column("IST"), "target": number_column("SOLL"),
         "answers": number_column("Antworten"), "assessed_on": date_column("Bewertet am")},
        key=f"reife_liste_{chosen}", label="Bewertungen", ids="assessment_id",
        prompt="Bewertung öffnen",
    )
    new_button(ASSESSMENTS)


st.title("Reifegrad")
st.markdown("Wie weit Leistungen und Ämter sind, gemessen an einem anerkannten Modell.")
if show_object(ASSESSMENTS, show_result) or show_object(MODELS):
    st.stop()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Legen Sie eine Bewertung für eine Leistung an und ergänzen Sie mit einem Knopf alle "
        "Kriterien des Modells. Tragen Sie je Kriterium die erreichte und die angestrebte Stufe "
        "ein. Die Stufe der Leistung ist die niedrigste unter den anwendbaren Kriterien; ein "
        "nicht anwendbares zählt nicht."
    )
VIEWS = {"Überblick": show_overview, "Bewertungen": lambda: show_list(ASSESSMENTS),
         "Modelle": lambda: show_list(MODELS)}
for tab, show in zip(
    st.tabs(list(VIEWS), key="reife_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
