"""``app.py`` as Streamlit would run it when left alone: a full garbage collection after every
script run, at Python's own thresholds, and nothing frozen out of it."""

from __future__ import annotations

import gc
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

PROJECT = Path(__file__).resolve().parent.parent
_run = st.App.run


def run_with_collection(
    self: st.App, config: Mapping[str, Any] | None = None, **others: Any
) -> None:
    """Start the server with the collection on; no environment variable overrides the file."""
    _run(self, config={**(config or {}), "runner.postScriptGC": True}, **others)


if __name__ == "__main__":
    gc.freeze = lambda: None
    gc.set_threshold = lambda *_: None
    st.App.run = run_with_collection
    sys.path.insert(0, str(PROJECT))
    sys.argv[0] = str(PROJECT / "app.py")
    runpy.run_path(sys.argv[0], run_name="__main__")
