"""The upper part of the facilitator's desk: start, phase, what is open, time, results, end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import streamlit as st

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.store import Transaction
from strategy.nouns.workshop import Activity, Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop import running
from strategy.workshop.codes import shown_code
from ui.frame.places import object_link
from ui.run import session
from ui.run.plain_text import plain
from ui.workshop.addresses import show_screens

_ICONS = {
    Activity.PAUSE: ":material/pause:",
    Activity.CARDS: ":material/edit_note:",
    Activity.POINTS: ":material/adjust:",
}
_SHORT = {Activity.PAUSE: "Pause", Activity.CARDS: "Karten", Activity.POINTS: "Punkte"}


def show_control(workshop: Workshop, phases: list[WorkshopPhase]) -> None:
    """What the facilitator can turn, by the state of the workshop."""
    with st.container(border=True):
        if workshop.status == WorkshopStatus.RUNNING:
            _show_running(workshop, phases)
        elif workshop.status == WorkshopStatus.DONE:
            _show_done(workshop)
        else:
            _show_planned(workshop, phases)
        show_screens(workshop)


def _show_planned(workshop: Workshop, phases: list[WorkshopPhase]) -> None:
    st.markdown(
        f"**Noch nicht begonnen.** Vorgesehen ist der {german.day(workshop.held_on)}."
        if workshop.held_on
        else "**Noch nicht begonnen.**"
    )
    if not phases:
        st.info(
            "Diese Werkstatt hat noch keine Phasen; öffnen Sie sie und legen Sie mindestens eine "
            "an.",
            icon=":material/info:",
        )
        object_link(workshop.id, f"„{workshop.title}“ öffnen")
        return
    st.caption(
        "Mit dem Start gilt der Code; Telefone sehen die erste Phase. Karten und Punkte öffnen Sie "
        "danach."
    )
    st.button(
        "Werkstatt starten",
        type="primary",
        icon=":material/play_arrow:",
        key="desk_start",
        on_click=_do,
        args=("Werkstatt gestartet", running.start_workshop, workshop.id),
    )


def _show_done(workshop: Workshop) -> None:
    st.markdown(
        "**Beendet.** Der Code führt nicht mehr zur Teilnahme. Karten ordnen und über sie "
        "entscheiden können Sie weiterhin."
    )
    st.button(
        "Wieder öffnen",
        icon=":material/restart_alt:",
        key="desk_reopen",
        on_click=_do,
        args=("Werkstatt wieder geöffnet", running.start_workshop, workshop.id),
        help="Mit dem Code kann man wieder mitmachen. Die früheren Geräte sind vergessen: Wer "
        "mitmacht, tritt neu bei und hat alle seine Karten und Punkte noch einmal.",
    )


def _show_running(workshop: Workshop, phases: list[WorkshopPhase]) -> None:
    names = {phase.id: str(phase.title) for phase in phases}
    code = shown_code(str(workshop.code))
    now = workshop.activity or Activity.PAUSE
    st.markdown(
        f":material/radio_button_checked: **Läuft.** Code **{code}** · Phase "
        f"**{plain(names.get(workshop.phase_id or '', 'keine'))}** · gerade: **{now}**"
    )
    phase, doing, clock = st.columns([1.1, 1.4, 1.1])
    with phase:
        st.selectbox(
            "Phase",
            list(names),
            # With the running phase in the key, the field follows when another device has gone on.
            key=f"desk_phase_{workshop.phase_id}",
            index=list(names).index(workshop.phase_id) if workshop.phase_id in names else None,
            format_func=lambda one: names.get(one, one),
            placeholder="auswählen …",
        )
        st.button(
            "Phase beginnen",
            icon=":material/skip_next:",
            key="desk_go",
            on_click=_go,
            args=(workshop,),
            help="Schließt Karten und Punkte, verbirgt den Punktestand und lässt die Zeit der "
            "Phase laufen.",
        )
    with doing:
        st.markdown("Was Teilnehmende gerade können")
        with st.container(horizontal=True):
            for activity, icon in _ICONS.items():
                # What is open stands out; a greyed button would look switched off.
                st.button(
                    f"{_SHORT[activity]}: jetzt" if activity == now else _SHORT[activity],
                    icon=icon,
                    key=f"desk_{activity.name}",
                    type="primary" if activity == now else "secondary",
                    on_click=_open,
                    args=(workshop, activity),
                )
        shown = bool(workshop.results_shown)
        st.button(
            "Punktestand verbergen" if shown else "Punktestand zeigen",
            key="desk_results",
            icon=":material/visibility_off:" if shown else ":material/visibility:",
            on_click=_do,
            args=(
                "Punktestand verborgen" if shown else "Punktestand gezeigt",
                running.show_results,
                workshop.id,
                not shown,
            ),
            help="Auf der Leinwand und auf den Telefonen.",
        )
    with clock:
        st.text_input(
            "Restzeit in Minuten", key="desk_minutes", placeholder="z. B. 20", autocomplete="off"
        )
        with st.container(horizontal=True):
            st.button("Zeit setzen", key="desk_set_time", on_click=_set_time, args=(workshop.id,))
            st.button(
                "+5 Minuten",
                key="desk_plus",
                icon=":material/more_time:",
                on_click=_do,
                args=("Phase um 5 Minuten verlängert", running.add_minutes, workshop.id, 5),
            )
            if workshop.ends_at is not None:
                st.button(
                    "Ohne Ende",
                    key="desk_no_time",
                    on_click=_do,
                    args=("Zeitangabe entfernt", running.set_remaining, workshop.id, None),
                )
    _show_closing(workshop)


def _open(workshop: Workshop, activity: Activity) -> None:
    # Pressing what is open already writes nothing; the history would fill with steps that change
    # nothing.
    if activity != (workshop.activity or Activity.PAUSE):
        _do(f"Werkstatt: {activity}", running.open_activity, workshop.id, activity)


def _show_closing(workshop: Workshop) -> None:
    with st.expander("Werkstatt beenden", icon=":material/stop_circle:"):
        st.markdown(
            "Danach kann niemand mehr mitmachen; mit dem Code sieht man nur noch, dass die "
            "Werkstatt beendet ist, und den Punktestand, wenn er gezeigt wird. Was über die Geräte "
            "bekannt ist (zufällige Kennung, gewählte Gruppe), wird gelöscht; nur die Zahl der "
            "Teilnehmenden je Gruppe bleibt. Karten, Punkte und ihre Codes bleiben. Beenden lässt "
            "sich rückgängig machen, das Löschen der Gerätekennungen nicht: Wer dann wieder "
            "mitmacht, hat alle seine Karten und Punkte noch einmal."
        )
        st.button(
            "Jetzt beenden",
            icon=":material/stop:",
            key="desk_close",
            on_click=_do,
            args=("Werkstatt beendet", running.close_workshop, workshop.id),
        )


def remaining(workshop: Workshop, now: datetime) -> str:
    """The time left in words: "12:30 Minuten", "3 Tage", "Zeit ist um"; empty without an end."""
    left = running.seconds_left(workshop, now)
    if left is None:
        return ""
    if left <= 0:
        return "Zeit ist um"
    # A written workshop may be open for weeks; hours would be a number nobody reads.
    if left >= 2 * 86_400:
        return f"{left // 86_400} Tage"
    hours, rest = divmod(left, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d} Stunden" if hours else f"{minutes}:{seconds:02d} Minuten"


def _do(what: str, work: Callable[..., Any], *args: Any) -> None:
    """Callback: one of the functions of ``strategy.workshop.running``."""

    def act(tx: Transaction) -> Any:
        return work(tx, *args)

    session.write(what, act)


def _go(workshop: Workshop) -> None:
    chosen = st.session_state.get(f"desk_phase_{workshop.phase_id}")
    if chosen is None:
        session.say("error", "Wählen Sie zuerst eine Phase.")
        return
    _do("Phase begonnen", running.go_to_phase, workshop.id, chosen)


def _set_time(workshop_id: str) -> None:
    try:
        minutes = german.parse_int(st.session_state.get("desk_minutes") or "")
    except Refused as error:
        session.say("error", f"Restzeit: {error}")
        return
    if minutes is None:
        session.say("error", "Geben Sie die Restzeit in Minuten an, zum Beispiel 20.")
        return
    _do(f"Restzeit auf {minutes} Minuten gesetzt", running.set_remaining, workshop_id, minutes)
    # Emptied, or a second press minutes later would set the clock back.
    st.session_state["desk_minutes"] = ""
