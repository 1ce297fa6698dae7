"""Find the objects of the plan that a file names by title, short name, number or key."""

from __future__ import annotations

import difflib
import re
import unicodedata

from strategy.kernel import german
from strategy.kernel.store import Cursor

# Columns by which the objects of a table may be named, the surest first.
_NAMES = {
    "organisation_unit": ("id", "number", "short", "title"),
    "application": ("id", "key", "title"),
    "life_domain": ("id", "title"),
    "person": ("id", "function"),
    "distribution_key": ("id", "title"),
}
_NUMBER = r"([\w./-]*\d[\w./-]*|[ivx]+|\w{1,5})"
_NUMBER_AND_TITLE = re.compile(rf"{_NUMBER}\s*[-–:]?\s+(\w.*[^\W\d].*)")
_TITLE_AND_NUMBER = re.compile(rf"(.+?)\s*\({_NUMBER}\)")
# Words that stand before the number or name of a unit and belong to neither.
_RANK = re.compile(
    r"(?:amt|fachamt|fachbereich|fb|abteilung|abt\.?|dezernat|dez\.?|fachdienst|fd|referat|ref\.?"
    r"|sachgebiet|sg|stabsstelle|oe|org\.?-?einheit)\s*[-–:.]?\s*(\S.*)"
)
_PATH = re.compile(r"\s*(?:>|»|→|\\|::)\s*")
_SEVERAL = re.compile(r"\s*(?:\n|;|,|/|\||\+|&|\bund\b|\bu\.)\s*", re.IGNORECASE)


def loose(text: str) -> str:
    """A name as it is compared: without case and double blanks, umlauts in one sign."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()).casefold()


def bare(text: str) -> str:
    """A name by its letters and digits alone: "OK EWO" and "OK.EWO" are nearly the same."""
    return re.sub(r"[\W_]+", "", german.spelled(loose(text)))


class Resolver:
    """Looks each table up once; a name that two objects bear finds none."""

    def __init__(self, db: Cursor) -> None:
        self._db = db
        self._known: dict[str, dict[str, list[str]]] = {}
        # Files of others name persons; only a list of this plan says the functions it has.
        self.own_list = False
        self._above: dict[str, str | None] | None = None

    def find(self, table: str, name: str) -> str | None:
        """The id of the one object called ``name``, else None."""
        found = self.candidates(table, name)
        return found[0] if len(found) == 1 else None

    def is_named(self, table: str, name: str) -> bool:
        """Whether exactly one object bears just this name, without reading parts of it."""
        self.candidates(table, name)
        return len(self._known.get(table, {}).get(loose(name), [])) == 1

    def candidates(self, table: str, name: str) -> list[str]:
        """The ids of all objects that ``name`` may mean; the surest kind of name decides."""
        if table not in _NAMES:
            return []
        if table not in self._known:
            self._known[table] = self._load(table)
        known = self._known[table]
        wanted = loose(name)
        if wanted in known:
            return known[wanted]
        if table == "organisation_unit":
            return self._unit(known, name)
        return _by_two_names(known, wanted)

    def several_units(self, name: str) -> list[str]:
        """The ids of at least two units that one cell names, "10, 20"; empty where it does not."""
        if self.candidates("organisation_unit", name):
            return []
        found = [
            self.find("organisation_unit", part) for part in _SEVERAL.split(name) if part.strip()
        ]
        ids = list(dict.fromkeys(one for one in found if one))
        return ids if len(ids) > 1 and all(found) else []

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

    def _unit(self, known: dict[str, list[str]], name: str) -> list[str]:
        """A unit by number and title, behind its rank, or at the end of a path of units."""
        wanted = loose(name)
        if found := _by_two_names(known, wanted):
            return found
        if (match := _RANK.fullmatch(wanted)) and (
            found := known.get(match[1]) or _by_two_names(known, match[1])
        ):
            return found
        steps = [part for part in _PATH.split(name.strip()) if part]
        if len(steps) > 1:
            # Above the units of the plan a path often names the whole town hall.
            return self.candidates("organisation_unit", steps[-1])
        parts = [part for part in _SEVERAL.split(name.strip()) if part.strip()]
        if len(parts) > 1:
            found = [one for part in parts for one in known.get(loose(part), [])]
            if len(found) == len(parts) and self._is_chain(found):
                return found[-1:]
        return []

    def _is_chain(self, ids: list[str]) -> bool:
        """Whether each unit lies directly above the next, or all are the same."""
        if self._above is None:
            rows = self._db.rows("SELECT id, parent_id FROM organisation_unit")
            self._above = {str(row["id"]): row["parent_id"] for row in rows}
        return all(
            lower == upper or self._above.get(lower) == upper
            for upper, lower in zip(ids, ids[1:], strict=False)
        )

    def _load(self, table: str) -> dict[str, list[str]]:
        known: dict[str, list[str]] = {}
        for column in _NAMES[table]:
            if table == "person" and column == "function" and not self.own_list:
                continue
            here: dict[str, list[str]] = {}
            for row in self._db.rows(f"SELECT id, {column} AS name FROM {table}"):
                if row["name"]:
                    here.setdefault(loose(str(row["name"])), []).append(str(row["id"]))
            for name, found in here.items():
                known.setdefault(name, found)
        return known


def _by_two_names(known: dict[str, list[str]], wanted: str) -> list[str]:
    """ "10 Hauptamt" and "Hauptamt (10)" name the unit 10; the title must agree where it is known.

    What names two different things names none.
    """
    match = _NUMBER_AND_TITLE.fullmatch(wanted)
    number, title = (match[1], match[2]) if match else ("", "")
    if not match and (behind := _TITLE_AND_NUMBER.fullmatch(wanted)):
        number, title = behind[2], behind[1]
    by_number, by_title = known.get(number, []), known.get(title, [])
    if by_number and by_title:
        return [one for one in by_number if one in by_title]
    return by_number or by_title
