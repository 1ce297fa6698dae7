"""The frame around every page: municipality, version, way between pages, undo, messages."""

from __future__ import annotations

from copy import copy
from functools import cache
from html import escape
from typing import Any

import streamlit as st

import strategy.nouns  # noqa: F401  (an id is known once its noun has made itself known)
from strategy.identity.accounts import PARTICIPANTS_REFUSED, is_participants
from strategy.kernel.errors import StrategyError
from strategy.kernel.records import noun_of_id
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.undo import redoable, undoable
from ui.frame.map import every_screen
from ui.frame.recent import recent_entries
from ui.frame.search_field import show_search_field
from ui.frame.way import way_html
from ui.run import session
from ui.run.plain_text import plain
from ui.run.signed_in import remembered_name

_KINDS = {"draft": "Entwurf", "scenario": "Szenario", "edition": "festgeschrieben"}


def every_page() -> dict[str, Any]:
    """A page for every place, by its script.

    Copies of pages made once, because Streamlit looks the script of every new page up on the disk;
    a run marks its own copy as the one that may be called.
    """
    return {script: copy(page) for script, page in _made_pages().items()}


@cache
def _made_pages() -> dict[str, Any]:
    return {
        place.script: st.Page(
            place.script,
            title=place.title,
            icon=place.icon,
            url_path=place.url,
            # Streamlit ignores the address of its default page, which is the empty one.
            default=place.url == "start",
        )
        for place in every_screen()
    }


def show_frame(page: Any) -> None:
    """Draw the sidebar and what the last callback had to say."""
    # Read before the choices are drawn: Streamlit takes an unknown word out of the address.
    wanted = {name: st.query_params.get(name, "") for name in ("plan", "fassung")}
    with st.sidebar:
        _show_plan()
    _require_plan()
    with st.sidebar:
        st.markdown(f"**{plain(session.municipality().title)}**")
        show_search_field()
        _show_version()
        _show_turning_back()
        _show_way(page)
        _show_who()
    _show_version_bar()
    # The look keeps these in sight where the page is longer than the screen.
    with st.container(key="meldungen"):
        session.show_messages()
    notice = session.store().notice
    if notice is not None:
        st.warning(plain(notice), icon=":material/warning:")
    _say_of_an_unknown_place(wanted)
    _say_of_an_unknown_entry()


def _say_of_an_unknown_place(wanted: dict[str, str]) -> None:
    """Say that a plan or version of the address does not exist, instead of showing another."""
    plans = [path.stem for path in session.list_plans()]
    versions = list(_version_words().values())
    for name, known, word in (("plan", plans, "Einen Plan"), ("fassung", versions, "Eine Fassung")):
        if wanted[name] and wanted[name] not in known:
            shown = plans[0] if name == "plan" else versions[0]
            st.warning(
                f"{word} „{plain(wanted[name])}“ gibt es hier nicht; gezeigt wird "
                f"„{plain(shown)}“.",
                icon=":material/warning:",
            )


def _say_of_an_unknown_entry() -> None:
    """Tell a mistyped address from a page without an open entry."""
    wanted = st.query_params.get("id", "")
    if wanted and noun_of_id(wanted) is None:
        st.warning(
            f"Einen Eintrag „{plain(wanted)}“ gibt es nicht; suchen Sie ihn in der Liste.",
            icon=":material/warning:",
        )


def _show_way(page: Any) -> None:
    # The address of the first page is empty.
    st.html(way_html(page.url_path or "start", kept_in_address(), recent_entries()))


def kept_in_address() -> dict[str, str]:
    """What every link takes along: plan and version, where they are not the first."""
    # What equals the default is left out of the address by Streamlit too.
    kept = {}
    if session.plan_path() != session.list_plans()[0]:
        kept["plan"] = session.plan_path().stem
    words = _version_words()
    if session.version() != DRAFT and session.version() in words:
        kept["fassung"] = words[session.version()]
    return kept


