"""The municipality's list of reasons for declining a card; one line each, in its own order."""

from __future__ import annotations

from collections.abc import Sequence

from strategy.kernel.errors import Conflict, Refused
from strategy.kernel.records import delete_, find, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.rejection_reason import RejectionReason

# Offered as long as a municipality has written down none of its own.
PROPOSED = (
    "Liegt nicht in der Zuständigkeit der Kommune.",
    "Das gibt es bei uns schon.",
    "Hat nichts mit dem Thema der Werkstatt zu tun.",
    "Verletzt die Würde oder die Rechte anderer.",
    "Ist so nicht zu verstehen.",
)
_LONGEST = 300


def list_reasons(db: Cursor) -> list[str]:
    """The reasons in their order; the proposed ones where there are none."""
    standing = _standing(db)
    return [str(reason.title) for reason in standing] or list(PROPOSED)


def save_reasons(tx: Transaction, titles: Sequence[str], base: Sequence[str]) -> list[str]:
    """Replace the list; empty lines and repeated ones fall away.  Returns the list as it stands.

    ``base`` is the list that was shown before the change.  Raises Conflict where somebody else
    changed it in between, Refused where nothing is left or a reason is longer than 300 signs.
    Reasons that were given to cards stay on these, because cards keep the words.
    """
    if list_reasons(tx) != list(base):
        raise Conflict(
            "Inzwischen hat jemand anderes die Liste der Begründungen geändert; laden Sie die "
            "Seite neu und ändern Sie sie dann noch einmal."
        )
    wanted = list(dict.fromkeys(" ".join(title.split()) for title in titles if title.strip()))
    if not wanted:
        raise Refused("Schreiben Sie mindestens eine Begründung in die Liste.")
    long = next((title for title in wanted if len(title) > _LONGEST), None)
    if long is not None:
        raise Refused(
            f"Die Begründung „{long[:40]} …“ hat {len(long)} Zeichen; möglich sind {_LONGEST}."
        )
    # Reasons are found again by their words, so that a mere change of order changes no row but its
    # place.
    standing = {str(reason.title): reason for reason in _standing(tx)}
    for title, reason in standing.items():
        if title not in wanted:
            delete_(tx, RejectionReason, reason.id)
    for position, title in enumerate(wanted, start=1):
        save_(tx, standing.get(title, RejectionReason(title=title)).replace(position=position))
    return wanted


def _standing(db: Cursor) -> list[RejectionReason]:
    return find(db, RejectionReason, order="position, id")
