"""Maturity models as data: their rule, new editions, catalogues from files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.acts.maturity_catalogue import new_edition
from strategy.analysis.maturity import (
    area_levels,
    assessment_level,
    assessment_levels,
    criterion_levels,
    weighted,
)
from strategy.cli import main
from strategy.figures.inventory.services import service_totals
from strategy.intake.writing.maturity_import import import_catalogue, read_catalogue
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, insert, save_
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.undo import undo
from strategy.nouns import (
    Assessment,
    AssessmentAnswer,
    MaturityCriterion,
    MaturityLevel,
    MaturityModel,
    Service,
)
from strategy.plans.presets import new_plan

DAY = date(2026, 11, 22)
CATALOGUE = """Modell;Version;Regel;Bereich;Frage;Gewicht;Stufe 1;Stufe 2;Stufe 3
Check;2026;gewichtetes Mittel;Führung;Ziele bekannt;60;nein;teils;ja
;;;Führung;Geld da;30;nein;teils;ja
;;;Technik;Netz schnell;10;nie;manchmal;immer
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "check.csv"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def _assess(store: Store, model: MaturityModel, levels: list[object]) -> str:
    """An assessment whose answers are (ist, soll) pairs, or None for not applicable."""
    with store.write("Anna") as tx:
        made = save_(tx, Assessment(title="Hauptamt", model_id=model.id, assessed_on=DAY))
        criteria = find(tx, MaturityCriterion, "model_id = ?", [model.id], "position")
        insert(
            tx,
            [
                AssessmentAnswer(
                    assessment_id=made.id,
                    criterion_id=item.id,
                    applicable=level is not None,
                    actual=level and level[0],
                    target=level and level[1],  # type: ignore[index]
                )
                for item, level in zip(criteria, levels, strict=True)
            ],
        )
    return made.id


def test_a_new_plan_has_both_official_models(tmp_path: Path) -> None:
    store = new_plan(tmp_path / "p.duckdb", "sachsen-anhalt", "Leerfeld", 2027, "Anna")
    with store.read() as db:
        models = {item.edition: item for item in find(db, MaturityModel)}
        counts = {
            edition: (
                len(find(db, MaturityCriterion, "model_id = ?", [item.id])),
                len(find(db, MaturityLevel, "model_id = ?", [item.id])),
            )
            for edition, item in models.items()
        }
    assert counts == {"1.1": (6, 5), "2.0": (13, 8)}
    assert (models["2.0"].lowest, models["2.0"].highest) == (0, 7)
    assert models["2.0"].orientation_only and not models["1.1"].orientation_only
    store.close()


def test_a_catalogue_is_read_with_weights_and_levels(plan: Store, catalogue: Path) -> None:
    model = import_catalogue(plan, catalogue, "Anna")
    assert (model.title, model.edition, model.rule) == ("Check", "2026", "gewichtetes Mittel")
    assert (model.lowest, model.highest) == (1, 3)
    with plan.read() as db:
        criteria = find(db, MaturityCriterion, order="position")
        own = {(item.criterion_id, item.level): item.title for item in find(db, MaturityLevel)}
    assert [float(item.weight or 0) for item in criteria] == [60, 30, 10]
    assert own[(criteria[2].id, 3)] == "immer" and own[(criteria[0].id, 3)] == "ja"
    undo(plan, "Anna")
    with plan.read() as db:
        assert not find(db, MaturityModel) and not find(db, MaturityCriterion)


