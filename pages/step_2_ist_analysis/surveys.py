"""Step 2: survey rounds among the Ämter: give out workbooks, see the return, read replies."""

from datetime import datetime
from typing import Any

import streamlit as st

from strategy.acts.answers import ask_all_units
from strategy.figures.inventory.surveys import survey_rounds, units_not_asked
from strategy.kernel import german
from strategy.kernel.records import get_
from strategy.nouns.survey_file import SurveyFile
from strategy.nouns.survey_reply import SurveyReply
from strategy.nouns.survey_round import SurveyRound
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.frame.places import forward_elsewhere
from ui.objects.register import Register, new_button, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.survey.reading import show_reading
from ui.survey.returns import show_return
from ui.survey.sending import show_sending
from ui.tables.drill import show_drill
from ui.tables.format import date_column, number_column, percent_column, text_column
from ui.tables.rows import rows_of

FILES = Register(
    SurveyFile,
    columns=["direction", "file_name", "moved_at", "moved_by", "sender"],
    # The link to its reply is set by giving out and reading; moving a file to another Amt by hand
    # would put its answers under a stranger's name.
    without=["reply_id"],
    parent_field="reply_id",
    order="-moved_at",
    empty="Noch ist kein Bogen ausgegeben oder eingelesen.",
)
ROUNDS = Register(
    SurveyRound,
    columns=["title", "asked_by", "sent_on", "due", "closed_on"],
    order="-sent_on",
    empty="Hier stehen die Erhebungen. Legen Sie eine an: wer fragt, wozu und bis wann. Danach "
    "bekommt jedes Amt eine Excel-Mappe mit dem, was der Plan schon weiß; die zurückgesandten "
    "Mappen lesen Sie hier wieder ein.",
    children=[
        Register(
            SurveyReply,
            columns=["organisation_id", "status", "returned_on", "sender", "file_name"],
            parent_field="round_id",
            order="status, organisation_id",
            children=[FILES],
            empty="Noch ist kein Amt gefragt.",
        )
    ],
)
# The town's day: a server in UTC would still call yesterday today for up to two hours after
# midnight.
TODAY = datetime.now(german.TIME_ZONE).date()


def show_missing(survey: Any) -> None:
    """Which Ämter were not asked yet, and a button that adds them all."""
    with session.read() as db:
        missing = units_not_asked(db, survey.id, TODAY)
    if missing.empty:
        st.caption("Alle Ämter stehen in dieser Erhebung.")
        st.page_link(
            "step_2_ist_analysis/surveys.py",
            label="Weiter: Bögen ausgeben",
            icon=":material/outgoing_mail:",
            query_params={"erhebung_sicht": "Bögen ausgeben"},
        )
        return
    st.markdown(f"Noch nicht gefragt: {plain(', '.join(missing['title']))}.")
    st.button(
        f"Diese {len(missing)} Ämter aufnehmen",
        key="erhebung_alle",
        icon=":material/playlist_add:",
        on_click=_ask,
        args=(survey.id, survey.title),
        disabled=not session.editable(),
    )


def _ask(round_id: str, title: str) -> None:
    session.write(
        f"Ämter in die Erhebung „{title}“ aufgenommen",
        lambda tx: ask_all_units(tx, round_id, TODAY),
    )


def choose_round() -> SurveyRound:
    """The round that is looked at; the newest unless the address names another."""
    titles = {row.id: row.title for row in rows_of(rounds)}
    chosen = st.selectbox(
        "Erhebung",
        list(titles),
        key="erhebung",
        bind="query-params",
        format_func=lambda key: titles.get(key, ""),
    )
    with session.read() as db:
        return get_(db, SurveyRound, chosen)


def show_history() -> None:
    """All rounds with their quota: what has been asked over the years."""
    bars = rounds.rename(columns={"title": "label", "percent": "value"})
    show_chart(
        bar_chart(bars, write=lambda v: german.percent(v, 0)),
        bar_summary(bars, "Die höchste Rücklaufquote", write=lambda v: german.percent(v, 0)),
        bars,
        {
            "label": text_column("Erhebung"),
            "asked": number_column("gefragt"),
            "returned": number_column("zurück"),
            "value": percent_column("Rücklaufquote", places=0),
        },
        key="erhebungen_quote",
        title="Rücklauf der Erhebungen",
    )
    show_drill(
        rounds,
        {
            "title": text_column("Erhebung"),
            "sent_on": date_column("Versandt am"),
            "due": date_column("Frist"),
            "closed_on": date_column("Abgeschlossen am"),
            "asked": number_column("gefragt"),
            "returned": number_column("zurück"),
            "open": number_column("offen"),
            "percent": percent_column("Rücklaufquote", places=0),
            "overdue": number_column("überfällig"),
        },
        key="erhebungen_liste",
        label="Erhebungen",
        ids="id",
        prompt="Erhebung öffnen",
    )
    new_button(ROUNDS)


# A changed value leads to the object it belongs to, which has another page.
forward_elsewhere("step_2_ist_analysis/surveys.py")
st.title("Erhebungen")
st.markdown("Welche Angaben von den Ämtern erbeten wurden und was zurückgekommen ist.")
if show_object(ROUNDS, show_missing):
    session.end_page()
with session.read() as db:
    rounds = survey_rounds(db, TODAY)
if rounds.empty:
    show_list(ROUNDS)
    session.end_page()
VIEWS = {
    # The choice is drawn inside the open tab: the same key in several tabs of one run is an error.
    "Rücklauf": lambda: show_return(choose_round(), TODAY),
    "Bögen ausgeben": lambda: show_sending(choose_round(), TODAY),
    "Bögen einlesen": lambda: show_reading(TODAY),
    "Alle Erhebungen": show_history,
}
late = int(rounds["overdue"].sum())
if late:
    st.warning(
        f"Bei {german.number(late)} Rückläufen ist die Frist verstrichen; fragen Sie nach.",
        icon=":material/warning:",
    )
for tab, show in zip(
    st.tabs(list(VIEWS), key="erhebung_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
