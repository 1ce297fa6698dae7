"""What is typed in a form and not saved comes back, is told, and can be discarded."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from strategy.identity.drafts import drafts_of, keep_draft, read_draft
from strategy.kernel.records import get_, save_
from strategy.kernel.store.undo import undo
from strategy.nouns.application import Application
from strategy.nouns.measure import Measure
from tests.pages.conftest import Opener, healthy
from ui.run import session

NEW = {"script": "step_2_ist_analysis/applications.py", "neu": "application"}


def _field(page: AppTest, label: str) -> Any:
    return next(item for item in page.text_input if item.label.startswith(label))


def _press(page: AppTest, label: str) -> AppTest:
    next(item for item in page.button if item.label == label).click()
    return healthy(page.run())


def _restored(page: AppTest) -> list[str]:
    return [item.value for item in page.info if "Wiederhergestellt" in item.value]


def test_a_new_entry_survives_until_it_is_saved_or_discarded(on_empty: Opener) -> None:
    page = healthy(on_empty(**NEW))
    name = _field(page, "Bezeichnung").label
    _field(page, name).set_value("Fachverfahren *Wohngeld*")
    assert not _restored(healthy(page.run())), "who is typing needs no message"
    # A new window, as after a reload, a sign-out or a restart of the server.
    again = healthy(on_empty(**NEW))
    assert _field(again, name).value == "Fachverfahren *Wohngeld*"
    assert "Bezeichnung" in _restored(again)[0]
    _press(again, "Verwerfen")
    assert _field(again, name).value == "" and not _restored(again)
    assert _field(healthy(on_empty(**NEW)), name).value == ""
    _field(again, name).set_value("E-Akte")
    # A window in which nothing is typed leaves alone what another one has kept.
    healthy(again.run())
    page.run()
    last = healthy(on_empty(**NEW))
    assert _field(last, name).value == "E-Akte"
    _press(last, "Speichern")
    assert not _restored(healthy(on_empty(**NEW)))
    with session.open_store().read() as db:
        assert db.value("SELECT count(*) FROM application WHERE title = 'E-Akte'") == 1
        assert (
            db.value(
                "SELECT count(*) FROM history.change WHERE CAST(after AS TEXT) LIKE ?",
                ["%Wohngeld%"],
            )
            == 0
        )


def test_a_draft_meets_what_somebody_else_saved(on_empty: Opener) -> None:
    with session.open_store().write("Kim", "angelegt") as tx:
        program = save_(tx, Application(title="E-Akte"))
    where = {"script": "step_2_ist_analysis/applications.py", "id": program.id}
    page = healthy(on_empty(**where))
    _field(page, "Bezeichnung").set_value("E-Akte 2")
    healthy(page.run())
    with session.open_store().write("Ute", "geändert") as tx:
        save_(tx, get_(tx, Application, program.id).replace(title="E-Akte neu"))
    again = healthy(on_empty(**where))
    assert _field(again, "Bezeichnung").value == "E-Akte 2"
    assert any("inzwischen „E-Akte neu“" in item.value for item in again.warning)


def test_a_draft_that_was_written_after_its_save_is_none(on_empty: Opener) -> None:
    """As a run leaves it that the press on "Speichern" has overtaken."""
    with session.open_store().write("Koordination", "angelegt") as tx:
        program = save_(tx, Application(title="E-Akte"))
    where = {"script": "step_2_ist_analysis/applications.py", "id": program.id}
    page = healthy(on_empty(**where))
    _field(page, "Bezeichnung").set_value("E-Akte 2")
    late = drafts_of(session.plan_path(), "Koordination")
    healthy(page.run())
    (place,) = late.read()
    draft = read_draft(session.plan_path(), "Koordination", place)
    # The save is done; the run that had been typing for writes once more.
    with session.open_store().write("Koordination", "geändert") as tx:
        save_(tx, get_(tx, Application, program.id).replace(title="E-Akte 2"))
    keep_draft(session.plan_path(), "Koordination", place, draft)
    assert not _restored(healthy(on_empty(**where))) and not late.read()
    undo(session.open_store(), "Koordination")
    again = healthy(on_empty(**where))
    assert _field(again, "Bezeichnung").value == "E-Akte" and not _restored(again)


def test_a_group_of_a_sheet_opens_with_its_draft(on_empty: Opener) -> None:
    with session.open_store().write("Kim", "angelegt") as tx:
        measure = save_(tx, Measure(title="Bus", origin="Interview"))
    where = {"script": "step_4_life_domains/measures.py", "id": measure.id}
    page = healthy(on_empty(**where))
    next(item for item in page.button if item.label == "Bearbeiten").click()
    healthy(page.run())
    _field(page, "Titel").set_value("Bus am Abend")
    healthy(page.run())
    again = healthy(on_empty(**where))
    assert _field(again, "Titel").value == "Bus am Abend" and _restored(again)
    _press(again, "Nicht ändern")
    assert not [item for item in healthy(on_empty(**where)).text_input if item.label == "Titel"]
