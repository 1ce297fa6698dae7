"""Accounts and data protection on the page: the own password, roles, a name that has to go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy.identity.accounts import Access, Accounts
from strategy.identity.security_log import LOG_VARIABLE, entries
from strategy.kernel.records import find, save_
from strategy.nouns import Measure, Person
from tests.pages.conftest import Opener, healthy
from ui.run import session, signed_in
from ui.run.signed_in import Visitor

PASSWORD = "vier Wörter ohne Sinn"
NEXT = "ganz andere Wörter als zuvor"


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    """The accounts of this server: Anna administers, Bea edits, Rolf reads."""
    monkeypatch.setenv("STRATEGY_ACCOUNTS", str(tmp_path / "accounts.json"))
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "log.jsonl"))
    signed_in.sign_ins.cache_clear()
    made = signed_in.sign_ins().accounts
    made.add("Anna", PASSWORD)
    made.add("Bea", PASSWORD)
    made.add("Rolf", PASSWORD, Access.READING)
    yield made
    signed_in.sign_ins.cache_clear()


def test_each_sees_what_his_role_allows(
    looking_at_empty: Opener, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {}
    for name in ("Anna", "Bea", "Rolf"):
        visitor = Visitor(True, accounts.get(name))
        monkeypatch.setattr(session, "visitor", lambda visitor=visitor: visitor)
        page = healthy(looking_at_empty("plan_data/accounts.py"))
        out = healthy(looking_at_empty("plan_data/export.py"))
        founding = healthy(looking_at_empty("plan_data/new_plan.py"))
        # Who may only read is told so and sees no button to be refused by.
        found = [item.label for item in founding.button if item.label == "Plan anlegen"]
        assert bool(found) == (name != "Rolf")
        seen[name] = (
            [item.value for item in page.header],
            [item.label for item in out.button if item.label.endswith("erstellen")],
            [item.value for item in out.header],
        )
    own = "Eigenes Passwort ändern"
    assert seen["Anna"][0] == [own, "Zugänge", "Einen Namen löschen", "Was geschehen ist"]
    assert seen["Bea"][0] == seen["Rolf"][0] == [own]
    assert [len(seen[name][1]) for name in ("Anna", "Bea", "Rolf")] == [4, 3, 0]
    assert "Sicherung des Plans erstellen" not in seen["Bea"][1]
    assert seen["Bea"][2] == seen["Rolf"][2] == ["Ausgeben"]


def test_own_password_and_roles(
    looking_at_empty: Opener, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "visitor", lambda: Visitor(True, accounts.get("Anna")))
    page = healthy(looking_at_empty("plan_data/accounts.py"))
    for old, new, again, word in (
        ("falsch", NEXT, NEXT, "nicht richtig"),
        (PASSWORD, NEXT, PASSWORD, "nicht gleich"),
        (PASSWORD, "passwort1234", "passwort1234", "Liste"),
    ):
        for part, value in zip(("old", "new", "again"), (old, new, again), strict=True):
            page.text_input(key=f"password_{part}").set_value(value)
        next(item for item in page.button if item.label == "Passwort ändern").click()
        page = page.run()
        assert any(word in item.value for item in page.error), word
    assert accounts.check("Anna", PASSWORD) is not None
    for part, value in zip(("old", "new", "again"), (PASSWORD, NEXT, NEXT), strict=True):
        page.text_input(key=f"password_{part}").set_value(value)
    next(item for item in page.button if item.label == "Passwort ändern").click()
    page = healthy(page.run())
    assert accounts.check("Anna", NEXT) is not None
    page.selectbox(key="role_Bea").set_value("Lesen")
    page = healthy(page.run())
    assert accounts.get("Bea").access is Access.READING
    page.button(key="remove_Rolf").click()
    healthy(page.run())
    assert accounts.find("Rolf") is None
    assert [line.event for line in entries()] == [
        "Zugang geändert",
        "Zugang geändert",
        "Passwort geändert",
    ]


def test_a_name_is_erased_on_the_page(on_empty: Opener, accounts: Accounts) -> None:
    with session.store().write("Erika Muster", "erfasst") as tx:
        save_(tx, Person(function="Leitung", full_name="Erika Muster"))
    page = healthy(on_empty("plan_data/accounts.py"))
    page.text_input(key="erase_name").set_value("Erika Muster")
    page.checkbox(key="erase_sure").set_value(True)
    page = healthy(page.run())
    next(item for item in page.button if item.label == "Name löschen").click()
    page = healthy(page.run())
    assert any("Der Name ist gelöscht" in item.value for item in page.success)
    with session.store().read() as db:
        assert find(db, Person)[0].full_name == "[Name gelöscht]"
        assert not db.has_rows("SELECT 1 FROM history.action WHERE actor = 'Erika Muster'")


def test_an_amt_edits_on_the_page_of_its_own_entries(
    on_demo: Opener, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.change("Rolf", Access.OFFICE)
    monkeypatch.setattr(session, "visitor", lambda: Visitor(True, accounts.get("Anna")))
    page = healthy(on_demo("plan_data/accounts.py"))
    page.selectbox(key="unit_Rolf").select("OE-0014").run()
    assert accounts.get("Rolf").unit == "OE-0014"
    with session.open_store().read() as db:
        units = {one.organisation_id: one.id for one in find(db, Measure) if one.organisation_id}
    own, foreign = units["OE-0014"], units["OE-0017"]
    rolf = Visitor(True, accounts.get("Rolf"))
    for module in (session, signed_in):
        monkeypatch.setattr(module, "visitor", lambda: rolf)
    for entry, allowed in ((own, True), (foreign, False)):
        page = healthy(on_demo("step_4_life_domains/measures.py", id=entry))
        # No button that one may not press, and none missing that one may.
        changing = {b.key for b in page.button if str(b.key).startswith(("delete_", "edit_"))}
        assert bool(changing) == allowed, entry
        assert any("dieser gehört nicht dazu" in i.value for i in page.info) != allowed
        # Everybody who changes anything may ask about what is others'.
        assert any(b.key == f"comment_save_{entry}" for b in page.button)
    page = healthy(on_demo("council/papers.py"))
    assert all(b.disabled for b in page.button if str(b.key).startswith("new_"))
