"""What a vote decided.

The majority of Ja over Nein decides; abstentions are not counted and a tie is a rejection.  Where
nobody may abstain (Bavaria), Ja, Nein and Anwesend are recorded and the same rule holds.
"""

from __future__ import annotations

from strategy.errors import Refused
from strategy.nouns.consultation import Outcome
from strategy.nouns.municipality import VoteColumns


def outcome_of(yes: int | None, no: int | None) -> Outcome | None:
    """ACCEPTED or REJECTED; None while one of the numbers is unknown or nobody voted."""
    if yes is None or no is None or yes + no == 0:
        return None
    return Outcome.ACCEPTED if yes > no else Outcome.REJECTED


def is_unanimous(yes: int | None, no: int | None) -> bool:
    """Whether the council would write "einstimmig"."""
    return yes is not None and no is not None and (yes > 0) != (no > 0)


def check_votes(
    yes: int | None,
    no: int | None,
    abstentions: int | None,
    present: int | None,
    columns: str = VoteColumns.WITH_ABSTENTION,
) -> None:
    """Refuse numbers that cannot be a vote of this municipality."""
    if columns == VoteColumns.WITH_PRESENT and abstentions:
        raise Refused(
            "In dieser Kommune gibt es keine Enthaltungen; erfassen Sie Ja, Nein und Anwesend.",
            "abstentions",
        )
    cast = (yes or 0) + (no or 0) + (abstentions or 0)
    if present is not None and cast > present:
        raise Refused(
            f"Es sind {cast} Stimmen erfasst, aber nur {present} Anwesende; prüfen Sie die Zahlen.",
            "present",
        )


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
    return "/" if count == 0 else str(count)
