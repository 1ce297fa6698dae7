"""Building the Excel report: with progress, cancellable, kept until it is fetched."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from strategy.excel.report import write_report
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.versions import Version
from strategy.nouns.visibility import Audience
from ui.charts.chart_block import EXCEL_TYPE
from ui.reports.audience_choice import choose_audience
from ui.run import session

_KEY = "built_report"


@dataclass(frozen=True)
class Built:
    """A report that waits to be fetched; ``made_at`` is UTC, ``plan`` the file it speaks of."""

    plan: Path
    version: Version
    name: str
    data: bytes
    made_at: datetime


def show_report_build(version: Version) -> None:
    """The button that builds the report of ``version``, its progress, then the download."""
    audience = choose_audience("bericht_zielgruppe")
    if st.button("Bericht erstellen", type="primary", icon=":material/summarize:", key="build"):
        _build(version, audience)
    built: Built | None = st.session_state.get(_KEY)
    # Another version or plan may have been chosen since it was built.
    if built is None or built.version.name != version.name or built.plan != session.plan_path():
        return
    st.success(
        f"Der Bericht zur Fassung „{version.title}“ ist fertig ({built.name}), Stand "
        f"{german.moment(built.made_at)}.",
        icon=":material/check_circle:",
    )
    st.download_button(
        "Bericht herunterladen",
        data=built.data,
        file_name=built.name,
        mime=EXCEL_TYPE,
        icon=":material/download:",
        on_click="ignore",
        key="fetch_report",
    )
    st.caption(f"{built.name}, {german.number(len(built.data) / 1024, 0)} KB")


def _build(version: Version, audience: Audience) -> None:
    """Write the workbook into a folder that goes away again, and keep its bytes."""
    # An older report must not be fetched as if it were the new one.
    st.session_state.pop(_KEY, None)
    place = st.empty()
    # Pressing it starts a new run, which ends this one at its next step; nothing is left behind.
    place.button("Abbrechen", icon=":material/cancel:", key="cancel_report")
    with st.status("Der Bericht wird geschrieben …", expanded=True) as status:
        bar = st.progress(0.0, "Der Plan wird gelesen")
        with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
            target = Path(folder) / "Bericht.xlsx"
            try:
                write_report(
                    session.store(),
                    target,
                    version.name,
                    lambda step, share: bar.progress(share, step),
                    audience=audience,
                )
            except StrategyError as error:
                status.update(label="Der Bericht wurde nicht geschrieben", state="error")
                st.error(str(error), icon=":material/error:")
                return
            finally:
                place.empty()
            data = target.read_bytes()
        status.update(label="Der Bericht ist fertig", state="complete", expanded=False)
    town = session.municipality().title or "Kommune"
    internal = audience is Audience.ADMINISTRATION
    words = f"Strategiebericht {town} {'' if version.kind == 'draft' else version.title}"
    words += "" if internal else f" {audience}"
    name = re.sub(r"[^0-9A-Za-zÄÖÜäöüß]+", "-", words).strip("-")
    st.session_state[_KEY] = Built(
        session.plan_path(), version, f"{name}.xlsx", data, datetime.now(UTC).replace(tzinfo=None)
    )