def _show_who() -> None:
    """Who is signed in and the way out; at the server's own machine the name for the history."""
    account = session.who().account
    if account is not None:
        limited = f" ({account.access})" if account.may_contribute else " (nur lesen)"
        reads = "" if account.may_write else limited
        # The look draws the link as a button; one of Streamlit's would open a second window.
        st.html(
            f"<p>Angemeldet: <strong>{escape(account.name)}</strong>{reads}</p>"
            '<a class="workbench-sign-out" href="/abmelden" target="_self">Abmelden</a>'
        )
        return
    # Once per session: later the field itself is what holds the name.
    if "actor" not in st.session_state:
        st.session_state["actor"] = remembered_name()
    st.text_input(
        "Wer arbeitet?",
        key="actor",
        placeholder=session.DEFAULT_ACTOR,
        autocomplete="off",
        persist_state="session",
        help="Unter diesem Namen oder dieser Funktion stehen Ihre Änderungen im Verlauf.",
    )
    if is_participants(st.session_state.get("actor") or ""):
        st.error(PARTICIPANTS_REFUSED, icon=":material/error:")


def require_sign_in() -> None:
    """Stop before anything of the plan is shown to somebody who is not signed in (any more)."""
    # Asked in every run: a sign-in may have ended while the page was open.
    if session.who().admitted:
        return
    st.title("Bitte melden Sie sich an")
    st.html('<a href="/anmelden" target="_self">Zur Anmeldung</a>')
    session.end_page()


def _show_plan() -> None:
    """Where there are several plans: which one this tab works on; it stands in the URL."""
    plans = [path.stem for path in session.list_plans()]
    if len(plans) > 1:
        # The default has to stay the server's own plan, the first: what equals the default is left
        # out of the URL, and a reloaded tab would find itself in another plan.
        st.selectbox("Plan", plans, key="plan", bind="query-params")


def _require_plan() -> None:
    """Stop with a sentence where the plan cannot be opened; another one can still be chosen."""
    try:
        session.store()
    except StrategyError as error:
        st.title("Dieser Plan lässt sich nicht öffnen")
        st.error(str(error), icon=":material/error:")
        session.end_page()


def _show_version() -> None:
    words = _version_words()
    if len(words) > 1:
        st.selectbox(
            "Fassung",
            list(words),
            key="fassung",
            bind="query-params",
            format_func=words.__getitem__,
        )


def _show_version_bar() -> None:
    """A bar above every page that says in which version one works; the draft alone needs none."""
    found = next((one for one in session.versions() if one.name == session.version()), None)
    if found is None or found.kind == "draft":
        return
    # Word beside the colour, and the assumption for those who came by a link.
    said = f" – {escape(found.note)}" if found.note else ""
    word = "Szenario" if found.kind == "scenario" else "Festgeschriebene Fassung"
    st.html(
        f'<p class="workbench-version {found.kind}"><strong>{word} „{escape(found.title)}“'
        f"</strong>{said}</p>"
    )


def _version_words() -> dict[str, str]:
    """What the versions are called in the choice, and so in the address."""
    return {
        item.name: item.title if item.kind == "draft" else f"{item.title} ({_KINDS[item.kind]})"
        for item in session.versions()
    }


def _show_turning_back() -> None:
    back = session.recall(undoable, session.actor())
    again = session.recall(redoable, session.actor())
    # Two signs side by side; the look hides their words from the eye alone.
    with st.container(horizontal=True, gap="xsmall", key="zurueck_vor"):
        st.button(
            "Rückgängig",
            key="undo",
            icon=":material/undo:",
            width="stretch",
            on_click=session.undo_last,
            disabled=back is None or not session.editable(),
            help=f"Macht rückgängig: {plain(back.what or 'letzte Änderung')}"
            if back
            else "Es gibt nichts rückgängig zu machen.",
        )
        st.button(
            "Wiederholen",
            key="redo",
            icon=":material/redo:",
            width="stretch",
            on_click=session.redo_last,
            disabled=again is None or not session.editable(),
            help=f"Wiederholt: {plain(again.what or 'letzte Änderung')}"
            if again
            else "Es gibt nichts zu wiederholen.",
        )
