"""Tables that were sent before: the same rows under the same columns are the same texts.

Writing a table in German takes longer than anything else a page does, and most tables stay as they
are from one run to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from ui.run.content import ContentMemory, content_key

_sent: ContentMemory[Styler] = ContentMemory(300, 30_000_000)


def sent_table(
    write: Callable[[pd.DataFrame, Mapping[str, Any]], Styler],
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
) -> Styler:
    """What ``write`` makes of ``frame`` and ``columns``, remembered.

    ``write`` must depend on its arguments alone.
    """
    key = content_key(write, frame, [(name, vars(column)) for name, column in columns.items()])
    known = _sent.find(key)
    if known is None:
        known = write(frame, columns)
        _sent.keep(key, known)
    # Streamlit names a nameless Styler after the place where it stands.  With pandas' random name
    # no table would ever be the same message as before, which the browser has already.
    own = Styler.__new__(Styler)
    vars(own).update(vars(known))
    own.set_uuid(None)  # type: ignore[arg-type]
    return own
