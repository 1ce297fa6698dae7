"""Forms that come from outside: where they come from, how big they are, what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

# 500 signs that take four bytes each, written as %F0%9F…, are 6 KB; ten times that can be read and
# answered with a sentence that gives the text back.
LARGEST = 65_536
# What is thrown away unread, so that the phone hears the answer instead of a broken connection.
_SWALLOWED = 8_000_000
_FIELDS = 20
_UNREADABLE = "Diese Eingabe lässt sich nicht lesen; bitte das Formular auf der Seite benutzen."


@dataclass(frozen=True)
class Unfit(Exception):
    """A form that is not read: HTTP status and one sentence."""

    status: int
    sentence: str


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form sent by one of our own pages; raises Unfit."""
    refuse_strange_origin(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _body(request)
    if kind != "application/x-www-form-urlencoded":
        raise Unfit(415, _UNREADABLE)
    try:
        # Browsers send UTF-8 here; anything else becomes a replacement sign, never an error.
        fields = parse_qsl(
            body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=_FIELDS
        )
    except ValueError as error:
        raise Unfit(400, _UNREADABLE) from error
    return dict(fields)


def refuse_strange_origin(request: Request) -> None:
    """Raise Unfit where another website sends the form.

    Browsers say so in ``Sec-Fetch-Site`` over HTTPS, else in ``Origin``; the cookie, which is not
    sent from other sites, is the second lock.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        strange = site not in ("same-origin", "none")
    else:
        origin = request.headers.get("origin")
        strange = origin is not None and (
            urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
        )
    if strange:
        raise Unfit(
            403, "Diese Eingabe kam von einer anderen Website; bitte öffnen Sie die Seite neu."
        )


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= LARGEST:
            parts.append(part)
        elif size > _SWALLOWED:
            break
    if size > LARGEST:
        raise Unfit(
            413,
            "Der Text ist viel zu lang und wurde nicht angenommen; eine Karte hat höchstens "
            "500 Zeichen.",
        )
    return b"".join(parts)
