"""An OParl export on the page of imports, and the page that decides what is public."""

from __future__ import annotations

import json

from strategy.kernel.records import find
from strategy.nouns.meeting import Meeting
from strategy.publishing.releases import releases
from tests.intake.test_oparl_import import foreign
from tests.pages.conftest import Opener, healthy
from ui.run import session


def test_an_oparl_export_is_previewed_then_taken_over(on_empty: Opener) -> None:
    page = on_empty("plan_data/import_files.py")
    page.selectbox(key="import_kind").select("oparl")
    page = healthy(page.run())
    page.file_uploader[0].upload("ris.json", json.dumps(foreign()).encode(), "application/json")
    page = healthy(page.run())
    assert any("paper/77; das Objekt fehlt in der Datei" in item.value for item in page.info)
    page.checkbox(key="import_leave_out").check()
    page = healthy(page.run())
    next(one for one in page.button if one.label == "In den Plan übernehmen").click()
    page = healthy(page.run())
    assert any(item.value.startswith("Eingelesen: ") for item in page.success)
    with session.store().read() as db:
        assert len(find(db, Meeting)) == 1


def test_an_edition_is_withdrawn_and_released_again(on_demo: Opener) -> None:
    page = on_demo("plan_data/publish.py")
    assert any("Fassung Grundsatzbeschluss" in item.value for item in page.markdown)
    next(one for one in page.button if one.label == "Zurückziehen").click()
    page = healthy(page.run())
    with session.store().read() as db:
        assert releases(db) == []
    next(one for one in page.button if one.label == "Rückgängig").click()
    page = healthy(page.run())
    with session.store().read() as db:
        assert len(releases(db)) == 1
    # A second release of the same edition would be no news.
    next(one for one in page.button if one.label == "Veröffentlichen").click()
    page = page.run()
    assert any("ist schon die veröffentlichte Fassung" in item.value for item in page.error)
    page.text_input(key="link_title").set_value("Hauptausschuss")
    page.text_input(key="link_until").set_value("31.12.2099")
    next(one for one in page.button if one.label == "Leselink anlegen").click()
    page = healthy(page.run())
    assert "/strategie/einsicht/" in page.code[0].value
    assert page.run().code.len == 0, "the address is shown once"
    page.toggle(key="oparl_open").set_value(True)
    page = healthy(page.run())
    assert any("umgestellt" in item.value for item in page.success)
