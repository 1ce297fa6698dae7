"""The front door over the page of all widgets: ``python widget_app.py PORT``."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from web.front.application import front  # noqa: E402
from web.serving.launch import write_log  # noqa: E402
from web.serving.server import open_socket, serve  # noqa: E402

app = st.App(Path(__file__).parent / "pages" / "widgets.py", **front())

if __name__ == "__main__":
    write_log()
    opened = open_socket("127.0.0.1", int(sys.argv[1]))
    assert opened is not None
    sys.argv = [__file__]
    serve(app, opened)
