"""Two versions compared: the difference adds up, applied it gives the other, parts can be taken."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from strategy.acts.moving import move_measure
from strategy.cli import main
from strategy.differences.applying import apply_difference, plan_take_over, take_over
from strategy.differences.comparing import compare
from strategy.differences.redline import Mark, redline
from strategy.differences.told import as_json, deletions, left_out_sentence
from strategy.excel.difference import write_difference
from strategy.kernel import german
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash, create_scenario
from strategy.nouns.cost_line import CostLine
from strategy.nouns.funding import Funding
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure
from strategy.nouns.risk import Risk
from strategy.nouns.score import Score
from ui.versions.compared import measures_frame


@pytest.fixture
def store(demo_file: Path, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(shutil.copy(demo_file, tmp_path / "plan.duckdb"))
    yield opened
    opened.close()


def hash_of(store: Store, version: str) -> str:
    with store.read(version) as db:
        return content_hash(db)


def test_the_demo_scenario_from_the_command_line(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = shutil.copy(demo_file, tmp_path / "plan.duckdb")
    target = tmp_path / "diff.xlsx"
    assert main(["diff", str(plan), "Entwurf", "Sparpfad", "--json", "--excel", str(target)]) == 0
    told = json.loads(capsys.readouterr().out)
    changes = {item["id"]: item for item in told["measures"]}
    assert changes["M-0038"]["change"] == ["moved"]
    # Its stand and the reason are new words; its dates, cost and posts went with it.
    assert changes["M-0010"]["change"] == ["dropped", "text", "other"]
    assert changes["M-0044"]["before"]["start_year"] == 2028
    assert changes["M-0044"]["after"]["start_year"] == 2029
    delta = told["totals"]["after_cents"] - told["totals"]["before_cents"]
    assert delta < 0 and delta == sum(c["after_cents"] - c["before_cents"] for c in told["money"])
    assert {"dezernat", "year", "kind", "before_cents", "after_cents"} <= set(told["money"][0])
    own = told["totals"]["own_after_cents"] - told["totals"]["own_before_cents"]
    assert own == sum(c["after_cents"] - c["before_cents"] for c in told["own_share"])
    assert told["domains"] and told["goals"] and told["fte"] and told["rows"]
    book = openpyxl.load_workbook(target, data_only=True)
    cells = [[cell.value for cell in row] for row in book["Kosten"].iter_rows()]
    summed = next(row for row in cells if row[0] == "Summe")
    assert round(summed[5] * 100) == delta
    assert main(["diff", str(plan), "Entwurf", "Entwurf", "--json"]) == 0
    same = json.loads(capsys.readouterr().out)
    assert not any(same[name] for name in ("measures", "money", "own_share", "fte", "rows"))
    assert main(["diff", str(plan), "Entwurf", "Nirgends"]) == 1
    assert "gibt es in diesem Plan nicht" in capsys.readouterr().err


def test_unknown_is_no_0_in_a_comparison(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """M-0008 has cost lines, none with an amount; it falls out, another loses its only amount."""
    create_scenario(store, "Anna", "Ohne")
    with store.write("Anna", version="scenario_ohne") as tx:
        measure = get_(tx, Measure, "M-0008")
        save_(tx, measure.replace(status="verworfen", reason="Zu teuer"))
        for line in find(tx, CostLine, "measure_id = 'M-0009' AND basis = 'Plan'"):
            save_(tx, line.replace(amount_cents=None, grade=None, fte=None))
    found = compare(store, "main", "Ohne")
    target = tmp_path / "ohne.xlsx"
    write_difference(store, target, found)
    changed = {item.id: item for item in found.measures}
    told = {item["id"]: item for item in as_json(found)["measures"]}
    for name, side in (("M-0008", "before"), ("M-0008", "after"), ("M-0009", "after")):
        assert told[name][side]["cost_cents"] is told[name][side]["own_cents"] is None
        assert all(year["cost_cents"] is None for year in told[name][side]["years"].values())
    # What is out of the plan adds 0 to it; what is in it without an amount adds nobody knows what.
    frame = measures_frame(list(changed.values())).set_index("id")
    amounts = frame[["own_before", "own_after", "own_delta"]].astype(object)
    assert amounts.loc["M-0008"].isna().tolist() == [True, False, True]
    assert amounts.loc["M-0008", "own_after"] == 0
    assert amounts.loc["M-0009"].isna().tolist() == [False, True, True]
    book = openpyxl.load_workbook(target, data_only=True)
    rows = {row[0].value: [cell.value for cell in row] for row in book["Maßnahmen"].iter_rows()}
    assert rows["M-0008"][5:] == ["unbekannt", 0, "unbekannt", 0]
    assert rows["M-0009"][6] == rows["M-0009"][8] == "unbekannt"
    totals = as_json(found)["totals"]
    assert (totals["before_measures_without_amount"], totals["after_measures_without_amount"]) == (
        1,
        1,
    )
    lines = totals["after_unknown_lines"] - totals["before_unknown_lines"]
    assert lines == sum(
        cell["after_unknown_lines"] - cell["before_unknown_lines"]
        for cell in as_json(found)["money"]
    )
    assert "„Ohne“: 1 Maßnahme ohne bekannten Betrag und" in left_out_sentence(found)


def edit(tx: Transaction, draw: random.Random, measures: list[Measure]) -> None:
    """One random act of a planner."""
    measure = get_(tx, Measure, draw.choice(measures).id)
    act = draw.randrange(7)
    lines = find(tx, CostLine, "measure_id = ? AND basis = 'Plan'", [measure.id])
    if act == 0:
        move_measure(tx, measure.id, draw.choice([-1, 1, 2]), date(2026, 11, 1))
    elif act == 1 and lines:
        line = draw.choice(lines)
        cents = draw.choice([None, draw.randint(0, 10**8)])
        save_(tx, line.replace(amount_cents=cents, grade=None, fte=None))
    elif act == 2:
        save_(tx, measure.replace(title=f"Anders {draw.random()}", status="Idee"))
    elif act == 3:
        made = save_(tx, Measure(title=f"Neu {draw.random()}", organisation_id="OE-0006"))
        save_(tx, CostLine(measure_id=made.id, year=2028, cost_type="Lizenz", amount_cents=777))
        save_(tx, Link(from_id=made.id, kind="dient", to_id="G-0001"))
    elif act == 4:
        delete_(tx, Measure, measure.id)
        measures[:] = [item for item in measures if item.id != measure.id]
    elif act == 5:
        save_(tx, Risk(title="Neu", measure_id=measure.id))
    else:
        for score in find(tx, Score, "measure_id = ?", [measure.id])[:2]:
            save_(tx, score.replace(points=Decimal(draw.randint(0, 10))))


def test_a_difference_applied_gives_the_other_version(store: Store) -> None:
    """Also where rows were added, deleted and changed in both; one undo takes it back."""
    draw = random.Random(7)
    names = ["main", create_scenario(store, "Anna", "Versuch").name]
    for name in names:
        with store.read(name) as db:
            measures = find(db, Measure, "status NOT IN ('umgesetzt', 'verworfen')")
        for _ in range(14):
            try:
                with store.write("Anna", "bearbeitet", name) as tx:
                    edit(tx, draw, measures)
            except Refused:
                continue
    for first, second in (names, names[::-1]):
        found = compare(store, first, second)
        assert len(found.measures) > 3
        for cells, total in ((found.money, found.cost), (found.own_money, found.own_share)):
            delta = sum((cell.after or 0) - (cell.before or 0) for cell in cells)
            assert delta == (total.after or 0) - (total.before or 0)
            left_out = sum(cell.after_left_out - cell.before_left_out for cell in cells)
            assert left_out == total.after_left_out - total.before_left_out
        before = hash_of(store, first)
        apply_difference(store, "Anna", found)
        assert hash_of(store, first) == hash_of(store, second) != before
        assert not compare(store, first, second).rows
        with pytest.raises(Refused, match="passt nicht zu dieser Fassung"):
            apply_difference(store, "Anna", found)
        undo(store, "Anna", first)
        assert hash_of(store, first) == before


def state_of(store: Store, version: str, measure: str) -> dict[str, Any]:
    """A measure and what hangs on it, without numbers of actions."""
    with store.read(version) as db:
        return {
            table: db.rows(
                f"SELECT * EXCLUDE (version) FROM {table} WHERE {column} = ? ORDER BY id", [measure]
            )
            for table, column in (
                ("measure", "id"),
                ("cost_line", "measure_id"),
                ("plan_entry", "measure_id"),
                ("milestone", "measure_id"),
                ("funding", "measure_id"),
                ("risk", "measure_id"),
                ("link", "from_id"),
            )
        }


def test_a_measure_is_taken_over_with_all_that_hangs_on_it(store: Store) -> None:
    version = create_scenario(store, "Anna", "Anders").name
    with store.write("Anna", version=version) as tx:
        move_measure(tx, "M-0009", 1, date(2026, 9, 1))
        save_(tx, Funding(title="Kreis", measure_id="M-0009", fixed_cents=100_000))
        save_(tx, Risk(title="Fahrermangel", measure_id="M-0009"))
        delete_(tx, Link, find(tx, Link, "from_id = 'M-0009'")[0].id)
        domain = save_(tx, LifeDomain(title="Neu", system_id="LS-0001"))
        save_(tx, get_(tx, Measure, "M-0013").replace(domain_id=domain.id, title="Auskunft"))
        save_(tx, get_(tx, Measure, "M-0018").replace(title="bleibt drüben"))
    before = hash_of(store, "main")
    told = take_over(store, "Anna", "Anders", "Entwurf", ["M-0009", "M-0013"])
    assert state_of(store, "main", "M-0009") == state_of(store, version, "M-0009")
    # The new life domain is not there, so the measure comes without it, and that is told.
    assert len(told.left_out) == 1 and "ohne „Lebensbereich“" in told.left_out[0]
    with store.read() as db:
        taken, other = get_(db, Measure, "M-0013"), get_(db, Measure, "M-0018")
    assert (taken.title, taken.domain_id) == ("Auskunft", None) and other.title != "bleibt drüben"
    undo(store, "Anna")
    assert hash_of(store, "main") == before


def test_what_both_sides_changed_is_shown_and_decided(store: Store) -> None:
    version = create_scenario(store, "Anna", "Anders").name
    with store.write("Anna", version=version) as tx:
        save_(tx, get_(tx, Measure, "M-0018").replace(title="Drüben"))
        made = save_(tx, Measure(title="Neu"))
    with store.write("Berta") as tx:
        save_(tx, get_(tx, Measure, "M-0018").replace(title="Hier"))
        gone = find(tx, CostLine, "measure_id = 'M-0018'")[0].id
        delete_(tx, CostLine, gone)
    planned = plan_take_over(store, version, "main", ["M-0018"])
    assert set(planned.conflicts) == {
        "Maßnahme M-0018 wurde hier von Berta geändert",
        f"Kostenzeile {gone} wurde hier gelöscht",
    }
    with pytest.raises(Refused, match="entscheiden Sie, welcher Stand gelten soll"):
        take_over(store, "Anna", version, "main", ["M-0018"])
    take_over(store, "Anna", version, "main", ["M-0018"], overwrite=True)
    assert state_of(store, "main", "M-0018") == state_of(store, version, "M-0018")
    assert not plan_take_over(store, version, "main", [made.id]).conflicts
    take_over(store, "Anna", version, "main", [made.id])
    with pytest.raises(NotFound, match="M-9999 gibt es in der Fassung „Anders“ nicht"):
        take_over(store, "Anna", version, "main", ["M-9999"])


def test_a_redline_holds_both_texts_word_by_word() -> None:
    for old, new in (
        ("Die Stadt baut ein Portal.", "Die Stadt baut zwei neue Portale."),
        ("", "Neu"),
        ("Alt", ""),
        ("gleich", "gleich"),
        ("a  b\nc", "a b\n\nd"),
    ):
        pieces = redline(old, new)
        kept = {mark: [p.text for p in pieces if p.mark in (Mark.SAME, mark)] for mark in Mark}
        assert "".join(kept[Mark.GONE]) == old and "".join(kept[Mark.NEW]) == new
    said = [(piece.mark.value, piece.text) for piece in redline("ein altes Haus", "ein neues Haus")]
    assert said == [
        ("same", "ein "),
        ("gone", "altes"),
        ("gap", " "),
        ("new", "neues"),
        ("same", " Haus"),
    ]


def test_the_list_of_changes_is_printed_with_texts_money_and_deletions(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = str(shutil.copy(demo_file, tmp_path / "plan.duckdb"))
    target = tmp_path / "liste.docx"
    assert main(["diff", plan, "Entwurf", "Sparpfad", "--word", str(target)]) == 0
    assert main(["diff", plan, "Entwurf", "Sparpfad", "--word", "liste.odt"]) == 1
    assert "liste.odt endet nicht auf .docx" in capsys.readouterr().err
    paper = Document(str(target))
    heads = [one.text for one in paper.paragraphs if one.style and "Heading 2" in one.style.name]
    # M-0010 is dropped, and so no list tells of it once more as moved or recosted.
    assert heads[0] == "Entfallende Maßnahmen (3)"
    struck = [run.text for one in paper.paragraphs for run in one.runs if run.font.strike]
    under = [run.text for one in paper.paragraphs for run in one.runs if run.font.underline]
    assert "vorgeschlagen" in struck and "verworfen" in under
    store = Store.open(plan)
    found = compare(store, "main", "Sparpfad")
    gone = deletions(found)
    store.close()
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert [gone[0].id, gone[0].noun, gone[0].name] in rows
    moved = sum((cell.after or 0) - (cell.before or 0) for cell in found.money)
    total = next(row for row in rows if row[0] == "Summe der Änderungen")
    assert total[-1] == german.money(moved)
