"""The sign-in page over real HTTP: right, wrong, too often, away and back, and the way out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.web.gated_server import PASSWORD, GatedServer, cookie_of, sign_in
from web.front.addresses import own_address
from web.sign_in.attempts import (
    FIRST_WAIT,
    FREE_PER_ACCOUNT,
    FREE_PER_ADDRESS,
    LONGEST_WAIT,
    Attempts,
)
from web.sign_in.page import WRONG


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatedServer]:
    server = GatedServer(tmp_path_factory.mktemp("sign_in"))
    with server:
        yield server


def said(text: str) -> str:
    found = re.search(r'id="hinweis">([^<]*)', text)
    return found[1] if found else ""


def test_without_any_account_the_page_names_the_command(town: GatedServer) -> None:
    assert town.accounts.list_() == []
    with town.browser() as browser:
        page = browser.get("/anmelden?weiter=/kosten")
        assert page.status_code == 200 and page.headers["cache-control"] == "no-store"
        assert "python -m strategy user add NAME" in page.text
        assert 'value="/kosten"' in page.text and "<script" not in page.text
        town.make_people()
        assert "user add" not in browser.get("/anmelden").text


def test_wrong_name_and_wrong_password_hear_the_same(town: GatedServer) -> None:
    with town.browser() as browser:
        name = sign_in(browser, "Gibtesnicht <b>")
        password = sign_in(browser, "Anna", "ein falsches Passwort")
        assert name.status_code == password.status_code == 401
        assert said(name.text) == said(password.text) == WRONG
        assert "&lt;b&gt;" in name.text and "falsches" not in password.text
        assert not browser.cookies
        for empty in ({"name": "Anna"}, {"password": PASSWORD}, {}):
            answer = browser.post("/anmelden", data=empty or {"weiter": "/"})
            assert answer.status_code == 400 and said(answer.text)


def test_the_cookie_is_the_servers_alone_and_the_way_leads_back(town: GatedServer) -> None:
    with town.browser() as browser:
        answer = sign_in(browser, " anna ", back="/kosten?id=K-0001&jahr=2027")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/kosten?id=K-0001&jahr=2027"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower() and "Path=/" in cookie
        assert "Secure" not in cookie and "max-age" not in cookie.lower()
        first = cookie_of(browser)
        sign_in(browser, "Anna")
        assert cookie_of(browser) != first
        browser.cookies.clear()
        # The sign-in before is over: a browser holds one.
        assert browser.get("/kosten", headers={"cookie": first}).status_code == 303
        secure = browser.post(
            "/anmelden",
            data={"name": "Anna", "password": PASSWORD},
            headers={"x-forwarded-proto": "https", "x-forwarded-for": "10.1.1.1"},
        )
        assert "; Secure" in secure.headers["set-cookie"]


def test_a_form_of_another_website_signs_nobody_in_or_out(town: GatedServer) -> None:
    with town.signed_in("Anna") as anna, town.browser() as browser:
        for headers in ({"origin": "http://boese.example"}, {"sec-fetch-site": "cross-site"}):
            form = {"name": "Anna", "password": PASSWORD}
            assert browser.post("/anmelden", data=form, headers=headers).status_code == 403
            assert anna.post("/abmelden", headers=headers).status_code == 403
        assert not browser.cookies
        assert anna.get("/kosten").status_code == 200


def test_signing_out_asks_first_and_ends_it(town: GatedServer) -> None:
    with town.signed_in("Anna") as anna:
        cookie = cookie_of(anna)
        assert "Anna" in anna.get("/abmelden").text
        assert anna.get("/kosten").status_code == 200
        out = anna.post("/abmelden")
        assert out.status_code == 200 and "Sie sind abgemeldet" in out.text
        assert not anna.cookies
        assert anna.get("/kosten", headers={"cookie": cookie}).status_code == 303
        # Twice, or by somebody who is not signed in, does no harm.
        assert anna.post("/abmelden").status_code == 200


def test_a_huge_form_is_not_read(town: GatedServer) -> None:
    with town.browser() as browser:
        assert sign_in(browser, "Anna", "x" * 200_000).status_code == 413
        assert sign_in(browser, "x" * 5_000).status_code == 401


def test_a_killed_server_signs_nobody_out(town: GatedServer) -> None:
    with town.signed_in("Anna") as anna:
        town.stop(kill=True)
        town.start()
        assert anna.get("/kosten").status_code == 200


def test_a_damaged_file_of_accounts_lets_nobody_in(town: GatedServer) -> None:
    kept = town.accounts.path.read_bytes()
    with town.signed_in("Anna") as anna:
        try:
            town.accounts.path.write_text("{")
            assert anna.get("/kosten").status_code == 303
            page = sign_in(anna, "Anna")
            assert page.status_code == 500 and "accounts.json lässt sich nicht lesen" in page.text
        finally:
            town.accounts.path.write_bytes(kept)
        assert anna.get("/kosten").status_code == 200


def test_guessing_gets_slower_also_with_the_right_password(town: GatedServer) -> None:
    with town.browser() as browser:
        tries = 0
        while (tired := sign_in(browser, "Rolf", "ein falsches Passwort")).status_code == 401:
            tries += 1
        # On a very busy machine a short wait may be over before the next try comes.
        assert FREE_PER_ACCOUNT <= tries < FREE_PER_ACCOUNT + 4
        assert sign_in(browser, "ROLF").status_code == 429
        assert tired.status_code == 429 and int(tired.headers["retry-after"]) >= 1
        assert re.search(r"bitte warten Sie \d+ Sekunden? und", said(tired.text))
        # Others are not in the way of it.
        assert sign_in(browser, "Anna").status_code == 303
        time.sleep(int(tired.headers["retry-after"]) + 0.5)
        assert sign_in(browser, "Rolf").status_code == 303


def test_attempts_double_their_wait_per_account_and_per_address() -> None:
    clock = [0.0]
    attempts = Attempts(lambda: clock[0])
    waits = []
    for number in range(FREE_PER_ACCOUNT + 12):
        assert attempts.begin("anna", "10.9.9.9") == 0, number
        waits.append(attempts.begin("Anna", "10.9.9.9"))
        clock[0] += waits[-1]
    assert waits[0] == 0
    assert max(waits) == LONGEST_WAIT and waits == sorted(waits)
    attempts.succeeded("anna", "10.9.9.9")
    assert attempts.begin("anna", "10.9.9.9") == 0

    place = Attempts(lambda: clock[0])
    tried = 0
    while not (wait := place.begin(f"name {tried}", "10.0.0.1")):
        tried += 1
    assert tried == FREE_PER_ADDRESS and wait == FIRST_WAIT
    assert place.begin("anna", "10.0.0.2") == 0
    # Typing errors of a whole house do not add up over the day.
    clock[0] += 3 * 60
    assert [place.begin(f"später {n}", "10.0.0.1") for n in range(2)] == [0, 0]


def test_attempts_remember_a_bounded_number() -> None:
    attempts = Attempts(lambda: 0.0)
    for number in range(30_000):
        attempts.begin(f"name {number}", f"{number}")
    assert len(attempts._counts) <= 20_000


@pytest.mark.parametrize(
    "wanted",
    [
        "//boese.example",
        "/\\boese.example",
        "https://boese.example",
        "/\t/boese.example",
        "javascript:x",
        "\\/boese",
        "kosten",
        "",
        "/\r\nSet-Cookie: a=b",
        "/anmelden?weiter=/",
        "/abmelden",
        "/media/a",
        "/" + "x" * 2000,
        "///boese.example",
    ],
)
def test_nobody_is_led_to_a_strange_address(wanted: str) -> None:
    assert own_address(wanted) == "/"


@given(st.text(max_size=60) | st.from_regex(r"[/\\]{1,3}[a-z@:.%/\\?#]{0,12}"))
@example("/kosten?id=K-0001#teil")
def test_an_own_address_stays_in_the_house(wanted: str) -> None:
    found = own_address(wanted)
    assert re.fullmatch(r"/([^/\\\s][\x21-\x7e]*)?", found) and "\\" not in found
    assert own_address(found) in (found, "/") or "%25" in own_address(found)


def test_addresses_of_pages_survive() -> None:
    for address in ("/", "/kosten", "/kosten?id=K-0001&jahr=2027", "/ziele?plan=a%20b"):
        assert own_address(address) == address


def test_the_page_is_small(town: GatedServer, tmp_path: Path) -> None:
    with town.browser() as browser:
        assert len(browser.get("/anmelden").content) < 5_000


def test_what_is_released_is_read_without_a_sign_in(town: GatedServer) -> None:
    with town.browser() as stranger:
        paths = ("/strategie", "/strategie/geld", "/strategie/einsicht/x", "/oparl/v1/system")
        assert {stranger.get(path).status_code for path in paths} == {404}, "nothing is released"
