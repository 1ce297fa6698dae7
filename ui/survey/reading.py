"""Reading returned workbooks: upload, compare once per state of the plan, choose, take over."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.records import find
from strategy.kernel.store.history import last_action_id
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.applying import Decision, apply_replies, day_of_reply
from strategy.survey.comparing import compare_reply
from strategy.survey.findings import ReplyReading
from strategy.survey.limited import read_books
from strategy.survey.raw_book import RawBook
from ui.run import session
from ui.run.plain_text import plain
from ui.run.uploads import on_disk
from ui.survey.findings import show_findings
from ui.tables.format import grid, number_column, text_column

_BOOKS, _READINGS = "survey_books", "survey_readings"


def show_reading(today: date) -> None:
    """Everything from the upload to the button that writes."""
    st.markdown(
        "Legen Sie die ausgefüllten Bögen hier ab, gern viele auf einmal. Sie sehen erst, was die "
        "Ämter geändert haben; geschrieben wird erst auf Ihren Knopfdruck, und alles lässt sich "
        "in einem Schritt rückgängig machen."
    )
    if not session.editable():
        st.info(session.why_closed(), icon=":material/lock:")
        return
    uploads = st.file_uploader(
        "Ausgefüllte Erhebungsbögen (Excel-Arbeitsmappen, bis 50 MB)",
        type=["xlsx", "xlsm", "ods"],
        accept_multiple_files=True,
        max_upload_size=50,
        key="bogen_dateien",
    )
    if not uploads:
        return
    # Only asked for, never guessed by the file name: the token in the file says the round.
    expected = _expected_round()
    answers = _readings(uploads, expected)
    readings = {key: one for key, one in answers.items() if isinstance(one, ReplyReading)}
    for answer in answers.values():
        if isinstance(answer, StrategyError):
            st.error(str(answer), icon=":material/error:")
    if not readings:
        return
    if len(readings) > 1:
        _show_overview(readings)
        _show_all_button(readings, today)
        chosen = st.selectbox(
            "Bogen ansehen",
            list(readings),
            key="bogen_wahl",
            format_func=lambda key: (
                f"{readings[key].unit_title} ({readings[key].file_name})" if key in readings else ""
            ),
        )
    else:
        chosen = next(iter(readings))
    data = next(one for one in uploads if one.file_id == chosen).getvalue()
    st.header(f"{plain(readings[chosen].unit_title)}: {plain(readings[chosen].file_name)}")
    choices, leave_out = show_findings(readings[chosen], chosen, data)
    _show_take_button(readings[chosen], choices, leave_out, today)


def _expected_round() -> str:
    with session.read() as db:
        rounds = {one.id: one for one in find(db, SurveyRound, order="-sent_on, -id")}
    chosen = st.selectbox(
        "Erhebung der Bögen",
        list(rounds),
        index=None,
        key="bogen_runde",
        placeholder="wird aus den Bögen erkannt",
        format_func=lambda key: str(rounds[key].title) if key in rounds else "",
        help="Nur nötig, wenn Sie Bögen einer älteren oder abgeschlossenen Erhebung einlesen.",
    )
    return chosen or ""


def _readings(uploads: list[Any], expected: str) -> dict[str, ReplyReading | StrategyError]:
    """Upload id → its reading against the plan as it stands; files are opened only once."""
    books: dict[str, RawBook | StrategyError] = st.session_state.setdefault(_BOOKS, {})
    fresh = [one for one in uploads if one.file_id not in books]
    if fresh:
        with st.spinner("Die Bögen werden gelesen …"), ExitStack() as stack:
            paths = [stack.enter_context(on_disk(one)) for one in fresh]
            for one, book in zip(
                fresh, read_books(paths, [one.name for one in fresh]), strict=True
            ):
                books[one.file_id] = book
    # Cells of a removed file would else lie in the session until it ends.
    for gone in set(books) - {one.file_id for one in uploads}:
        del books[gone]
    with session.read() as db:
        state = last_action_id(db)
        # Compared anew as soon as anybody writes: proposals rest on what the plan holds now.
        key = (session.plan_path(), session.version(), state, expected)
        known: dict[str, Any] = st.session_state.get(_READINGS, {})
        if known.get("key") != key:
            known = {"key": key}
        for one in uploads:
            book = books[one.file_id]
            if one.file_id in known:
                continue
            try:
                known[one.file_id] = (
                    book if isinstance(book, StrategyError) else compare_reply(db, book, expected)
                )
            except StrategyError as error:
                known[one.file_id] = error
    st.session_state[_READINGS] = known
    return {one.file_id: known[one.file_id] for one in uploads}


def _show_overview(readings: Mapping[str, ReplyReading]) -> None:
    rows = [
        {
            "unit": one.unit_title,
            "file": one.file_name,
            "changed": len(one.changes),
            "new": len(one.new),
            "conflicts": len(one.conflicts),
            "missing": len(one.missing),
            "errors": len(one.problems),
        }
        for one in readings.values()
    ]
    columns = {
        "unit": text_column("Amt"),
        "changed": number_column("geändert"),
        "new": number_column("neu"),
        "conflicts": number_column("Konflikte"),
        "missing": number_column("fehlt"),
        "errors": number_column("Fehler"),
        "file": text_column("Datei"),
    }
    st.dataframe(
        **grid(pd.DataFrame(rows), columns), key="bogen_liste", alt="Gelesene Erhebungsbögen"
    )


def _show_all_button(readings: Mapping[str, ReplyReading], today: date) -> None:
    # Only files that ask nothing; each of the others has to be looked at.
    clear = [one for one in readings.values() if not one.problems and not one.conflicts]
    if len(clear) > 1:
        st.button(
            f"Alle {german.number(len(clear))} Bögen ohne Fehler und Konflikte übernehmen",
            key="bogen_alle",
            icon=":material/done_all:",
            on_click=_take,
            args=([(one, Decision()) for one in clear], today),
        )


def _show_take_button(
    reading: ReplyReading, choices: Mapping[str, str], leave_out: bool, today: date
) -> None:
    # Taken over all the same: an untouched workbook confirms what it holds.
    nothing = not (reading.changes or reading.new or reading.conflicts)
    if nothing and not reading.problems:
        st.info(
            "Der Bogen ändert nichts am Plan. Mit „Übernehmen“ gilt er als eingelesen.",
            icon=":material/info:",
        )
    said = german.day(day_of_reply(reading, today))
    st.caption(
        f"Was das Amt geändert oder unverändert zurückgesandt hat, gilt damit als am {said} von "
        "ihm bestätigt. Nicht bestätigt ist, was der Plan anders behält, was im Plan seit dem "
        "Ausgeben geändert wurde und was im Bogen fehlt oder weggelassen wird."
    )
    st.button(
        "Übernehmen",
        type="primary",
        icon=":material/input:",
        key="bogen_uebernehmen",
        on_click=_take,
        args=([(reading, Decision(dict(choices), leave_out))], today),
        disabled=bool(reading.problems) and not leave_out,
        help="Zuerst die Fehler berichtigen lassen oder die Zeilen weglassen."
        if reading.problems and not leave_out
        else None,
    )


def _take(readings: list[tuple[ReplyReading, Decision]], today: date) -> None:
    """Callback: write the readings in one action and say what became of them."""
    try:
        done = apply_replies(session.store(), session.actor(), readings, today)
    except StrategyError as error:
        session.say("error", str(error))
        return
    left = sum(one.left_out for one in done)
    changed = sum(one.changed for one in done)
    counts = [
        f"{german.number(sum(one.added for one in done))} neu",
        "1 Eintrag geändert" if changed == 1 else f"{german.number(changed)} Einträge geändert",
    ]
    if confirmed := sum(one.confirmed for one in done):
        counts.append(german.counted(confirmed, "Eintrag", "Einträge") + " damit bestätigt")
    if left:
        rows = "1 Zeile" if left == 1 else f"{german.number(left)} Zeilen"
        counts.append(f"{rows} mit Fehlern weggelassen")
    who = done[0].unit_title if len(done) == 1 else f"{german.number(len(done))} Ämtern"
    session.say("success", f"Angaben von {who} eingelesen: {', '.join(counts)}.", undoable=True)
