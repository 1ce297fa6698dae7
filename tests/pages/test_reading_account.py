"""What an account that may only read meets: every screen, and on none of them something to change.

As the one who edits, every screen is walked in test_every_screen.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from strategy.identity.accounts import Access, Accounts
from strategy.plans.opened import open_store
from tests.pages.conftest import URLS, Opener, healthy
from ui.frame.places import PAGE_OF
from ui.run import session
from ui.run.signed_in import Visitor

# What buttons do that change no plan, by the name of their callback.
HARMLESS = {
    "change_password",
    "turn_to",
    "open_object",
    "open_version",
    "close_object",
    "close_all",
    "__setitem__",
    "__delitem__",
    "_use",
    # Another month of the calendar.
    "_turn",
    # Files that are made first and fetched then.
    "Als Word-Dokument",
    "Als Excel-Mappe",
    "Als PDF",
    "Vorlage schreiben",
    # Searches for the best plan; to save it is another button.
    "Plan vorschlagen",
    "Bericht erstellen",
}
# Fields that are no search and no filter, and yet change no plan.
TYPED = ("password_", "planung_")


@pytest.fixture
def pressable(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The buttons of the last screen that can be pressed: callback (else label) to label."""
    found: dict[str, str] = {}
    for name in ("button", "form_submit_button"):
        monkeypatch.setattr(st, name, _watched(getattr(st, name), found))
    return found


def _watched(original: Callable[..., bool], found: dict[str, str]) -> Callable[..., bool]:
    def draw(label: str, *args: Any, **named: Any) -> bool:
        if not named.get("disabled"):
            found[getattr(named.get("on_click"), "__name__", label)] = label
        return original(label, *args, **named)

    return draw


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("Anna", "vier Wörter ohne Sinn")
    accounts.add("Rolf", "vier Wörter ohne Sinn", Access.READING)
    visitor = Visitor(True, accounts.get("Rolf"))
    monkeypatch.setattr(session, "visitor", lambda: visitor)


@pytest.mark.usefixtures("reader")
def test_no_screen_lets_an_account_that_reads_change_something(
    looking_at_demo: Opener, pressable: dict[str, str]
) -> None:
    with open_store(session.list_plans()[0]).read() as db:
        firsts = {table: db.value(f"SELECT min(id) FROM {table}") for table in PAGE_OF}
    screens: list[tuple[str, dict[str, str]]] = [(script, {}) for script in URLS]
    screens += [(PAGE_OF[table], {"id": str(one)}) for table, one in firsts.items() if one]
    faults = []
    for script, query in screens:
        pressable.clear()
        page = healthy(looking_at_demo(script, **query))
        faults += [(script, query, fault) for fault in _faults(page, script, pressable)]
    assert not faults, "\n".join(map(str, faults))


def _faults(page: AppTest, script: str, pressable: dict[str, str]) -> list[str]:
    # Exactly one title, and the page asked for rather than the overview.
    titles = [item.value for item in page.title]
    overview = len(titles) == 1 and titles[0].startswith("Digitalstrategie ")
    found = [] if len(titles) == 1 and overview == (script == "start.py") else [str(titles)]
    found += [f"button {one!r}" for name, one in pressable.items() if name not in HARMLESS]
    for item in [*page.text_input, *page.text_area]:
        # What stands in the address is a filter; a search says so to the browser.
        search = item.proto.query_param_key or "such" in str(item.key)
        if not item.disabled and not search and not str(item.key).startswith(TYPED):
            found.append(f"field {item.label!r}")
        if item.disabled and str(item.placeholder or "").startswith("z. B."):
            found.append(f"an example that looks like a value: {item.label!r}")
    said = [*page.info, *page.warning, *page.caption, *page.markdown]
    # Why nothing can be changed is the role, and not the version, which is the draft.
    return found + [one.value for one in said if "Diese Fassung ist festgeschrieben" in one.value]
