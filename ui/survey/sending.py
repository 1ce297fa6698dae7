"""Giving out the workbooks of a round: who gets one, progress, the archive to download."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from strategy.figures.inventory.surveys import replies_of_round
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.listing import find
from strategy.kernel.selection import equal
from strategy.nouns.survey_reply import SurveyReply
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.parcel import packed_parcel
from strategy.survey.sending import send_round
from ui.run import session
from ui.run.plain_text import plain

_KEY = "survey_parcel"
_ALL, _OPEN, _SOME = "alle gefragten Ämter", "die noch nicht geantwortet haben", "einzelne Ämter"


@dataclass(frozen=True)
# With its plan and round: a session may look at another plan before it fetches the archive.
class Parcel:
    """Workbooks that wait to be fetched; ``plan`` is the file they were made from."""

    plan: Path
    round_id: str
    name: str
    count: int
    data: bytes


def show_sending(survey: SurveyRound, today: date) -> None:
    """Choose who gets a workbook, make them all, offer them as one archive."""
    st.markdown(
        "Jedes Amt bekommt eine Arbeitsmappe mit dem, was der Plan schon weiß, mit Auswahllisten "
        "und Erklärungen. Der Plan merkt sich, was ausgegeben wurde; so erkennt er beim Einlesen, "
        "was das Amt geändert hat."
    )
    if not session.editable():
        st.info(session.why_closed(), icon=":material/lock:")
        return
    if survey.closed_on is not None:
        st.warning(
            f"Diese Erhebung ist seit dem {german.day(survey.closed_on)} abgeschlossen; legen Sie "
            "für eine neue Runde eine neue Erhebung an.",
            icon=":material/warning:",
        )
    with session.read() as db:
        replies = replies_of_round(db, survey.id, today)
        asked = find(db, SurveyReply, equal(round_id=survey.id))
    if replies.empty:
        st.info(
            "Noch ist kein Amt aufgenommen; mit dem ersten Ausgeben werden alle gefragt.",
            icon=":material/info:",
        )
    unit_of = {reply.id: str(reply.organisation_id) for reply in asked}
    # Units are chosen by their own id; the replies only know which of them are asked.
    names = {unit_of[key]: name for key, name in zip(replies["id"], replies["unit"], strict=True)}
    whom = st.radio("Wer bekommt einen Bogen?", [_ALL, _OPEN, _SOME], key="bogen_wer")
    units: list[str] = []
    if whom == _SOME:
        units = st.multiselect(
            "Ämter",
            list(names),
            key="bogen_einzelne",
            format_func=names.__getitem__,
            placeholder="auswählen …",
        )
    # Not a callback: the work takes seconds, and only in the run itself can it show its progress.
    if st.button(
        "Erhebungsbögen erstellen",
        type="primary",
        icon=":material/outgoing_mail:",
        key="bogen_erstellen",
        disabled=whom == _SOME and not units,
    ):
        _make(survey, today, units, only_open=whom == _OPEN)
    _show_parcel(survey)


def _make(survey: SurveyRound, today: date, units: list[str], *, only_open: bool) -> None:
    # An older archive must not be fetched as if it were the new one.
    st.session_state.pop(_KEY, None)
    place = st.empty()
    # Pressing it starts a new run, which ends this one before anything is noted in the plan.
    place.button("Abbrechen", icon=":material/cancel:", key="bogen_abbrechen")
    with st.status("Die Erhebungsbögen werden geschrieben …", expanded=True) as status:
        bar = st.progress(0.0, "Der Plan wird gelesen")
        try:
            books = send_round(
                session.store(),
                session.actor(),
                survey.id,
                today,
                version=session.version(),
                units=units,
                only_open=only_open,
                progress=lambda name, share: bar.progress(share, f"Bogen für {plain(name)}"),
            )
        except StrategyError as error:
            status.update(label="Es wurden keine Bögen geschrieben", state="error")
            st.error(str(error), icon=":material/error:")
            return
        finally:
            # In any case, or the button to cancel would stay beside what is finished.
            place.empty()
    st.session_state[_KEY] = Parcel(
        session.plan_path(),
        survey.id,
        f"Erhebungsboegen_{survey.id}_{today.isoformat()}.zip",
        len(books),
        packed_parcel(books),
    )
    # The frame was drawn before this action; a new run offers to turn it back.
    st.rerun()


def _show_parcel(survey: SurveyRound) -> None:
    parcel: Parcel | None = st.session_state.get(_KEY)
    if parcel is None or parcel.round_id != survey.id or parcel.plan != session.plan_path():
        return
    words = (
        "1 Erhebungsbogen ist"
        if parcel.count == 1
        else (f"{german.number(parcel.count)} Erhebungsbögen sind")
    )
    st.success(
        f"{words} fertig. Laden Sie sie herunter und senden Sie jedem Amt seinen Bogen.",
        icon=":material/check_circle:",
    )
    st.download_button(
        "Alle Bögen herunterladen",
        data=parcel.data,
        file_name=parcel.name,
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        key="bogen_holen",
    )
    st.caption(f"{parcel.name}, {german.number(len(parcel.data) / 1024, 0)} KB")
