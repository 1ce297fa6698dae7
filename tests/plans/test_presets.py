"""New plans: sixteen Länder with words of their own, and nothing that only a town can know."""

from __future__ import annotations

from pathlib import Path

import pytest

from strategy.analysis.steps import step_states
from strategy.cli import main
from strategy.kernel.errors import NotFound, PlanFileError, Refused
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.history import list_actions
from strategy.kernel.store.undo import revert, undo, undoable
from strategy.nouns import NOUNS, Body, Criterion, LifeDomain
from strategy.nouns.body import BodyKind
from strategy.nouns.municipality import Municipality, VoteColumns
from strategy.plans.presets import apply_preset, get_preset, list_presets, new_plan
from tests.fresh_plans import some_plan

STATES = ["Sachsen-Anhalt", "Sachsen", "Hessen", "Bayern", "Nordrhein-Westfalen"]

REFERENCE_LISTS = {
    "municipality",
    "body",
    "life_domain_system",
    "life_domain",
    "maturity_level",
    "maturity_model",
    "maturity_criterion",
    "criterion",
    "chapter",
    "personnel_rate",
}


def test_every_land_has_words_of_its_own() -> None:
    presets = list_presets()
    assert len({preset.state for preset in presets}) == len(presets) == 16
    for preset in presets:
        store = some_plan()
        with store.write("Anna", "Kommune") as tx:
            town = apply_preset(tx, preset.key, "Musterort", 2027)
            bodies = find(tx, Body)
        store.close()
        council = [body.title for body in bodies if body.kind == BodyKind.COUNCIL]
        assert council == [town.council] and len(bodies) >= 4, preset.state
        assert len(town.paper_type_list) >= 4 and "Anfrage" in (town.paper_types or "")


@pytest.mark.parametrize("state", STATES)
def test_a_new_plan_speaks_the_words_of_its_land(tmp_path: Path, state: str) -> None:
    store = new_plan(tmp_path / "plan.duckdb", state, "Musterort", 2027, "Anna", 12000)
    with store.read() as db:
        (town,) = find(db, Municipality)
        titles = [row["title"] for row in db.rows("SELECT title FROM body ORDER BY position")]
    store.close()
    assert (town.title, town.state, town.plan_year, town.inhabitants) == (
        "Musterort",
        state,
        2027,
        12000,
    )
    assert titles[0] == town.council
    assert len(town.paper_type_list) >= 4
    assert town.years == [2025, 2026, 2027, 2028, 2029, 2030]
    assert len({town.level_1, town.level_2, town.level_3}) == 3


def test_the_laender_differ_where_their_law_differs() -> None:
    bavaria, hesse = get_preset("bayern").profile, get_preset("Hessen").profile
    assert bavaria.vote_columns == VoteColumns.WITH_PRESENT
    assert hesse.vote_columns == VoteColumns.WITH_ABSTENTION
    assert (hesse.council, hesse.administration) == ("Stadtverordnetenversammlung", "Magistrat")
    assert get_preset("sachsen").profile.level_1 == "Geschäftsbereich"
    assert len({preset.profile.account_plan for preset in list_presets()}) == 4


def test_a_new_plan_is_empty_but_for_reference_lists_and_stands_in_one_action(
    tmp_path: Path,
) -> None:
    store = new_plan(tmp_path / "plan.duckdb", "Hessen", "Musterort", 2027, "Anna")
    with store.read() as db:
        filled = {n.TABLE for n in NOUNS if db.has_rows(f"SELECT 1 FROM {n.TABLE}")}
        actions = list_actions(db)
        weights = db.value("SELECT sum(weight) FROM criterion")
        leading = db.rows(
            "SELECT s.title, count(*) AS n FROM life_domain d JOIN life_domain_system s "
            "ON s.id = d.system_id WHERE s.is_leading GROUP BY s.title"
        )
        sizes = db.rows("SELECT count(*) AS n FROM life_domain GROUP BY system_id ORDER BY n")
        flat_rate = db.rows("SELECT DISTINCT workplace_cents AS c FROM personnel_rate")
        levels = db.rows("SELECT edition, highest FROM maturity_model ORDER BY edition")
        states = step_states(db)
    # What the founding brought along is nothing that somebody has done; a touched row is.
    assert {state.word for state in states} == {"noch nicht begonnen"}
    with store.write("Anna") as tx:
        for noun in (Body, Criterion, LifeDomain):
            first = find(tx, noun, order="id")[0]
            save_(tx, first.replace(title=f"{first.name} neu"))
    with store.read() as db:
        begun = {state.key for state in step_states(db) if state.word == "in Arbeit"}
    store.close()
    assert begun == {"4", "5", "gremien"}
    assert filled == REFERENCE_LISTS
    assert [(action.actor, action.what) for action in actions] == [("Anna", "Kommune angelegt")]
    assert weights == 100
    assert [row["n"] for row in leading] == [10]
    assert [row["n"] for row in sizes] == [5, 10]
    assert flat_rate == [{"c": 908_200}]
    assert [(row["edition"], row["highest"]) for row in levels] == [("1.1", 4), ("2.0", 7)]


def test_what_cannot_become_a_plan_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.duckdb"
    with pytest.raises(NotFound, match="Sachsen-Anhalt"):
        new_plan(path, "Atlantis", "Musterort", 2027, "Anna")
    with pytest.raises(Refused, match="Name der Kommune"):
        new_plan(path, "Bayern", " ", 2027, "Anna")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "plan.duckdb"
    path.write_bytes(b"kostbar")
    with pytest.raises(PlanFileError, match="gibt es schon"):
        new_plan(path, "Bayern", "Musterort", 2027, "Anna")
    assert path.read_bytes() == b"kostbar"


def test_the_command_line_makes_an_empty_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.duckdb"
    words = ["init", str(path), "--name", "Musterort", "--state"]
    # No Land that there is not, no year outside the calendar: a sentence, and no file is left.
    for state, year, why in (("XX", "2026", "XX"), ("ST", "26", "Jahr")):
        assert main([*words, state, "--year", year]) == 1
        assert why in capsys.readouterr().err and not path.exists()
    assert main([*words, "nw", "--year", "2026"]) == 0
    assert main([*words, "nw"]) == 1 and "gibt es schon" in capsys.readouterr().err
    with Store.open(path).read() as db:
        (town,) = find(db, Municipality)
    assert (town.title, town.state, town.plan_year) == ("Musterort", "Nordrhein-Westfalen", 2026)


def test_what_founds_a_plan_cannot_be_undone(tmp_path: Path) -> None:
    store = new_plan(tmp_path / "plan.duckdb", "Bayern", "Musterort", 2027, "Anna")
    with store.read() as db:
        assert undoable(db, "Anna") is None
        (founding,) = list_actions(db)
    for turn in (undo, lambda one, who: revert(one, who, founding.id)):
        with pytest.raises(NotFound):
            turn(store, "Anna")
    with store.read() as db:
        assert find(db, Municipality)[0].title == "Musterort"
    store.close()
