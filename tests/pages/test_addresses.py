"""What stands in the address: an entry that does not exist, and what an entry shows first."""

from __future__ import annotations

from tests.pages.conftest import Opener, healthy


def test_an_unknown_entry_is_said_beside_the_list(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("step_1_goals/goals.py", id="quatsch"))
    assert any("„quatsch“ gibt es nicht" in item.value for item in page.warning)
    assert any("Ziele." in item.value for item in page.caption)
    page = looking_at_demo("step_1_goals/goals.py", id="Z-9999")
    assert [item.value for item in page.error if "Z-9999" in item.value] != []


def test_a_paper_shows_its_way_before_its_form(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo("council/papers.py", id="VO-0001"))
    names = [item.value for item in page.get("subheader")]
    assert "Beratungsfolge" in names
    drawn = [type(item).__name__ for item in page.main]
    assert drawn.index("Subheader") < drawn.index("TextInput")
