"""Comments on an entry, below it: what is open, what is settled, and a new one."""

from __future__ import annotations

import streamlit as st

from strategy.acts.commenting import comments_on, say, settle
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.record import Record
from strategy.nouns.comment import Comment
from strategy.nouns.person import Person
from ui.objects.fields import options_of
from ui.run import kept_text, session
from ui.run.plain_text import plain


def show_comments(record: Record) -> None:
    """Comments of one entry; nothing where there is none and none can be written."""
    with session.read() as db:
        found = comments_on(db, record.id)
        people = options_of(db, Person.TABLE)
    editable = session.editable(Comment.TABLE)
    if not found and not editable:
        return
    still = sum(not one.resolved for one in found)
    title = "Kommentare" if not found else f"Kommentare ({still} offen von {len(found)})"
    with st.expander(title, icon=":material/comment:", expanded=still > 0):
        st.caption("Nur für die Verwaltung; in keiner Ausgabe für Vertretung und Öffentlichkeit.")
        for one in found:
            _show_one(one, people, editable)
        if editable:
            _show_new(record.id, people)


def _show_one(one: Comment, people: dict[str, str], editable: bool) -> None:
    named = f", an {people.get(one.person_id, german.UNKNOWN)}" if one.person_id else ""
    state = f", erledigt von {one.resolved_by}" if one.resolved else ""
    said = f"{one.said_by}, {german.moment(one.said_at)}{named}{state}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{plain(one.body or '')}  \n:small[:gray[{plain(said)}]]")
        if editable:
            st.button(
                "Wieder öffnen" if one.resolved else "Erledigt",
                key=f"settle_{one.id}",
                type="tertiary",
                icon=":material/undo:" if one.resolved else ":material/check:",
                on_click=_settle,
                args=(one.id, not one.resolved),
            )


def _show_new(object_id: str, people: dict[str, str]) -> None:
    kept_text.text_area("Neuer Kommentar", key=f"comment_{object_id}")
    st.selectbox(
        "Für",
        list(people),
        index=None,
        format_func=lambda one: people.get(one, one),
        placeholder="alle",
        key=f"comment_for_{object_id}",
        help="Der Kommentar steht dann unter „Meine offenen Angaben“ dieser Person.",
    )
    st.button(
        "Kommentieren",
        key=f"comment_save_{object_id}",
        icon=":material/send:",
        on_click=_say,
        args=(object_id,),
    )


def _say(object_id: str) -> None:
    body = str(st.session_state.get(f"comment_{object_id}") or "").strip()
    person = st.session_state.get(f"comment_for_{object_id}")
    if not body:
        session.say("error", "Der Kommentar ist leer; schreiben Sie etwas dazu.")
        return
    try:
        session.act(
            f"Kommentar zu {object_id}",
            lambda tx: say(tx, object_id, body, session.actor(), person),
        )
    except StrategyError as error:
        session.say("error", str(error))
        return
    kept_text.forget(f"comment_{object_id}")
    st.session_state[f"comment_{object_id}"] = ""
    session.say("success", "Kommentar gespeichert.", undoable=True)


def _settle(comment_id: str, resolved: bool) -> None:
    word = "erledigt" if resolved else "wieder offen"
    session.write(f"Kommentar {word}", lambda tx: settle(tx, comment_id, session.actor(), resolved))
