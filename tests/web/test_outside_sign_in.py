"""Signing in with the town hall's account: a real round trip with a provider on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from benchmarks.protocol import Tab
from strategy.identity.accounts import Access
from tests.beside import finished
from tests.web.gated_server import GatedServer, cookie_of
from tests.web.oidc_provider import Provider

ANNA = {"email": "anna@stadt.example", "email_verified": True, "name": "Anna Amt"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider().serving() as made:
        yield made


@pytest.fixture(scope="module")
def town(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatedServer]:
    server = GatedServer(tmp_path_factory.mktemp("outside"))
    server.accounts.add("anna@stadt.example", None, Access.EDITING)
    server.accounts.add("Bernd", None, Access.EDITING)
    secret_file = server.folder / ".streamlit" / "secrets.toml"
    secret_file.parent.mkdir()
    secret_file.write_text(
        "[auth]\n"
        f'redirect_uri = "{server.address}/oauth2callback"\n'
        f'cookie_secret = "{"geheim" * 6}"\n'
        'client_id = "werkbank"\n'
        'client_secret = "x"\n'
        f'server_metadata_url = "{provider.address}/.well-known/openid-configuration"\n'
    )
    # Streamlit looks for it in the home folder too.
    server.environment["HOME"] = str(server.folder)
    with server:
        yield server


def walk(browser: httpx.Client, address: str) -> httpx.Response:
    """Follow every redirect as a browser does, also to the provider and back."""
    answer = browser.get(address)
    for _ in range(10):
        if not answer.has_redirect_location:
            return answer
        answer = browser.get(answer.headers["location"])
    raise AssertionError("led in a circle")


def goes_in(browser: httpx.Client, person: dict[str, object], provider: Provider) -> httpx.Response:
    provider.person = person
    return walk(browser, "/anmelden/extern/default?weiter=/kosten%3Fid%3D1")


def test_the_page_offers_it_and_the_way_leads_to_where_one_wanted_to_go(
    town: GatedServer, provider: Provider
) -> None:
    with town.browser() as browser:
        page = browser.get("/anmelden?weiter=/kosten")
        assert 'href="/anmelden/extern/default?weiter=/kosten"' in page.text
        assert "Mit dem Konto der Verwaltung anmelden" in page.text
        inside = goes_in(browser, ANNA, provider)
        assert inside.status_code == 200 and "root" in inside.text
        assert str(inside.url) == f"{town.address}/kosten?id=1"
        finished(_one_run(town.port, cookie_of(browser)))
        assert "anna@stadt.example" in browser.get("/abmelden").text
        # Reading is what an account of that address says more than.
        assert browser.post("/werkstatt/W-0001/leinwand").status_code == 405


async def _one_run(port: int, cookie: str) -> None:
    async with Tab(port, cookie) as tab:
        await tab.rerun("")


@pytest.mark.parametrize(
    "person",
    [
        {"email": "gast@stadt.example"},
        # Somebody calls himself like an account, or claims an address that nobody has checked.
        {"name": "Bernd"},
        {"email": "anna@stadt.example", "email_verified": False, "name": "Anna"},
        {"email": "<b>\u202e", "sub": "nur eine Nummer"},
    ],
)
def test_whom_no_account_knows_may_only_read(
    town: GatedServer, provider: Provider, person: dict[str, object]
) -> None:
    with town.browser() as browser:
        assert "root" in goes_in(browser, person, provider).text
        assert browser.post("/werkstatt/W-0001/leinwand").status_code == 403


def test_after_the_sign_out_no_cookie_opens_anything(town: GatedServer, provider: Provider) -> None:
    with town.browser() as browser:
        goes_in(browser, ANNA, provider)
        everything = cookie_of(browser)
        out = browser.post("/abmelden")
        assert 'href="/abmelden/extern"' in out.text
        for name in ("workbench_sign_in", "workbench_outside"):
            assert name in everything
        browser.cookies.clear()
        again = browser.get("/kosten", headers={"cookie": everything})
        assert again.status_code == 303 and "/anmelden" in again.headers["location"]
        before = provider.signed_out
        gone = browser.get("/abmelden/extern", headers={"cookie": everything})
        leads = urlsplit(gone.headers["location"])
        assert f"{leads.scheme}://{leads.netloc}" == provider.address
        assert parse_qs(leads.query)["id_token_hint"] and "client_id=werkbank" in leads.query
        assert walk(browser, gone.headers["location"]).text == "out"
        assert provider.signed_out == before + 1
        # Without the cookie there is nobody to sign out.
        assert browser.get("/abmelden/extern").headers["location"] == "/anmelden"


def test_a_new_sign_in_ends_the_one_before_it(town: GatedServer, provider: Provider) -> None:
    with town.browser() as browser:
        goes_in(browser, ANNA, provider)
        before = cookie_of(browser)
        goes_in(browser, {"email": "gast@stadt.example"}, provider)
        assert "gast@stadt.example" in browser.get("/abmelden").text
        browser.cookies.clear()
        assert browser.get("/kosten", headers={"cookie": before}).status_code == 303


@pytest.mark.parametrize(
    "lie",
    [
        {"exp": 1},
        {"nonce": "another"},
        {"aud": "somebody"},
        {"iss": "http://boese.example"},
        {"email": None, "sub": "\u202e"},
    ],
)
def test_a_proof_that_does_not_hold_opens_nothing(
    town: GatedServer, provider: Provider, lie: dict[str, object]
) -> None:
    with town.browser() as browser:
        refused = goes_in(browser, {**ANNA, "name": "", **lie}, provider)
        assert refused.url.path == "/anmelden"
        assert "mit dem Konto der Verwaltung ist nicht gelungen" in refused.text
        assert browser.get("/kosten").status_code == 303


def test_a_signature_of_another_key_opens_nothing(town: GatedServer, provider: Provider) -> None:
    provider.signs_with_another_key = True
    try:
        with town.browser() as browser:
            assert goes_in(browser, ANNA, provider).url.path == "/anmelden"
            assert browser.get("/kosten").status_code == 303
    finally:
        provider.signs_with_another_key = False


def test_a_forged_stolen_or_replayed_way_back_opens_nothing(
    town: GatedServer, provider: Provider
) -> None:
    with town.browser() as browser, town.browser() as thief:
        for query in ("code=x&state=y", "error=access_denied", "error=x&state=y", ""):
            answer = walk(browser, f"/oauth2callback?{query}")
            assert answer.url.path == "/anmelden"
        assert walk(browser, "/auth/login?provider=x").url.path == "/anmelden"
        assert walk(browser, "/anmelden/extern/gibtesnicht").url.path == "/anmelden"
        for forged in ("_streamlit_user=eyJhIjoxfQ.x.y", "workbench_outside=eyJhIjoxfQ.x.y"):
            assert browser.get("/kosten", headers={"cookie": forged}).status_code == 303
            assert browser.get("/abmelden/extern", headers={"cookie": forged}).status_code == 303

        provider.person = ANNA
        back = browser.get("/anmelden/extern/default")
        started = cookie_of(browser)
        back = browser.get(back.headers["location"])
        # Another browser knows no state; the same one is let in once.
        stolen = back.headers["location"]
        assert walk(thief, stolen).url.path == "/anmelden"
        assert "root" in walk(browser, stolen).text
        browser.cookies.clear()
        again = browser.get(stolen, headers={"cookie": started})
        assert again.headers["location"].startswith("/anmelden")
