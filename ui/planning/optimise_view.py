"""The optimiser on the planning table: propose, look at why, save as a scenario."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from strategy.figures.plan.limit_words import amount_words, key_words
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.optimising.problem import BENEFIT_SCALE, used
from strategy.optimising.proposal import Proposal, gap, propose
from strategy.optimising.saving import save_proposal
from strategy.optimising.solving import INFEASIBLE, OPTIMAL
from strategy.planning.rows import PlanTable
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.tables.format import text_column, year_column
from ui.tables.result_table import show_result

_KEPT, _NAME = "optimierer_vorschlag", "optimierer_name"
_SECONDS = (10, 30, 60, 300)


@dataclass(frozen=True)
class _Kept:
    """A proposal with the plan, version and state it was found for."""

    plan: Path
    version: str
    state: int
    proposal: Proposal


def show_optimiser(table: PlanTable) -> None:
    """The button, then what it found; nothing is changed before it is saved as a scenario."""
    st.markdown(
        "Sucht unter allen Plänen, die Obergrenzen, Pflichten, Abhängigkeiten und Regeln "
        "einhalten, den mit dem höchsten gewichteten Nutzen. Am Plan ändert sich dabei nichts."
    )
    limit, start = st.columns([1, 2], vertical_alignment="bottom")
    with limit:
        seconds = st.selectbox(
            "Höchstens suchen",
            _SECONDS,
            key="optimierer_sekunden",
            format_func=lambda one: f"{one} Sekunden",
        )
    with start:
        pressed = st.button("Plan vorschlagen", icon=":material/auto_awesome:", key="optimieren")
    if pressed:
        _search(float(seconds))
    kept: _Kept | None = st.session_state.get(_KEPT)
    here = (session.plan_path(), session.version())
    if kept is None or (kept.plan, kept.version) != here:
        return
    if kept.state != session.store().write_lock.state_number:
        st.info(
            "Der Plan wurde seit diesem Vorschlag geändert; rechnen Sie ihn neu.",
            icon=":material/info:",
        )
    _show(kept.proposal, table)


def _search(seconds: float) -> None:
    """Search beside the page, so that the page can show progress and be left meanwhile."""
    st.session_state.pop(_KEPT, None)
    reader, found = session.reader(), list[Proposal | Exception]()
    state = session.store().write_lock.state_number

    def work() -> None:
        try:
            with reader() as db:
                found.append(propose(db, seconds=seconds))
        except Exception as error:  # handed on to the page, which tells what is a user's matter
            found.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    place = st.empty()
    # Pressing it starts a new run, which ends this one at its next word of progress.
    place.button("Abbrechen", icon=":material/cancel:", key="optimieren_abbrechen")
    bar, began = st.progress(0.0, "Der beste Plan wird gesucht …"), time.monotonic()
    while thread.is_alive():
        thread.join(0.2)
        bar.progress(min((time.monotonic() - began) / (seconds * 1.25), 1.0), "Es wird gesucht …")
    place.empty()
    bar.empty()
    result = found[0]
    if isinstance(result, StrategyError):
        st.error(plain(str(result)), icon=":material/error:")
    elif isinstance(result, Exception):
        raise result
    else:
        st.session_state[_KEPT] = _Kept(session.plan_path(), session.version(), state, result)


def _show(proposal: Proposal, table: PlanTable) -> None:
    solution = proposal.solution
    if solution.status == INFEASIBLE:
        st.error(
            "Kein Plan ist möglich; diese Vorgaben widersprechen sich:", icon=":material/error:"
        )
        for item in proposal.conflict:
            st.markdown(f"- {plain(item.words)}")
        st.page_link(
            "step_5_final_strategy/limits.py",
            label="Zu den Obergrenzen und Regeln",
            icon=":material/arrow_forward:",
        )
        return
    if solution.choice is None:
        st.warning("In der Zeit wurde kein Plan gefunden; geben Sie mehr Zeit.")
        return
    points = german.number(solution.objective / BENEFIT_SCALE, 2)
    proof = (
        "einen besseren gibt es nicht"
        if solution.status == OPTIMAL
        else f"bis zum besten fehlen höchstens {german.percent(round(100 * gap(solution), 2), 2)}"
    )
    st.success(
        f"Vorschlag mit {len(solution.choice)} Maßnahmen und {points} Punkten; {proof}.",
        icon=":material/check_circle:",
    )
    _show_saving(proposal)
    _show_out(proposal)
    _show_chosen(proposal)
    _show_caps(proposal, table)
    for ids, words in (
        (proposal.question.unrated, "ohne Nutzwert, zählt mit 0"),
        (proposal.question.unknown_cost, "Kosten zum Teil unbekannt, zählen mit 0"),
    ):
        if ids:
            st.caption(f"{', '.join(ids)}: {words}.")


def _show_saving(proposal: Proposal) -> None:
    name, save = st.columns([3, 1], vertical_alignment="bottom")
    with name:
        kept_text.text_input(
            "Name des Szenarios",
            key=_NAME,
            autocomplete="off",
            placeholder="z. B. Vorschlag zur Klausur",
        )
    with save:
        st.button(
            "Als Szenario speichern",
            icon=":material/save:",
            key="optimierer_speichern",
            on_click=_save,
            args=(proposal,),
            disabled=not session.who().may_write,
        )


def _save(proposal: Proposal) -> None:
    title = str(st.session_state.get(_NAME) or "").strip()
    try:
        made = save_proposal(session.store(), session.actor(), session.version(), proposal, title)
    except StrategyError as error:
        session.say("error", str(error))
        return
    # Before the version changes: kept is the text for the version it was typed in.
    kept_text.forget(_NAME)
    st.session_state[_NAME] = ""
    # In the callback, since the choice of the version is drawn before this page.
    st.session_state["fassung"] = made.name
    session.say("success", f"Szenario „{made.title}“ angelegt; Sie arbeiten jetzt darin.")


def _show_out(proposal: Proposal) -> None:
    if not proposal.out:
        st.markdown("Alle Maßnahmen sind dabei.")
        return
    st.subheader("Nicht dabei, und was es bräuchte")
    titles = {item.id: item.title for item in proposal.question.problem.candidates}
    rows = [
        {
            "id": item.id,
            "title": titles.get(item.id, item.title),
            "why": item.why,
            "rivals": ", ".join(titles.get(name, name) for name in item.rivals) or "keine",
        }
        for item in proposal.out
    ]
    show_result(
        pd.DataFrame(rows),
        {
            "title": text_column("Maßnahme", width="medium"),
            "why": text_column("Warum nicht", width="large"),
            "rivals": text_column("Verdrängt von"),
        },
        "id",
        key="optimierer_aussen",
        title="Nicht im Vorschlag",
    )


def _show_chosen(proposal: Proposal) -> None:
    choice = proposal.solution.choice or {}
    known = proposal.question.problem.by_id
    st.subheader("Dabei")
    rows = [
        {
            "id": name,
            "title": known[name].title,
            "planned": known[name].planned,
            "start": start,
            "moved": "bleibt"
            if start == known[name].planned
            else f"{start - known[name].planned:+d}",
        }
        for name, start in sorted(choice.items())
    ]
    show_result(
        pd.DataFrame(rows),
        {
            "title": text_column("Maßnahme", width="medium"),
            "planned": year_column("Beginn bisher"),
            "start": year_column("Beginn im Vorschlag"),
            "moved": text_column("Verschoben (Jahre)"),
        },
        "id",
        key="optimierer_innen",
        title="Im Vorschlag",
    )


def _show_caps(proposal: Proposal, table: PlanTable) -> None:
    problem = proposal.question.problem
    total = used(problem, proposal.solution.choice or {})
    if not problem.caps:
        return
    st.subheader("Was der Vorschlag von den Obergrenzen nutzt")
    for key, limit in problem.caps.items():
        said = f"{amount_words(key.kind, total[key])} von {amount_words(key.kind, limit)}"
        st.markdown(f"- {plain(key_words(key, table.unit_names))}: {said}")
