"""Everything of a workshop in one file: the same in the workbook and as JSON, and no formula."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from strategy.cli import main
from strategy.excel import workshop_export
from strategy.excel.workshop_export import write_workshop
from strategy.figures.workshop.points import points_total
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.records import get_, insert, save_
from strategy.kernel.store import Store
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.point import Point
from strategy.nouns.printed_card import PrintedCard
from strategy.nouns.workshop import Workshop
from strategy.workshop.cards import add_cards
from strategy.workshop.moderation import decide_cards
from strategy.workshop.preparing import add_three_phases

SHEETS = [
    "Werkstatt",
    "Phasen",
    "Gruppen",
    "Karten",
    "Themen",
    "Punkte",
    "Entscheidungen",
    "Papierkarten",
    "Schicksale",
]
NASTY = ["=1+1", "+49 3920", "-5 Grad", "@alle", "🚌 \u202eumgedreht", "<script>alert(1)</script>"]
# What turns the direction of all that follows is dropped where the card is taken in.
KEPT = [text.replace("\u202e", "") for text in NASTY]


@pytest.fixture
def room(plan_file: Store) -> Store:
    """W-0001 with what people write, points, a printed card; a planned W-0002."""
    with plan_file.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="=Werkstatt", note="+ vereinbart"))
        phases = add_three_phases(tx, workshop.id)
        save_(tx, ParticipantGroup(workshop_id=workshop.id, title="@Vereine"))
        save_(tx, Cluster(workshop_id=workshop.id, title="=Bus()"))
        cards = add_cards(
            tx,
            [
                Card(
                    workshop_id=workshop.id,
                    phase_id=phases[0].id,
                    body=body,
                    group_id="TG-0001",
                    cluster_id="CL-0001",
                )
                for body in NASTY
            ],
        )
        save_(tx, PrintedCard(workshop_id=workshop.id, number=1, code=cards[0].code))
        save_(tx, PrintedCard(workshop_id=workshop.id, number=2, code="LEER2345"))
        insert(
            tx,
            [
                Point(workshop_id=workshop.id, card_id=cards[0].id, points=4),
                Point(workshop_id=workshop.id, cluster_id="CL-0001", group_id="TG-0001", points=3),
            ],
        )
        save_(tx, Workshop(title="Geplant"))
    with plan_file.write("Berta", "Aussortiert") as tx:
        decide_cards(tx, ["C-0002"], "abgelehnt", "=Grund")
    return plan_file


def _json(path: Path) -> dict[str, list[dict[str, object]]]:
    return dict(json.loads(path.read_text("utf-8")))


def test_one_sheet_per_kind_and_no_text_is_a_formula(room: Store, tmp_path: Path) -> None:
    book = load_workbook(write_workshop(room, "W-0001", tmp_path / "w.xlsx"))
    assert book.sheetnames == SHEETS
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    cards = list(book["Karten"].iter_rows(values_only=True))
    place = cards[0].index("Text")
    assert [row[place] for row in cards[1:]] == KEPT
    points = list(book["Punkte"].iter_rows(values_only=True))
    with room.read() as db:
        assert sum(row[points[0].index("Punkte")] for row in points[1:]) == points_total(
            db, "W-0001"
        )
        code = get_(db, Card, "C-0001").code
    assert points[1][points[0].index("Karte")] == code
    told = list(book["Entscheidungen"].iter_rows(values_only=True))
    assert told[-1][1:4] == ("Berta", "Aussortiert", "C-0002") and told[-1][-1] == "=Grund"
    printed = list(book["Papierkarten"].iter_rows(values_only=True))
    assert [row[2] for row in printed[1:]] == ["C-0001", None]


def test_json_says_the_same(room: Store, tmp_path: Path) -> None:
    book = load_workbook(write_workshop(room, "W-0001", tmp_path / "w.xlsx"))
    told = _json(write_workshop(room, "W-0001", tmp_path / "w.json"))
    assert list(told) == SHEETS
    assert told["Werkstatt"][0]["Titel"] == "=Werkstatt"
    for name in SHEETS[1:]:
        rows = list(book[name].iter_rows(values_only=True))
        assert len(told[name]) == len(rows) - 1
        for entry in told[name]:
            assert list(entry) == list(rows[0])
    texts = [entry["Text"] for entry in told["Schicksale"]]
    assert texts == KEPT
    states = [entry["Stand"] for entry in told["Karten"]]
    assert states.count("abgelehnt") == 1 and len(states) == len(NASTY)


def test_an_empty_workshop_and_a_wrong_one(room: Store, tmp_path: Path) -> None:
    told = _json(write_workshop(room, "W-0002", tmp_path / "leer.json"))
    assert told["Karten"] == told["Punkte"] == []
    write_workshop(room, "W-0002", tmp_path / "leer.xlsx")
    with pytest.raises(NotFound, match="W-0009"):
        write_workshop(room, "W-0009", tmp_path / "x.xlsx")
    with pytest.raises(Refused, match=r"\.xlsx noch auf \.json"):
        write_workshop(room, "W-0001", tmp_path / "x.pdf")
    assert sorted(path.name for path in tmp_path.glob("x.*")) == []


def test_more_rows_than_a_sheet_holds_go_on(
    room: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop_export, "MOST_ROWS", 4)
    book = load_workbook(write_workshop(room, "W-0001", tmp_path / "w.xlsx"))
    rows = [book[name].max_row - 1 for name in book.sheetnames if name.startswith("Karten")]
    assert rows == [4, 2]


def test_the_command_writes_both(
    room: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = str(room.path)
    room.close()
    for ending in ("xlsx", "json"):
        target = tmp_path / f"aus.{ending}"
        assert main(["workshop", "export", plan, "W-0001", str(target)]) == 0
        assert target.exists() and str(target) in capsys.readouterr().out
    assert main(["workshop", "export", plan, "W-0001", str(tmp_path / "aus.txt")]) == 1
    assert main(["workshop", "minutes", plan, "W-0001", str(tmp_path / "aus.pdf")]) == 1
    assert ".docx" in capsys.readouterr().err
    assert main(["workshop", "minutes", plan, "W-0001", str(tmp_path / "aus.docx")]) == 0
