"""A motion on its page: its version, what it would do, and the entry of its vote."""

from __future__ import annotations

from typing import Any

import streamlit as st

from strategy.differences.told import change_words, left_out_sentence
from strategy.kernel import german
from strategy.kernel.errors import Refused, StrategyError
from strategy.kernel.store.database import DRAFT
from strategy.motions.deciding import MotionVote, decide_motion, open_motion_version
from strategy.motions.effects import Effects, effects_of
from strategy.nouns.motion import Motion, MotionStatus
from strategy.nouns.municipality import VoteColumns
from ui.frame.places import object_link
from ui.objects.fields import options_of, parsed
from ui.run import kept_text, session
from ui.run.plain_text import plain


def show_motion(motion: Motion) -> None:
    """What one looks for on a motion before changing its form."""
    if motion.status != MotionStatus.FILED:
        day = f" am {german.day(motion.decided_on)}" if motion.decided_on else ""
        st.markdown(f"**{plain(str(motion.status))}**{day}.")
        return
    if not session.editable() or session.version() != DRAFT:
        st.info("Änderungsanträge werden im Entwurf geprüft und entschieden.")
        return
    if motion.scenario is None:
        st.info(
            "Noch sind keine Änderungen hinterlegt. Legen Sie eine eigene Fassung an und ändern "
            "Sie darin die Maßnahmen; im Entwurf ändert sich dabei nichts.",
            icon=":material/edit_note:",
        )
        st.button(
            "Fassung für die Änderungen anlegen",
            key="motion_open",
            icon=":material/content_copy:",
            on_click=_open,
            args=(motion.id,),
        )
        return
    st.button(
        "In der Fassung des Antrags arbeiten",
        key="motion_use",
        icon=":material/login:",
        on_click=st.session_state.__setitem__,
        args=("fassung", motion.scenario),
    )
    try:
        effects = effects_of(session.store(), motion.id)
    except StrategyError as error:
        st.error(str(error), icon=":material/error:")
        return
    _show_effects(effects)
    _show_vote(motion)


def _open(motion_id: str) -> None:
    try:
        motion = open_motion_version(session.store(), session.actor(), motion_id)
    except StrategyError as error:
        session.say("error", str(error))
        return
    st.session_state["fassung"] = motion.scenario
    session.say("success", "Fassung angelegt; Sie arbeiten jetzt darin.")


def _show_effects(effects: Effects) -> None:
    st.subheader("Was der Antrag bewirkt")
    for sentence in effects.patch.conflicts:
        st.error(f"{plain(sentence)}.", icon=":material/error:")
    for sentence in effects.others:
        st.warning(plain(sentence), icon=":material/call_split:")
    found = effects.difference
    if found is None:
        return
    if not effects.patch.changes:
        st.caption("Die Fassung des Antrags ändert noch keine Maßnahme.")
        return
    for name, cell in (("Kosten", found.cost), ("Eigenanteil", found.own_share)):
        st.markdown(
            f"{name} aller Jahre: {german.money(cell.before)} → {german.money(cell.after)}."
        )
    if missing := left_out_sentence(found):
        st.caption(plain(missing))
    for item in found.measures:
        object_link(item.id, f"{item.id} {item.title}: {change_words(item)}")
    parts = (
        ("Obergrenzen", effects.caps, "keine berührt"),
        ("Abhängigkeiten", effects.dependencies, "keine neu verletzt"),
        ("Stellen", _posts(effects), "unverändert"),
        ("Ziele", _goals(effects), "unverändert"),
    )
    for heading, sentences, none in parts:
        # One text, so that the lines of a list stand together.
        lines = "\n".join(f"- {plain(sentence)}" for sentence in sentences)
        st.markdown(f"**{heading}:** {none}" if not lines else f"**{heading}:**\n\n{lines}")


def _posts(effects: Effects) -> list[str]:
    found = effects.difference
    assert found is not None
    return [
        f"{found.titles.get(cell.key[0], 'ohne Zuordnung')}, {cell.key[1]}: "
        f"{_fte(cell.before)} → {_fte(cell.after)} VZÄ"
        for cell in found.posts
    ]


def _fte(e4: int | None) -> str:
    return german.UNKNOWN if e4 is None else german.fte(e4 / 10_000)


def _goals(effects: Effects) -> list[str]:
    found = effects.difference
    assert found is not None
    return [
        f"{found.titles.get(cell.key[0], 'ohne Ziel')}: {cell.before} → {cell.after} Maßnahmen"
        for cell in found.goals
        if cell.key[1] == "measures" and cell.before != cell.after
    ]


def _show_vote(motion: Motion) -> None:
    st.subheader("Über den Antrag abstimmen")
    with session.read() as db:
        bodies = options_of(db, "body")
    third = "present" if _present() else "abstentions"
    for name, place in zip(("yes", "no", third), st.columns(3), strict=True):
        with place:
            kept_text.text_input(
                Motion.spec(name).label, key=_key(motion.id, name), autocomplete="off"
            )
    with st.container(horizontal=True):
        st.selectbox(
            "Gremium",
            list(bodies),
            index=None,
            key=_key(motion.id, "body"),
            format_func=lambda one: bodies.get(one, one),
            placeholder="auswählen …",
        )
        kept_text.text_input(
            "Abgestimmt am", key=_key(motion.id, "day"), placeholder="z. B. 3.4.2026"
        )
        kept_text.text_input("Nummer", motion.reference or "", key=_key(motion.id, "number"))
    st.toggle("In geänderter Fassung angenommen", key=_key(motion.id, "amended"))
    st.caption("Bei einer Mehrheit kommen die Änderungen mit der Abstimmung in den Entwurf.")
    st.button(
        "Abstimmung speichern",
        key="motion_decide",
        type="primary",
        icon=":material/how_to_vote:",
        on_click=_decide,
        args=(motion.id,),
    )


def _key(motion_id: str, name: str) -> str:
    # With the motion in it: what is typed for one would else stand in the form of the next.
    return f"motion_{motion_id}_{name}"


def _present() -> bool:
    return session.municipality().vote_columns == VoteColumns.WITH_PRESENT


def _decide(motion_id: str) -> None:
    try:
        decided = decide_motion(session.store(), session.actor(), motion_id, _typed(motion_id))
    except StrategyError as error:
        session.say("error", str(error))
        return
    kept_text.forget(_key(motion_id, ""))
    session.say("success", f"Änderungsantrag {motion_id}: {decided.status}.", undoable=True)


def _typed(motion_id: str) -> MotionVote:
    def typed(name: str) -> Any:
        return st.session_state.get(_key(motion_id, name))

    numbers: dict[str, Any] = {}
    for name in ("yes", "no", "abstentions", "present"):
        spec = Motion.spec(name)
        numbers[name] = parsed(spec, str(typed(name) or ""))
    if numbers["yes"] is None or numbers["no"] is None:
        raise Refused("Geben Sie Ja- und Nein-Stimmen an, „/“ für keine.", "yes")
    return MotionVote(
        **numbers,
        body_id=typed("body"),
        decided_on=german.parse_date(typed("day") or ""),
        number=str(typed("number") or "").strip() or None,
        amended=bool(typed("amended")),
    )
