"""Step 2: interviews with the Ämter and what was found in them."""

import streamlit as st

from strategy import german
from strategy.figures.interviews import coverage, findings_by_kind, interview_coverage
from strategy.nouns.finding import Finding
from strategy.nouns.interview import Interview
from ui import session
from ui.chart_block import show_chart
from ui.charts import bar_chart, bar_summary
from ui.drill import set_filters, show_drill
from ui.fields import options_of
from ui.format import Column, number_column, text_column
from ui.plain_text import plain
from ui.register import Register, show_list, show_object

INTERVIEWS = Register(
    Interview,
    columns=["title", "organisation_id", "function", "held_on", "status"],
    filters=["organisation_id", "status"],
    order="held_on DESC NULLS LAST, title",
    empty="Hier stehen die Gespräche mit den Ämtern: mit wem (die Funktion genügt), wann und nach "
    "welchem Leitfaden. Beginnen Sie mit dem Amt, das die meisten Leistungen erbringt.",
    children=[
        Register(Finding, columns=["title", "kind"], parent_field="interview_id", order="kind, id",
                 empty="Noch ist kein Befund aus diesem Gespräch festgehalten."),
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
    st.metric("Ämter mit geführtem Interview", f"{state.done} von {state.units}",
              help=german.percent(state.percent, 0))
    st.progress((state.percent or 0) / 100, "Anteil der befragten Ämter")
    if state.missing:
        st.markdown(f"Noch ohne geführtes Interview: {plain(', '.join(state.missing))}.")
    else:
        st.markdown("Alle Ämter sind befragt.")
    # Open ones first: they are what is left to do.
    order = ["kein Interview", "offen", "vereinbart", "geführt"]
    frame = frame.sort_values("state", key=lambda s: s.map(order.index), kind="stable")
    frame["last_on"] = ["noch keines" if german.is_unknown(v) else german.day(v)
                        for v in frame["last_on"]]
    show_drill(
        frame,
        {"amt": text_column("Amt"), "state": Column("Stand", _state, text_column("").kind),
         "interviews": number_column("Interviews"), "last_on": text_column("Letztes Interview"),
         "findings": number_column("Befunde"), "dezernat": text_column("Dezernat")},
        lambda amt: set_filters(interview_organisation_id=amt if amt in units else "",
                                interview_status="", interviews_sicht="Interviews"),
        key="interviews_abdeckung", label="Interviews je Amt", ids="amt_id",
        prompt="Interviews eines Amts zeigen",
    )


def _state(value: object) -> str:
    signs = {"geführt": "●", "vereinbart": "◑", "offen": "○", "kein Interview": "✕"}
    return f"{signs.get(str(value), '')} {value}".strip()


def show_findings() -> None:
    """Findings by kind, and all of them."""
    with session.read() as db:
        kinds = findings_by_kind(db)
    if len(kinds):
        bars = kinds.rename(columns={"kind": "label", "findings": "value"})
        show_chart(
            bar_chart(bars), bar_summary(bars, "Die meisten Befunde"), bars,
            {"label": text_column("Art"), "value": number_column("Befunde"),
             "linked": number_column("davon verknüpft")},
            key="befunde_art", title="Befunde nach Art",
        )
    show_list(FINDINGS)


st.title("Interviews und Befunde")
st.markdown("Mit welchen Ämtern gesprochen wurde, mit welchen noch nicht, und was dabei herauskam.")
if show_object(INTERVIEWS) or show_object(FINDINGS):
    st.stop()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Führen Sie mit jedem Amt mindestens ein Gespräch nach demselben Leitfaden. Ein Gespräch "
        "in einem Sachgebiet zählt für sein Amt. Halten Sie jeden Befund einzeln fest und "
        "verknüpfen Sie ihn mit der Anwendung, der Leistung oder der Maßnahme, die er betrifft."
    )
VIEWS = {"Abdeckung": show_coverage, "Interviews": lambda: show_list(INTERVIEWS),
         "Befunde": show_findings}
for tab, show in zip(
    st.tabs(list(VIEWS), key="interviews_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
