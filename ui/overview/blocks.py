"""The blocks of the overview as HTML: one element each, because the first page must settle fast.

Every block holds links only where they lead to the entry or the rows behind what it says;
``web/static/way.js`` follows them inside the open document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from strategy.analysis.overview import KeyNumber, SmallBar, Station
from strategy.kernel import german
from strategy.kernel.records import noun_of_id
from ui.frame.map import SECTIONS, place_of_script
from ui.frame.places import PAGE_OF, place_about

# The lowest bar that can still be seen, in per cent of the height.
_LEAST = 4


@dataclass(frozen=True)
class Tile:
    """One life domain: its entry, name, and what it has in words."""

    object_id: str
    title: str
    facts: tuple[str, ...]


def stations_html(stations: Sequence[Station], kept: Mapping[str, str]) -> str:
    """The line of the five steps; state is sign and words, never colour alone."""
    first_page = {section.title: section.places[0].url for section in SECTIONS}
    items = []
    for station in stations:
        title = f"{station.key} {station.title}"
        look, sign, word = _station_state(station)
        items.append(
            f'<li class="{look}"><a href="{_address(first_page[title], kept)}" target="_self">'
            f'<strong><span aria-hidden="true">{sign}</span> {_breakable(title)}</strong>'
            f"<span>{escape(word)}</span></a></li>"
        )
    return _block(f'<ol class="stations" aria-label="Die fünf Schritte">{"".join(items)}</ol>')


def _breakable(title: str) -> str:
    # Wider than a fifth of the page, and browsers without a German dictionary break it anywhere.
    return escape(title).replace("Digitalisierungsstrategie", "Digitalisierungs&shy;strategie")


def _station_state(station: Station) -> tuple[str, str, str]:
    if station.done_on is not None:
        return "done", "✓", f"abgeschlossen am {german.day(station.done_on)}"
    if station.reached == 0:
        return "open", "○", f"0 von {station.of} Punkten erreicht"
    return "begun", "◐", f"{station.reached} von {station.of} Punkten erreicht"


def numbers_html(numbers: Sequence[KeyNumber], kept: Mapping[str, str]) -> str:
    """The four numbers side by side, each with its direction and its small chart."""
    cells = "".join(
        f'<li><a href="{_address(place_about(one.about).url, kept)}" target="_self">'
        f"<span>{escape(one.label)}</span></a>"
        f'<strong class="value">{escape(one.text)}</strong>'
        f"<span>{escape(one.change)}</span>{_chart(one.bars)}</li>"
        for one in numbers
    )
    return _block(f'<ul class="numbers" aria-label="Zahlen">{cells}</ul>')


def _chart(bars: Sequence[SmallBar]) -> str:
    if not bars:
        return ""
    most = max((bar.value or 0 for bar in bars), default=0) or 1
    columns = "".join(
        f'<i class="{"now" if bar.now else ""}" style="height:{_height(bar.value, most)}%"></i>'
        for bar in bars
    )
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return (
        f'<span class="bars" role="img" aria-label="{escape(words)}" title="{escape(words)}">'
        f"{columns}</span>"
        f'<span class="ends" aria-hidden="true"><span>{escape(bars[0].label)}</span>'
        f"<span>{escape(bars[-1].label)}</span></span>"
    )


def _height(value: int | None, most: int) -> int:
    # Nothing known has no bar; 0 has the line on which it stands.
    if value is None:
        return 0
    return max(_LEAST, round(value * 100 / most))


def list_html(items: Iterable[tuple[str, str, str]], kept: Mapping[str, str], label: str) -> str:
    """Rows of (object id or "", what, when or how): the name leads to the entry."""
    rows = []
    for object_id, words, more in items:
        address = _object_address(object_id, kept)
        name = escape(words)
        if address:
            name = f'<a href="{address}" target="_self">{name}</a>'
        rows.append(
            f'<li><span class="words">{name}</span><span class="more">{escape(more)}</span></li>'
        )
    return _block(f'<ul class="rows" aria-label="{escape(label)}">{"".join(rows)}</ul>')


def tiles_html(tiles: Sequence[Tile], kept: Mapping[str, str]) -> str:
    """One tile per life domain."""
    cells = "".join(
        f'<li><a href="{_object_address(tile.object_id, kept)}" target="_self">'
        f"<strong>{escape(tile.title)}</strong></a>"
        + "".join(f"<span>{escape(fact)}</span>" for fact in tile.facts)
        + "</li>"
        for tile in tiles
    )
    return _block(f'<ul class="tiles" aria-label="Lebensbereiche">{cells}</ul>')


def _block(inner: str) -> str:
    return f'<div class="workbench-overview">{inner}</div>'


def _object_address(object_id: str, kept: Mapping[str, str]) -> str:
    noun = noun_of_id(object_id) if object_id else None
    if noun is None or noun.TABLE not in PAGE_OF:
        return ""
    return _address(place_of_script(PAGE_OF[noun.TABLE]).url, {**kept, "id": object_id})


def _address(url: str, query: Mapping[str, str]) -> str:
    # Relative, because the workbench may be served below a path.
    address = "./" if url == "start" else url
    return escape(f"{address}?{urlencode(query)}" if query else address)
