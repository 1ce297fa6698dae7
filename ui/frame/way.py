"""The way between the pages: one block of links, because an element per link cost every run of
every page more than anything else in the frame."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from ui.frame.map import SECTIONS, Screen, Section

_CLOSED = "chevron_right"


def way_html(here: str, kept: Mapping[str, str]) -> str:
    """A link per section; below the section of the page with the address ``here`` one per page.

    ``kept`` are parameters of the address that every link takes along.  ``web/static/way.js``
    follows the links without loading the document anew.
    """
    # Kept under page and parameters: the block is the same for everybody who stands there.
    return _drawn(here, urlencode(kept))


@lru_cache(maxsize=500)
def _drawn(here: str, query: str) -> str:
    rows = "".join(f"<li>{_section(section, here, query)}</li>" for section in SECTIONS)
    return f'<nav class="workbench-way" aria-label="Seiten"><ul>{rows}</ul></nav>'


def _section(section: Section, here: str, query: str) -> str:
    first = section.places[0]
    if len(section.places) == 1:
        return _link(first, first.title, first.icon_name, here, query)
    if all(place.url != here for place in section.places):
        return _link(first, section.title, _CLOSED, here, query)
    rows = "".join(
        f"<li>{_link(place, place.title, place.icon_name, here, query)}</li>"
        for place in section.places
    )
    return f"<strong>{escape(section.title)}</strong><ul>{rows}</ul>"


def _link(place: Screen, label: str, icon: str, here: str, query: str) -> str:
    # Relative, because the workbench may be served below a path.
    address = "./" if place.url == "start" else place.url
    if query:
        address += f"?{query}"
    mark = ' aria-current="page"' if place.url == here else ""
    return (
        f'<a href="{escape(address)}" target="_self"{mark}>'
        f'<span class="workbench-icon" aria-hidden="true" translate="no">{icon}</span>'
        f"<span>{escape(label)}</span></a>"
    )
