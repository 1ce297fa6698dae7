"""Step 2: maturity models, and what was assessed by them."""

from typing import Any

import streamlit as st

from strategy.acts.answers import add_missing_answers
from strategy.acts.maturity_catalogue import is_used, new_edition
from strategy.analysis.maturity import (
    area_levels,
    assessment_level,
    assessment_levels,
    criterion_levels,
    model_areas,
)
from strategy.intake.writing.maturity_import import import_catalogue, read_catalogue, summary
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.nouns.assessment import Assessment
from strategy.nouns.assessment_answer import AssessmentAnswer
from strategy.nouns.maturity_criterion import MaturityCriterion
from strategy.nouns.maturity_level import MaturityLevel
from strategy.nouns.maturity_model import MaturityModel, MaturityRule
from ui.charts import radar_chart, radar_summary
from ui.charts.chart_block import show_chart
from ui.frame.places import open_object
from ui.importing.template_button import show_template
from ui.objects.register import Register, new_button, show_list, show_object
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.run.uploads import on_disk
from ui.tables.drill import show_drill
from ui.tables.format import date_column, grid, number_column, text_column, yes_no_column

ASSESSMENTS = Register(
    Assessment,
    columns=["title", "model_id", "service_id", "organisation_id", "assessed_on"],
    filters=["model_id"],
    order="-assessed_on, title",
    empty="Hier stehen die Bewertungen von Leistungen oder Ämtern nach einem Reifegradmodell. "
    "Beginnen Sie mit einer Leistung, die viele nutzen: Modell wählen, Bewertung anlegen, "
    "Kriterien beantworten.",
    children=[
        Register(
            AssessmentAnswer,
            columns=["criterion_id", "applicable", "actual", "target", "reason"],
            parent_field="assessment_id",
            empty="Noch ist kein Kriterium beantwortet.",
        )
    ],
)
MODELS = Register(
    MaturityModel,
    columns=["title", "edition", "rule", "lowest", "highest", "orientation_only", "source"],
    order="title, edition",
    empty="Hier stehen die Reifegradmodelle mit ihren Kriterien. Legen Sie das Modell an, nach dem "
    "Sie bewerten wollen.",
    children=[
        Register(
            MaturityCriterion,
            columns=["title", "area", "weight", "only_if_required", "position"],
            parent_field="model_id",
            order="position",
            empty="Dieses Modell hat noch keine Kriterien.",
        ),
        Register(
            MaturityLevel,
            columns=["level", "title", "criterion_id"],
            parent_field="model_id",
            # A level without criterion holds for the whole model; it stands before its own wordings
            # per criterion.
            order="level, criterion_id unknown first",
            empty="Noch ist nicht gesagt, was die Stufen bedeuten.",
        ),
    ],
)
RADAR = {
    "label": text_column("Bereich"),
    "ist": number_column("IST", places=2),
    "soll": number_column("SOLL", places=2),
    "gap": number_column("Lücke", places=2),
}


