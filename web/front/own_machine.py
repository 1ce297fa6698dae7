"""Whether a request plainly comes from the server's own machine, or has to be signed in.

Everything that is not plainly local counts as coming from outside.
"""

from __future__ import annotations

import ipaddress
import os
import re

from starlette.datastructures import Headers
from starlette.types import Scope
from streamlit import config

ALWAYS_VARIABLE = "STRATEGY_SIGN_IN"
ALWAYS = "always"
# Whatever sends one of these passes requests on for others.
_PASSED_ON = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-forwarded-server",
    "x-forwarded-prefix",
    "x-original-host",
    "x-real-ip",
    "cf-connecting-ip",
    "true-client-ip",
)
_PORT = re.compile(r":[0-9]{1,5}$")


def asks_for_sign_in(scope: Scope) -> bool:
    """Whether whoever sent this request or opens this WebSocket has to be signed in."""
    if always_asks():
        return True
    # Streamlit listens everywhere where no address is set.
    if not is_loopback(str(config.get_option("server.address") or "")):
        return True
    # Started by another program (uvicorn app:app --host …), the option above says nothing.
    for end in ("client", "server"):
        address = scope.get(end)
        if not address or not is_loopback(str(address[0])):
            return True
    headers = Headers(scope=scope)
    # A page of the internet may let its own name point to 127.0.0.1 ("DNS rebinding") and then ask
    # as if it came from here; but the browser still names that page as the host.
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not is_loopback(_PORT.sub("", hosts[0])):
        return True
    return any(name in headers for name in _PASSED_ON)


def always_asks() -> bool:
    """Whether this server was told to ask everybody, as it has to be behind a proxy."""
    return os.environ.get(ALWAYS_VARIABLE, "").strip().casefold() == ALWAYS


def is_loopback(host: str) -> bool:
    """Whether a name or address means this machine and nothing else."""
    host = host.strip().casefold().removeprefix("[").removesuffix("]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
