"""The town hall's own sign-in (OpenID Connect), as Streamlit's ``st.login`` does it.

Streamlit talks to the provider and keeps what it said in a signed cookie for thirty days.  That
cookie only opens the door once: from then on our own sign-in counts, which ends when nobody works
and can be ended from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope
from streamlit.auth_util import (
    encode_provider_token,
    get_cookie_with_chunks,
    get_origin_from_redirect_uri,
    get_secrets_auth_section,
    get_signing_secret,
)
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from strategy.identity.accounts import checked_name
from strategy.kernel.errors import Refused
from web.front.addresses import own_address

_LOGIN = "/auth/login"
LOGOUT = "/auth/logout"
_OWN_PATHS = (_LOGIN, LOGOUT, "/oauth2callback")
_WAY_BACK = "workbench_way_back"
_WAY_BACK_SECONDS = 900


@dataclass(frozen=True)
class Provider:
    """A way to sign in: its key in the configuration, and how the page calls it."""

    key: str
    title: str


@dataclass(frozen=True)
class Proof:
    """What a provider said: a name, the signed words themselves, and until when they hold.

    ``is_account`` says whether the name is one that nobody gives himself.
    """

    name: str
    proof: str
    until: float
    is_account: bool


def providers() -> list[Provider]:
    """The providers in ``.streamlit/secrets.toml``; none where it has no section ``auth``."""
    section = get_secrets_auth_section()
    if not section or not section.get("redirect_uri") or not get_signing_secret():
        return []
    found = []
    if section.get("client_id"):
        found.append(Provider("default", "Mit dem Konto der Verwaltung anmelden"))
    for key, value in section.to_dict().items():
        if isinstance(value, Mapping) and value.get("client_id"):
            found.append(Provider(key, f"Mit dem Konto „{value.get('title', key)}“ anmelden"))
    return found


def is_own_path(path: str) -> bool:
    """Whether Streamlit's sign-in itself answers there, which has to be open to everybody."""
    return path in _OWN_PATHS and bool(providers())


def login_address(key: str) -> str:
    """Where a sign-in with a provider starts; holds for two minutes."""
    return f"{_LOGIN}?{urlencode({'provider': encode_provider_token(key)})}"


def proof_in(cookies: Mapping[str, str]) -> Proof | None:
    """What a provider said of this browser's user, where it is signed, ours and still holds."""
    if USER_COOKIE_NAME not in cookies or not providers():
        return None
    signed = get_cookie_with_chunks(lambda name: _signed(cookies, name), USER_COOKIE_NAME)
    try:
        said = json.loads(signed) if signed else None
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("is_logged_in") is not True:
        return None
    if said.get("origin") != get_origin_from_redirect_uri():
        return None
    (name, is_account), until = _name(said), said.get("exp")
    if not name or isinstance(until, bool) or not isinstance(until, (int, float)):
        return None
    # One sign-in at the provider is one proof, however often it is signed anew.
    return Proof(name, json.dumps(said, sort_keys=True), float(until), is_account)


def remember_way_back(answer: Response, address: str, secure: bool) -> None:
    """Keep where the user wanted to go, while he is at the provider."""
    answer.set_cookie(
        _WAY_BACK,
        address,
        max_age=_WAY_BACK_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )


def way_back(scope: Scope) -> str | None:
    """Where the user wanted to go before he went to the provider."""
    wanted = HTTPConnection(scope).cookies.get(_WAY_BACK)
    return own_address(wanted) if wanted else None


def forget_way_back(answer: Response) -> None:
    """Drop it once it was used."""
    answer.delete_cookie(_WAY_BACK, path="/")


def _signed(cookies: Mapping[str, str], name: str) -> bytes | None:
    value = cookies.get(name)
    if value is None:
        return None
    try:
        return decode_signed_value(get_signing_secret(), name, value.encode("latin-1"))
    except UnicodeEncodeError:
        return None


def _name(said: Mapping[str, Any]) -> tuple[str, bool]:
    """What to call somebody, and whether an account of that name is his.

    An e-mail address counts unless the provider says that nobody has checked it.
    """
    wanted = ["preferred_username", "name", "sub"]
    if said.get("email_verified") is not False:
        wanted.insert(0, "email")
    for claim in wanted:
        value = said.get(claim)
        if isinstance(value, str):
            try:
                return checked_name(value), claim in ("email", "preferred_username")
            except Refused:
                continue
    return "", False
