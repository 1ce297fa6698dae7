"""Points counted in the room, group by group, with what somebody else entered meanwhile in view."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.kernel.store import Cursor
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Workshop
from strategy.workshop.moderation import other_points, room_points, set_points
from strategy.workshop.running import phases_of
from ui.run import kept_text, session
from ui.run.plain_text import plain

# Points by group; the group None stands for points that belong to none.
Points = dict[str | None, int | None]


Target = Cluster | Card


def show_points_entry(target: Target) -> None:
    """One field per group with the points counted in the room so far; empty is none.

    Points given by phone or read from a file are told beside them and stay as they are.
    """
    st.subheader("Punkte eintragen")
    with session.read() as db:
        phases = {phase.id: str(phase.title) for phase in phases_of(db, str(target.workshop_id))}
        own_groups = find(db, ParticipantGroup, equal(workshop_id=target.workshop_id))
        groups = {group.id: str(group.title) for group in own_groups}
        workshops = find(db, Workshop, equal(id=target.workshop_id))
        # The phase that runs just now, because points are usually entered while the room still
        # counts.
        now = workshops[0].phase_id if workshops else None
    phase_id = st.selectbox(
        "Phase",
        list(phases),
        key=f"points_phase_{target.id}",
        index=list(phases).index(now) if now in phases else 0,
        format_func=lambda one: phases.get(one, one),
    )
    names: dict[str | None, str] = {}
    names.update(groups)
    # A group of its own: points whose group nobody noted must have a place to stand in.
    names[None] = "ohne Gruppe"
    with session.read() as db:
        given = _given(db, target.id, phase_id, names)
        elsewhere = other_points(db, target.id, phase_id)
    if elsewhere:
        st.caption(
            "Dazu kommen "
            + ", ".join(f"{german.number(count, 0)} ({way})" for way, count in elsewhere.items())
            + "; sie bleiben, wie sie sind."
        )
    place = f"points_{target.id}_{phase_id}_"
    # The fields give way to the question, or a second save could overtake the first.
    if _show_conflict(target, phase_id, names, place):
        return
    base = _base_of(given, place)
    prefix = _prefix(place, base)
    columns = st.columns(3)
    for number, (group_id, name) in enumerate(names.items()):
        with columns[number % 3]:
            kept_text.text_input(
                plain(name),
                _typed(base[group_id]),
                key=f"{prefix}{group_id}",
                name=f"{place}{group_id}",
                autocomplete="off",
                disabled=not session.editable(),
                placeholder="z. B. 12",
            )
    st.button(
        "Punkte speichern",
        key=f"{place}save",
        on_click=_save,
        args=(target, phase_id, names, place),
        disabled=not session.editable(),
    )


def _given(
    db: Cursor, target_id: str, phase_id: str | None, names: Mapping[str | None, str]
) -> Points:
    points = {point.group_id: point.points for point in room_points(db, target_id, phase_id)}
    return {group_id: points.get(group_id) for group_id in names}


def _base_of(given: Points, place: str) -> Points:
    """The points the form was opened with, for as long as something is typed in it."""
    base: Points = st.session_state.setdefault(f"{place}base", given)
    if base != given:
        prefix = _prefix(place, base)
        entered = {one: st.session_state.get(f"{prefix}{one}") for one in base}
        # Another set of groups needs other fields in any case; else only a form nobody has touched
        # may change.
        if base.keys() != given.keys() or all(
            text is None or text == _typed(base[one]) for one, text in entered.items()
        ):
            base = st.session_state[f"{place}base"] = given
    return base


def _prefix(place: str, base: Points) -> str:
    """Fields over other points, or after a save, are other fields: each begins with what stands."""
    saves = st.session_state.get(f"{place}saves", 0)
    return f"{place}{saves}_{'_'.join(_typed(value) or '-' for value in base.values())}_"


def _typed(value: int | None) -> str:
    # 0 points are kept as no entry, so both show an empty field.
    return german.number(value, 0) if value else ""


def _save(
    target: Target, phase_id: str | None, names: Mapping[str | None, str], place: str
) -> None:
    base: Points = st.session_state[f"{place}base"]
    prefix = _prefix(place, base)
    mine: Points = {}
    for group_id, name in names.items():
        try:
            # All fields are read before anything is said or written: half a form must not be saved.
            value = german.parse_int(st.session_state[f"{prefix}{group_id}"] or "")
        except Refused as error:
            session.say("error", f"Punkte von „{name}“: {error}")
            return
        if (value or 0) < 0:
            session.say(
                "error",
                f"Punkte von „{name}“: Eine negative Zahl ist nicht möglich; tragen Sie 0 oder "
                "mehr ein.",
            )
            return
        mine[group_id] = value
    with session.read() as db:
        now = _given(db, target.id, phase_id, names)
    # A field left as it was opened takes over what somebody else entered there meanwhile.
    wanted = {one: now[one] if mine[one] == base[one] else mine[one] for one in names}
    disputed = [
        one for one in names if mine[one] != base[one] and now[one] not in (base[one], mine[one])
    ]
    if disputed:
        st.session_state[f"{place}pending"] = (wanted, now, disputed)
        return
    _write(target, phase_id, wanted, place)


def _write(target: Target, phase_id: str | None, points: Points, place: str) -> None:
    for name in ("base", "pending"):
        st.session_state.pop(f"{place}{name}", None)
    # Counted even where the write is refused: fields are then drawn from what stands in the plan.
    st.session_state[f"{place}saves"] = st.session_state.get(f"{place}saves", 0) + 1
    session.write(
        f"Punkte für „{target.name}“ eingetragen",
        lambda tx: set_points(tx, target.id, phase_id, points),
    )


def _show_conflict(
    target: Target, phase_id: str | None, names: Mapping[str | None, str], place: str
) -> bool:
    """Where somebody else entered other points in between: both numbers, and the choice."""
    pending = st.session_state.get(f"{place}pending")
    if pending is None:
        return False
    mine, theirs, disputed = pending
    st.warning(
        "Inzwischen hat jemand anderes Punkte für dieses Thema eingetragen; wählen Sie, was gilt.",
        icon=":material/warning:",
    )
    for one in disputed:
        st.radio(
            f"{names[one]}: welcher Wert gilt?",
            ["mine", "theirs"],
            key=f"{place}choice_{one}",
            format_func=partial(_side, mine[one], theirs[one]),
        )
    st.button(
        "Mit dieser Auswahl speichern",
        key=f"{place}resolve",
        type="primary",
        on_click=_resolve,
        args=(target, phase_id, place),
    )
    return True


def _side(mine: int | None, theirs: int | None, side: str) -> str:
    if side == "mine":
        return f"mein Wert: {_typed(mine) or 'keine Punkte'}"
    return f"der andere Wert: {_typed(theirs) or 'keine Punkte'}"


def _resolve(target: Target, phase_id: str | None, place: str) -> None:
    mine, theirs, disputed = st.session_state[f"{place}pending"]
    chosen = {
        one: theirs[one]
        for one in disputed
        if st.session_state.get(f"{place}choice_{one}") == "theirs"
    }
    _write(target, phase_id, {**mine, **chosen}, place)
