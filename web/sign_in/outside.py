"""The town hall's own sign-in (OpenID Connect), by Authlib's client for Starlette.

The provider vouches once, in the answer that its redirect brings; from then on our own sign-in
counts, which ends when nobody works and can be ended from here.  The section ``[auth]`` of
``.streamlit/secrets.toml`` is the one that Streamlit describes, and so is the address to which
providers send people back.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st
from anyio import to_thread
from authlib.integrations.starlette_client import OAuth
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, request_response
from starlette.types import Receive, Scope, Send

from strategy.identity.accounts import checked_name
from strategy.identity.security_log import Event, note
from strategy.kernel.errors import Refused
from ui.run.signed_in import sign_ins
from web.front.addresses import OUTSIDE_BACK, OUTSIDE_IN, OUTSIDE_OUT, SIGN_IN, own_address
from web.sign_in.gate import end_sign_in, keep

FAILED = "extern"
_COOKIE = "workbench_outside"
# As long as a sign-in can last: until then somebody may want to sign out at the provider too.
_COOKIE_SECONDS = 7 * 24 * 3600
# Browsers drop a cookie of more than 4,096 bytes, and an id token grows by a third in it.
_LONGEST_HINT = 2_400
# Signs the cookie where nothing is configured and nobody needs it after a restart.
_ANY_SECRET = secrets.token_hex(32)

_log = logging.getLogger("workbench")


@dataclass(frozen=True)
class Provider:
    """A way to sign in: its key in the configuration, how the page calls it, and its settings."""

    key: str
    title: str
    settings: Mapping[str, Any]


class WithSession:
    """An endpoint with ``request.session``: a signed cookie that only these pages know."""

    def __init__(self, endpoint: Callable[[Request], Awaitable[Response]]) -> None:
        self._app = request_response(endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = SessionMiddleware(
            self._app,
            secret_key=_secret(),
            session_cookie=_COOKIE,
            max_age=_COOKIE_SECONDS,
            https_only=scope["scheme"] == "https",
        )
        # A copy, because Streamlit's middleware keeps a session of its own under the same name
        # and would write ours into its cookie.
        await session({**scope}, receive, send)


def providers() -> list[Provider]:
    """The providers in ``.streamlit/secrets.toml``; none where it has no section ``auth``."""
    section = _section()
    if not section.get("redirect_uri") or not section.get("cookie_secret"):
        return []
    found = []
    if section.get("client_id"):
        found.append(Provider("default", "Mit dem Konto der Verwaltung anmelden", section))
    for key, value in section.items():
        if isinstance(value, Mapping) and value.get("client_id"):
            title = f"Mit dem Konto „{value.get('title', key)}“ anmelden"
            found.append(Provider(key, title, value))
    return found


def routes() -> list[BaseRoute]:
    """To the provider, back from it, and out of it."""
    return [
        Route(f"{OUTSIDE_IN}/{{provider}}", WithSession(_go), methods=["GET"]),
        Route(OUTSIDE_BACK, WithSession(_come_back), methods=["GET"]),
        Route(OUTSIDE_OUT, WithSession(_leave), methods=["GET"]),
    ]


def is_known_outside(request: Request) -> bool:
    """Whether this browser signed in at a provider that it could sign out of."""
    return _provider(request.session.get("provider")) is not None


async def _go(request: Request) -> Response:
    provider = _provider(request.path_params["provider"])
    if provider is None:
        return RedirectResponse(SIGN_IN, 303)
    request.session.clear()
    request.session["going"] = provider.key
    request.session["back"] = own_address(request.query_params.get("weiter", "/"))
    try:
        # Makes state, nonce and the verifier of PKCE, and keeps them in the session.
        answer: Response = await _client(provider).authorize_redirect(
            request, _section()["redirect_uri"]
        )
    except Exception:
        # Whatever is wrong with the provider or its settings, people can still use a password.
        return _failed("going to the provider")
    return answer


async def _come_back(request: Request) -> Response:
    provider = _provider(request.session.get("going"))
    back = own_address(str(request.session.get("back", "/")))
    if provider is None or not request.query_params.get("state"):
        return RedirectResponse(SIGN_IN, 303)
    try:
        # Checks state, nonce, signature, issuer, audience and times; raises where one is wrong.
        said = await _client(provider).authorize_access_token(request)
        claims, proof = said["userinfo"], said["id_token"]
        name, is_account = _name(claims)
        if not name:
            raise Refused("Das Konto hat keinen Namen, den die Werkbank zeigen kann.")
        token = await to_thread.run_sync(
            sign_ins().open_outside, name, proof, float(claims["exp"]), is_account
        )
    except Exception:
        request.session.clear()
        return _failed("coming back from the provider")
    request.session.clear()
    if token is None:
        return _failed()
    await to_thread.run_sync(partial(note, Event.SIGNED_IN, name, way=provider.key))
    # Whoever was signed in here before gives way, also in other tabs.
    await end_sign_in(request)
    request.session["provider"] = provider.key
    if len(proof) <= _LONGEST_HINT:
        request.session["hint"] = proof
    answer = RedirectResponse(back, 303, {"cache-control": "no-store"})
    keep(answer, token, secure=request.url.scheme == "https")
    return answer


async def _leave(request: Request) -> Response:
    provider, hint = _provider(request.session.get("provider")), request.session.get("hint")
    request.session.clear()
    if provider is None:
        return RedirectResponse(SIGN_IN, 303)
    client = _client(provider)
    try:
        # Providers know no other address of ours than this one.
        asked = await client.create_logout_url(
            _section()["redirect_uri"], hint, client_id=client.client_id
        )
    except Exception:
        # Many providers have no address for it.
        _log.warning("Signing out at %.80r", provider.key, exc_info=True)
        return RedirectResponse(SIGN_IN, 303)
    return RedirectResponse(asked["url"], 303)


def _failed(where: str = "") -> Response:
    if where:
        _log.warning("Sign-in by OpenID Connect failed, %s", where, exc_info=True)
    return RedirectResponse(f"{SIGN_IN}?{FAILED}=nein", 303, {"cache-control": "no-store"})


def _client(provider: Provider) -> Any:
    """Authlib's client; made for each sign-in, so that a provider's new keys are seen."""
    given = provider.settings
    own = dict(given.get("client_kwargs") or {})
    return OAuth().register(
        provider.key,
        client_id=given["client_id"],
        client_secret=given.get("client_secret"),
        server_metadata_url=given.get("server_metadata_url"),
        client_kwargs={
            "scope": "openid email profile",
            "prompt": "select_account",
            # Whoever steals the code on its way back can do nothing with it.
            "code_challenge_method": "S256",
            **own,
        },
    )


def _provider(key: object) -> Provider | None:
    return next((provider for provider in providers() if provider.key == key), None)


def _section() -> dict[str, Any]:
    """The section ``auth`` as plain values; empty where there is none."""
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return {}
    section: dict[str, Any] = st.secrets["auth"].to_dict()
    return section


def _secret() -> str:
    # Streamlit signs cookies of its own with the same words; one must not pass for the other.
    own = str(_section().get("cookie_secret") or _ANY_SECRET)
    return hashlib.sha256(f"{_COOKIE} {own}".encode()).hexdigest()


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
