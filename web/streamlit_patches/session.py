"""The one name of Streamlit that is replaced: the class of a session."""

from __future__ import annotations

from streamlit.runtime import websocket_session_manager

from web.streamlit_patches.presses import NoLostPress


def use_own_session() -> None:
    """Let new sessions lose no press and no end of a page (Streamlit's version is pinned).

    Streamlit has no door for it: the manager of sessions makes them by this name.
    """
    websocket_session_manager.AppSession = NoLostPress  # type: ignore[attr-defined]
