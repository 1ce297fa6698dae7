"""What a search finds: the entries that hold every word, the nearest to the name first."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from strategy.kernel import german
from strategy.kernel.store import Cursor
from strategy.search.index import Index
from strategy.search.near import near_words

# What one reads at a glance, and where one asks for all of a noun.
SHOWN = 6
SHOWN_OF_ONE = 500
# A single letter stands in nearly every entry.
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """One entry found: id, name and the name of what it belongs to.

    ``listed`` finds its rows in their list where it stands for many.  ``by_name`` says whether all
    words stand in its name or id; if not, one wants to be told where they stand (``reasons``).
    """

    id: str
    name: str
    owner: str | None
    listed: str | None
    by_name: bool


@dataclass(frozen=True)
class Group:
    """The entries of one noun: the first of them, and how many there are."""

    table: str
    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True)
class SearchResult:
    """``groups``, the best first; ``read_as`` tells by which words an unknown one was replaced."""

    groups: tuple[Group, ...]
    read_as: dict[str, tuple[str, ...]]


def find_all(db: Cursor, index: Index, typed: str, whole: str = "") -> SearchResult:
    """All entries that hold every word of ``typed``; a word that nothing holds is taken for the
    words that differ from it by a typing error.  Too short a search finds nothing.

    Each group holds its first entries, that of the table ``whole`` many more.
    """
    words = typed.split()
    if len("".join(words)) < SHORTEST:
        return SearchResult((), {})
    entries = index.entries
    mask = by_name = None
    read_as: dict[str, tuple[str, ...]] = {}
    folded = []
    for as_typed in words:
        forms = [german.folded(as_typed)]
        holding = _holding(entries, forms)
        if not pc.any(holding).as_py() and (near := near_words(db, index, forms[0])):
            read_as[as_typed] = tuple(near)
            forms = [german.folded(word) for word in near]
            holding = _holding(entries, forms)
        folded.append(forms[0])
        named = _named(entries, forms)
        mask = holding if mask is None else pc.and_(mask, holding)
        by_name = named if by_name is None else pc.and_(by_name, named)
    chosen = entries.append_column("by_name", by_name).filter(mask)
    return SearchResult(_groups(chosen, folded, whole), read_as)


def _holding(entries: pa.Table, forms: list[str]) -> pa.ChunkedArray:
    """Per entry whether its words hold one of these."""
    found = None
    for form in forms:
        held = pc.match_substring(entries["words"], form)
        if german.SPELLED_UMLAUT.search(form):
            spelled = pc.match_substring(entries["spelled"], form)
            held = pc.or_(held, pc.fill_null(spelled, False))
        found = held if found is None else pc.or_(found, held)
    return found


def _named(entries: pa.Table, forms: list[str]) -> pa.ChunkedArray:
    """Per entry whether its name or id holds one of these words."""
    # "ae" for "ä" counts too; which of both stood in the name makes no difference here.
    shapes = {*forms, *(german.SPELLED_UMLAUT.sub(lambda two: two[0][0], one) for one in forms)}
    any_of = "|".join(map(re.escape, sorted(shapes)))
    return pc.or_(
        pc.match_substring_regex(entries["title"], any_of),
        pc.match_substring_regex(pc.utf8_lower(entries["id"]), any_of),
    )


def _groups(chosen: pa.Table, words: list[str], whole: str) -> tuple[Group, ...]:
    ranked = chosen.append_column("rank", _rank(chosen, words))
    # Arrow's ordering takes thousands of entries at once; the folded title is in German order.
    order = [(name, "ascending") for name in ("rank", "title", "id")]
    ranked = ranked.take(pc.sort_indices(ranked, sort_keys=order))
    groups = []
    # The noun whose best entry is best comes first: unique() keeps the order of coming.
    for table in pc.unique(ranked["noun"]).to_pylist():
        members = ranked.filter(pc.equal(ranked["noun"], table))
        shown = SHOWN_OF_ONE if table == whole else SHOWN
        rows = members.slice(0, shown).select(["id", "name", "owner", "listed", "by_name"])
        groups.append(Group(table, tuple(Hit(**row) for row in rows.to_pylist()), len(members)))
    return tuple(groups)


def _rank(chosen: pa.Table, words: list[str]) -> pa.ChunkedArray:
    """The id or name itself, the name's beginning, a word's beginning, a part of it; then what
    holds the words elsewhere.  What belongs to another object comes after what stands alone."""
    title, whole = chosen["title"], " ".join(words)
    starts = pc.match_substring_regex(title, rf"\b{re.escape(words[0])}")
    for word in words[1:]:
        starts = pc.and_(starts, pc.match_substring_regex(title, rf"\b{re.escape(word)}"))
    itself = pc.or_(pc.equal(title, whole), pc.equal(pc.utf8_lower(chosen["id"]), whole))
    begins = pc.starts_with(title, whole)
    nearness = pc.if_else(
        pc.and_(chosen["by_name"], starts), 2, pc.if_else(chosen["by_name"], 3, 4)
    )
    nearness = pc.if_else(itself, 0, pc.if_else(begins, 1, nearness))
    return pc.add(pc.multiply(nearness, 2), pc.cast(pc.is_valid(chosen["owner"]), pa.int64()))