def test_the_weighted_mean_is_reckoned_by_hand(plan: Store, catalogue: Path) -> None:
    model = import_catalogue(plan, catalogue, "Anna")
    full = _assess(plan, model, [(1, 3), (2, 3), (3, 3)])
    part = _assess(plan, model, [(1, 3), None, (3, 3)])
    gap = _assess(plan, model, [(1, 3), (None, 3), (3, 3)])
    with plan.read() as db:
        # 0,6·1 + 0,3·2 + 0,1·3 = 1,5; without the second: (60·1 + 10·3) / 70 = 1,29
        assert assessment_level(db, full).actual == Decimal("1.50")
        assert assessment_level(db, full).gap == Decimal("1.50")
        assert assessment_level(db, part).actual == Decimal("1.29")
        assert assessment_level(db, gap).actual is None
        table = assessment_levels(db).set_index("assessment_id")
        assert (table.loc[full, "actual"], table.loc[part, "actual"]) == (1.5, 1.29)
        assert table["actual"].isna().loc[gap]
        areas = area_levels(db, full).set_index("label")
        words = criterion_levels(db, full)
    assert round(areas.loc["Führung", "ist"], 2) == 1.33
    assert areas.loc["Technik", "gap"] == 0
    assert list(words["ist_words"]) == ["nein", "teils", "immer"]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(1, 100)), min_size=1, max_size=13))
def test_a_weighted_mean_lies_between_its_levels(rows: list[tuple[int, int]]) -> None:
    mean = weighted((True, level, Decimal(weight)) for level, weight in rows)
    levels = [level for level, _ in rows]
    assert mean is not None and min(levels) <= mean <= max(levels)
    assert weighted((True, level, None) for level in levels) == (
        Decimal(sum(levels)) / len(levels)
    ).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_a_criterion_without_an_answer_leaves_the_result_unknown(
    plan: Store, catalogue: Path
) -> None:
    model = import_catalogue(plan, catalogue, "Anna")
    made = _assess(plan, model, [(1, 3), (2, 3), (3, 3)])
    with plan.write("Anna") as tx:
        answer = find(tx, AssessmentAnswer, "assessment_id = ?", [made])[0]
        delete_(tx, AssessmentAnswer, answer.id)
    with plan.read() as db:
        assert assessment_level(db, made).actual is None
        assert assessment_levels(db)["actual"].isna().all()


def test_a_model_in_use_stays_and_a_new_edition_is_made(plan: Store, catalogue: Path) -> None:
    model = import_catalogue(plan, catalogue, "Anna")
    made = _assess(plan, model, [(1, 3), (2, 3), (3, 3)])
    with plan.read() as db:
        criterion = find(db, MaturityCriterion)[0]
        level = find(db, MaturityLevel)[0]
    for change in (
        lambda tx: save_(tx, get_(tx, MaturityModel, model.id).replace(highest=4)),
        lambda tx: save_(tx, criterion.replace(weight=Decimal(1))),
        lambda tx: save_(tx, MaturityCriterion(model_id=model.id, title="Neu")),
        lambda tx: save_(tx, level.replace(title="anders")),
        lambda tx: delete_(tx, MaturityCriterion, criterion.id),
        lambda tx: delete_(tx, MaturityModel, model.id),
    ):
        with plan.write("Anna") as tx, pytest.raises(Refused, match="schon bewertet"):
            change(tx)
    with plan.write("Anna", "Neue Ausgabe") as tx:
        fresh = new_edition(tx, model.id, "2027")
        save_(tx, MaturityCriterion(model_id=fresh.id, title="Neu", weight=Decimal(5)))
    with plan.write("Anna") as tx, pytest.raises(Refused, match="gibt es in der Version 2027"):
        new_edition(tx, model.id, "2027")
    with plan.read() as db:
        assert get_(db, Assessment, made).model_id == model.id
        assert assessment_level(db, made).actual == Decimal("1.50")
        assert len(find(db, MaturityCriterion, "model_id = ?", [fresh.id])) == 4
        assert len(find(db, MaturityLevel, "model_id = ?", [fresh.id])) == 9


