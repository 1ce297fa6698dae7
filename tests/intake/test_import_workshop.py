"""Cards and points of a workshop: read in, known again, and out of one plan into another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from strategy.cli import main
from strategy.excel.workshop_export import write_workshop
from strategy.figures.workshop.cards import cards_by_state
from strategy.figures.workshop.points import (
    cluster_results,
    points_by_group,
    points_by_phase,
    points_total,
)
from strategy.intake.comparing.preview import Preview
from strategy.intake.errors import Ambiguous
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.point import Point
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.cards import add_cards
from strategy.workshop.moderation import decide_cards
from strategy.workshop.preparing import add_three_phases
from tests.fresh_plans import empty_plan


@pytest.fixture
def room(plan_file: Store) -> Store:
    """W-0001 with three phases, two groups, a cluster and two cards with codes."""
    with plan_file.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="Werkstatt am See", moderated=False))
        phases = add_three_phases(tx, workshop.id)
        for title in ("Vereine", "Schulen und Jugend"):
            save_(tx, ParticipantGroup(workshop_id=workshop.id, title=title))
        save_(tx, Cluster(workshop_id=workshop.id, title="Bus und Rad"))
        add_cards(
            tx,
            [
                Card(workshop_id=workshop.id, phase_id=phases[0].id, body="Der Bus fährt nie."),
                Card(workshop_id=workshop.id, phase_id=phases[1].id, body="=WENN(Radweg)"),
            ],
        )
    return plan_file


def _file(folder: Path, text: str, name: str = "umfrage.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _taken(store: Store, kind: str, path: Path, **more: object) -> Preview:
    preview = preview_import(store, kind, path, **more)  # type: ignore[arg-type]
    apply_import(store, preview, "Anna", leave_out=preview.rejected_rows)
    return preview


SURVEY = """Text;Phase;Gruppe;Thema;Code
Mehr Busse am Abend;Phantasie;Vereine;Bus und Rad;
Der Bus fährt nie.;Kritik;Vereine;;
Eine Rampe am Rathaus;Phantasie;schulen und jugend;Ohne Stufen;K7M3XQ9P
Eine Rampe am Rathaus;Phantasie;;;K7M3XQ9Q
"""


def test_the_result_of_a_survey_comes_in_once(room: Store, tmp_path: Path) -> None:
    path = _file(tmp_path, SURVEY)
    first = _taken(room, "cards", path)
    assert (first.added, first.changed, first.unchanged) == (3, 1, 0)
    assert any("Thema" in words and "Ohne Stufen" in words for words in first.notices)
    with room.read() as db:
        cards = find(db, Card)
        clusters = {item.title: item.id for item in find(db, Cluster)}
    assert len(cards) == 5 and all(card.code and card.received_at for card in cards)
    known = cards[0]
    assert (known.group_id, known.source) == ("TG-0001", None), "only what was missing is added"
    new = [card for card in cards if card.source == "eingelesen"]
    assert [card.state for card in new] == ["angenommen"] * 3
    assert {card.code for card in new} >= {"K7M3XQ9P", "K7M3XQ9Q"}
    assert new[1].cluster_id == clusters["Ohne Stufen"] and new[1].group_id == "TG-0002"
    again = preview_import(room, "cards", path)
    assert (again.added, again.changed, again.unchanged, again.missing) == (0, 0, 4, 0)
    undo(room, "Anna", "main")
    with room.read() as db:
        assert len(find(db, Card)) == 2 and len(find(db, Cluster)) == 1


def test_what_was_decided_about_a_card_is_not_turned_back(room: Store, tmp_path: Path) -> None:
    path = _file(tmp_path, SURVEY)
    _taken(room, "cards", path)
    with room.write("Anna") as tx:
        decide_cards(tx, ["C-0003"], "abgelehnt", "Fährt schon.")
        save_(tx, get_(tx, Card, "C-0003").replace(cluster_id=None))
    second = preview_import(room, "cards", path)
    assert (second.added, second.changed) == (0, 1), "the cluster is proposed again"
    apply_import(room, second, "Anna")
    with room.read() as db:
        assert get_(db, Card, "C-0003").state == "abgelehnt"


def test_a_slip_is_refused_with_the_nearest_names(room: Store, tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "Text;Phase;Gruppe\nA;Fantasie;Vereine\nB;Kritik;Verein\nC;Kritik;Feuerwehr\nD;;Vereine\n",
    )
    preview = preview_import(room, "cards", path)
    reasons = {cell.row: cell.reason for cell in preview.rejected}
    assert "„Phantasie“" in reasons[2] and "Fantasie" in reasons[2]
    assert "am nächsten kommen: „Vereine“" in reasons[3]
    assert "Phase fehlt" in reasons[5]
    assert preview.added == 1 and any("„Feuerwehr“" in words for words in preview.notices)
    with pytest.raises(Refused, match="3 Zeilen"):
        apply_import(room, preview, "Anna")


def test_equal_cards_without_codes_are_counted(room: Store, tmp_path: Path) -> None:
    path = _file(tmp_path, "Text;Phase\nWLAN!;Kritik\nWLAN!;Kritik\nwlan!;Kritik\n")
    assert _taken(room, "cards", path).added == 3
    again = preview_import(room, "cards", path)
    assert (again.added, again.unchanged) == (0, 3)


def test_the_workshop_is_asked_for_where_several_could_be_meant(
    room: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with room.write("Anna") as tx:
        other = save_(tx, Workshop(title="Zweite"))
        add_three_phases(tx, other.id)
    path = _file(tmp_path, "Text;Phase\nHallo;Kritik\n")
    with pytest.raises(Ambiguous) as asked:
        preview_import(room, "cards", path)
    assert [one.choice for one in asked.value.readings] == ["W-0001", "W-0002"]
    answer = {asked.value.key: {asked.value.column: "W-0002"}}
    assert preview_import(room, "cards", path, mapping=answer).added == 1
    with pytest.raises(Refused, match="W-0009"):
        preview_import(room, "cards", path, mapping={"workshop": "W-0009"})
    plan = str(room.path)
    room.close()
    assert main(["import", plan, "cards", str(path)]) == 1
    assert "--workshop" in capsys.readouterr().err
    assert main(["import", plan, "cards", str(path), "--workshop", "W-0002"]) == 0
    with Store.open(plan).read() as db:
        assert [card.workshop_id for card in find(db, Card)][-1] == "W-0002"


def test_points_stand_beside_those_of_the_room(room: Store, tmp_path: Path) -> None:
    with room.write("Anna") as tx:
        save_(tx, Point(workshop_id="W-0001", cluster_id="CL-0001", group_id="TG-0001", points=5))
        code = get_(tx, Card, "C-0001").code
    path = _file(
        tmp_path,
        f"Thema;Karte;Gruppe;Punkte\nBus und Rad;;Vereine;5\nBus und Rad;;;0\n;{code};;3\n"
        "Bus und Rat;;;2\n;NIE2NIE2;;1\nBus und Rad;;Vereine;\n",
    )
    preview = preview_import(room, "points", path)
    reasons = {cell.row: cell.reason for cell in preview.rejected}
    assert "„Bus und Rad“" in reasons[5] and "NIE2NIE2" in reasons[6] and "Punkte" in reasons[7]
    assert any("0 Punkten" in words for words in preview.notices)
    apply_import(room, preview, "Anna", leave_out=preview.rejected_rows)
    with room.read() as db:
        assert points_total(db, "W-0001") == 13
        assert {point.source for point in find(db, Point)} == {"Saal", "eingelesen"}
    again = preview_import(room, "points", path)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    _taken(room, "points", _file(tmp_path, "Thema;Gruppe;Punkte\nBus und Rad;Vereine;9\n", "2.csv"))
    with room.read() as db:
        assert points_total(db, "W-0001") == 17, "a later count replaces the one read in before"


def test_out_of_the_demo_and_into_an_empty_plan(demo_file: Path, tmp_path: Path) -> None:
    town = Store.open(shutil.copy(demo_file, tmp_path / "stadt.duckdb"))
    book = write_workshop(town, "W-0001", tmp_path / "werkstatt.xlsx")
    sums = _sums(town, "W-0001")
    town.close()
    empty = empty_plan(tmp_path / "leer.duckdb")
    for _ in range(2):
        for kind, sheet in (("cards", "Karten"), ("points", "Punkte")):
            preview = preview_import(empty, kind, book, sheet=sheet)
            assert not preview.rejected
            apply_import(empty, preview, "Anna")
    assert (preview.added, preview.changed) == (0, 0), "a second time changes nothing"
    assert _sums(empty, "W-0001") == sums
    empty.close()


def test_reading_its_own_export_changes_nothing(demo_file: Path, tmp_path: Path) -> None:
    town = Store.open(shutil.copy(demo_file, tmp_path / "stadt.duckdb"))
    for workshop in ("W-0001", "W-0003"):
        book = write_workshop(town, workshop, tmp_path / f"{workshop}.xlsx")
        for kind, sheet in (("cards", "Karten"), ("points", "Punkte")):
            preview = preview_import(town, kind, book, sheet=sheet)
            assert (preview.added, preview.changed, preview.rejected) == (0, 0, []), kind
    town.close()


def _sums(store: Store, workshop_id: str) -> dict[str, object]:
    """What must be the same in both plans, by name."""
    with store.read() as db:
        clusters = cluster_results(db, workshop_id)
        groups, phases = points_by_group(db, workshop_id), points_by_phase(db, workshop_id)
        states = cards_by_state(db, workshop_id)
    by_state = dict(zip(states["state"], states["cards"], strict=True))
    # The measures stay behind: what they took up counts as accepted where they are not.
    by_state["angenommen"] += by_state.pop("in Maßnahme aufgenommen")
    return {
        "clusters": sorted(
            zip(clusters["cluster"], clusters["cards"], clusters["points"], strict=True)
        ),
        "groups": sorted(
            zip(groups["cluster"], groups["participants"], groups["points"], strict=True)
        ),
        "phases": sorted(zip(phases["cluster"], phases["phase"], phases["points"], strict=True)),
        "states": by_state,
    }


def test_a_survey_with_a_column_per_answer_gives_cards_by_question(
    plan_file: Store, tmp_path: Path
) -> None:
    with plan_file.write("Anna") as tx:
        workshop = save_(tx, Workshop(title="Umfrage", moderated=False))
        save_(tx, WorkshopPhase(workshop_id=workshop.id, kind="Kritik", title="Fragen"))
    head = (
        '"Antwort ID","Letzte Seite","Was fehlt? [1]","Was fehlt? [2]","Zufrieden?","Und sonst?"\n'
    )
    rows = (
        '"3","2","Bänke","Bäume","Ja","Danke, weiter so"\n"4","1","N/A","","Ja",""\n'
        '"5","2","Licht am See","","Nein",""\n"6","2","","","Nein",""\n"7","2","","","Ja",""\n'
    )
    preview = _taken(plan_file, "cards", _file(tmp_path, head + rows))
    with plan_file.read() as db:
        themes = {theme.id: theme.title for theme in find(db, Cluster)}
        cards = {card.body: themes[card.cluster_id or ""] for card in find(db, Card)}
    assert cards == {
        "Bänke": "Was fehlt?",
        "Bäume": "Was fehlt?",
        "Licht am See": "Was fehlt?",
        "Danke, weiter so": "Und sonst?",
    }
    fates = {fate.column: fate.reason for fate in preview.column_fates}
    assert "Auswahl" in fates["Zufrieden?"] and "Rücklauf" in fates["Letzte Seite"]
    assert [left.rows for left in preview.rows_left_out] == [(3, 5, 6)]


def test_the_phase_of_a_file_without_one_is_asked_given_or_the_running_one(
    room: Store, tmp_path: Path
) -> None:
    path = _file(tmp_path, "Nr;Text\n1;Mehr Bänke\n2;Mehr Licht\n")
    with pytest.raises(Ambiguous, match="zu welcher Phase") as asked:
        preview_import(room, "cards", path)
    assert asked.value.key == "phase"
    assert [one.choice for one in asked.value.readings] == ["WP-0001", "WP-0002", "WP-0003"]
    for phase in ("WP-0002", "Phantasie", "phantasie"):
        shown = preview_import(room, "cards", path, mapping={"phase": phase})
        assert (shown.added, shown.rejected) == (2, [])
        assert any("Karten ohne Phase gehören zur Phase" in one for one in shown.notices)
    with pytest.raises(Ambiguous, match="Eine Phase „Pause“ hat die Werkstatt nicht"):
        preview_import(room, "cards", path, mapping={"phase": "Pause"})
    with room.write("Anna") as tx:
        workshop = get_(tx, Workshop, "W-0001")
        save_(tx, workshop.replace(status="läuft", phase_id="WP-0003"))
    shown = preview_import(room, "cards", path)
    assert any("die gerade läuft" in one for one in shown.notices)
    apply_import(room, shown, "Anna")
    with room.read() as db:
        added = find(db, Card, "body IN ('Mehr Bänke', 'Mehr Licht')")
    assert {card.phase_id for card in added} == {"WP-0003"}
