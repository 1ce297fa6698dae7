"""The fields of the page that prepares a workshop, and what they say together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind
from strategy.kernel.written_field import kind_written
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Workshop, WorkshopFormat
from strategy.nouns.workshop_phase import PhaseKind, WorkshopPhase
from strategy.workshop.preparing import COMMON_GROUPS, prepare_workshop, proposed_phases
from ui.run import kept_text, session
from ui.run.plain_text import plain

# Every preparation has its own number, so that the next one begins with fresh fields.
_TURN = "prepare_turn"


def key(name: str) -> str:
    """The widget key of a field of this preparation."""
    return f"prepare_{st.session_state.setdefault(_TURN, 0)}_{name}"


def show_place_and_day() -> None:
    """Title, day and place."""
    kept_text.text_input(
        "Titel (Pflichtfeld)",
        key=key("title"),
        autocomplete="off",
        placeholder="z. B. Zukunftswerkstatt im Bürgerhaus",
    )
    left, right = st.columns(2)
    with left:
        kept_text.text_input(
            "Datum", key=key("day"), placeholder="z. B. 8.5.2027", autocomplete="off"
        )
        _say_if_unclear("day", _day, german.day)
        _say_if_past()
    with right:
        kept_text.text_input("Ort", key=key("place"), autocomplete="off")


def show_phases() -> None:
    """The format, and its phases to be changed."""
    chosen = str(
        st.radio(
            "Format",
            [str(one) for one in WorkshopFormat],
            key=key("format"),
            horizontal=True,
            help="Das Format schlägt Phasen vor; ändern Sie sie, wie Sie sie brauchen. Eine Phase "
            "ohne Titel entfällt.",
        )
    )
    proposed = _proposed(chosen)
    for index, phase in enumerate(proposed):
        # The format in the key: what was typed for one must not stand in the phases of another.
        name = f"{chosen}_{index}_"
        with st.container(border=True):
            title, kind = st.columns([2, 1])
            with title:
                kept_text.text_input(
                    f"Titel der Phase {index + 1}",
                    phase.title or "",
                    key=key(f"{name}title"),
                    autocomplete="off",
                )
            with kind:
                kinds = [str(one) for one in PhaseKind]
                st.selectbox(
                    f"Art der Phase {index + 1}",
                    kinds,
                    kinds.index(str(phase.kind)),
                    key=key(f"{name}kind"),
                )
            kept_text.text_input(
                f"Leitfrage der Phase {index + 1}",
                phase.question or "",
                key=key(f"{name}question"),
                autocomplete="off",
            )
            for column, (field, label) in zip(st.columns(3), _NUMBERS.items(), strict=True):
                value = getattr(phase, field)
                with column:
                    kept_text.text_input(
                        f"{label} der Phase {index + 1}",
                        german.number(value, 0) if value else "",
                        key=key(f"{name}{field}"),
                        autocomplete="off",
                    )
                    _say_if_unclear(f"{name}{field}", _count)
    st.button(
        "Weitere Phase", key=key("more"), icon=":material/add:", on_click=_one_more, args=(chosen,)
    )


_NUMBERS = {"minutes": "Dauer in Minuten", "table_count": "Tische", "rounds": "Runden"}


def show_groups() -> None:
    """The invited groups with the number of people aimed at."""
    groups = st.multiselect(
        "Gruppen",
        list(COMMON_GROUPS),
        list(COMMON_GROUPS),
        key=key("groups"),
        # Towns invite by Ortschaft, club or school; no list could hold them all.
        accept_new_options=True,
        placeholder="auswählen oder eintippen …",
        help="Sie können eigene Gruppen eintippen, zum Beispiel jede Ortschaft einzeln.",
    )
    columns = st.columns(3)
    for index, name in enumerate(groups):
        with columns[index % 3]:
            kept_text.text_input(
                f"Zielzahl: {plain(name)}",
                key=key(f"group_{name}"),
                autocomplete="off",
                placeholder="unbekannt",
            )
            _say_if_unclear(f"group_{name}", _count)


def show_rules() -> None:
    """How many cards and points, and what is allowed."""
    # The defaults are declared once, with the noun.
    default = Workshop()
    left, right = st.columns(2)
    for column, field in ((left, "cards_per_person"), (right, "points_per_person")):
        with column:
            kept_text.text_input(
                Workshop.spec(field).label,
                german.number(getattr(default, field), 0),
                key=key(field),
                autocomplete="off",
                help="Leer heißt: keine Grenze.",
            )
            _say_if_unclear(field, _count)
    for field in ("accumulate", "own_cards", "moderated", "anonymous"):
        st.checkbox(Workshop.spec(field).label, bool(getattr(default, field)), key=key(field))


def save() -> None:
    """Callback: read all fields, then save workshop, phases and groups as one action."""
    try:
        workshop, phases, groups = _read()
    except Refused as error:
        session.say("error", f"Noch nicht vorbereitet. {error}")
        return
    saved = session.write(
        f"Werkstatt „{workshop.title}“ vorbereitet",
        lambda tx: prepare_workshop(tx, workshop, phases, groups),
    )
    if saved is not None:
        st.session_state["prepared"] = saved.id
        # The next preparation has other keys and so begins empty.
        st.session_state[_TURN] += 1


def _read() -> tuple[Workshop, list[WorkshopPhase], list[ParticipantGroup]]:
    chosen = str(_typed("format"))
    workshop = Workshop(
        title=str(_typed("title") or "").strip() or None,
        held_on=_parsed("day", "Datum", _day),
        place=str(_typed("place") or "").strip() or None,
        format=chosen,
        cards_per_person=_whole("cards_per_person", Workshop.spec("cards_per_person").label),
        points_per_person=_whole("points_per_person", Workshop.spec("points_per_person").label),
        accumulate=bool(_typed("accumulate")),
        own_cards=bool(_typed("own_cards")),
        moderated=bool(_typed("moderated")),
        anonymous=bool(_typed("anonymous")),
    )
    phases = []
    for index, phase in enumerate(_proposed(chosen)):
        name = f"{chosen}_{index}_"
        title = str(_typed(f"{name}title") or "").strip()
        if not title:
            continue
        numbers = {
            field: _whole(f"{name}{field}", f"{label} der Phase {index + 1}")
            for field, label in _NUMBERS.items()
        }
        phases.append(
            phase.replace(
                title=title,
                kind=str(_typed(f"{name}kind")),
                question=str(_typed(f"{name}question") or "").strip() or None,
                **numbers,
            )
        )
    groups = [
        ParticipantGroup(title=str(name), invited=_whole(f"group_{name}", f"Zielzahl: {name}"))
        for name in _typed("groups") or []
    ]
    return workshop, phases, groups


def _proposed(chosen: str) -> list[WorkshopPhase]:
    phases = proposed_phases(chosen)
    more = int(st.session_state.get(key(f"more_{chosen}"), 0))
    return [*phases, *(WorkshopPhase(kind=PhaseKind.REALISATION) for _ in range(more))]


def _one_more(chosen: str) -> None:
    name = key(f"more_{chosen}")
    st.session_state[name] = int(st.session_state.get(name, 0)) + 1


def _day(text: str) -> date | None:
    value: date | None = kind_written(Kind.DAY, text).value
    return value


def _count(text: str) -> int | None:
    value: int | None = kind_written(Kind.INTEGER, text).value
    return value


def _typed(name: str) -> Any:
    return st.session_state.get(key(name))


def _whole(name: str, label: str) -> int | None:
    value: int | None = _parsed(name, label, _count)
    return value


def _parsed(name: str, label: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(str(_typed(name) or ""))
    except Refused as error:
        raise Refused(f"{label}: {error}") from error


def _say_if_past() -> None:
    """A workshop of the past may be entered afterwards; a slip of the year should be noticed."""
    try:
        day = _day(str(_typed("day") or "").strip())
    except Refused:
        return
    if day is not None and day < date.today():
        st.warning("Dieser Tag liegt schon zurück.", icon=":material/event_busy:")


def _say_if_unclear(
    name: str, parse: Callable[[str], Any], shown: Callable[[Any], str] | None = None
) -> None:
    entered = str(_typed(name) or "").strip()
    if not entered:
        return
    try:
        value = parse(entered)
    except Refused as error:
        st.error(str(error), icon=":material/error:")
        return
    # "8.5.27" is echoed as it was understood, before it stands on an invitation.
    if shown is not None and value is not None and shown(value) != entered:
        st.caption(f"verstanden: {shown(value)}")
