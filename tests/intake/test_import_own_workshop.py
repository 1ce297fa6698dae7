"""A workshop out of one plan and into another, as the command line takes it: without a sheet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import xlsxwriter

from strategy.cli import main
from strategy.excel.workshop_export import write_workshop
from strategy.figures.workshop.points import points_total
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.nouns.card import Card, CardState
from strategy.nouns.workshop import Workshop
from strategy.plans.soundness import check_plan
from strategy.workshop.cards import add_cards
from strategy.workshop.preparing import add_three_phases
from strategy.workshop.splitting import parts_of, split_card
from tests.fresh_plans import empty_plan


def test_the_sheet_of_the_kind_is_found_by_its_name(demo_file: Path, tmp_path: Path) -> None:
    town = Store.open(shutil.copy(demo_file, tmp_path / "stadt.duckdb"))
    book = str(write_workshop(town, "W-0001", tmp_path / "werkstatt.xlsx"))
    with town.read() as db:
        cards, points = find(db, Card, "workshop_id = 'W-0001'"), points_total(db, "W-0001")
    town.close()
    plan = tmp_path / "leer.duckdb"
    empty_plan(plan).close()
    assert main(["import", str(plan), "cards", book]) == 0
    assert main(["import", str(plan), "points", book]) == 0
    empty = Store.open(plan)
    with empty.read() as db:
        assert len(find(db, Card)) == len(cards) and points_total(db, "W-0001") == points
        # Cards keep their parts, and are told apart by their codes.
        codes = {card.id: card.code for card in find(db, Card)}
        kin = {
            card.code: codes[card.split_from_id] for card in find(db, Card) if card.split_from_id
        }
    old = {card.id: card.code for card in cards}
    assert kin == {card.code: old[card.split_from_id] for card in cards if card.split_from_id}
    assert check_plan(empty) == []
    empty.close()


@pytest.fixture
def three_phases(plan_file: Store) -> Store:
    """A workshop with nothing but its phases."""
    with plan_file.write("Anna") as tx:
        add_three_phases(tx, save_(tx, Workshop(title="Werkstatt")).id)
    return plan_file


def test_a_workbook_with_other_sheets_is_read_as_ever(three_phases: Store, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "umfrage.xlsx")
    for name, rows in (
        ("Antworten", (("Text", "Phase"), ("Mehr Busse", "Kritik"))),
        ("Rest", (("Text", "Phase"), ("Nicht dies", "Kritik"))),
    ):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    preview = preview_import(three_phases, "cards", tmp_path / "umfrage.xlsx")
    assert (preview.added, preview.detected.sheet) == (1, "Antworten")


@pytest.fixture
def divided(plan_file: Store) -> Store:
    """C-0001 divided into two parts, the first of which is divided again."""
    with plan_file.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="Werkstatt", moderated=False))
        phase = add_three_phases(tx, workshop.id)[0]
        add_cards(tx, [Card(workshop_id=workshop.id, phase_id=phase.id, body="Bus, Bahn, Rad")])
        first, _ = split_card(tx, "C-0001", ["Bus und Bahn", "Rad"])
        split_card(tx, first.id, ["Bus", "Bahn"])
    return plan_file


def test_parts_find_the_card_they_were_cut_from(divided: Store, tmp_path: Path) -> None:
    book = write_workshop(divided, "W-0001", tmp_path / "w.xlsx")
    other = empty_plan(tmp_path / "andere.duckdb")
    for added in (5, 0):
        preview = preview_import(other, "cards", book)
        assert (preview.added, preview.changed, preview.rejected) == (added, 0, [])
        apply_import(other, preview, "Anna")
    with other.read() as db:
        cards = {card.body: card for card in find(db, Card)}
        assert {part.body for part in parts_of(db, cards["Bus, Bahn, Rad"].id)} == {
            "Bus und Bahn",
            "Rad",
        }
        assert {part.body for part in parts_of(db, cards["Bus und Bahn"].id)} == {"Bus", "Bahn"}
    assert [cards[body].state for body in ("Bus, Bahn, Rad", "Bus und Bahn", "Bus")] == [
        CardState.SPLIT,
        CardState.SPLIT,
        CardState.ACCEPTED,
    ]
    assert check_plan(other) == []
    other.close()


def test_a_file_cannot_divide_a_card_into_nothing_or_itself(
    three_phases: Store, tmp_path: Path
) -> None:
    path = tmp_path / "karten.csv"
    path.write_text(
        "Kennung;Text;Phase;Stand;Teil von\nA;allein;Kritik;aufgeteilt;\n"
        "B;im Kreis;Kritik;aufgeteilt;D\nD;im Kreis auch;Kritik;aufgeteilt;B\n"
        "E;verwaist;Kritik;angenommen;Z\nF;von einer ganzen;Kritik;angenommen;E\n",
        encoding="utf-8",
    )
    preview = preview_import(three_phases, "cards", path)
    assert any(
        "aufgeteilt in Karten, die nicht in der Datei stehen" in words for words in preview.notices
    )
    assert any("Teil einer Karte, die weder" in words for words in preview.notices)
    apply_import(three_phases, preview, "Anna")
    with three_phases.read() as db:
        cards = find(db, Card)
    assert [card.state for card in cards] == ["angenommen"] * 5
    assert [card.split_from_id for card in cards] == [None] * 5
    assert check_plan(three_phases) == []
