"""The way between the pages: one block of links, because an element per link cost every run of
every page more than anything else in the frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from ui.frame.map import SECTIONS, Screen, Section

_CLOSED = "chevron_right"


def way_html(here: str, kept: Mapping[str, str], recent: Sequence[tuple[str, str]] = ()) -> str:
    """All pages, folded into their sections; the section of the page with the address ``here`` is
    open, every other unfolds in place.

    ``kept`` are parameters of the address that every link takes along, ``recent`` the entries that
    were opened last (address, name).  ``web/static/way.js`` follows the links without loading the
    document anew.
    """
    # Kept under page and parameters: the block is the same for everybody who stands there.
    return _drawn(here, urlencode(kept), tuple(recent))


@lru_cache(maxsize=500)
def _drawn(here: str, query: str, recent: tuple[tuple[str, str], ...]) -> str:
    rows = [f"<li>{_section(section, here, query)}</li>" for section in SECTIONS]
    if recent:
        links = "".join(
            f"<li>{_anchor(address, name, 'history', query)}</li>" for address, name in recent
        )
        # Behind the overview: what one goes back to lies nearer than the last section.
        rows.insert(1, f"<li>{_folded('Zuletzt geöffnet', links, False)}</li>")
    return f'<nav class="workbench-way" aria-label="Seiten"><ul>{"".join(rows)}</ul></nav>'


def _section(section: Section, here: str, query: str) -> str:
    if len(section.places) == 1:
        only = section.places[0]
        return _link(only, here, query)
    links = "".join(f"<li>{_link(place, here, query)}</li>" for place in section.places)
    return _folded(section.title, links, any(place.url == here for place in section.places))


def _folded(title: str, links: str, is_open: bool) -> str:
    return (
        f"<details{' open' if is_open else ''}><summary>"
        f'<span class="workbench-icon" aria-hidden="true" translate="no">{_CLOSED}</span>'
        f"<span>{escape(title)}</span></summary><ul>{links}</ul></details>"
    )


def _link(place: Screen, here: str, query: str) -> str:
    # Relative, because the workbench may be served below a path.
    address = "./" if place.url == "start" else place.url
    return _anchor(address, place.title, place.icon_name, query, place.url == here)


def _anchor(address: str, label: str, icon: str, query: str, current: bool = False) -> str:
    if query:
        address += f"{'&' if '?' in address else '?'}{query}"
    mark = ' aria-current="page"' if current else ""
    return (
        f'<a href="{escape(address)}" target="_self"{mark}>'
        f'<span class="workbench-icon" aria-hidden="true" translate="no">{icon}</span>'
        f"<span>{escape(label)}</span></a>"
    )
