"""The sheet of one version, to be read first: assumption, cost, and what one can do with it."""

from __future__ import annotations

import streamlit as st

from strategy.figures.plan.version_facts import version_facts
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import Version, delete_scenario, describe_scenario
from ui.frame.places import object_link
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.sheets.head import show_head
from ui.versions.version_list import KINDS, close_all, open_form

_EDITED = "fassung_bearbeitet"
_FIELDS = ("title", "note")


def show_version_sheet(version: Version, versions: list[Version]) -> None:
    """Head, assumption, what it is compared with, actions."""
    st.button(
        "Zurück zur Liste", key="versions_back", icon=":material/arrow_back:", on_click=close_all
    )
    st.title(f"{KINDS[version.kind].capitalize()}: {version.title}")
    titles = {item.name: item.title for item in versions}
    _show_head(version, titles)
    st.header("Annahme" if version.kind == "scenario" else "Anmerkung")
    scenario = version.kind == "scenario" and session.who().may_write
    if scenario and _is_edited(version.name):
        _show_form(version)
    else:
        st.markdown(plain(version.note or "") or ":gray[Noch nicht beschrieben.]")
        if scenario:
            st.button(
                "Bearbeiten",
                key=f"edit_{version.name}",
                icon=":material/edit:",
                help="Name und Annahme bearbeiten",
                on_click=_edit,
                args=(version.name,),
            )
    _show_comparisons(version, titles)
    _show_actions(version)


def _show_head(version: Version, titles: dict[str, str]) -> None:
    facts = session.recall_of(version.name, version_facts)
    own = facts.own_cents
    said = german.UNKNOWN if own is None else german.money(own)
    # What is unknown is in no sum, and so a sum with a gap is a lower bound.
    head = {
        "Maßnahmen im Plan": german.number(facts.measures, 0),
        "Eigenanteil aller Jahre": f"mindestens {said}" if facts.unknown_lines else said,
    }
    # A base may have been discarded since, or lie in the archive.
    base = version.base if version.base in titles else None
    if base is not None:
        before = session.recall_of(base, version_facts).own_cents
        if own is not None and before is not None:
            sign = "+" if own > before else ""
            head[f"gegenüber „{titles[base]}“"] = f"{sign}{german.money(own - before)}"
    if version.created_at is not None:
        made = f"{german.moment(version.created_at)}, {version.created_by}"
        head["Angelegt"] = made
    if version.hash:
        head["Prüfsumme"] = short_hash(version.hash)
    if version.in_force_on:
        head["In Kraft ab"] = german.day(version.in_force_on)
    show_head(head)
    if version.paper_id:
        object_link(version.paper_id, f"Anlage zur Vorlage {version.paper_id}")


def _show_comparisons(version: Version, titles: dict[str, str]) -> None:
    """The way to every other version it can be compared with, its base first."""
    others = [name for name in titles if name != version.name]
    if not others:
        return
    st.header("Vergleichen")
    if version.base in others:
        others.sort(key=lambda name: name != version.base)
    with st.container(horizontal=True):
        for name in others:
            st.page_link(
                "plan_data/compare.py",
                label=plain(f"mit „{titles[name]}“"),
                icon=":material/difference:",
                query_params={"vergleich_von": titles[name], "vergleich_zu": version.title},
            )


def _show_actions(version: Version) -> None:
    st.header("Damit arbeiten")
    if session.version() == version.name:
        st.markdown("In dieser Fassung arbeiten Sie gerade.")
    with st.container(horizontal=True):
        if session.version() != version.name:
            st.button(
                "Ansehen" if version.kind == "edition" else "Hierin arbeiten",
                key="version_use",
                type="primary",
                icon=":material/login:",
                on_click=_use,
                args=(version.name,),
            )
        if not session.who().may_write:
            return
        st.button(
            "Szenario hieraus anlegen",
            key="version_copy",
            icon=":material/content_copy:",
            on_click=_copy_from,
            args=(version.name,),
        )
        if version.kind == "scenario":
            st.button(
                "Archivieren",
                key="version_archive",
                icon=":material/archive:",
                on_click=_archive,
                args=(version.name,),
                help="Es verschwindet aus allen Listen und lässt sich auf der Seite „Fassungen“ "
                "zurückholen.",
            )


def _show_form(version: Version) -> None:
    kept_text.text_input(
        "Name des Szenarios",
        version.title,
        key=f"describe_title_{version.name}",
        autocomplete="off",
    )
    kept_text.text_area(
        "Annahme: Was ist hier anders?", version.note or "", key=f"describe_note_{version.name}"
    )
    with st.container(horizontal=True):
        st.button(
            "Name und Annahme speichern",
            key="describe_scenario",
            type="primary",
            icon=":material/save:",
            on_click=_describe,
            args=(version.name,),
        )
        st.button("Nicht ändern", key="describe_keep", on_click=_drop, args=(version.name,))


def _edit(name: str) -> None:
    st.session_state[_EDITED] = name


def _is_edited(name: str) -> bool:
    """Whether the form is open, or was left with something typed in it."""
    edited = st.session_state.get(_EDITED)
    return edited == name or any(kept_text.kept_at(f"describe_{one}_{name}") for one in _FIELDS)


def _drop(name: str) -> None:
    """Callback: close the form and forget what was typed in it."""
    kept_text.forget(*(f"describe_{one}_{name}" for one in _FIELDS))
    _edit("")


def _describe(name: str) -> None:
    title = (st.session_state.get(f"describe_title_{name}") or "").strip()
    note = (st.session_state.get(f"describe_note_{name}") or "").strip() or None
    try:
        made = describe_scenario(session.store(), session.actor(), name, title, note)
    except StrategyError as error:
        # The form stays open with what was typed.
        session.say("error", str(error))
        return
    _drop(name)
    session.say("success", f"Szenario „{made.title}“ gespeichert.")


def _use(name: str) -> None:
    # Set in the callback, since the choice of the version is drawn before this page.
    st.session_state["fassung"] = name


def _copy_from(name: str) -> None:
    _use(name)
    open_form("scenario")


def _archive(name: str) -> None:
    try:
        delete_scenario(session.store(), session.actor(), name)
    except StrategyError as error:
        session.say("error", str(error))
        return
    if session.version() == name:
        # The choice would else hold a version that is no longer there.
        _use(DRAFT)
    close_all()
    session.say("success", "Szenario archiviert; unten auf dieser Seite holen Sie es zurück.")
