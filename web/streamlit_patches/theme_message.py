"""The colours and fonts that go with every run of a page are put together once.

Streamlit reads its whole configuration six times for them on each run, on the one thread that also
sends what all sessions wait for.  They do not change while the server runs.
"""

from __future__ import annotations

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_fill = app_session._populate_theme_msg


@cache
def _made(section: str) -> CustomThemeConfig:
    made = CustomThemeConfig()
    _fill(made, section)
    return made


def _fill_from_kept(message: CustomThemeConfig, section: str = "theme") -> None:
    kept = _made(section)
    # Merging nothing would still mark the section as given.
    if kept.ByteSize():
        message.MergeFrom(kept)


def keep_theme() -> None:
    """Take the place inside Streamlit (its version is pinned)."""
    app_session._populate_theme_msg = _fill_from_kept  # type: ignore[assignment]
