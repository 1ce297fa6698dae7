"""Work for a limited process that does what a file may make a reader do."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


def load() -> None:
    """Nothing to load."""


def main(folder: Path) -> int:
    """Do what ``work`` in the folder says, and leave what is seen from inside in ``seen``."""
    seen = {"pid": os.getpid(), "cwd": os.getcwd(), "environment": sorted(os.environ)}
    (folder / "seen").write_text(json.dumps(seen), "utf-8")
    work = (folder / "work").read_text("utf-8")
    if work == "abort":
        os.abort()
    if work == "raise":
        raise ValueError("as any program may")
    if work == "wait":
        time.sleep(30)
    return int(work) if work.isdigit() else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