def test_an_assessment_keeps_its_model_and_its_levels(plan: Store, catalogue: Path) -> None:
    model = import_catalogue(plan, catalogue, "Anna")
    made = _assess(plan, model, [(1, 3), (2, 3), (3, 3)])
    with plan.write("Anna") as tx:
        fresh = new_edition(tx, model.id, "2027")
    with plan.write("Anna") as tx, pytest.raises(Refused, match="bisherigen Modell"):
        save_(tx, get_(tx, Assessment, made).replace(model_id=fresh.id))
    with plan.write("Anna") as tx:
        answer = find(tx, AssessmentAnswer, "assessment_id = ?", [made])[0]
        with pytest.raises(Refused, match="Stufen 1 bis 3"):
            save_(tx, answer.replace(actual=4))
        other = find(tx, MaturityCriterion, "model_id = ?", [fresh.id])[0]
        with pytest.raises(Refused, match="anderen Modell"):
            save_(tx, answer.replace(criterion_id=other.id))


BAD = {
    "Frage;Gewicht\nZiele;5\n": "keine Spalten für die Stufen",
    "Thema;Stufe 1;Stufe 2\nZiele;a;b\n": "keine Spalte „Frage“",
    "Frage;Regel;Stufe 0;Stufe 1\nZiele;Zufall;a;b\nGeld;;a;b\n": "Die Regel „Zufall“",
    "Frage;Gewicht;Stufe 0;Stufe 1\nZiele;5;a;b\nGeld;;a;b\n": "„Geld“ hat kein Gewicht",
    "Frage;Gewicht;Stufe 0;Stufe 1\nZiele;0;a;b\nGeld;0;a;b\n": "Alle Gewichte sind 0",
}


def test_maturity_of_a_service_is_kept_once(plan: Store) -> None:
    """The result of its assessment is the level of the service, in whatever order one types."""
    with plan.write("Anna") as tx:
        service = save_(tx, Service(title="Wohngeld", maturity_actual=4, maturity_target=4))
        model = save_(tx, MaturityModel(title="OZG", edition="1.1", highest=4))
        first, second = (
            save_(tx, MaturityCriterion(model_id=model.id, title=title)) for title in "AB"
        )
        made = save_(
            tx,
            Assessment(title="Prüfung", model_id=model.id, service_id=service.id, assessed_on=DAY),
        )
        save_(
            tx, AssessmentAnswer(assessment_id=made.id, criterion_id=first.id, actual=3, target=3)
        )

    def levels(db: Cursor) -> tuple[int | None, int | None, float | None]:
        now = get_(db, Service, service.id)
        return now.maturity_actual, now.maturity_target, service_totals(db).maturity_actual

    with plan.read() as db:
        # One criterion is open: what was known of the service stays.
        assert levels(db) == (4, 4, 4.0)
    with plan.write("Anna") as tx:
        answer = save_(
            tx, AssessmentAnswer(assessment_id=made.id, criterion_id=second.id, actual=2, target=3)
        )
    with plan.read() as db:
        assert levels(db) == (2, 3, 2.0)
        standing = get_(db, Service, service.id)
    with (
        pytest.raises(Refused, match="„Reifegrad IST“ ist 2, das Ergebnis der Bewertung"),
        plan.write("Anna") as tx,
    ):
        save_(tx, standing.replace(maturity_actual=4))
    with plan.write("Anna") as tx:
        save_(tx, standing.replace(topic="Wohnen"))
        save_(tx, answer.replace(actual=1))
    with plan.read() as db:
        assert levels(db) == (1, 3, 1.0)
    undo(plan, "Anna")
    with plan.read() as db:
        assert levels(db) == (2, 3, 2.0)


@pytest.mark.parametrize("text", BAD)
def test_a_catalogue_that_is_not_clear_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "schlecht.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match=BAD[text]):
        read_catalogue(path)


def test_the_command_reads_a_catalogue_once(
    plan_file: Store, catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(plan_file.path)
    plan_file.close()
    assert main(["import", path, "maturity", str(catalogue), "--dry-run", "--json"]) == 0
    assert '"questions": 3' in capsys.readouterr().out
    assert main(["import", path, "maturity", str(catalogue)]) == 0
    assert "3 Fragen, Stufen 1 bis 3" in capsys.readouterr().out
    assert main(["import", path, "maturity", str(catalogue)]) == 1
    assert "gibt es in der Version 2026 schon" in capsys.readouterr().err
