"""The front door over one small page: ``serve.py PORT [plain]``; plain takes no patch."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st
from streamlit.runtime import websocket_session_manager

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from web.front.application import front  # noqa: E402
from web.serving.server import open_socket, serve  # noqa: E402

own = websocket_session_manager.AppSession
app = st.App(Path(__file__).parent / "page.py", **front())

if __name__ == "__main__":
    opened = open_socket("127.0.0.1", int(sys.argv[1]))
    assert opened is not None
    if sys.argv[2:] == ["plain"]:
        websocket_session_manager.AppSession = own  # type: ignore[misc]
    serve(app, opened)
