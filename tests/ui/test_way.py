"""The way between the pages is complete, marks where one is, and takes plan and version along."""

from __future__ import annotations

import re

import pytest

from ui.frame.map import SECTIONS, Section
from ui.frame.way import way_html

LINK = re.compile(
    r'<a href="([^"]*)" target="_self"( aria-current="page")?>.*?<span>(.*?)</span></a>'
)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.title)
def test_the_open_section_shows_its_pages_and_every_other_its_first(section: Section) -> None:
    for place in section.places:
        links = LINK.findall(way_html(place.url, {}))
        assert [label for _, mark, label in links if mark] == [place.title]
        expected = [
            "./" if shown.url == "start" else shown.url
            for part in SECTIONS
            for shown in (part.places if part is section else part.places[:1])
        ]
        assert [address for address, _, _ in links] == expected


def test_links_take_along_what_stands_in_the_address() -> None:
    plan = 'Kur"ort & Söhne'
    links = LINK.findall(way_html("ziele", {"plan": plan, "fassung": "s_1"}))
    query = "?plan=Kur%22ort+%26+S%C3%B6hne&amp;fassung=s_1"
    assert all(address.endswith(query) for address, _, _ in links)