def show_result(assessment: Any) -> None:
    """The level of one assessment, what holds it down, and its radar."""
    with session.read() as db:
        level = assessment_level(db, assessment.id)
        areas = area_levels(db, assessment.id)
        criteria = criterion_levels(db, assessment.id)
        models = find(db, MaturityModel, equal(id=assessment.model_id))
    st.header("Ergebnis")
    if level.actual is None:
        st.info(
            "Das Ergebnis ist noch unbekannt: Beantworten Sie jedes anwendbare Kriterium.",
            icon=":material/info:",
        )
    else:
        how = (
            "Es zählt das gewichtete Mittel der anwendbaren Kriterien."
            if level.rule is MaturityRule.WEIGHTED
            else "Das niedrigste anwendbare Kriterium entscheidet: "
            f"{plain(', '.join(level.deciding))}."
        )
        st.markdown(
            f"**Reifegrad {german.number(level.actual)}** (Ziel {german.number(level.target)}, "
            f"Lücke {german.number(level.gap)}). {how}"
        )
    if models and models[0].orientation_only:
        st.caption("Dieses Modell dient nur zur Orientierung.")
    # A radar with fewer than three axes has no area: two would be a line.
    if len(areas) > 2:
        highest = (models[0].highest if models else None) or 5
        show_chart(
            radar_chart(areas, highest),
            radar_summary(areas),
            areas,
            RADAR,
            key=f"reife_{assessment.id}",
            title=f"Reifegrad {assessment.title}",
        )
    with st.expander("Stufen im Wortlaut", icon=":material/list:"):
        st.dataframe(
            **grid(
                criteria,
                {
                    "label": text_column("Kriterium"),
                    "applicable": yes_no_column("anwendbar"),
                    "ist": number_column("IST"),
                    "ist_words": text_column("Das heißt"),
                    "soll": number_column("SOLL"),
                    "soll_words": text_column("Das hieße"),
                    "gap": number_column("Lücke"),
                },
            ),
            key=f"reife_worte_{assessment.id}",
            alt="Kriterien mit ihren Stufen",
        )
    st.button(
        "Fehlende Kriterien ergänzen",
        key="reife_ergaenzen",
        icon=":material/playlist_add:",
        on_click=_complete,
        args=(assessment.id, assessment.title),
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
        used = {item.model_id for item in find(db, Assessment)}
    if levels.empty:
        show_list(ASSESSMENTS)
        return
    names = {item.id: f"{item.title} {item.edition}" for item in models if item.id in used}
    chosen = st.selectbox(
        "Modell",
        list(names),
        key="reife_modell",
        bind="query-params",
        format_func=names.__getitem__,
    )
    highest = next(item.highest for item in models if item.id == chosen) or 5
    with session.read() as db:
        areas = model_areas(db, chosen)
    show_chart(
        radar_chart(areas, highest),
        radar_summary(areas),
        areas,
        {**RADAR, "area": text_column("Gehört zu"), "answers": number_column("Antworten")},
        key="reife_modell_bild",
        title=f"Reifegrad {names[chosen]}",
    )
    st.header("Bewertungen")
    rule = next(item.rule for item in models if item.id == chosen)
    st.caption(
        (
            "Das gewichtete Mittel der anwendbaren Kriterien bestimmt die Stufe."
            if rule == MaturityRule.WEIGHTED
            else "Das niedrigste anwendbare Kriterium bestimmt die Stufe."
        )
        + " Eine Zeile öffnet die Bewertung."
    )
    show_drill(
        levels[levels["model_id"] == chosen],
        {
            "title": text_column("Bewertung"),
            "service": text_column("Leistung"),
            "actual": number_column("IST"),
            "target": number_column("SOLL"),
            "gap": number_column("Lücke"),
            "answers": number_column("Antworten"),
            "assessed_on": date_column("Bewertet am"),
        },
        key=f"reife_liste_{chosen}",
        label="Bewertungen",
        ids="assessment_id",
        prompt="Bewertung öffnen",
    )
    new_button(ASSESSMENTS)


def show_model(model: Any) -> None:
    """Whether a model can still be changed, and the way to a new edition."""
    with session.read() as db:
        used = is_used(db, model.id)
    if used:
        st.info(
            "Nach diesem Modell wurde schon bewertet; es bleibt, wie es ist, damit jede Bewertung "
            "lesbar bleibt. Für Änderungen legen Sie eine neue Ausgabe an.",
            icon=":material/lock:",
        )
    if not session.editable():
        return
    kept_text.text_input(
        "Version der neuen Ausgabe",
        key=f"reife_ausgabe_{model.id}",
        placeholder="z. B. 1.2",
        autocomplete="off",
    )
    st.button(
        "Neue Ausgabe anlegen",
        key="reife_neue_ausgabe",
        icon=":material/content_copy:",
        on_click=_make_edition,
        args=(model.id, model.title),
    )


def _make_edition(model_id: str, title: str) -> None:
    edition = (st.session_state.get(f"reife_ausgabe_{model_id}") or "").strip()
    if not edition:
        session.say("error", "Geben Sie der neuen Ausgabe eine Version, zum Beispiel 1.2.")
        return
    # None where the plan refused (version taken, model gone); the message is shown by then.
    made = session.write(
        f"Neue Ausgabe {edition} des Modells „{title}“ angelegt",
        lambda tx: new_edition(tx, model_id, edition),
    )
    if made is not None:
        kept_text.forget(f"reife_ausgabe_{model_id}")
        open_object(made.id)


def show_models() -> None:
    """All models, and the way to read in a catalogue."""
    show_list(MODELS)
    if not session.editable():
        return
    st.header("Katalog einlesen")
    st.markdown(
        "Eine Tabelle mit einer Frage je Zeile: Spalten „Frage“ und „Stufe 0“, „Stufe 1“ …, dazu "
        "nach Bedarf „Modell“, „Version“, „Bereich“, „Gewicht“ und „Regel“ (niedrigstes Kriterium "
        "oder gewichtetes Mittel)."
    )
    show_template("maturity")
    upload = st.file_uploader(
        "Datei mit dem Katalog",
        ["xlsx", "xls", "ods", "csv"],
        max_upload_size=50,
        key="reife_datei",
    )
    if upload is None:
        return
    try:
        with on_disk(upload) as path, st.spinner("Der Katalog wird gelesen …"):
            found = summary(read_catalogue(path))
    except StrategyError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.markdown(
        plain(
            f"Gelesen: Modell „{found['model']}“, Version {found['edition']}, {found['questions']} "
            f"Fragen, Stufen {found['lowest']} bis {found['highest']}, Regel: {found['rule']}."
        )
    )
    st.button(
        "Katalog übernehmen",
        type="primary",
        key="reife_uebernehmen",
        icon=":material/check:",
        on_click=_take_catalogue,
        args=(upload,),
    )


def _take_catalogue(upload: Any) -> None:
    try:
        with on_disk(upload) as path:
            made = import_catalogue(session.store(), path, session.actor(), session.version())
    except StrategyError as error:
        session.say("error", str(error))
        return
    session.say("success", f"Modell „{made.title}“, Version {made.edition}, ist angelegt.", True)
    open_object(made.id)


st.title("Reifegrad")
st.markdown("Wie weit Leistungen und Ämter sind, gemessen an einem anerkannten Modell.")
if show_object(ASSESSMENTS, show_result) or show_object(MODELS, show_model):
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Legen Sie eine Bewertung für eine Leistung an und ergänzen Sie mit einem Knopf alle "
        "Kriterien des Modells. Tragen Sie je Kriterium die erreichte und die angestrebte Stufe "
        "ein; ein nicht anwendbares zählt nicht. Das Modell sagt, ob das niedrigste Kriterium "
        "entscheidet oder das gewichtete Mittel. Eigene Fragebögen lesen Sie unter „Modelle“ ein."
    )
VIEWS = {
    "Überblick": show_overview,
    "Bewertungen": lambda: show_list(ASSESSMENTS),
    "Modelle": show_models,
}
for tab, show in zip(
    st.tabs(list(VIEWS), key="reife_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
