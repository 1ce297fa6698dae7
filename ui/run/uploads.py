"""Uploaded files on disk for the moment they are read: the reader works in a process of its own."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def on_disk(upload: Any) -> Iterator[Path]:
    """The uploaded file under its own name without unusual signs; removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        path = Path(folder) / re.sub(r"[^\w.\- ]", "_", Path(upload.name).name)[-120:]
        path.write_bytes(upload.getvalue())
        yield path
