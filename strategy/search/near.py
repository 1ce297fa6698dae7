"""Which words of the plan somebody may have meant who typed one that it does not hold."""

from __future__ import annotations

from strategy.kernel.store import Cursor
from strategy.search.index import Index

SHORTEST_NEAR = 4
_MOST = 3
_WORDS = "search_words"


def near_words(db: Cursor, index: Index, word: str) -> list[str]:
    """Up to three words that differ from ``word``, or begin with what differs from it, by one
    typing error, by two from six letters on; the nearest and most frequent first, as they are
    written in the plan."""
    if len(word) < SHORTEST_NEAR or not word.isalpha():
        return []
    allowed = 1 if len(word) < 6 else 2
    # Registered, because DuckDB takes longest to read a long list as a parameter.
    db.register(_WORDS, index.vocabulary)
    try:
        rows = db.rows(
            f"""
            WITH once AS (
                SELECT word, arg_max(said, often) AS said, sum(often) AS often
                FROM {_WORDS} WHERE length(word) >= {len(word) - allowed} GROUP BY word
            ),
            measured AS (
                SELECT *, least(
                    damerau_levenshtein(word, ?),
                    -- German words are compounds: "digitalisirung" begins three of them.
                    damerau_levenshtein(left(word, {len(word)}), ?),
                    damerau_levenshtein(left(word, {len(word) + 1}), ?)
                ) AS distance
                FROM once
            )
            SELECT word, said FROM measured WHERE distance <= {allowed}
            ORDER BY distance, often DESC, word
            """,
            [word, word, word],
        )
    finally:
        db.unregister(_WORDS)
    found: dict[str, str] = {}
    for row in rows:
        # What holds a word that is looked for is found by that one.
        if not any(known in row["word"] for known in found):
            found[row["word"]] = row["said"]
    return list(found.values())[:_MOST]
