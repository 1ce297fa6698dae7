"""Plain addresses beside Streamlit's: health, and our own files."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import BaseRoute, Route

from web.front import own_files
from web.participants import fate_list
from web.participants.fate import FatePages
from web.participants.limits import public_limits
from web.participants.page import Participation
from web.projector import print_kit as room_kit
from web.projector import wall as projector
from web.sign_in.page import SignInPages
from web.site.oparl import OparlPages
from web.site.pages import SitePages


async def health(request: Request) -> JSONResponse:
    """Whether the server answers; says nothing about the plan, because anybody may ask."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


async def overview(request: Request) -> RedirectResponse:
    """To the overview, which Streamlit serves under no name but the root's."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}")


def routes() -> list[BaseRoute]:
    """All plain routes, in the order in which they are tried."""
    limits = public_limits()
    return [
        Route("/healthz", health),
        Route("/start", overview),
        *SignInPages().routes(),
        *Participation(limits).routes(),
        *FatePages(limits).routes(),
        *SitePages(limits).routes(),
        *OparlPages(limits).routes(),
        *fate_list.routes(),
        *room_kit.routes(),
        *projector.routes(),
        *own_files.routes(),
    ]
