"""Whatever an Amt and the plan change: exactly that is proposed, and exactly that is disputed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy.kernel.record import Kind
from strategy.kernel.records import get_, noun_of, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.survey.base import Base, BaseRow, pack, unpack
from strategy.survey.cell_values import says_unknown
from strategy.survey.form import BY_KEY, IN_ORDER
from strategy.survey.sending import Outgoing
from strategy.survey.written_cell import cell_value, put, sent_text
from tests.fresh_plans import some_plan
from tests.survey.town import cell_of, compared, edited, fill_town, raw, send, type_text

# Fields that no rule ties to another one, so that every combination may be saved.
EDITABLE = {
    "anwendungen": (
        "A",
        3,
        (
            "title",
            "purpose",
            "users",
            "notice_months",
            "support_end",
            "dpa",
            "life_cycle",
            "functional_fit",
            "note",
            "key",
        ),
    ),
    "projekte": ("PR", 1, ("body", "budget_cents", "progress", "endangered", "status")),
    "kosten": ("KL", 1, ("title", "amount_cents", "budget_kind", "account", "note")),
    "leistungen": ("L", 1, ("cases_analogue", "cases_digital", "online", "url")),
    "personal": ("KL", 3, ("title", "fte", "note")),
}
OBJECTS = {
    "anwendungen": ["A-0001", "A-0002", "A-0003"],
    "projekte": ["PR-0001"],
    "kosten": ["KL-0001", "KL-0002", "KL-0004", "KL-0005", "KL-0007"],
    "leistungen": ["L-0001"],
    "personal": ["KL-0003", "KL-0006"],
}
TEXTS = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=40)
    | st.sampled_from(
        [
            "=1+1",
            "+49 30",
            "-",
            "@A1",
            "_x0041_",
            "007",
            "1.234,56",
            "12.03.2026",
            "Zeile 1\nZeile 2",
            "#N/A",
            "ja",
            "'kurz",
            "<b>&amp;</b>",
        ]
    )
).map(lambda text: " ".join(text.split(" ")).strip())


def values_for(sheet: str, name: str) -> st.SearchStrategy[Any]:
    spec = BY_KEY[sheet].specs[name]
    some: st.SearchStrategy[Any]
    match spec.kind:
        case Kind.TEXT | Kind.LONG | Kind.CODE:
            some = TEXTS.filter(
                lambda text: text and sent_text(text) == text and not says_unknown(text)
            )
        case Kind.MONEY:
            some = st.integers(-(10**11) if spec.signed else 0, 10**11)
        case Kind.PERCENT:
            some = st.decimals(0, 100, places=2)
        case Kind.FTE:
            some = st.decimals(0, 99, places=2)
        case Kind.DAY:
            some = st.dates(date(1900, 1, 1), date(2199, 12, 31))
        case Kind.FLAG:
            some = st.booleans()
        case Kind.CHOICE:
            assert spec.choices is not None
            some = st.sampled_from([str(one) for one in spec.choices])
        case _:
            some = st.integers(1, 5) if name == "functional_fit" else st.integers(0, 120)
    return some if name == "title" and sheet == "anwendungen" else some | st.none()


Edits = dict[tuple[str, str, str], Any]


@st.composite
def edits(draw: st.DrawFn, most: int = 8) -> Edits:
    """(sheet, object, field) → new value."""
    found: Edits = {}
    for _ in range(draw(st.integers(0, most))):
        sheet = draw(st.sampled_from(sorted(EDITABLE)))
        name = draw(st.sampled_from(EDITABLE[sheet][2]))
        found[sheet, draw(st.sampled_from(OBJECTS[sheet])), name] = draw(values_for(sheet, name))
    return found


def type_in(book: Any, changes: Edits) -> None:
    """What the Amt types, as the spreadsheet keeps it: it escapes "_x0041_" as we do."""
    for (key, object_id, name), value in changes.items():
        form = BY_KEY[key]
        cell = cell_of(book, form.title, object_id, form.header(name))
        put(cell, cell_value(form.specs[name], value))


def rearrange(book: Any, seed: int) -> None:
    """Sort rows by chance, insert columns, rename sheets."""
    chance = random.Random(seed)
    for form in IN_ORDER:
        table = book[form.title]
        rows = [[cell.value for cell in row] for row in table.iter_rows(min_row=6)]
        chance.shuffle(rows)
        for index, values in enumerate(rows, 6):
            for column, value in enumerate(values, 1):
                type_text(table.cell(index, column), value)
        if chance.random() < 0.5:
            table.insert_cols(chance.randint(1, 6), chance.randint(1, 3))
        if chance.random() < 0.5:
            table.title = f"{form.title} {chance.randint(1, 99)}"


@pytest.fixture(scope="module")
def given_out() -> Iterator[tuple[Store, Outgoing]]:
    """One town and the workbook of its Bauamt, for all examples."""
    store = some_plan()
    fill_town(store)
    yield store, send(store)
    store.close()


def standing(store: Store, key: tuple[str, str, str]) -> Any:
    with store.read() as db:
        return getattr(get_(db, noun_of(BY_KEY[key[0]].noun.TABLE), key[1]), key[2])


QUICK = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@QUICK
@given(edits(), st.integers(0, 10**6), st.booleans())
def test_random_edits_of_an_amt_are_exactly_what_is_proposed(
    given_out: tuple[Store, Outgoing], tmp_path: Path, changes: Edits, seed: int, moved: bool
) -> None:
    store, sent = given_out

    def work(book: Any) -> None:
        type_in(book, changes)
        if moved:
            rearrange(book, seed)

    expected = {key[1:] for key, value in changes.items() if standing(store, key) != value}
    reading = compared(store, raw(edited(sent.data, work), tmp_path))
    assert not reading.problems, [str(problem) for problem in reading.problems]
    assert {(one.object_id, one.field) for one in reading.changes} == expected
    assert not reading.conflicts and not reading.new and not reading.missing
    proposed = {
        (draft.object_id, name): value
        for draft in reading.drafts
        for name, value in draft.changes.items()
    }
    for key, value in changes.items():
        if key[1:] in expected:
            assert proposed[key[1:]] == value


@QUICK
@given(edits(), edits(), st.integers(0, 10**6))
def test_edits_on_both_sides_are_exactly_the_conflicts(
    given_out: tuple[Store, Outgoing], tmp_path: Path, theirs: Edits, mine: Edits, seed: int
) -> None:
    store, sent = given_out
    before = {key: standing(store, key) for key in {*theirs, *mine}}
    mine = {key: value for key, value in mine.items() if before[key] != value}
    if mine:
        with store.write("Plan") as tx:
            for (sheet, object_id, name), value in mine.items():
                record = get_(tx, BY_KEY[sheet].noun, object_id)
                save_(tx, record.replace(**{name: value}))

    def work(book: Any) -> None:
        type_in(book, theirs)
        rearrange(book, seed)

    try:
        reading = compared(store, raw(edited(sent.data, work), tmp_path))
    finally:
        if mine:
            undo(store, "Plan", "main")
    touched = {key for key, value in theirs.items() if before[key] != value}
    assert {one.key for one in reading.conflicts} == {
        f"{key[1]}.{key[2]}" for key in touched if key in mine and mine[key] != theirs[key]
    }
    assert {(one.object_id, one.field) for one in reading.changes} == {
        key[1:] for key in touched if key not in mine
    }


@given(
    st.dictionaries(
        st.from_regex(r"A-[0-9]{4}", fullmatch=True),
        st.tuples(TEXTS, st.none() | st.integers(0, 10**9), st.none() | st.dates(), st.booleans()),
        max_size=5,
    )
)
def test_a_base_is_unpacked_as_it_was_packed(
    rows: dict[str, tuple[str, int | None, date | None, bool]],
) -> None:
    empty = dict.fromkeys(BY_KEY["anwendungen"].specs)
    base: Base = {
        "anwendungen": {
            key: BaseRow(
                {**empty, "title": title, "users": users, "contract_end": end, "dpa": dpa},
                {"organisation_id": title},
                row=7,
                added=dpa,
            )
            for key, (title, users, end, dpa) in rows.items()
        },
        "personal": {
            "KL-0001": BaseRow({**dict.fromkeys(BY_KEY["personal"].specs), "fte": Decimal("0.25")})
        },
    }
    assert unpack(pack(base)) == base
