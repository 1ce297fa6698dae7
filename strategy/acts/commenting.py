"""Say something about an entry, settle it, open it again: each one action with its undo."""

from __future__ import annotations

from datetime import UTC, datetime

from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.comment import Comment

LONGEST = 4_000


def say(tx: Transaction, object_id: str, body: str, by: str, person_id: str | None) -> Comment:
    """A new comment of ``by`` on an entry, for ``person_id`` where it names somebody."""
    if len(body) > LONGEST:
        raise Refused(
            f"Der Kommentar ist länger als {LONGEST} Zeichen; kürzen Sie ihn oder legen Sie die "
            "Angaben im Eintrag ab.",
            "body",
        )
    at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return save_(tx, Comment(object_id, body, by, at, person_id))


def settle(tx: Transaction, comment_id: str, by: str, resolved: bool = True) -> Comment:
    """Mark a comment as settled by somebody, or open it again."""
    comment = get_(tx, Comment, comment_id)
    return save_(tx, comment.replace(resolved=resolved, resolved_by=by if resolved else None))


def comments_on(db: Cursor, object_id: str) -> list[Comment]:
    """The comments on an entry, open ones first, each group from old to new."""
    found = find(db, Comment, "object_id = ?", [object_id], order="said_at, id")
    return sorted(found, key=lambda one: bool(one.resolved))
