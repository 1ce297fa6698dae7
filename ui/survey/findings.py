"""What one returned workbook says: numbers, errors, conflicts to decide, changes, new, missing."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.survey.applying import MINE, THEIRS
from strategy.survey.findings import ReplyConflict, ReplyReading
from strategy.survey.marking import mark_errors, marked_name
from ui.charts.chart_block import EXCEL_TYPE
from ui.frame.places import object_link
from ui.run.plain_text import plain
from ui.tables.drill import show_drill
from ui.tables.format import grid, number_column, text_column

# Every element travels to the browser with each run; a workbook may hold thousands of changes.
SHOWN = 200
_SINGLE, _ALL_MINE, _ALL_THEIRS = "einzeln entscheiden", "überall der Plan", "überall das Amt"


def show_findings(reading: ReplyReading, key: str, data: bytes) -> tuple[dict[str, str], bool]:
    """Draw the reading; returns the decisions on conflicts and whether errors are left out.

    ``data`` is the file itself, for its copy with comments.
    """
    who = f"ausgefüllt von {reading.sender}" if reading.sender else "ohne Angabe zum Ausfüllen"
    when = f" am {reading.filled_on}" if reading.filled_on else ""
    st.caption(f"Erhebung „{plain(reading.survey.title)}“, {plain(who)}{when}.")
    if reading.remark:
        # Above all figures: what people write often explains them.
        st.info(f"Anmerkung des Amtes: {plain(reading.remark)}", icon=":material/chat:")
    _show_counts(reading)
    leave_out = _show_problems(reading, key, data)
    choices = _show_conflicts(reading, key)
    _show_changes(reading, key)
    _show_new(reading)
    _show_missing(reading)
    if reading.notices:
        with st.expander(f"Hinweise ({german.number(len(reading.notices))})"):
            for notice in reading.notices[:SHOWN]:
                st.markdown(f"- {plain(notice)}")
    return choices, leave_out


def _show_counts(reading: ReplyReading) -> None:
    told = reading.counts()
    words = {
        "Zeilen gelesen": told["read"],
        "Geänderte Angaben": told["changes"],
        "Neue Zeilen": told["new"],
        "Konflikte": told["conflicts"],
        "Fehlende Zeilen": told["missing"],
        "Fehler": told["errors"],
    }
    shown = list(words.items())
    # Row by row, so that a phone shows them in this order too.
    for first in (0, 3):
        for tile, (word, count) in zip(st.columns(3), shown[first : first + 3], strict=True):
            with tile:
                st.metric(word, german.number(count), border=True)


def _show_problems(reading: ReplyReading, key: str, data: bytes) -> bool:
    if not reading.problems:
        return False
    st.subheader("Fehler")
    st.warning(
        "Diese Zeilen lassen sich nicht übernehmen. Senden Sie dem Amt die Kopie mit Hinweisen "
        "zurück, oder lassen Sie die Zeilen ausdrücklich weg; sie bleiben in der Datei stehen.",
        icon=":material/warning:",
    )
    frame = pd.DataFrame(
        [
            {
                "sheet": one.sheet,
                "row": one.row,
                "column": one.header,
                "value": one.value,
                "rule": one.rule,
            }
            # The text below holds all of them, the marked copy as well.
            for one in reading.problems[:SHOWN]
        ]
    )
    columns = {
        "sheet": text_column("Blatt"),
        "row": number_column("Zeile"),
        "column": text_column("Spalte"),
        "value": text_column("Wert"),
        "rule": text_column("Was nicht stimmt", width="large"),
    }
    st.dataframe(**grid(frame, columns), key=f"bogen_fehler_{key}", alt="Fehler im Bogen")
    with st.expander("Die Fehler als Text"):
        st.code("\n".join(str(one) for one in reading.problems), language=None, wrap_lines=True)
    _offer_marked(reading, key, data)
    rows = german.number(reading.bad_rows)
    words = "Die Zeile mit Fehlern" if reading.bad_rows == 1 else f"Die {rows} Zeilen mit Fehlern"
    return st.checkbox(f"{words} weglassen und die übrigen übernehmen", key=f"bogen_ohne_{key}")


def _offer_marked(reading: ReplyReading, key: str, data: bytes) -> None:
    """The copy with comments: made on request, because a large workbook takes seconds."""
    made = f"bogen_kopie_{key}"
    if st.button("Kopie mit Hinweisen erstellen", key=f"{made}_los", icon=":material/comment:"):
        try:
            with st.spinner("Die Hinweise werden eingetragen …"):
                # Kept, because the download button comes in a run of its own.
                st.session_state[made] = mark_errors(reading, data)
        except StrategyError as error:
            st.error(str(error), icon=":material/error:")
    if made in st.session_state:
        st.download_button(
            "Kopie herunterladen",
            data=st.session_state[made],
            key=f"{made}_holen",
            file_name=marked_name(reading.file_name),
            mime=EXCEL_TYPE,
            on_click="ignore",
            icon=":material/download:",
        )


def _show_conflicts(reading: ReplyReading, key: str) -> dict[str, str]:
    if not reading.conflicts:
        return {}
    st.subheader("Konflikte")
    st.markdown(
        "Diese Angaben haben sich seit dem Ausgeben auf beiden Seiten geändert. Entscheiden Sie, "
        "was gelten soll; ohne Entscheidung bleibt der Plan, wie er ist."
    )
    way = st.radio(
        "Was soll gelten?",
        [_SINGLE, _ALL_MINE, _ALL_THEIRS],
        key=f"bogen_streit_{key}",
        horizontal=True,
    )
    if way != _SINGLE:
        answer = THEIRS if way == _ALL_THEIRS else MINE
        # For all of them, also those beyond the ones shown.
        return {one.key: answer for one in reading.conflicts}
    # The first choice is the plan: whoever only presses on changes nothing that is in dispute.
    choices = {one.key: _decide(one, key) for one in reading.conflicts[:SHOWN]}
    if len(reading.conflicts) > SHOWN:
        st.caption(
            f"Gezeigt werden die ersten {SHOWN} von {german.number(len(reading.conflicts))}; bei "
            "den übrigen bleibt der Plan, wie er ist."
        )
    return choices


def _decide(one: ReplyConflict, key: str) -> str:
    words = {MINE: f"Plan behalten: {plain(one.before)}", THEIRS: f"Amt: {plain(one.after)}"}
    return st.radio(
        f"{plain(one.name)}, {plain(one.label)} (ausgegeben: {plain(one.sent)}; Blatt "
        f"„{plain(one.sheet)}“, {one.cell})",
        list(words),
        key=f"bogen_streit_{key}_{one.key}",
        format_func=words.__getitem__,
    )


def _show_changes(reading: ReplyReading, key: str) -> None:
    if not reading.changes:
        return
    st.subheader("Geänderte Angaben")
    frame = pd.DataFrame(
        [
            {
                "id": one.object_id,
                "name": one.name,
                "label": one.label,
                "before": one.before,
                "after": one.after,
                "cell": f"{one.sheet} {one.cell}",
            }
            for one in reading.changes
        ]
    )
    show_drill(
        frame,
        {
            "name": text_column("Eintrag"),
            "label": text_column("Angabe"),
            "before": text_column("im Plan"),
            "after": text_column("laut Amt"),
            "cell": text_column("Zelle"),
        },
        key=f"bogen_aenderungen_{key}",
        label="Geänderte Angaben",
        ids="id",
        prompt="Eintrag öffnen",
    )


def _show_new(reading: ReplyReading) -> None:
    if not reading.new:
        return
    with st.expander(f"Neue Zeilen ({german.number(len(reading.new))})", expanded=True):
        for one in reading.new[:SHOWN]:
            values = "; ".join(f"{plain(label)}: {plain(value)}" for label, value in one.values)
            st.markdown(
                f"**{plain(one.name)}** (Blatt „{plain(one.sheet)}“, Zeile {one.row})  \n{values}"
            )


def _show_missing(reading: ReplyReading) -> None:
    if not reading.missing:
        return
    with st.expander(f"Fehlende Zeilen ({german.number(len(reading.missing))})"):
        st.markdown(
            "Diese Zeilen hat das Amt geleert oder gelöscht. Im Plan bleiben sie stehen; fragen "
            "Sie nach und löschen Sie den Eintrag dann auf seiner Seite."
        )
        for one in reading.missing[:SHOWN]:
            object_link(one.object_id, f"{one.object_id} {one.name} (Blatt {one.sheet})")
