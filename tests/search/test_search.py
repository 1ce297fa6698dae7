"""The search over everything finds what a plain walk over all entries finds, and forgives."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from strategy.kernel import german
from strategy.kernel.record import Kind
from strategy.kernel.records import find, noun_of, save_
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.look import Look
from strategy.nouns.application import Application
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.goal import Goal
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.relations.names import names_of
from strategy.search.finding import SHOWN, SearchResult, find_all
from strategy.search.index import Index, search_index
from strategy.search.reasons import reasons
from tests.fresh_plans import some_plan
from ui.frame.places import PAGE_OF

TABLES = tuple(PAGE_OF)
SAID = (Kind.TEXT, Kind.LONG, Kind.CODE, Kind.CHOICE, Kind.YEAR)


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cursor]:
    path = shutil.copy(demo_file, tmp_path_factory.mktemp("search") / "demo.duckdb")
    with closing(Store.open(path)) as store, store.read() as db:
        yield db


@pytest.fixture(scope="module")
def index(demo: Cursor) -> Index:
    return search_index(demo, TABLES)


def _texts(db: Cursor) -> list[tuple[str, str]]:
    """Table and all words of every entry, one object after the other."""
    found = []
    for table in TABLES:
        if table == BudgetLine.TABLE:
            continue
        noun = noun_of(table)
        specs = [spec for spec in noun.specs() if not spec.hidden]
        rows = find(db, noun)
        refs = [getattr(row, s.name) for row in rows for s in specs if s.kind is Kind.REF]
        names = names_of(db, [*filter(None, refs), *(row.id for row in rows)])
        for row in rows:
            parts = [row.id, names[row.id]]
            for spec in specs:
                value = getattr(row, spec.name)
                if value is None:
                    continue
                if spec.kind is Kind.DAY:
                    parts.append(german.day(value))
                elif spec.kind is Kind.REF:
                    parts.append(names.get(value, ""))
                elif spec.kind in SAID:
                    parts.append(str(value))
            found.append((table, " ".join(parts)))
    return found


def test_it_finds_what_a_walk_over_all_entries_finds(demo: Cursor, index: Index) -> None:
    texts = _texts(demo)
    dice = random.Random(5)
    words = {dice.choice(dice.choice(texts)[1].split()) for _ in range(60)}
    for word in sorted(word for word in words if len(word) > 1):
        wanted = german.folded(word)
        expected = Counter(table for table, text in texts if wanted in german.folded(text))
        found = find_all(demo, index, word)
        got = {g.table: g.total for g in found.groups if g.table != BudgetLine.TABLE}
        # "ue" typed also finds "ü", so more may come than the plain walk finds, never less.
        if german.SPELLED_UMLAUT.search(wanted):
            assert all(got.get(table, 0) >= total for table, total in expected.items()), word
        else:
            assert got == expected, word


def test_an_amount_of_the_budget_is_found_by_product_and_by_account(
    demo: Cursor, index: Index
) -> None:
    lines = find(demo, BudgetLine)
    for name in ("product", "account"):
        value = getattr(lines[17], name)
        (group,) = [g for g in find_all(demo, index, value).groups if g.table == "budget_line"]
        assert value in [hit.listed for hit in group.hits]


def _ids(found: SearchResult, table: str) -> list[str]:
    return [hit.id for group in found.groups if group.table == table for hit in group.hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Bürgeramt", "Bürgeramt"),
        ("buergeramt", "Bürgeramt"),
        ("BURGERAMT", "Bürgeramt"),
        ("m-0005", "Verständliche Bescheide"),
        ("strassenkataster", "Straßenkataster"),
        ("bescheide verständliche", "Verständliche Bescheide"),
    ],
)
def test_the_nearest_to_the_name_comes_first(
    demo: Cursor, index: Index, typed: str, first: str
) -> None:
    assert find_all(demo, index, typed).groups[0].hits[0].name == first


def test_typing_errors_are_forgiven_and_said(demo: Cursor, index: Index) -> None:
    right = find_all(demo, index, "Wohngeld")
    for typed in ("wohngled", "wohgeld", "wonhgeld", "Wohngeeld"):
        found = find_all(demo, index, typed)
        assert found.read_as == {typed: ("Wohngeld",)}
        assert found.groups[0].hits[0] == right.groups[0].hits[0]
    # A number and a short word are what they are.
    for typed in ("987654321", "zqx", "zq-9999"):
        assert find_all(demo, index, typed) == SearchResult((), {})


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "%%", "' OR 1=1 --", "((", "\\", "[a-", "_ _", "*"]
)
def test_any_signs_are_plain_text(demo: Cursor, index: Index, typed: str) -> None:
    for group in find_all(demo, index, typed).groups:
        assert group.total > 0


def test_all_of_one_noun_can_be_asked_for(demo: Cursor, index: Index) -> None:
    few = next(g for g in find_all(demo, index, "Kosten").groups if g.total > SHOWN)
    assert len(few.hits) == SHOWN
    whole = find_all(demo, index, "Kosten", whole=few.table)
    (same,) = [group for group in whole.groups if group.table == few.table]
    assert len(same.hits) == same.total == few.total
    assert same.hits[:SHOWN] == few.hits


def test_it_is_told_where_the_words_stand(demo: Cursor, index: Index) -> None:
    group = next(g for g in find_all(demo, index, "buergeramt").groups if g.table == "application")
    ids = [hit.id for hit in group.hits if not hit.by_name]
    said = reasons(demo, Application, ids, ["buergeramt"])
    assert set(said) == set(ids)
    assert said[ids[0]] == "Verantwortliche Einheit: Bürgeramt"


def test_what_was_just_saved_is_found_at_once_and_in_its_version_only() -> None:
    with closing(some_plan()) as store:
        with store.write("Anna") as tx:
            unit = save_(tx, OrganisationUnit(title="Übungsamt"))
            save_(tx, Goal(title="Anders", level="Leitziel", responsible_id=unit.id))

        def look(typed: str) -> SearchResult:
            with store.look() as db:
                assert isinstance(db, Look)
                return find_all(db, db.recall(search_index, TABLES), typed)

        assert _ids(look("uebungsamt"), "goal") == ["Z-0001"]
        assert look("Neuland").groups == ()
        with store.write("Anna") as tx:
            save_(tx, Goal(title="Neuland", level="Leitziel"))
        assert _ids(look("neuland"), "goal") == ["Z-0002"]
