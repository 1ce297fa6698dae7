"""Uploaded files on disk for the moment they are read: the reader works in a process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def on_disk(upload: Any) -> Iterator[Path]:
    """The uploaded file under a neutral name with its own ending; removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        path = Path(folder) / f"datei{Path(upload.name).suffix.lower()}"
        path.write_bytes(upload.getvalue())
        yield path
