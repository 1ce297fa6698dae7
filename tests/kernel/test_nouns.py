"""What holds for the declarations of all nouns together."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from strategy.kernel.record import Kind, Record
from strategy.kernel.store import Store
from strategy.nouns import NOUNS


def test_tables_prefixes_and_words_are_unique() -> None:
    for attribute in ("TABLE", "PREFIX", "SINGULAR", "PLURAL"):
        values = [getattr(noun, attribute) for noun in NOUNS]
        doubled = {value for value in values if values.count(value) > 1}
        # Kritik, Phantasie, Verwirklichung and nothing else may share a word with another noun.
        assert not doubled, (attribute, doubled)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.TABLE)
def test_every_noun_is_declared_completely(noun: type[Record]) -> None:
    tables = {other.TABLE for other in NOUNS}
    labels = [spec.label for spec in noun.specs()]
    assert len(labels) == len(set(labels)), "two fields share a label"
    assert re.fullmatch(r"[A-Z]{1,3}", noun.PREFIX)
    assert noun.NAME in {"id", *(spec.name for spec in noun.specs())}
    assert noun.__doc__ and any(spec.required for spec in noun.specs())
    for spec in noun.specs():
        assert spec.label == spec.label.strip() and spec.label
        assert (spec.kind is Kind.CHOICE) == (spec.choices is not None)
        assert (spec.kind is Kind.REF) == bool(spec.ref)
        assert spec.ref in {"", "*", *tables}
        assert not spec.acyclic or spec.ref == noun.TABLE
        assert spec.name.endswith("_cents") == (spec.kind is Kind.MONEY)
    for item in fields(noun):
        if item.name in ("id", "version"):
            continue
        default = item.default
        choices = noun.spec(item.name).choices
        assert default is None or choices is None or default in list(choices)


def test_a_fresh_plan_has_exactly_the_columns_of_the_nouns(plan: Store) -> None:
    with plan.read() as db:
        found = db.rows(
            "SELECT table_name AS t, column_name AS c, data_type AS k FROM duckdb_columns() "
            "WHERE schema_name = 'main' AND NOT internal AND database_name = current_database()"
        )
    declared = {
        (noun.TABLE, name, kind)
        for noun in NOUNS
        for name, kind in [
            ("id", "VARCHAR"),
            ("version", "BIGINT"),
            *((s.name, s.sql_type.replace("TEXT", "VARCHAR")) for s in noun.specs()),
        ]
    }
    assert {(row["t"], row["c"], row["k"]) for row in found} == declared
