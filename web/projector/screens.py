"""What projector and room kit share: which workshop an address means, and its QR code."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from strategy.kernel.errors import NotFound, StrategyError
from strategy.kernel.store import Store
from strategy.plans import opened as opened_plans
from ui.workshop.phone_address import PhoneAddress, phone_address
from web.front.sentence import sentence_page


def store_of(request: Request) -> Store:
    """The plan named in ``?plan=``, the server's own where none is; raises StrategyError."""
    return opened_plans.open_store(plan_named(request.query_params.get("plan", "")))


def plan_named(name: str) -> Path:
    """The file of the plan of that name, of the server's own for ""; raises NotFound.

    Another plan in its place might have a workshop of the same number.
    """
    plans = opened_plans.list_plans()
    found = next((plan for plan in plans if plan.stem == name), None) if name else plans[0]
    if found is None:
        raise NotFound(f"Einen Plan „{name[:60]}“ gibt es auf diesem Rechner nicht.")
    return found


def plan_query(request: Request) -> str:
    """The part of an address that keeps the plan, "" for the server's own."""
    wanted = request.query_params.get("plan")
    return f"?plan={quote(wanted, safe='')}" if wanted else ""


def address_of_phones(request: Request) -> PhoneAddress:
    """Where phones reach the server, seen from whoever asks."""
    return phone_address(request.url.scheme, request.headers.get("host", ""))


@lru_cache(maxsize=64)
def qr_code(text: str) -> Markup:
    """A QR code as SVG to be put into a page; its size comes from the style sheet.

    A printed or projected code is read from an angle and with dirt on it, so a quarter of it may
    be unreadable.
    """
    # No Micro QR: many phones do not read it.
    code = segno.make(text, error="q", micro=False)
    svg = code.svg_inline(
        border=2, omitsize=True, dark="#000000", light="#ffffff", svgclass="qr", lineclass=None
    )
    # segno writes no role, and without one a screen reader walks through the squares.
    return Markup(svg.replace("<svg ", '<svg role="img" aria-label="QR-Code" ', 1))


def not_there(request: Request, error: StrategyError) -> Response:
    """One sentence where the workshop or the plan is not there."""
    return sentence_page(request, "Diese Werkstatt gibt es nicht", str(error), 404)
