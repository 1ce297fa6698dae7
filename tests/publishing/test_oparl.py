"""The council as OParl 1.1: valid against the specification, whole, and of one audience only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from strategy.cli import main
from tests.publishing.oparl_schema import loose_ends, troubles


@pytest.fixture(scope="module")
def items(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    target = tmp_path_factory.mktemp("oparl") / "rat.json"
    assert main(["oparl", str(demo_file), str(target)]) == 0
    found: list[dict[str, object]] = json.loads(target.read_text(encoding="utf-8"))["data"]
    return found


def test_every_object_is_valid_and_every_reference_leads_somewhere(
    items: list[dict[str, object]],
) -> None:
    assert [x for item in items for x in troubles(item)] == []
    assert loose_ends(items) == set()
    # The checks themselves see what is wrong.
    broken = [{**item, "name": 1, "neu": 2} for item in items if str(item["type"]).endswith("Body")]
    assert len(troubles(broken[0])) == 2 and len(items) - 1 > len(loose_ends(items[:-30])) > 0


def test_the_draft_of_a_public_paper_and_closed_rounds_stay_inside(
    items: list[dict[str, object]],
) -> None:
    text = json.dumps(items, ensure_ascii=False)
    assert "Vergabe: Begleitung" not in text and "Nutzungsordnung für Tablets" not in text
    assert "Zimmer der Bürgermeisterin" not in text and "Stadthalle" in text


def test_votes_moved_days_and_delegations_stand_in_properties_of_our_own(
    items: list[dict[str, object]],
) -> None:
    by_id = {str(item["id"]).rsplit("/v1/")[-1]: item for item in items}
    item = by_id["agendaitem/BE-0028"]
    assert item["digitalstrategie:vote"] == {"yes": 15, "no": 15, "abstentions": 3, "present": 33}
    assert item["result"] == "abgelehnt" and item["number"] == "24"
    assert by_id["meeting/SI-0003"]["digitalstrategie:formerDays"] == ["2026-04-23"]
    assert by_id["meeting/SI-0025"]["cancelled"] is True
    seats = by_id["organization/G-0007"]["digitalstrategie:delegations"]
    assert isinstance(seats, list) and {"deputiesNamed": 2}.items() <= seats[5].items()
    assert by_id["membership/MG-0001"]["onBehalfOf"] == by_id["organization/FK-0001"]["id"]
    assert by_id["consultation/BE-0004"]["authoritative"] is True


def test_a_folder_has_one_list_per_type_and_the_texts(demo_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "oparl"
    command = ["oparl", str(demo_file), str(target), "--address", "https://rat.example.org/o"]
    assert main(command) == 0 and main(command) == 1  # not into a folder that holds something
    papers = json.loads((target / "paper.json").read_text(encoding="utf-8"))
    assert papers["data"][0]["id"] == "https://rat.example.org/o/paper/VO-0001"
    assert "Beschlussvorschlag" in (target / "VO-0001.txt").read_text(encoding="utf-8")
    assert json.loads((target / "system.json").read_text())["body"].endswith("/o/body")
