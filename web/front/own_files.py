"""``/web/…``: our own scripts and styles, small enough to be sent from memory."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

WEB_FILES = Path(__file__).parents[1] / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# A page names a file with the digest of its content, so that address never means another one.
_KEEP = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class OwnFile:
    """One file of ``web/static``, also packed; ``mark`` is the digest that its address carries."""

    content: bytes
    packed: bytes
    kind: str
    mark: str


@cache
def own_files() -> dict[str, OwnFile]:
    """All of them by name, read once."""
    return {
        path.name: OwnFile(
            content,
            gzip.compress(content, 9, mtime=0),
            _TYPES[path.suffix],
            hashlib.sha256(content).hexdigest()[:12],
        )
        for path in sorted(WEB_FILES.iterdir())
        if path.suffix in _TYPES
        for content in [path.read_bytes()]
    }


@cache
def file_address(name: str) -> str:
    """The address under which pages load a file."""
    return f"/web/{name}?v={own_files()[name].mark}"


@cache
def file_text(name: str) -> Markup:
    """The words of a file, to stand within a page."""
    return Markup(own_files()[name].content.decode())


def routes() -> list[BaseRoute]:
    """The one route of all files."""
    return [Route("/web/{name}", _send)]


async def _send(request: Request) -> Response:
    found = own_files().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("Diese Datei gibt es nicht.", 404)
    tag = f'"{found.mark}"'
    known = request.query_params.get("v") == found.mark
    headers = {
        "etag": tag,
        "cache-control": _KEEP if known else "no-cache",
        "vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(found.packed, headers=headers, media_type=found.kind)
    return Response(found.content, headers=headers, media_type=found.kind)
