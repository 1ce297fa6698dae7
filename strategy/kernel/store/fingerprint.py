"""The checksum of an edition as people print, read out and type it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime

from strategy.kernel.errors import Refused
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.versions import Version, content_hash

# 80 bits: nobody finds a second content for them, and four groups can be read out on the phone.
_SHORT = 20
_GROUP = 5


def short_hash(full: str) -> str:
    """The first 20 hex digits in groups, as they are printed: 3f2a9-00b1c-…"""
    short = full[:_SHORT].upper()
    return "-".join(short[start : start + _GROUP] for start in range(0, _SHORT, _GROUP))


def read_hash(typed: str) -> str:
    """What was typed, without dashes and blanks; raises Refused unless it can be a checksum."""
    bare = re.sub(r"[\s\-–—:.]", "", typed).casefold()
    if not re.fullmatch(r"[0-9a-f]+", bare) or len(bare) not in (_SHORT, 64):
        raise Refused(
            "Das ist keine Prüfsumme; geben Sie die 20 Zeichen vom Papier an (0 bis 9, A bis F, "
            "Striche und Leerzeichen sind gleich) oder alle 64."
        )
    return bare


@dataclass(frozen=True)
class Verdict:
    """What can be said of an edition and a printed checksum."""

    fits: bool
    sentence: str


def verify(db: Cursor, edition: Version, typed: str) -> Verdict:
    """Compare a printed checksum with what the edition says now; ``db`` is set to the edition."""
    wanted = read_hash(typed)
    now = content_hash(db)
    title = f"Die Fassung „{edition.title}“"
    if edition.kind != "edition":
        raise Refused(f"{title} ist nicht festgeschrieben; nur eine feste Fassung hat Prüfsumme.")
    if now != edition.hash:
        return Verdict(False, f"{title} wurde verändert, seit sie festgeschrieben wurde.")
    if now.startswith(wanted):
        return Verdict(True, f"{title} ist die, zu der diese Prüfsumme gehört: {short_hash(now)}.")
    for erased in erasures_of(db, edition.name):
        if erased.old.startswith(wanted):
            return Verdict(
                True,
                f"{title} trug diese Prüfsumme bis {erased.at:%d.%m.%Y}; seit der Löschung eines "
                f"Namens an diesem Tag ist ihre Prüfsumme {short_hash(now)}, sonst ist nichts "
                "geändert.",
            )
    return Verdict(
        False,
        f"{title} hat eine andere Prüfsumme: {short_hash(now)}. Das Papier gehört zu einer anderen "
        "Fassung, oder es wurde falsch abgeschrieben.",
    )


@dataclass(frozen=True)
class Erased:
    """An edition whose content was knowingly changed, because a name had to go."""

    at: datetime
    old: str
    new: str


def erasures_of(db: Cursor, name: str) -> list[Erased]:
    """The erasures that changed an edition, as the chain of the history has them."""
    rows = db.rows(
        "SELECT happened_at AS at, body FROM history.event WHERE kind = 'erasure' ORDER BY entry"
    )
    told = ((row["at"], json.loads(row["body"])["editions"].get(name)) for row in rows)
    return [Erased(at, *pair) for at, pair in told if pair]
