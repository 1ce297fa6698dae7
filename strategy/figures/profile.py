"""The horizon and vocabulary of the municipality, as figures need them."""

from __future__ import annotations

from datetime import UTC, date

from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.store import Cursor
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import get_version
from strategy.nouns.municipality import Municipality


def municipality(db: Cursor) -> Municipality | None:
    """The municipality of the plan, or None in a plan that has just been made."""
    found = find(db, Municipality)
    return found[0] if found else None


def horizon(db: Cursor) -> list[int]:
    """The years of the planning horizon; empty where the profile is not filled in yet."""
    profile = municipality(db)
    return profile.years if profile is not None and profile.plan_year else []


def plan_year(db: Cursor) -> int | None:
    """The year that is being planned."""
    profile = municipality(db)
    return None if profile is None else profile.plan_year


def sealed_on(db: Cursor) -> date | None:
    """The day for which an edition stands for ever; None for draft and scenarios (today)."""
    version = get_version(db, db.version)
    if version.kind != "edition" or version.created_at is None:
        return None
    # Kept in UTC: sealed at half past midnight in Berlin, it would else bear the day before.
    return version.created_at.replace(tzinfo=UTC).astimezone(german.TIME_ZONE).date()


def version_words(db: Cursor) -> str:
    """A version as the foot of a document names it; an edition with its printed hash."""
    version = get_version(db, db.version)
    if version.hash is None:
        return version.title
    return f"{version.title}, Prüfsumme {short_hash(version.hash)}"
