"""Step 2: interviews with the Ämter and what was found in them."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from strategy.acts.answers import add_guideline_questions
from strategy.figures.inventory.interviews import (
    answers_to,
    coverage,
    findings_by_kind,
    interview_coverage,
    question_table,
    unlinked_findings,
)
from strategy.kernel import german
from strategy.nouns.finding import Finding
from strategy.nouns.guideline import Guideline
from strategy.nouns.guideline_question import GuidelineQuestion
from strategy.nouns.interview import Interview
from strategy.nouns.interview_answer import InterviewAnswer
from strategy.nouns.link import LinkKind
from strategy.relations.links import link, links_of
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.frame.places import object_link
from ui.objects.fields import options_of
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.drill import set_filters, show_drill
from ui.tables.format import Column, number_column, text_column
from ui.tables.rows import rows_of

INTERVIEWS = Register(
    Interview,
    columns=["title", "organisation_id", "function", "held_on", "status"],
    filters=["organisation_id", "status"],
    order="-held_on, title",
    empty="Hier stehen die Gespräche mit den Ämtern: mit wem (die Funktion genügt), wann und nach "
    "welchem Leitfaden. Beginnen Sie mit dem Amt, das die meisten Leistungen erbringt.",
    children=[
        Register(
            InterviewAnswer,
            columns=["question_id", "body"],
            parent_field="interview_id",
            order="question_id",
            empty="Noch ist keine Frage des Leitfadens übernommen.",
        ),
        Register(
            Finding,
            columns=["title", "kind"],
            parent_field="interview_id",
            order="kind, id",
            empty="Noch ist kein Befund aus diesem Gespräch festgehalten.",
        ),
    ],
)
FINDINGS = Register(
    Finding,
    columns=["title", "kind", "interview_id", "organisation_id"],
    filters=["kind", "interview_id"],
    order="kind, id",
    empty="Hier stehen die Befunde: Stärken, Schwächen, Bedarfe und Ideen aus Interviews und "
    "Auswertungen. Verknüpfen Sie jeden Befund mit dem, was er betrifft.",
)
GUIDELINES = Register(
    Guideline,
    columns=["title", "edition"],
    order="title, edition",
    empty="Hier stehen die Leitfäden: die Fragen, die jedem Amt gleich gestellt werden. Legen Sie "
    "einen mit acht bis zehn Fragen an.",
    children=[
        Register(
            GuidelineQuestion,
            columns=["position", "title", "topic"],
            parent_field="guideline_id",
            order="position",
            empty="Dieser Leitfaden hat noch keine Frage.",
        )
    ],
)


def show_interview(interview: Any) -> None:
    """The way to get the questions of the guideline into the interview."""
    if not session.editable():
        return
    st.button(
        "Fragen des Leitfadens übernehmen",
        key="interview_fragen",
        icon=":material/playlist_add:",
        on_click=session.write,
        args=(
            f"Fragen für „{interview.title}“ übernommen",
            lambda tx: add_guideline_questions(tx, interview.id),
            "Die Fragen stehen jetzt unter „Interviewantworten“.",
        ),
        # Shown all the same, so that one sees that choosing a guideline is what is missing.
        disabled=interview.guideline_id is None,
        help="Legt für jede Frage des gewählten Leitfadens eine leere Antwort an.",
    )


def show_finding(finding: Any) -> None:
    """What a finding concerns, and the shortest way to say so."""
    with session.read() as db:
        links = links_of(db, finding.id)
        options = {
            item: name
            # Links go between any two nouns; these three are what findings nearly always concern,
            # the others stay possible under the links of the object.
            for table in ("application", "service", "measure")
            for item, name in options_of(db, table).items()
        }
    st.header("Betrifft")
    for row in rows_of(links):
        object_link(str(row.other_id), f"{row.noun} {row.other_id}: {row.other_name}")
    if links.empty:
        st.caption("Dieser Befund ist noch mit nichts verknüpft.")
    if session.editable():
        key = f"befund_ziel_{finding.id}"
        st.selectbox(
            "Anwendung, Leistung oder Maßnahme",
            list(options),
            index=None,
            key=key,
            format_func=lambda item: options.get(item, item),
            placeholder="auswählen …",
        )
        st.button(
            "Mit dem Befund verknüpfen",
            key=f"{key}_knopf",
            icon=":material/link:",
            on_click=_concern,
            args=(finding.id, key),
        )


def _concern(finding_id: str, key: str) -> None:
    # Read in the callback: arguments of a button are those of the run before, when nothing was
    # chosen yet.
    target = st.session_state.get(key)
    if not target:
        session.say("error", "Wählen Sie, was der Befund betrifft.")
        return
    session.write(
        f"{finding_id} betrifft {target}",
        lambda tx: link(tx, finding_id, LinkKind.CONCERNS, target),
    )


def show_answers() -> None:
    """One question, and what every Amt said to it."""
    with session.read() as db:
        questions = question_table(db)
    if questions.empty:
        st.info(
            "Legen Sie unter „Leitfäden“ Fragen an; hier stehen dann die Antworten aller Ämter "
            "nebeneinander.",
            icon=":material/info:",
        )
        return
    names = {
        row.question_id: f"{row.question} ({german.number(row.answers)})"
        for row in rows_of(questions)
    }
    chosen = st.selectbox(
        "Frage",
        list(names),
        key="interviews_frage",
        bind="query-params",
        format_func=names.__getitem__,
    )
    with session.read() as db:
        answers = answers_to(db, chosen)
    given = answers[answers["answer"].notna()]
    st.caption(
        f"{german.number(len(given))} Antworten aus {german.number(given['amt'].nunique())} "
        "Ämtern; Namen werden nicht festgehalten."
    )
    for row in rows_of(given):
        with st.container(border=True):
            st.markdown(plain(row.answer))
            # The function instead of a name: interviews are personal data, and the function is
            # enough here.
            function = "" if german.is_unknown(row.function) else f", {row.function}"
            object_link(row.interview_id, f"{row.amt}{function}, {german.day(row.held_on)}")
    silent = answers[answers["answer"].isna()]
    if len(silent):
        st.markdown(f"Noch ohne Antwort: {plain(', '.join(silent['amt']))}.")


def show_coverage() -> None:
    """Every Amt, those without an interview too."""
    with session.read() as db:
        state, frame = coverage(db), interview_coverage(db)
        units = options_of(db, "organisation_unit")
    if frame.empty:
        st.info(
            "Noch sind keine Ämter angelegt; beginnen Sie unter „Organisation“, dann zeigt diese "
            "Seite, welche schon befragt sind.",
            icon=":material/info:",
        )
        return
    st.metric(
        "Ämter mit geführtem Interview",
        f"{state.done} von {state.units}",
        help=german.percent(state.percent, 0),
    )
    # The bar cannot show an unknown; the help of the figure above says it in a word.
    st.progress((state.percent or 0) / 100, "Anteil der befragten Ämter")
    if state.missing:
        st.markdown(f"Noch ohne geführtes Interview: {plain(', '.join(state.missing))}.")
    else:
        st.markdown("Alle Ämter sind befragt.")
    # Open ones first: they are what is left to do.
    order = ["kein Interview", "offen", "vereinbart", "geführt"]
    frame = frame.sort_values("state", key=lambda s: s.map(order.index), kind="stable")
    frame["last_on"] = [
        # In this table an empty day means "none yet" and not that the day is unknown.
        "noch keines" if german.is_unknown(v) else german.day(v)
        for v in frame["last_on"]
    ]
    show_drill(
        frame,
        {
            "amt": text_column("Amt"),
            "state": Column("Stand", _state, text_column("").kind),
            "interviews": number_column("Interviews"),
            "last_on": text_column("Letztes Interview"),
            "findings": number_column("Befunde"),
            "dezernat": text_column("Dezernat"),
        },
        lambda amt: set_filters(
            interview_organisation_id=amt if amt in units else "",
            interview_status="",
            interviews_sicht="Interviews",
        ),
        key="interviews_abdeckung",
        label="Interviews je Amt",
        ids="amt_id",
        prompt="Interviews eines Amts zeigen",
    )


def _state(value: object) -> str:
    # A shape for each state, because colour alone may not carry a meaning (WCAG 1.4.1).
    signs = {"geführt": "●", "vereinbart": "◑", "offen": "○", "kein Interview": "✕"}
    return f"{signs.get(str(value), '')} {value}".strip()


def show_findings() -> None:
    """Findings by kind, and all of them."""
    with session.read() as db:
        kinds = findings_by_kind(db)
        loose = unlinked_findings(db)
    if len(kinds):
        bars = kinds.rename(columns={"kind": "label", "findings": "value"})
        show_chart(
            bar_chart(bars),
            bar_summary(bars, "Die meisten Befunde"),
            bars,
            {
                "label": text_column("Art"),
                "value": number_column("Befunde"),
                "linked": number_column("davon verknüpft"),
            },
            key="befunde_art",
            title="Befunde nach Art",
        )
    if len(loose):
        words = "Ein Befund ist" if len(loose) == 1 else f"{german.number(len(loose))} Befunde sind"
        with st.expander(f"{words} noch mit nichts verknüpft", icon=":material/link_off:"):
            show_drill(
                loose,
                {
                    "title": text_column("Befund"),
                    "kind": text_column("Art"),
                    "amt": text_column("Amt"),
                },
                key="befunde_lose",
                label="Befunde ohne Verknüpfung",
                ids="id",
                prompt="Befund öffnen und verknüpfen",
            )
    show_list(FINDINGS)


st.title("Interviews und Befunde")
st.markdown("Mit welchen Ämtern gesprochen wurde, mit welchen noch nicht, und was dabei herauskam.")
if (
    show_object(FINDINGS, show_finding)
    or show_object(INTERVIEWS, show_interview)
    or show_object(GUIDELINES)
):
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Führen Sie mit jedem Amt mindestens ein Gespräch nach demselben Leitfaden. Ein Gespräch "
        "in einem Sachgebiet zählt für sein Amt. Halten Sie jeden Befund einzeln fest und "
        "verknüpfen Sie ihn mit der Anwendung, der Leistung oder der Maßnahme, die er betrifft."
    )
VIEWS: dict[str, Callable[[], object]] = {
    "Abdeckung": show_coverage,
    "Interviews": lambda: show_list(INTERVIEWS),
    "Befunde": show_findings,
    "Antworten": show_answers,
    "Leitfäden": lambda: show_list(GUIDELINES),
}
for tab, show in zip(
    st.tabs(list(VIEWS), key="interviews_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
