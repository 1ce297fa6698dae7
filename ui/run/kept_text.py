"""Inputs of forms that are no object forms: what is typed in them and not saved comes back.

``text_input`` and ``text_area`` stand for Streamlit's own.  What differs from what the plan says is
kept beside the plan (``strategy.identity.drafts``) and stands in the field again after another
page, a reload, a sign-out or a restart.  A form that was saved or emptied forgets by itself: its
field is drawn anew in the very next run, under another key or with nothing in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from strategy.identity.drafts import Draft, drafts_of, keep_draft, read_draft
from strategy.kernel.errors import StrategyError
from ui.run import session
from ui.run.plain_text import plain

_RUN, _SEEN = "kept_text_run", "kept_text_seen"
_FIELD = "text"


def begin_run() -> None:
    """A page is drawn as a whole; what renews a part of itself alone is no new run here."""
    st.session_state[_RUN] = st.session_state.get(_RUN, 0) + 1


def text_input(label: str, value: str = "", *, key: str, name: str = "", **named: Any) -> str:
    """``st.text_input`` whose text survives; ``name`` is the same whatever turn the key is of."""
    return _kept(st.text_input, label, value, key, name or key, named)


def text_area(label: str, value: str = "", *, key: str, name: str = "", **named: Any) -> str:
    """The same for ``st.text_area``."""
    return _kept(st.text_area, label, value, key, name or key, named)


def forget(*names: str) -> None:
    """Forget what is kept under names that begin so: it was saved, and its fields are gone."""
    try:
        with drafts_of(session.plan_path(), session.actor()).change() as content:
            for place in [one for one in content if one.startswith(tuple(map(place_of, names)))]:
                del content[place]
    except StrategyError:
        # The save is done; an old text that comes back can be seen and taken out.
        return


def place_of(name: str) -> str:
    """Under which name something is kept: the same form stands in every version of the plan."""
    return f"{session.version()}/form:{name}"


def kept_at(name: str) -> Draft:
    """What is kept under a name; nothing where it cannot be read, for a form must open."""
    try:
        return read_draft(session.plan_path(), session.actor(), place_of(name))
    except StrategyError:
        return {}


def keep_at(name: str, draft: Draft) -> None:
    """Keep it in place of what was kept; where that cannot be, the form says so."""
    try:
        keep_draft(session.plan_path(), session.actor(), place_of(name), draft)
    except StrategyError as error:
        st.caption(plain(f"Ihre Eingabe wird nicht aufgehoben, bis Sie speichern: {error}"))


def _kept(
    draw: Callable[..., Any], label: str, value: str, key: str, name: str, named: dict[str, Any]
) -> str:
    if named.get("disabled") or not session.editable():
        # Where nobody can type, an example would be read as the value.
        named.pop("placeholder", None)
        return str(draw(label, value, key=key, **named) or "")
    run = st.session_state.get(_RUN, 0)
    seen: dict[str, tuple[str, int, bool]] = st.session_state.setdefault(_SEEN, {})
    before = seen.get(name)
    item = kept_at(name).get(_FIELD)
    # Drawn in the run before and now without its state or under another key: the form was saved or
    # emptied in between.  After another page it was not drawn in the run before.
    if item and before and before[1] >= run - 1 and (before[0] != key or key not in _state()):
        keep_at(name, {})
        item, before = None, None
    fits = item is not None and item["was"] == value
    fresh = key not in _state()
    # As the first value and not through the session: Streamlit refuses both at once.
    entered = str(draw(label, item["entered"] if item and fits else value, key=key, **named) or "")
    restored = fits and (fresh or before is not None and before[2])
    if entered != value:
        if item is None or not fits or item["entered"] != entered:
            keep_at(name, {_FIELD: {"entered": entered, "was": value}})
            restored = False
    elif item and fits and before:
        keep_at(name, {})
        restored = False
    if restored:
        st.caption("Wiederhergestellt, noch nicht gespeichert.")
    elif item and not fits and entered == value:
        # Put into the field it would replace unseen what somebody else has saved.
        st.caption(
            plain(f"Nicht gespeichert: Ihre Eingabe „{item['entered']}“; im Plan steht jetzt das.")
        )
    seen[name] = (key, run, restored)
    return entered


def _state() -> Any:
    return st.session_state
