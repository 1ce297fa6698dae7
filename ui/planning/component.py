"""The table in the browser: a component of our own, plain HTML, CSS and JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_HTML = """<p id="keys" class="live">Pfeil links und rechts: ein Jahr früher oder später.
Pfeil hoch und runter: zur Maßnahme darüber oder darunter.
Eingabetaste: über die Schnittlinie oder unter sie.</p>
<div class="live" role="status" aria-live="polite"></div>
"""

# Once at import: a second registration of the name would replace the first with a warning.
_TABLE = st.components.v2.component(
    "planning_table",
    html=_HTML,
    css=(_HERE / "table.css").read_text(encoding="utf-8"),
    js=(_HERE / "table.js").read_text(encoding="utf-8"),
)


def show_table(
    data: Mapping[str, Any],
    *,
    key: str,
    on_moved: Callable[[], None],
    on_opened: Callable[[], None],
) -> None:
    """Draw the table; the callbacks find what was done in ``sent(key, …)``."""
    _TABLE(key=key, data=dict(data), on_moved_change=on_moved, on_opened_change=on_opened)


def sent(key: str, what: str) -> Any:
    """In a callback: what the browser has sent as ``what``."""
    return (st.session_state.get(key) or {}).get(what)
