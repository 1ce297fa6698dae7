"""What somebody meets who enters the first units, projects and costs by hand."""

from __future__ import annotations

from typing import Any

from strategy.kernel.records import find, save_
from strategy.nouns.application import Application
from strategy.nouns.organisation_unit import OrganisationUnit
from tests.pages.conftest import Opener, healthy
from ui.run import session


def _press(page: Any, label: str) -> Any:
    next(button for button in page.button if button.label == label).click()
    return healthy(page.run())


def test_a_unit_made_below_another_belongs_to_it_and_lies_one_level_deeper(
    on_empty: Opener,
) -> None:
    page = on_empty("step_2_ist_analysis/organisation.py", neu="organisation_unit")
    assert page.text_input(key="organisation_unit:neu:0:level").value == "1"
    page.text_input(key="organisation_unit:neu:0:title").input("Zentrale Dienste")
    page = _press(page, "Speichern")
    page = _press(page, "Organisationseinheit anlegen")
    # The form just saved had no parent; this one must not inherit that.
    assert page.selectbox(key="organisation_unit:neu:0:parent_id").value == "OE-0001"
    assert page.text_input(key="organisation_unit:neu:0:level").value == "2"
    assert page.text_input(key="organisation_unit:neu:0:title").value == ""
    page.text_input(key="organisation_unit:neu:0:title").input("Hauptamt")
    _press(page, "Speichern")
    with session.read() as db:
        units = find(db, OrganisationUnit)
    assert [(u.title, u.parent_id, u.level) for u in units] == [
        ("Zentrale Dienste", None, 1),
        ("Hauptamt", "OE-0001", 2),
    ]


def test_a_form_left_for_that_of_another_parent_begins_anew(on_empty: Opener) -> None:
    page = on_empty("start.py")
    with session.store().write("Anna", "Anwendungen") as tx:
        for title in ("DMS", "Kasse"):
            save_(tx, Application(title=title))
    page = on_empty("step_2_ist_analysis/applications.py", id="A-0001")
    page = _press(page, "Nutzung anlegen")
    page.text_input(key="application_use:neu:0:users").input("12")
    page.run()
    page = _press(page, "Zurück zu A-0001")
    page.query_params["id"] = "A-0002"
    page = healthy(page.run())
    page = _press(page, "Nutzung anlegen")
    assert page.selectbox(key="application_use:neu:0:application_id").value == "A-0002"
    assert page.text_input(key="application_use:neu:0:users").value == ""
