"""``app.py`` without the freeze of its front door: what Streamlit does when left alone."""

from __future__ import annotations

import gc
import runpy
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    gc.freeze = lambda: None
    sys.path.insert(0, str(PROJECT))
    sys.argv[0] = str(PROJECT / "app.py")
    runpy.run_path(sys.argv[0], run_name="__main__")
