"""What the uploaded files of a session take of memory, and when they are let go.

Streamlit keeps every file of a session until the session is shut down.  One whose tab has gone is
only forgotten after two minutes, and its files wait for a garbage collection that may not come for
half an hour (https://github.com/streamlit/streamlit/issues/12506 tells of the like).  Nothing is
replaced here: the manager of uploads and what it holds are public, though promised to nobody.
"""

from __future__ import annotations

import time

from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

# Streamlit lets a tab that has lost its connection come back for 120 seconds.
GONE_SECONDS = 125.0


def held_by_session() -> dict[str, int]:
    """The bytes that each session has uploaded and that still lie in memory."""
    # Counted in copies: threads of pages add and remove files meanwhile.
    return {
        session: sum(len(file.data) for file in list(files.values()))
        for session, files in list(_files().file_storage.items())
    }


class Gone:
    """Sessions with files whose tabs have gone, and since when."""

    def __init__(self, seconds: float = GONE_SECONDS) -> None:
        self._seconds = seconds
        self._since: dict[str, float] = {}

    def let_go(self) -> int:
        """End the sessions that do not come back, with their files; returns how many."""
        runtime, files, now = Runtime.instance(), _files(), time.monotonic()
        away = [one for one in list(files.file_storage) if not runtime.is_active_session(one)]
        self._since = {one: self._since.get(one, now) for one in away}
        gone = [one for one, since in self._since.items() if now - since >= self._seconds]
        for session in gone:
            runtime.close_session(session)
            # One that Streamlit has forgotten itself is no longer known by this name.
            files.remove_session_files(session)
        return len(gone)


def _files() -> MemoryUploadedFileManager:
    files = Runtime.instance().uploaded_file_mgr
    assert isinstance(files, MemoryUploadedFileManager)
    return files
