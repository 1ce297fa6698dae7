"""What has come back in a survey round: quota per Dezernat, every Amt, the letter to remind."""

from __future__ import annotations

from datetime import date

import streamlit as st

from strategy.figures.inventory.surveys import replies_of_round, return_by_dezernat
from strategy.kernel import german
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.reminder import reminder_text
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.frame.places import open_object
from ui.run import session
from ui.tables.drill import show_drill
from ui.tables.format import date_column, number_column, percent_column, text_column


def show_return(survey: SurveyRound, today: date) -> None:
    """Numbers, picture, list and reminder of one round."""
    with session.read() as db:
        offices = return_by_dezernat(db, survey.id)
        replies = replies_of_round(db, survey.id, today)
    if replies.empty:
        st.info(
            "In dieser Erhebung ist noch kein Amt gefragt. Geben Sie die Bögen aus; dann stehen "
            "hier Rücklauf und Erinnerungen.",
            icon=":material/info:",
        )
        st.button(
            "Erhebung öffnen",
            key="erhebung_oeffnen",
            icon=":material/open_in_new:",
            on_click=open_object,
            args=(survey.id,),
        )
        return
    # Never 0 here, so the quota below can be divided by it.
    asked, back = len(replies), int(offices["returned"].sum())
    late = int(replies["days_late"].notna().sum())
    tiles = st.columns(4)
    for tile, (word, shown) in zip(
        tiles,
        (
            ("Gefragt", german.number(asked)),
            ("Zurück", german.number(back)),
            ("Rücklaufquote", german.percent(100 * back / asked, 0)),
            ("Überfällig", german.number(late)),
        ),
        strict=True,
    ):
        with tile:
            st.metric(word, shown, border=True)
    _show_state(survey, today)
    bars = offices.rename(columns={"percent": "value"})
    show_chart(
        bar_chart(bars, write=lambda v: german.percent(v, 0)),
        bar_summary(bars, "Die höchste Rücklaufquote", write=lambda v: german.percent(v, 0))
        if back
        else "Noch ist kein Bogen zurück.",
        bars,
        {
            "label": text_column(session.municipality().level_1 or "Dezernat"),
            "asked": number_column("gefragt"),
            "returned": number_column("zurück"),
            "imported": number_column("eingelesen"),
            "open": number_column("offen"),
            "value": percent_column("Rücklaufquote", places=0),
        },
        key="erhebung_dezernate",
        title="Rücklauf je Dezernat",
    )
    st.header("Wer gefragt ist")
    show_drill(
        replies,
        {
            "unit": text_column("Amt"),
            "status": text_column("Stand"),
            "deadline": text_column("Frist"),
            "sent_on": date_column("Bogen ausgegeben"),
            "returned_on": date_column("Zurück am"),
            "sender": text_column("Ausgefüllt von"),
            "file_name": text_column("Datei"),
            "dezernat": text_column("Dezernat"),
        },
        key=f"erhebung_aemter_{survey.id}",
        label="Gefragte Ämter",
        ids="id",
        prompt="Rücklauf öffnen",
    )
    # Whoever has answered is not reminded, even if the workbook was not read in yet.
    missing = ~replies["status"].isin(["zurück", "eingelesen"])
    _show_reminder(survey, [str(unit) for unit in replies.loc[missing, "unit"]], today)


def _show_state(survey: SurveyRound, today: date) -> None:
    if survey.closed_on is not None:
        st.caption(f"Abgeschlossen am {german.day(survey.closed_on)}; niemand wird mehr erinnert.")
    elif survey.due is not None and survey.due < today:
        st.warning(
            f"Die Frist ist am {german.day(survey.due)} abgelaufen.", icon=":material/warning:"
        )
    elif survey.due is not None:
        days = (survey.due - today).days
        # The day of the deadline still belongs to it.
        word = "heute" if days == 0 else "noch 1 Tag" if days == 1 else f"noch {days} Tage"
        st.caption(f"Frist: {german.day(survey.due)} ({word}).")


def _show_reminder(survey: SurveyRound, units: list[str], today: date) -> None:
    st.header("Erinnern")
    if survey.closed_on is not None:
        st.caption("Diese Erhebung ist abgeschlossen.")
        return
    if not units:
        st.success(
            "Alle haben geantwortet; es ist niemand zu erinnern.", icon=":material/check_circle:"
        )
        return
    count = "1 Amt hat" if len(units) == 1 else f"{german.number(len(units))} Ämter haben"
    st.markdown(f"{count} noch nicht geantwortet. Diesen Text können Sie kopieren:")
    # st.code for its button to copy; language=None keeps it from colouring German words.
    st.code(reminder_text(survey, units, today), language=None, wrap_lines=True)
