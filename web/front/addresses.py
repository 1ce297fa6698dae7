"""Addresses of the workbench itself, told apart from those a stranger would like to lead to."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from web.front.shell import NOT_PAGES

SIGN_IN = "/anmelden"
SIGN_OUT = "/abmelden"
# The same with the account that the town hall's own provider vouches for.
OUTSIDE_IN = f"{SIGN_IN}/extern"
OUTSIDE_OUT = f"{SIGN_OUT}/extern"
# Registered with the providers, so it cannot have a nicer name.
OUTSIDE_BACK = "/oauth2callback"
_LONGEST = 1500
_OURS = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def own_address(wanted: str) -> str:
    """``wanted`` where it is an address of this workbench to go to after the sign-in, else "/"."""
    if len(wanted) > _LONGEST or not _OURS.fullmatch(wanted):
        return "/"
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith((SIGN_IN, SIGN_OUT, *NOT_PAGES)):
        return "/"
    return quote(wanted, safe="/?&=%:+,;@~!$'()*#-._")


def sign_in_address(back: str = "/") -> str:
    """The sign-in page that leads to ``back`` afterwards."""
    return SIGN_IN if back == "/" else f"{SIGN_IN}?weiter={quote(back, safe='/')}"
