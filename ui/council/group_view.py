"""The working group beyond its seats: nominations owed, its meetings and their minutes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from strategy.acts.nominating import ask_for_nominations
from strategy.analysis.nominations import nomination_letter
from strategy.documents.group_minutes import write_group_minutes
from strategy.figures.plan.council import meeting_table
from strategy.figures.plan.working_group import invited, nominations_by_faction
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.kernel.store import Store
from strategy.nouns.body import Body, BodyKind
from strategy.nouns.faction import Faction
from ui.objects.list_rows import show_rows
from ui.reports.answer_files import WORD_TYPE
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.tables.format import date_column, text_column
from ui.tables.rows import rows_of

_OWED = {
    "faction": text_column("Fraktion"),
    "missing": text_column("Was fehlt"),
    "late": text_column("Stand"),
    "name_until": date_column("Zu benennen bis"),
    "body": text_column("Gremium"),
    "id": text_column("Kennung"),
}


def show_owed(today: date) -> None:
    """What each faction owes, the letter to it, and the request to all of them."""
    st.header("Benennungen der Fraktionen")
    with session.read() as db:
        owed = nominations_by_faction(db, today)
    if owed.empty:
        st.caption("Alle Fraktionen mit einem Sitz haben Mitglied und Stellvertretung benannt.")
    else:
        owed["late"] = [_late(row.days) for row in rows_of(owed)]
        show_rows(owed, _OWED, key="owed", label="Benennungen, die noch fehlen")
        names = dict(zip(owed["faction_id"], owed["faction"], strict=True))
        chosen = st.selectbox(
            "Schreiben an",
            list(names),
            index=None,
            format_func=lambda one: names.get(one, one),
            placeholder="Fraktion auswählen …",
            key="letter_faction",
        )
        if chosen is not None:
            with session.read() as db:
                letter = nomination_letter(db, str(chosen), today)
            # For its button to copy; language=None keeps it from colouring German words.
            st.code(letter or "", language=None, wrap_lines=True)
    if session.editable():
        _show_request()


def _late(days: float) -> str:
    if german.is_unknown(days):
        return "◌ ohne Frist"
    if days <= 0:
        return "○ offen"
    return f"▼ überfällig seit {german.counted(int(days), 'Tag', 'Tagen')}"


def _show_request() -> None:
    groups = _groups()
    if not groups:
        return
    with st.expander("Alle Fraktionen um Benennung bitten", icon=":material/group_add:"):
        st.markdown(
            "Jede bestehende Fraktion bekommt einen Sitz, sofern sie noch keinen hat, und alle "
            "dieselbe Frist."
        )
        st.selectbox("Arbeitsgruppe", list(groups), format_func=groups.__getitem__, key="ask_group")
        kept_text.text_input(
            "Zu benennen bis",
            "",
            key="ask_until",
            placeholder="z. B. 31.5.2027",
            autocomplete="off",
        )
        st.button(
            "Um Benennung bitten",
            key="ask_save",
            type="primary",
            icon=":material/send:",
            on_click=_ask,
        )


def _groups() -> dict[str, str]:
    with session.read() as db:
        found = find(db, Body, equal(kind=str(BodyKind.WORKING_GROUP)), order="position, id")
    return {group.id: group.name for group in found}


def _ask() -> None:
    try:
        until = german.parse_date(st.session_state.get("ask_until") or "")
        if until is None:
            raise Refused("Geben Sie den Tag an, bis zu dem benannt werden soll.")
    except Refused as error:
        session.say("error", str(error))
        return
    group = str(st.session_state["ask_group"])
    seats = session.write(
        "Fraktionen um Benennung gebeten",
        lambda tx: ask_for_nominations(tx, group, until, date.today()),
    )
    if seats is not None:
        kept_text.forget("ask_until")


def show_minutes(today: date) -> None:
    """A meeting, who is invited to it, and its minutes for one faction."""
    with session.read() as db:
        meetings = meeting_table(db)
        factions = {one.id: one.name for one in find(db, Faction, order="title")}
    meetings = meetings[meetings["body_id"].isin(_groups())]
    if meetings.empty:
        return
    st.header("Sitzungen und Kurzprotokolle")
    st.markdown(
        "Tagesordnung und Ergebnis tragen Sie an der Sitzung ein; hier entsteht daraus das "
        "Kurzprotokoll für eine Fraktion."
    )
    words = {row.id: f"{german.day(row.held_on)}: {row.body}" for row in rows_of(meetings)}
    meeting = st.selectbox(
        "Sitzung",
        list(words),
        index=_latest(meetings, today),
        format_func=lambda one: words.get(one, one),
        key="minutes_meeting",
    )
    with session.read() as db:
        coming = invited(db, str(meeting))
    for row in rows_of(coming):
        why = "" if german.is_unknown(row.why) else f" (zu „{row.why}“)"
        st.markdown(f"- {plain(row.title)}, {plain(row.role)}{plain(why)}")
    st.page_link(
        "council/bodies.py",
        label="Zur Sitzung und ihrer Tagesordnung",
        query_params={"id": meeting},
    )
    if not factions:
        return
    faction = st.selectbox(
        "Für die Fraktion",
        list(factions),
        format_func=lambda one: factions.get(one, one),
        key="minutes_faction",
    )
    name = re.sub(r"[^0-9A-Za-zÄÖÜäöüß]+", "-", factions[str(faction)]).strip("-")[:60]
    st.download_button(
        "Kurzprotokoll als Word",
        data=_maker(session.store(), session.version(), str(meeting), str(faction), today),
        file_name=f"Kurzprotokoll-{meeting}-{name}.docx",
        mime=WORD_TYPE,
        icon=":material/description:",
        on_click="ignore",
        key="minutes_word",
    )


def _latest(meetings: pd.DataFrame, today: date) -> int:
    """The last meeting that has been, since its minutes are the ones to be written."""
    past = [n for n, row in enumerate(rows_of(meetings)) if row.held_on <= today]
    return past[0] if past else 0


def _maker(
    store: Store, version: str, meeting: str, faction: str, today: date
) -> Callable[[], bytes]:
    def make() -> bytes:
        with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
            path = Path(folder) / "protokoll.docx"
            write_group_minutes(store, meeting, faction, path, version, today=today)
            return path.read_bytes()

    return make
