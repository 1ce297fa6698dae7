"""Text in cells: safe, whole, and the same whether Python or the database prepares it."""

from __future__ import annotations

from xml.etree import ElementTree

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategy.excel.text import (
    CELL_LIMIT,
    clean_sql,
    clean_text,
    escaped_sql,
    starts_formula,
    starts_formula_sql,
)
from strategy.kernel.store import Store
from tests.fresh_plans import some_plan

_ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def _in_sql(store: Store, expression: str, text: str) -> object:
    with store.read() as db:
        db.register("given", pa.table({"c0": pa.array([text], pa.string())}))
        return db.value(f"SELECT {expression} FROM given")


@pytest.fixture(scope="module")
def store() -> Store:
    return some_plan()


@settings(max_examples=150, deadline=None)
@given(text=_ANY_TEXT)
@example(text="a\r\nb\rc\x0b\x1f\ufffe")
@example(text="x" * (CELL_LIMIT + 1))
@example(text="x" * CELL_LIMIT)
@example(text="ä" * 20_000)
@example(text="😀" * 17_000)
@example(text="_x0041_ & <b>")
def test_database_and_python_clean_text_alike(store: Store, text: str) -> None:
    cleaned = clean_text(text)
    assert _in_sql(store, clean_sql("c0"), text) == cleaned
    assert bool(_in_sql(store, starts_formula_sql("c0"), text)) == starts_formula(text)
    assert len(cleaned.encode("utf-16-le")) // 2 <= CELL_LIMIT
    escaped = str(_in_sql(store, escaped_sql("c0"), text))
    element = ElementTree.fromstring(f"<t>{escaped}</t>")
    assert (element.text or "").replace("_x005F_", "_") == cleaned.replace("_x005F_", "_")


def test_cut_text_says_so_and_names_its_length() -> None:
    cut = clean_text("x" * 40_000)
    assert cut.startswith("x" * 32_000)
    assert "gekürzt" in cut and "40000 Zeichen" in cut
