"""The page of an imported object says that somebody has changed it by hand since."""

from __future__ import annotations

from pathlib import Path

from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.listing import find
from strategy.kernel.records import save_
from strategy.nouns.application import Application
from tests.pages.conftest import Opener, healthy
from ui.run import session


def test_the_origin_names_the_change_by_hand(on_empty: Opener, tmp_path: Path) -> None:
    store = session.open_store()
    path = tmp_path / "anwendungen.csv"
    path.write_text("Anwendung;Hersteller\nAkte;Werk\n", encoding="utf-8")
    apply_import(store, preview_import(store, "applications", path), "Anna")
    with store.read() as db:
        (application,) = find(db, Application)

    def origin() -> str:
        page = healthy(on_empty("step_2_ist_analysis/applications.py", id=application.id))
        return " ".join(item.value for item in page.markdown)

    assert "eingelesen" in (before := origin()) and "von Hand geändert" not in before
    with store.write("Bert", "Hersteller") as tx:
        save_(tx, application.replace(vendor="Werk 2"))
    assert "**von Hand geändert** am " in (after := origin()) and "von Bert" in after
