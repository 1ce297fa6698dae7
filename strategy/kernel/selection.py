"""Which rows of a noun, and in which order: said by field names, so that callers write no SQL.

Pages and web routes put conditions together from these functions; only ``strategy`` may also hand
``find`` a condition as SQL of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from strategy.kernel import german
from strategy.kernel.record import Kind, Record

_PART_OF_ORDER = re.compile(r"(-?)([a-z_0-9]+)( unknown first)?")


@dataclass(frozen=True)
class Condition:
    """SQL that a row has to meet, with the values of its ``?``."""

    sql: str
    params: tuple[Any, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"({self.sql}) AND ({other.sql})", (*self.params, *other.params))


EVERY_ROW = Condition("true")


def equal(**values: Any) -> Condition:
    """Rows whose fields have these values; None means unknown, a collection one of its values."""
    found = EVERY_ROW
    for name, value in values.items():
        if value is None:
            # In SQL nothing equals NULL, not even NULL.
            found &= unknown(name)
        elif isinstance(value, Collection) and not isinstance(value, str):
            found &= Condition(f"{name} IN (SELECT unnest(?))", (list(value),))
        else:
            found &= Condition(f"{name} = ?", (value,))
    return found


def unknown(name: str) -> Condition:
    """Rows in which a field is empty."""
    return Condition(f"{name} IS NULL")


def known(name: str) -> Condition:
    """Rows in which a field has a value."""
    return Condition(f"{name} IS NOT NULL")


def reads(name: str, text: str) -> Condition:
    """Rows whose field, written as text, is ``text``: as a choice stands in an address."""
    return Condition(f"CAST({name} AS TEXT) = ?", (text,))


def contains_words(
    noun: type[Record], text: str, named: Mapping[str, type[Record]] | None = None
) -> Condition:
    """Rows in which each of the words occurs, wherever, in capitals or not, with umlauts or not.

    Looked through are id and texts, and with ``named`` (field → noun it refers to) the names of
    what the row refers to.
    """
    names = ["id", *(s.name for s in noun.specs() if s.sql_type == "TEXT" and not s.hidden)]
    # One unknown part would make the whole text unknown.
    parts = [f"coalesce({name}, '')" for name in names]
    for name, other in (named or {}).items():
        # In brackets of its own and with its own name: a noun may refer to itself.
        parts.append(
            f"coalesce((SELECT CAST(o.{other.NAME} AS TEXT) FROM {other.TABLE} o "
            f"WHERE o.id = {noun.TABLE}.{name}), '')"
        )
    joined = " || ' ' || ".join(parts)
    found = EVERY_ROW
    for word in text.split():
        found &= _contains(joined, word)
    return found


def _contains(joined: str, word: str) -> Condition:
    """Rows whose text holds a word, or holds with umlauts what is typed with "ae" for "ä"."""
    plain = german.folded(word)
    found = Condition(f"contains({folded_sql(joined)}, ?)", (plain,))
    if not german.SPELLED_UMLAUT.search(plain):
        return found
    either = f"({found.sql} OR contains({folded_sql(joined, spelled=True)}, ?))"
    return Condition(either, (plain, plain))


def folded_sql(expression: str, *, spelled: bool = False) -> str:
    """SQL for what a text is looked for by, as ``german.folded`` says it; with ``spelled`` "ä" is
    "ae", for those who type without umlauts."""
    small = f"lower({expression})"
    if spelled:
        for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
            small = f"replace({small}, '{sign}', '{letters}')"
    return f"strip_accents(replace({small}, 'ß', 'ss'))"


def german_order_sql(expression: str) -> str:
    """SQL to sort texts by as ``german.listed`` does: ä as a, ß as ss, "Thema 2" before "Thema 10".

    DuckDB compares bytes, which puts "Äpfel" behind "Zoo"; its German collation is an extension
    that an office machine cannot load from the net.  Numbers get twelve digits each, so that they
    compare by their value.
    """
    plain = folded_sql(expression)
    longer = rf"regexp_replace({plain}, '([0-9]+)', '000000000000\1', 'g')"
    return rf"regexp_replace({longer}, '[0-9]*([0-9]{{12}})', '\1', 'g')"


def order_sql(noun: type[Record], order: str) -> str:
    """The SQL of an order such as ``"-held_on, title"``; raises ValueError for another word.

    Each part is a field, falling where a minus precedes it; unknown values come last, or first
    where ``unknown first`` follows; texts are in German order.  The id settles ties, so that equal
    rows never change places.
    """
    parts = []
    texts = {spec.name for spec in noun.specs() if spec.kind in (Kind.TEXT, Kind.LONG)}
    fields = {"id", "version", *(spec.name for spec in noun.specs())}
    named = [part.strip() for part in order.split(",")]
    for part in named if {"id", "-id"} & set(named) else [*named, "id"]:
        found = _PART_OF_ORDER.fullmatch(part)
        if found is None or found[2] not in fields:
            raise ValueError(f"{noun.TABLE} cannot be ordered by {part!r}")
        falling, name, first = found.groups()
        direction = "DESC" if falling else "ASC"
        if name in texts:
            nulls = f"{direction} NULLS {'FIRST' if first else 'LAST'}"
            parts.append(f"{german_order_sql(name)} {nulls}")
        # Said in any case: databases differ in where NULL comes.
        parts.append(f"{name} {direction} NULLS {'FIRST' if first else 'LAST'}")
    return ", ".join(parts)
