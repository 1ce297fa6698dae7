"""What killed programs have left in the system's folder for temporary files."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

# Everything this program makes there begins so; names of others are nobody's to remove.
PREFIXES = ("werkbank-", "einlesen-")
# A report of the largest plan is made in minutes: what is a day old belongs to nobody who runs.
_OLD_SECONDS = 86_400.0


def remove_leftovers(folder: Path | None = None) -> int:
    """Remove them; returns how many.  What cannot be removed stays, and the server starts."""
    gone = 0
    before = time.time() - _OLD_SECONDS
    for path in (folder or Path(tempfile.gettempdir())).glob("*-*"):
        if path.name.startswith(PREFIXES) and _is_ours(path) and _newest(path) < before:
            shutil.rmtree(path, ignore_errors=True)
            gone += not path.exists()
    return gone


def _is_ours(path: Path) -> bool:
    """Whether it is a folder of this user; the system's folder belongs to everybody, and somebody
    might lay a link there that leads elsewhere."""
    try:
        owner = path.lstat().st_uid
    except OSError:
        return False
    # Windows has a folder of its own for each user, and no such number.
    return path.is_dir() and not path.is_symlink() and (os.name == "nt" or owner == os.getuid())


def _newest(path: Path) -> float:
    """When something in it was written last: the folder's own time knows only of new names."""
    times = [0.0]
    for one in (path, *path.rglob("*")):
        try:
            times.append(one.lstat().st_mtime)
        except OSError:
            continue
    return max(times)
