"""The draft of the planning table: kept for this person, plan and version until it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from strategy.kernel import german
from strategy.planning.draft import PlanChange, changed, why_not
from strategy.planning.rows import read_plan_table
from strategy.planning.saving import save_draft
from ui.planning.component import sent
from ui.run import kept_text, session

TABLE = "planung_tabelle"
REASON = "planung_grund"
# Under which name the moves are kept beside the plan.
_MOVES = "planung_zuege"


def draft() -> dict[str, PlanChange]:
    """The changes that are not saved yet, by measure."""
    # By plan and version: the same ids stand in every scenario, and a draft belongs to one.
    key = f"planung_entwurf:{session.plan_path().stem}:{session.version()}"
    if key not in st.session_state:
        st.session_state[key] = _restored()
        st.session_state[f"{key}:restored"] = bool(st.session_state[key])
    found: dict[str, PlanChange] = st.session_state[key]
    return found


def is_restored() -> bool:
    """Whether the draft was begun in another window or before a reload."""
    key = f"planung_entwurf:{session.plan_path().stem}:{session.version()}:restored"
    return bool(st.session_state.get(key))


def _restored() -> dict[str, PlanChange]:
    if not session.editable():
        return {}
    # What the rows said then comes back too: saving compares it with what they say now.
    return {
        name: PlanChange(*item["was"], *item["entered"])
        for name, item in kept_text.kept_at(_MOVES).items()
    }


def _keep(here: Mapping[str, PlanChange]) -> None:
    kept_text.keep_at(
        _MOVES,
        {
            name: {"entered": [one.start, one.in_plan], "was": [one.was_start, one.was_in_plan]}
            for name, one in here.items()
        },
    )


def ack() -> int:
    """The number of the last message of the browser that is part of the draft."""
    return int(st.session_state.get("planung_nummer", 0))


def take_moved() -> None:
    """Callback: what was dragged or moved by keys in the browser."""
    told = sent(TABLE, "moved")
    if not isinstance(told, Mapping):
        return
    st.session_state["planung_nummer"] = int(told.get("seq") or 0)
    for one in told.get("changes") or []:
        if isinstance(one, Mapping):
            put(str(one.get("id")), one.get("start"), one.get("in_plan"))


def put(measure_id: str, start: Any = None, in_plan: Any = None) -> None:
    """Put a change into the draft; says why where it is not possible."""
    rows = session.recall(read_plan_table)
    row = rows.by_id.get(measure_id)
    if row is None or not session.editable():
        return
    # From the browser, so anything may come.
    year = start if isinstance(start, int) and not isinstance(start, bool) else None
    side = in_plan if isinstance(in_plan, bool) else None
    here = draft()
    change = changed(row, here.get(measure_id), year, side)
    reason = why_not(row, change, rows.years)
    if reason:
        session.say("warning", reason)
        return
    if change:
        here[measure_id] = change
    else:
        # Back where it was: then there is nothing to save.
        here.pop(measure_id, None)
    _keep(here)


def drop(measure_id: str) -> None:
    """Callback: take one change out of the draft."""
    here = draft()
    here.pop(measure_id, None)
    _keep(here)


def discard() -> None:
    """Callback: take all changes back that are not saved."""
    draft().clear()
    kept_text.forget(_MOVES, REASON)


def save() -> None:
    """Callback: write the draft in one action."""
    here = dict(draft())
    many = german.counted(len(here), "Maßnahme", "Maßnahmen")
    reason = str(st.session_state.get(REASON) or "")
    if session.write(f"{many} neu geplant", lambda tx: save_draft(tx, here, reason)) is not None:
        discard()
