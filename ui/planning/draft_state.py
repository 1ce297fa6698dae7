"""The draft of the planning table: kept for this tab, plan and version until it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from strategy.kernel import german
from strategy.planning.draft import PlanChange, changed, why_not
from strategy.planning.rows import read_plan_table
from strategy.planning.saving import save_draft
from ui.planning.component import sent
from ui.run import session

TABLE = "planung_tabelle"
REASON = "planung_grund"


def draft() -> dict[str, PlanChange]:
    """The changes that are not saved yet, by measure."""
    # By plan and version: the same ids stand in every scenario, and a draft belongs to one.
    key = f"planung_entwurf:{session.plan_path().stem}:{session.version()}"
    found: dict[str, PlanChange] = st.session_state.setdefault(key, {})
    return found


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


def drop(measure_id: str) -> None:
    """Callback: take one change out of the draft."""
    draft().pop(measure_id, None)


def discard() -> None:
    """Callback: take all changes back that are not saved."""
    draft().clear()


def save() -> None:
    """Callback: write the draft in one action."""
    here = dict(draft())
    many = german.counted(len(here), "Maßnahme", "Maßnahmen")
    reason = str(st.session_state.get(REASON) or "")
    if session.write(f"{many} neu geplant", lambda tx: save_draft(tx, here, reason)) is not None:
        draft().clear()
