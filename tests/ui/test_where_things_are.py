"""Every thing the domain speaks of has its screen, and every noun its page or a reason for none."""

from __future__ import annotations

from pathlib import Path

import pytest

import strategy.nouns  # noqa: F401
from strategy.analysis.milestones import STEPS
from strategy.nouns.cost_line import CostLine
from ui.frame.map import every_screen
from ui.frame.places import PAGE_ABOUT, PAGE_OF, place_about
from ui.objects.register import Register

PAGES = Path(__file__).parents[2] / "pages"
ABOUT = {
    about
    for _, _, milestones in STEPS
    for one in milestones
    for about in (one.about, one.gap_about)
    if about
}


@pytest.mark.parametrize("about", sorted(ABOUT))
def test_what_a_step_asks_for_has_its_screen(about: str) -> None:
    assert (PAGES / place_about(about).script).is_file()


def test_every_page_of_a_noun_is_one_of_the_map() -> None:
    scripts = {place.script for place in every_screen()}
    assert scripts >= {*PAGE_OF.values(), *PAGE_ABOUT.values()}


def test_a_form_has_every_field_that_is_not_left_out_by_name() -> None:
    register = Register(CostLine, ["title"], first=["year", "title"], without=["note"])
    everything = [spec.name for spec in CostLine.specs() if not spec.hidden]
    assert register.fields[:2] == ["year", "title"]
    assert sorted([*register.fields, "note"]) == sorted(everything)
    with pytest.raises(KeyError, match="amount"):
        Register(CostLine, ["title"], without=["amount"])
