"""The demo municipality: complete, consistent, and built only through the doors everybody uses."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy.cli import main
from strategy.differences.comparing import compare
from strategy.figures.catalogue import all_figures
from strategy.figures.money.freed_cost import paid_by_the_old
from strategy.figures.plan.domains import leading_domains
from strategy.kernel.errors import PlanFileError, StrategyError
from strategy.kernel.records import find
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.history import list_actions
from strategy.kernel.store.versions import content_hash, get_version, list_versions
from strategy.nouns import NOUNS
from strategy.nouns.card import Card, CardState
from strategy.nouns.municipality import Municipality
from strategy.nouns.workshop import Workshop
from strategy.planning.heat import (
    MONEY_WITHOUT_GOAL,
    POINTS_WITHOUT_MONEY,
    domain_points,
    heat_cells,
    heat_table,
)
from strategy.planning.lines import meters
from strategy.planning.rows import read_plan_table
from strategy.planning.weighing import weighed
from strategy.plans import demo
from strategy.plans.demo import build_demo
from strategy.plans.soundness import check_plan
from strategy.workshop.codes import ALPHABET, CARD_LENGTH


@pytest.fixture(scope="module")
def store(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    copy = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    opened = Store.open(shutil.copyfile(demo_file, copy))
    yield opened
    opened.close()


@pytest.fixture
def db(store: Store) -> Iterator[Cursor]:
    with store.read() as cursor:
        yield cursor


def count(db: Cursor, table: str, where: str = "true") -> int:
    return int(db.value(f"SELECT count(*) FROM {table} WHERE {where}"))


def test_the_plan_is_sound(store: Store) -> None:
    assert check_plan(store) == []


def test_it_has_the_size_of_a_real_town(db: Cursor) -> None:
    (town,) = find(db, Municipality)
    assert 27_000 <= (town.inhabitants or 0) <= 29_000
    assert (town.level_1, town.level_2) == ("Dezernat", "Amt")
    assert count(db, "organisation_unit", "level = 1") == 5
    assert count(db, "organisation_unit", "level = 2") == 18
    assert count(db, "application") == 120
    assert count(db, "project") == 35
    assert count(db, "project", "endangered AND cause <> '' AND options <> ''") == 3
    assert count(db, "service") == 60
    assert count(db, "card") >= 150
    assert count(db, "cluster") >= 14
    assert count(db, "measure") == 45
    assert count(db, "finding") >= 40
    assert count(db, "application_interface") >= 40
    assert count(db, "goal") >= 25
    assert db.value("SELECT count(DISTINCT level) FROM goal") == 3
    assert db.value("SELECT count(DISTINCT year) FROM budget_line") == 6
    assert count(db, "budget_line", "NOT is_subtotal AND year = 2027") >= 600
    assert count(db, "production_variant", "recommended") == 1


def test_measures_lie_in_all_ten_leading_life_domains(db: Cursor) -> None:
    domains = db.rows(
        "SELECT d.id, count(m.id) AS n FROM life_domain d JOIN life_domain_system s "
        "ON s.id = d.system_id AND s.is_leading LEFT JOIN measure m ON m.domain_id = d.id "
        "WHERE d.parent_id IS NULL GROUP BY d.id"
    )
    assert len(domains) == 10
    assert all(row["n"] > 0 for row in domains)
    assert sum(row["n"] for row in domains) == 45


def test_the_plan_has_something_to_discuss(store: Store) -> None:
    """Caps that bind, contested measures, an application that pays, money and points apart, and
    scenarios that differ in opposite ways."""
    with store.read() as db:
        table = read_plan_table(db)
        over = {(m.key.kind, m.key.year) for m in meters(table) if m.over}
        words = weighed(db).set_index("measure_id")["word"]
        paid = paid_by_the_old(db, "M-0031")
        _, marks = heat_table(heat_cells(db), domain_points(db), leading_domains(db))
    assert {("own_share", 2027), ("investiv", 2028), ("starts", 2027)} <= over
    assert words["M-0009"] == words["M-0033"] == "strittig" and "stabil" in set(words)
    assert paid["left_cents"].iloc[0] > 0 > paid["left_cents"].iloc[-1]
    assert set(marks.values()) == {POINTS_WITHOUT_MONEY, MONEY_WITHOUT_GOAL}
    less, more = (compare(store, "main", one) for one in ("Sparpfad", "Fördermittel voll genutzt"))
    assert less.cost.after < less.cost.before and more.cost.after > more.cost.before
    assert more.own_share.after < more.own_share.before
    assert {c for m in more.measures for c in m.change} >= {"moved", "recosted", "restaffed"}


def test_the_gap_of_the_interviews_shows(db: Cursor) -> None:
    done = db.value(
        "SELECT count(DISTINCT organisation_id) FROM interview WHERE status = 'geführt'"
    )
    assert done == 13


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.TABLE)
def test_no_page_is_empty(db: Cursor, noun: type) -> None:
    table = noun.TABLE  # type: ignore[attr-defined]
    assert count(db, table) > 0


def test_shares_of_every_shared_application_sum_to_100(db: Cursor) -> None:
    sums = db.rows("SELECT application_id, sum(share) AS s FROM application_use GROUP BY ALL")
    assert len(sums) >= 40
    assert {row["s"] for row in sums} == {100}


def test_it_cost_is_life_like_and_partly_unknown(db: Cursor) -> None:
    known = {figure.id: figure for figure in all_figures(db)}
    for year in (2025, 2026, 2027, 2028, 2029, 2030):
        total = known[f"kosten_plan_{year}_gesamt"]
        assert 150_000_000 <= int(total.value or 0) <= 250_000_000, year
    unknown = db.value(
        "SELECT count(DISTINCT application_id) FROM cost_line "
        "WHERE year = 2027 AND amount_cents IS NULL AND cost_type <> 'Personal'"
    )
    assert unknown == 17
    assert db.value("SELECT count(DISTINCT cost_type) FROM cost_line") == 8


def test_subtotals_of_the_budget_are_the_sums_of_their_lines(db: Cursor) -> None:
    wrong = db.rows(
        """
        SELECT product, year, line_kind,
               sum(amount_cents) FILTER (NOT is_subtotal) AS lines,
               sum(amount_cents) FILTER (is_subtotal) AS subtotal
        FROM budget_line WHERE product IS NOT NULL AND line_kind IN ('Ertrag', 'Aufwand')
        GROUP BY ALL HAVING coalesce(lines, 0) <> subtotal
        """
    )
    assert wrong == []
    total, lines = (
        db.value(
            "SELECT sum(amount_cents) FROM budget_line WHERE line_kind = 'Aufwand' "
            f"AND year = 2027 AND {condition}"
        )
        for condition in ("product IS NULL AND is_subtotal", "NOT is_subtotal")
    )
    assert total == lines


def test_cards_stand_as_their_state_says(db: Cursor) -> None:
    assert count(db, "card", "(state = 'zusammengelegt') <> (merged_into_id IS NOT NULL)") == 0
    homeless = db.rows(
        "SELECT id FROM card WHERE state = 'in Maßnahme aufgenommen' AND id NOT IN "
        "(SELECT to_id FROM link WHERE from_id LIKE 'M-%')"
    )
    assert homeless == []
    rootless = db.rows(
        "SELECT id FROM measure m WHERE origin = 'Werkstattkarte' AND NOT EXISTS (SELECT 1 FROM "
        "link WHERE from_id = m.id AND kind = 'entstanden aus' AND to_id LIKE 'C-%')"
    )
    assert rootless == []
    states = {row["s"] for row in db.rows("SELECT DISTINCT state AS s FROM card")}
    assert states == {str(state) for state in CardState}


def test_every_card_can_be_looked_up_and_says_how_it_came(db: Cursor) -> None:
    cards = find(db, Card)
    codes = [card.code or "" for card in cards]
    assert len(set(codes)) == len(cards) and all(len(code) == CARD_LENGTH for code in codes)
    assert set("".join(codes)) <= set(ALPHABET)
    assert all(card.received_at for card in cards)
    assert {card.source for card in cards} == {"Telefon", "Saal", "Papierkarte"}
    # A part of a divided card came with the whole one.
    loose = db.rows(
        "SELECT id FROM card WHERE source = 'Papierkarte' AND split_from_id IS NULL "
        "AND code NOT IN (SELECT code FROM printed_card)"
    )
    assert loose == []
    wrong = db.rows(
        "SELECT p.id FROM card p JOIN card w ON w.id = p.split_from_id "
        "WHERE w.state <> 'aufgeteilt' OR w.workshop_id <> p.workshop_id"
    )
    assert wrong == []
    assert {row["source"] for row in db.rows("SELECT DISTINCT source FROM point")} == {
        "Saal",
        "Telefon",
    }


def test_one_workshop_is_over_one_is_planned_one_is_running(db: Cursor) -> None:
    shops = {shop.status: shop for shop in find(db, Workshop)}
    assert set(shops) == {"geplant", "läuft", "durchgeführt"}
    assert all(shop.code and set(shop.code) <= set(ALPHABET) for shop in shops.values())
    running = shops["läuft"]
    assert running.activity == "Karten schreiben" and running.phase_id is not None
    waiting = count(db, "card", f"workshop_id = '{running.id}' AND state = 'eingegangen'")
    assert waiting >= 5
    states = db.value(f"SELECT count(DISTINCT state) FROM card WHERE workshop_id = '{running.id}'")
    assert states == len(CardState)


def test_no_group_gave_more_points_than_it_had(db: Cursor) -> None:
    too_many = db.rows(
        "SELECT p.phase_id, p.group_id, sum(p.points) AS given FROM point p "
        "JOIN participant_group g ON g.id = p.group_id JOIN workshop w ON w.id = p.workshop_id "
        "GROUP BY ALL HAVING given > any_value(g.present) * any_value(w.points_per_person)"
    )
    assert too_many == []


def test_papers_went_through_their_bodies(db: Cursor) -> None:
    votes = db.rows(
        "SELECT yes, no, abstentions, postponed_from FROM consultation WHERE paper_id = 'VO-0001' "
        "AND role <> 'Anhörung' ORDER BY position"
    )
    assert [(v["yes"], v["no"], v["abstentions"]) for v in votes] == [
        (7, 0, 0),
        (9, 0, 0),
        (31, 0, 0),
    ]
    assert votes[1]["postponed_from"] and votes[2]["postponed_from"]
    assert count(db, "consultation", "NOT public") >= 3
    informed = db.rows(
        "SELECT c.yes FROM consultation c JOIN paper p ON p.id = c.paper_id "
        "WHERE p.paper_type = 'Informationsvorlage' AND c.role = 'Kenntnisnahme'"
    )
    assert informed and all(row["yes"] is None for row in informed)
    assert count(db, "group_member", "NOT named AND name_until < DATE '2026-11-22'") == 1


def test_scenarios_and_the_edition_differ_from_the_draft(store: Store) -> None:
    with store.read() as db:
        versions = {version.kind: version for version in list_versions(db)}
        titles = [version.title for version in list_versions(db)]
        draft = content_hash(db)
        path = get_version(db, "Sparpfad").name
    assert len(titles) == 4
    with store.read(versions["edition"].name) as db:
        assert content_hash(db) == versions["edition"].hash != draft
    with store.read(path) as db:
        dropped = count(db, "measure", "status = 'verworfen' AND reason LIKE '%Sparpfad%'")
        kept = db.value("SELECT sum(amount_cents) FROM cost_line WHERE measure_id IS NOT NULL")
    with store.read() as db:
        full = db.value("SELECT sum(amount_cents) FROM cost_line WHERE measure_id IS NOT NULL")
    assert dropped == 3
    assert kept < full


def test_the_history_tells_who_did_what(db: Cursor) -> None:
    actions = list_actions(db)
    assert len({action.actor for action in actions}) >= 8
    assert any(action.undone for action in actions)
    changed_twice = db.rows(
        "SELECT row_id FROM history.change WHERE schema_name = 'main' AND "
        "table_name = 'cost_line' AND \"before\" IS NOT NULL GROUP BY row_id HAVING count(*) > 1"
    )
    assert changed_twice


def test_two_builds_say_the_same(store: Store, tmp_path: Path) -> None:
    """All but the import runs, which tell when they happened."""
    second = Store.open(build_demo(tmp_path / "again.duckdb"))
    with store.read() as ours, second.read() as theirs:
        for noun in NOUNS:
            names = ", ".join(["id", *(spec.name for spec in noun.specs())])
            rows = [
                cursor.rows(f"SELECT {names} FROM {noun.TABLE} ORDER BY id")
                for cursor in (ours, theirs)
            ]
            for row in [*rows[0], *rows[1]]:
                row.pop("imported_at", None)
            assert rows[0] == rows[1], noun.TABLE
    second.close()


def test_values_of_imported_lists_know_their_cells(db: Cursor) -> None:
    kinds = {row["kind"] for row in db.rows("SELECT kind FROM import_run")}
    assert len(kinds) == 6
    origin = db.one("SELECT cells, source_row FROM provenance WHERE object_id = 'A-0001'")
    assert origin is not None and origin["source_row"] == 2 and '"title": "A2"' in origin["cells"]
    assert count(db, "budget_line", "is_subtotal AND title NOT LIKE '=%'") == 0
    assert count(db, "budget_line", "NOT is_subtotal AND title LIKE '=%'") == 0
    assert count(db, "budget_line", "product IS NOT NULL AND organisation_id IS NULL") == 0


def test_every_text_was_written_for_this_town() -> None:
    """No sentence stands twice where people would notice, and nothing is a placeholder."""
    for name, column in [
        ("card", "Text"),
        ("massnahmen", "Beschreibung"),
        ("finding", "Befund"),
        ("anwendungen", "Zweck"),
        ("goal", "Ziel"),
        ("leistungen", "Leistung"),
    ]:
        with (demo.DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            texts = [row[column] for row in csv.DictReader(file, delimiter=";")]
        assert len(set(texts)) == len(texts), name
        assert not [text for text in texts if re.search(r"Beispiel|Lorem|Test\b", text)]


def test_a_failed_build_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for file in demo.DATA.glob("*.csv"):
        (data / file.name).write_bytes(file.read_bytes())
    goals = (data / "goal.csv").read_text(encoding="utf-8").replace(";OE-0006;", ";OE-9999;")
    (data / "goal.csv").write_text(goals, encoding="utf-8")
    monkeypatch.setattr(demo, "DATA", data)
    with pytest.raises(StrategyError, match="OE-9999"):
        build_demo(tmp_path / "plans" / "demo.duckdb")
    assert not list((tmp_path / "plans").iterdir())


def test_the_command_builds_and_never_overwrites(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "demo.duckdb"
    plan.write_bytes(b"kostbar")
    with pytest.raises(PlanFileError):
        build_demo(plan)
    assert main(["demo", str(plan)]) == 1
    assert "gibt es schon" in capsys.readouterr().err
    assert plan.read_bytes() == b"kostbar"
