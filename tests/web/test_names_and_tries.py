"""A name cannot be taken from participants, and a known name keeps nobody from signing in."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from strategy.identity.accounts import Accounts
from strategy.kernel.errors import Refused
from strategy.workshop.taking_part import ACTOR
from web.participants.limits import address_of
from web.sign_in.attempts import FREE_FROM_EVERYWHERE, FREE_PER_ACCOUNT, LONGEST_WAIT, Attempts


@pytest.mark.parametrize("name", [ACTOR, "teilnehmende", " TEIL nehmende "])
def test_nobody_is_called_like_all_participants(tmp_path: Path, name: str) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    with pytest.raises(Refused, match="was Telefone senden"):
        accounts.add(name, None)
    assert accounts.list_() == []


def test_at_the_own_machine_the_name_is_not_taken_either() -> None:
    def page() -> None:
        import streamlit as st

        from ui.frame.sidebar import _show_who
        from ui.run import session

        _show_who()
        st.text(session.actor())

    app = AppTest.from_function(page).run()
    app.text_input[0].set_value(" teilnehmende").run()
    assert app.text[0].value == "Koordination" and "was Telefone senden" in app.error[0].value
    app.text_input[0].set_value("Teilnehmende Kämmerei").run()
    assert app.text[0].value == "Teilnehmende Kämmerei" and not app.error


def test_who_knows_a_name_locks_nobody_out() -> None:
    clock = [0.0]
    attempts = Attempts(lambda: clock[0])
    for _ in range(20):
        clock[0] += attempts.begin("anna", "10.6.6.6")
    attempts.begin("anna", "10.6.6.6")
    assert attempts.begin("anna", "10.6.6.6") >= LONGEST_WAIT / 2
    assert [attempts.begin("Anna", "10.0.0.1") for _ in range(FREE_PER_ACCOUNT)] == [0] * 5
    assert attempts.begin("Anna", "10.0.0.1") > 0
    attempts.succeeded("Anna", "10.0.0.2")
    assert attempts.begin("Anna", "10.6.6.6") > 0, "the guesser still waits"


def test_guesses_from_many_places_are_slowed_down_too() -> None:
    clock = [0.0]
    attempts = Attempts(lambda: clock[0])
    tries = 0
    while tries < 1000 and not attempts.begin("anna", f"10.0.{tries // 250}.{tries % 250}"):
        tries += 1
    assert tries == FREE_FROM_EVERYWHERE
    assert attempts.begin("bernd", "10.0.0.1") == 0
    clock[0] += 10 * 60
    assert attempts.begin("anna", "10.9.9.9") == 0, "it loses one try a minute"


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("testclient", "testclient"),
        ("2001:db8::1:2", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unbekannt"),
    ],
)
def test_an_address_is_counted_the_same_everywhere(host: str | None, counted: str) -> None:
    client = (host, 5) if host else None
    assert address_of(Request({"type": "http", "client": client, "headers": []})) == counted
