"""``app.py`` as Streamlit would run it when left alone: a full garbage collection after every
script run, at Python's own thresholds, and nothing frozen out of it."""

from __future__ import annotations

import gc
import runpy
import sys
from pathlib import Path

from streamlit import config

PROJECT = Path(__file__).resolve().parent.parent


if __name__ == "__main__":
    gc.freeze = lambda: None
    gc.set_threshold = lambda *_: None
    config.set_option("runner.postScriptGC", True)
    sys.path.insert(0, str(PROJECT))
    sys.argv[0] = str(PROJECT / "app.py")
    runpy.run_path(sys.argv[0], run_name="__main__")
