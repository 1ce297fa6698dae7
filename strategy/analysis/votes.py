"""The numbers of a vote as minutes and paper forms write them.

Where nobody may abstain (Bavaria), Ja, Nein and Anwesend are recorded.  What a vote decided is
said in ``strategy.figures.plan.council``.
"""

from __future__ import annotations

from strategy.nouns.municipality import VoteColumns


def vote_words(
    yes: int | None,
    no: int | None,
    abstentions: int | None = None,
    present: int | None = None,
    columns: str = VoteColumns.WITH_ABSTENTION,
) -> str:
    """The numbers as written in minutes: "27 Ja, 0 Nein, 0 Enthaltungen"; "nicht erfasst" for
    numbers that nobody entered."""
    parts = [_part(yes, "Ja"), _part(no, "Nein")]
    if columns == VoteColumns.WITH_PRESENT:
        parts.append(_part(present, "Anwesende"))
    else:
        parts.append(_part(abstentions, "Enthaltung" if abstentions == 1 else "Enthaltungen"))
    return "nicht erfasst" if yes is None and no is None else ", ".join(parts)


def _part(count: int | None, word: str) -> str:
    return f"{word} nicht erfasst" if count is None else f"{count} {word}"


def vote_mark(count: int | None) -> str:
    """A number as in the vote columns of a paper form: "/" for none, "–" for not entered."""
    if count is None:
        return "–"
    # Paper forms strike out what is none, so that it differs from a field nobody filled in.
    return "/" if count == 0 else str(count)
