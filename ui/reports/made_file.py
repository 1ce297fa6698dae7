"""A file that is made at the press of a button and then waits to be fetched.

Making it may be refused with a sentence, which a download button alone has no place for.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from strategy.kernel.errors import StrategyError
from ui.charts.chart_block import EXCEL_TYPE
from ui.run import session
from ui.run.plain_text import plain

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"docx": WORD_TYPE, "xlsx": EXCEL_TYPE, "pdf": "application/pdf"}


def show_made_file(
    label: str, name: str, ending: str, key: str, make: Callable[[Path], object], state: object
) -> None:
    """A button that calls ``make`` with a path, its refusal or the download.

    ``state`` is all that the file depends on beside the plan: made for another, or before the plan
    changed, it is not offered.
    """
    kept = f"made_{key}"
    now = session.store().write_lock.state_number
    asked = (session.plan_path(), session.version(), now, state)
    if st.button(label, key=f"make_{key}", icon=":material/description:"):
        st.session_state.pop(kept, None)
        with (
            st.spinner("Die Datei wird geschrieben …"),
            tempfile.TemporaryDirectory(prefix="werkbank-") as folder,
        ):
            target = Path(folder) / f"Datei.{ending}"
            try:
                make(target)
            except StrategyError as error:
                st.error(plain(str(error)), icon=":material/error:")
                return
            st.session_state[kept] = (asked, target.read_bytes())
    made = st.session_state.get(kept)
    if made is None or made[0] != asked:
        return
    # Names of papers and editions may hold what no file name may.
    file_name = re.sub(r"[^0-9A-Za-zÄÖÜäöüß]+", "-", name).strip("-")
    st.download_button(
        f"{file_name}.{ending} herunterladen",
        data=made[1],
        file_name=f"{file_name}.{ending}",
        mime=TYPES[ending],
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        key=f"fetch_{key}",
    )
