"""A page with one heading and one sentence, for what cannot be shown otherwise."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from strategy.kernel import german
from web.front.rendering import render


def sentence_page(
    request: Request,
    heading: str,
    sentence: str,
    status: int = 200,
    wait: int = 0,
    text_back: str = "",
) -> Response:
    """The page; ``wait`` are the seconds after which it is worth trying again.

    ``text_back`` is what somebody had typed into the form that is answered so.
    """
    headers = {"retry-after": str(wait)} if wait else {}
    return render(
        request,
        "sentence.html",
        status,
        headers,
        heading=heading,
        sentence=sentence,
        text_back=text_back,
    )


def too_often(request: Request, wait: int, text_back: str = "") -> Response:
    """Somebody asks more often than the server answers (429)."""
    seconds = german.counted(wait, "Sekunde", "Sekunden")
    return sentence_page(
        request,
        "Einen Augenblick bitte",
        f"Von diesem Anschluss kamen gerade sehr viele Anfragen; bitte versuchen Sie es in "
        f"{seconds} noch einmal.",
        429,
        wait,
        text_back,
    )
