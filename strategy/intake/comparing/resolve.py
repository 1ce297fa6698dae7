"""Find the objects of the plan that a file names by title, short name, number or key."""

from __future__ import annotations

import difflib
import re

from strategy.kernel.store import Cursor

# Columns by which the objects of a table may be named, the surest first.
_NAMES = {
    "organisation_unit": ("id", "number", "short", "title"),
    "application": ("id", "key", "title"),
    "life_domain": ("id", "title"),
    "person": ("id", "title"),
}
_NUMBER_AND_TITLE = re.compile(r"(\S+)\s*[-–:]?\s+(.+)")


def loose(text: str) -> str:
    """A name as it is compared: without case and double blanks."""
    return " ".join(text.split()).casefold()


class Resolver:
    """Looks each table up once; a name that two objects bear finds none."""

    def __init__(self, db: Cursor) -> None:
        self._db = db
        self._known: dict[str, dict[str, str | None]] = {}

    def find(self, table: str, name: str) -> str | None:
        """The id of the one object called ``name``, else None."""
        if table not in _NAMES:
            return None
        known = self._known.setdefault(table, self._load(table))
        wanted = loose(name)
        if wanted in known:
            return known[wanted]
        # "10 Hauptamt" names the unit 10; the title must agree where it is known.
        if match := _NUMBER_AND_TITLE.fullmatch(wanted):
            by_number, by_title = known.get(match[1]), known.get(match[2])
            if by_number and by_title in (None, by_number):
                return by_number
            return by_title
        return None

    def near(self, table: str, name: str) -> str | None:
        """The title in ``table`` that is most like ``name``, None where none is."""
        if table not in _NAMES or table == "person":
            return None
        titles = {
            loose(str(row["title"])): str(row["title"])
            for row in self._db.rows(f"SELECT title FROM {table} WHERE title IS NOT NULL")
        }
        close = difflib.get_close_matches(loose(name), titles, 1, 0.7)
        return titles[close[0]] if close else None

    def _load(self, table: str) -> dict[str, str | None]:
        known: dict[str, str | None] = {}
        for column in _NAMES[table]:
            if table == "person" and column == "title":
                continue
            here: dict[str, str | None] = {}
            for row in self._db.rows(f"SELECT id, {column} AS name FROM {table}"):
                if row["name"]:
                    name = loose(str(row["name"]))
                    here[name] = None if name in here else str(row["id"])
            for name, found in here.items():
                known.setdefault(name, found)
        return known
