"""The entries that somebody has opened last in this tab, for the way back to them."""

from __future__ import annotations

import streamlit as st

from strategy.kernel.records import noun_of_id
from strategy.relations.names import names_of
from ui.frame.map import place_of_script
from ui.frame.places import PAGE_OF
from ui.run import session

_KEPT = "recent_entries"
# More would be a list to search in, and a search stands above it.
_MOST = 6


def recent_entries() -> list[tuple[str, str]]:
    """Address and name of the last entries of this plan, the latest first; the one that is open now
    is remembered for later and not among them."""
    now = st.query_params.get("id", "")
    plan = session.plan_path().stem
    kept: list[tuple[str, str, str]] = st.session_state.setdefault(_KEPT, [])
    if now and (not kept or kept[0][:2] != (plan, now)):
        _remember(kept, plan, now)
    return [(_address(one), name) for where, one, name in kept if where == plan and one != now]


def _remember(kept: list[tuple[str, str, str]], plan: str, object_id: str) -> None:
    noun = noun_of_id(object_id)
    if noun is None or noun.TABLE not in PAGE_OF:
        return
    with session.read() as db:
        name = names_of(db, [object_id]).get(object_id)
    # An address may name what was deleted, or never was.
    if not name:
        return
    kept[:] = [one for one in kept if one[:2] != (plan, object_id)]
    kept.insert(0, (plan, object_id, f"{name} ({object_id})"))
    del kept[_MOST:]


def _address(object_id: str) -> str:
    noun = noun_of_id(object_id)
    assert noun is not None, "only entries with a page are kept"
    return f"{place_of_script(PAGE_OF[noun.TABLE]).url}?id={object_id}"
