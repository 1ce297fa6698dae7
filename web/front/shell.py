"""The one HTML document Streamlit sends, made German and bound to a strict content policy."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.front.own_files import file_address

TITLE = "Digitalstrategie"
NO_SCRIPT = (
    "Bitte JavaScript im Browser einschalten und die Seite neu laden; "
    "ohne JavaScript kann die Werkbank nicht angezeigt werden."
)
_OWN_FILES = {
    "where.js": '<script src="{}"></script>',
    "german_words.js": '<script src="{}"></script>',
    "german.js": '<script src="{}"></script>',
    "who.js": '<script src="{}"></script>',
    "way.js": '<script src="{}"></script>',
    "search.js": '<script src="{}"></script>',
    "slides.js": '<script src="{}"></script>',
    "keys.js": '<script src="{}"></script>',
    "lists.js": '<script src="{}"></script>',
    # Without its own "shortcut icon" Streamlit leaves this one alone; it would fetch the icon of
    # every page from a foreign server.
    "icon.svg": '<link rel="icon" type="image/svg+xml" href="{}">',
    "look.css": '<link rel="stylesheet" href="{}">',
}
# Everything below these prefixes is a file or an interface and never the document.
NOT_PAGES = (
    "/static/",
    "/_stcore/",
    "/media/",
    "/component/",
    "/web/",
    "/mitmachen/",
    "/karte/",
    "/oparl/",
    "/strategie/",
)
# Pages of our own behind the sign-in; the projector's "if-none-match" has to reach it.
_OWN_PAGES = ("/werkstatt/",)


@cache
def original() -> bytes:
    """Streamlit's own document, byte for byte."""
    return (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


@cache
def document() -> bytes:
    """The document as it is sent: German, with our files, without unused pointers.

    Our files carry their hash in the address, so that browsers may keep them and still
    notice a new version.
    """
    html = original().decode()
    html = html.replace('<html lang="en"', '<html lang="de"', 1)
    html = re.sub(r"<title>.*?</title>", f"<title>{TITLE}</title>", html, count=1)
    hint = f"<noscript>{NO_SCRIPT}</noscript>"
    html = re.sub(r"<noscript>.*?</noscript>", hint, html, flags=re.S)
    html = re.sub(r"\s*<link rel=\"(service-desc|shortcut icon)\"[^>]*>", "", html)
    html = re.sub(r"<!--.*?-->\s*", "", html, flags=re.S)
    own = "".join(template.format(file_address(name)) for name, template in _OWN_FILES.items())
    return html.replace("</head>", f"{own}</head>", 1).encode()


@cache
def inline_script_hashes() -> tuple[str, ...]:
    """The CSP sources of the inline scripts that Streamlit's document contains."""
    scripts = re.findall(r"<script>(.*?)</script>", document().decode(), flags=re.S)
    return tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    )


class GermanShell:
    """Middleware that sends :func:`document` wherever Streamlit would send its own document.

    Only a response that equals the original byte for byte is replaced, so the workbench's own
    HTML pages pass untouched.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or scope["path"].startswith((*NOT_PAGES, *_OWN_PAGES))
        ):
            await self.app(scope, receive, send)
            return

        # Without these headers the answer is complete and not compressed; deep links would
        # otherwise come back gzipped or as "304 not modified" and could not be compared.
        dropped = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
        headers = [pair for pair in scope["headers"] if pair[0] not in dropped]
        start: Message | None = None
        body = b""

        async def replace(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                kind = MutableHeaders(raw=message["headers"]).get("content-type", "")
                if message["status"] == 200 and kind.startswith("text/html"):
                    start = message
                    return
            if start is None or message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            if body == original():
                body = document()
                answer = MutableHeaders(raw=start["headers"])
                answer["content-length"] = str(len(body))
                answer["cache-control"] = "no-cache"
                for name in ("etag", "last-modified"):
                    if name in answer:
                        del answer[name]
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app({**scope, "headers": headers}, receive, replace)
