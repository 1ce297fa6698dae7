"""A Starlette application with nothing but one page: what a page could cost at the least."""

from __future__ import annotations

import argparse
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def application(content: bytes) -> Starlette:
    """The page under ``/page``, and the sign of life that is waited for."""

    async def page(request: Request) -> Response:
        return Response(content, media_type="text/html; charset=utf-8")

    async def health(request: Request) -> Response:
        return Response("ok")

    return Starlette(routes=[Route("/page", page), Route("/healthz", health)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("content", type=Path)
    parser.add_argument("--port", type=int)
    typed = parser.parse_args()
    bare = application(typed.content.read_bytes())
    uvicorn.run(bare, port=typed.port, http="httptools", log_level="error")
