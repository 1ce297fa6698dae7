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
def test_every_page_is_there_and_the_section_of_the_open_one_is_unfolded(section: Section) -> None:
    for place in section.places:
        html = way_html(place.url, {})
        links = LINK.findall(html)
        assert [label for _, mark, label in links if mark] == [place.title]
        assert [address for address, _, _ in links] == [
            "./" if shown.url == "start" else shown.url
            for part in SECTIONS
            for shown in part.places
        ]
        unfolded = re.findall(r"<details open><summary>.*?<span>([^<]+)</span></summary>", html)
        assert unfolded == ([section.title] if len(section.places) > 1 else [])


def test_what_was_opened_last_is_a_link_with_plan_and_version() -> None:
    html = way_html("ziele", {"fassung": "s_1"}, [("massnahmen?id=M-0001", "Portal <b> (M-0001)")])
    assert 'href="massnahmen?id=M-0001&amp;fassung=s_1"' in html
    assert "Portal &lt;b&gt; (M-0001)" in html and "Zuletzt geöffnet" in html


def test_links_take_along_what_stands_in_the_address() -> None:
    plan = 'Kur"ort & Söhne'
    links = LINK.findall(way_html("ziele", {"plan": plan, "fassung": "s_1"}))
    query = "?plan=Kur%22ort+%26+S%C3%B6hne&amp;fassung=s_1"
    assert all(address.endswith(query) for address, _, _ in links)
