"""Points of a cluster: read strictly, and two people's entries never replace each other unseen."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from strategy.kernel.records import find, save_
from strategy.nouns.point import Point
from tests.pages.conftest import Opener, healthy
from ui.run import session

CLUSTERS = "step_3_future_workshop/clusters.py"
GROUPS = "TG-0001", "TG-0002"
# Points that came by phone stand beside these and are not typed.
BY_HAND = "source = 'Saal'"


def _points() -> dict[str | None, int | None]:
    with session.open_store().read() as db:
        given = find(db, Point, f"cluster_id = 'CL-0001' AND phase_id = 'WP-0003' AND {BY_HAND}")
    return {point.group_id: point.points for point in given if point.card_id is None}


def _field(page: AppTest, group: str) -> Any:
    return next(item for item in page.text_input if str(item.key).endswith(f"_{group}"))


def _press(page: AppTest, label: str) -> AppTest:
    return next(item for item in page.button if item.label == label).click().run()


def _somebody_enters(group: str, points: int) -> None:
    with session.open_store().write("Bernd", "Punkte nachgetragen") as tx:
        own = find(
            tx,
            Point,
            "cluster_id = 'CL-0001' AND phase_id = 'WP-0003' AND group_id = ? "
            f"AND card_id IS NULL AND {BY_HAND}",
            [group],
        )
        save_(tx, own[0].replace(points=points))


def test_points_are_entered_per_group(on_demo: Opener) -> None:
    page = healthy(on_demo(CLUSTERS, id="CL-0001"))
    before = _points()
    _field(page, GROUPS[0]).input("viele")
    page = _press(page, "Punkte speichern")
    assert len(page.error) == 1 and "Punkte von „" in page.error[0].value
    _field(page, GROUPS[0]).input(str((before[GROUPS[0]] or 0) + 7))
    page = healthy(_press(page, "Punkte speichern"))
    assert _points() == before | {GROUPS[0]: (before[GROUPS[0]] or 0) + 7}
    page = healthy(_press(page, "Rückgängig"))
    assert _points() == before
    assert _field(page, GROUPS[0]).value == str(before[GROUPS[0]])


def test_what_somebody_else_entered_elsewhere_stays(on_demo: Opener) -> None:
    page = healthy(on_demo(CLUSTERS, id="CL-0001"))
    _somebody_enters(GROUPS[1], 91)
    _field(page, GROUPS[0]).input("17")
    page = healthy(_press(page, "Punkte speichern"))
    assert {group: _points()[group] for group in GROUPS} == {GROUPS[0]: 17, GROUPS[1]: 91}
    assert _field(page, GROUPS[1]).value == "91"


def test_two_entries_for_one_group_are_both_shown(on_demo: Opener) -> None:
    page = healthy(on_demo(CLUSTERS, id="CL-0001"))
    _somebody_enters(GROUPS[0], 91)
    _field(page, GROUPS[0]).input("17")
    page = healthy(_press(page, "Punkte speichern"))
    assert _points()[GROUPS[0]] == 91
    choice = next(item for item in page.radio if "welcher Wert gilt?" in item.label)
    assert choice.options == ["mein Wert: 17", "der andere Wert: 91"]
    healthy(_press(page, "Mit dieser Auswahl speichern"))
    assert _points()[GROUPS[0]] == 17
