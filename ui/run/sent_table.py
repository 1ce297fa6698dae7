"""Tables that were sent before: the same rows under the same columns are the same bytes.

Writing a table in German and laying it out as Arrow takes longer than anything else a page does,
and most tables stay as they are from one run to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler
from streamlit import dataframe_util

from ui.run.content import ContentMemory, content_key

_sent: ContentMemory[Styler] = ContentMemory(300, 30_000_000)
_BYTES = "_workbench_bytes"
_to_bytes = dataframe_util.convert_pandas_df_to_arrow_bytes


def sent_table(
    write: Callable[[pd.DataFrame, Mapping[str, Any]], Styler],
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
) -> Styler:
    """What ``write`` makes of ``frame`` and ``columns``, remembered with its bytes.

    ``write`` must depend on its arguments alone.
    """
    key = content_key(write, frame, [(name, vars(column)) for name, column in columns.items()])
    known = _sent.find(key)
    if known is None:
        known = write(frame, columns)
        if key is not None:
            _keep_bytes(known.data)  # type: ignore[attr-defined]
            _sent.keep(key, known)
    # Streamlit names a nameless Styler after the place where it stands.  With pandas' random name
    # no table would ever be the same message as before, which the browser has already.
    own = Styler.__new__(Styler)
    vars(own).update(vars(known))
    own.set_uuid(None)  # type: ignore[arg-type]
    return own


def _keep_bytes(shown: pd.DataFrame) -> None:
    """Let ``shown`` and its texts carry what they are sent as."""
    texts = shown.astype(str)
    for frame in (shown, texts):
        # Set past pandas, which would warn of a new column.
        object.__setattr__(frame, _BYTES, _to_bytes(frame))
    object.__setattr__(shown, "astype", lambda *_, **__: texts)


def _kept_or_made(frame: pd.DataFrame, **named: Any) -> bytes:
    kept = None if named else vars(frame).get(_BYTES)
    return _to_bytes(frame, **named) if kept is None else kept


# Streamlit has no door for bytes that are ready; a frame without kept bytes is none of ours and
# goes its usual way.
dataframe_util.convert_pandas_df_to_arrow_bytes = _kept_or_made  # type: ignore[assignment]
