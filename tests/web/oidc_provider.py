"""A small OpenID Connect provider: whoever comes is the person it was told to vouch for."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.browser.real_server import free_port


class Provider:
    """``person`` are the claims of the next sign-in; ``signed_out`` counts the sign-outs."""

    def __init__(self) -> None:
        self.port = free_port()
        self.person: dict[str, Any] = {}
        self.signs_with_another_key = False
        self.signed_out = 0
        self._key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self._codes: dict[str, tuple[str, str, dict[str, Any]]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _metadata(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/jwks",
                "end_session_endpoint": f"{self.address}/logout",
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked, code = request.query_params, secrets.token_hex(8)
        assert asked["client_id"] == "werkbank" and "openid" in asked["scope"]
        assert asked["code_challenge_method"] == "S256"
        self._codes[code] = asked["code_challenge"], asked["nonce"], self.person
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}")

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        challenge, nonce, person = self._codes.pop(str(form["code"]))
        verifier = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        assert base64.urlsafe_b64encode(verifier).decode().rstrip("=") == challenge
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": "werkbank",
            "sub": "1",
            "iat": now,
            "nonce": nonce,
            "exp": now + 300,
            **person,
        }
        key = self._key
        if self.signs_with_another_key:
            key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})

    async def _jwks(self, request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    async def _logout(self, request: Request) -> Response:
        self.signed_out += 1
        return PlainTextResponse("out")

    @contextmanager
    def serving(self) -> Iterator[Provider]:
        """Serve in a thread of this process."""
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._metadata),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._jwks),
                Route("/logout", self._logout),
            ]
        )
        server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="error", lifespan="off")
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the provider did not start"
            time.sleep(0.02)
        yield self
        server.should_exit = True
        thread.join(60)
