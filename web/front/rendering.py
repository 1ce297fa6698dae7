"""Pages that are rendered on the server: one environment, in which every value is text."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from strategy.kernel import german
from strategy.workshop.codes import shown_code
from web.front.own_files import file_address, file_text

_TEMPLATES = Path(__file__).parents[1] / "templates"


@cache
def environment() -> Environment:
    """The templates of ``web/templates``.

    Values are escaped whatever the file is called, and a name that was not given is a defect that
    shows at once.
    """
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["file"] = file_address
    made.globals["content"] = file_text
    # Within the page, because every browser asks for it.
    made.globals["icon"] = f"data:image/svg+xml,{quote(file_text('icon.svg').strip())}"
    made.filters["code"] = shown_code
    made.filters["number"] = german.number
    made.filters["long_day"] = german.long_day
    made.filters["money"] = german.money
    made.filters["percent"] = german.percent
    made.filters["iso_day"] = _iso_day
    return made


def _iso_day(text: str) -> str:
    """A day as JSON has it, in German."""
    return german.day(date.fromisoformat(text))


def render(
    request: Request,
    name: str,
    status_code: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """Fill a template.  It extends ``base.html`` and is given what its blocks need by name.

    No page made here is kept by browsers or proxies: each shows one moment of a workshop.
    """
    html = environment().get_template(name).render(request=request, **context)
    return HTMLResponse(html, status_code, {"cache-control": "no-store", **(headers or {})})
