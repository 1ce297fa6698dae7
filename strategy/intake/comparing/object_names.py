"""Find what a line of a file is about by id, key or title, and propose the nearest names."""

from __future__ import annotations

import difflib
from collections.abc import Mapping as AnyMapping

from strategy.intake.comparing.resolve import loose
from strategy.kernel.errors import Refused
from strategy.kernel.store import Cursor
from strategy.kernel.written_number import is_unknown

# Columns that name the objects of a table, the surest first.
_COLUMNS = {
    "application": ("id", "key", "title"),
    "project": ("id", "key", "title"),
    "measure": ("id", "key", "title"),
    "organisation_unit": ("id", "number", "short", "title"),
}
_WORDS = {
    "application": "Anwendung",
    "project": "Projekt",
    "measure": "Maßnahme",
    "organisation_unit": "Organisationseinheit",
}


class ObjectNames:
    """The names of several tables, each looked up once."""

    def __init__(self, db: Cursor) -> None:
        self._db = db
        self._ids: dict[str, dict[str, set[str]]] = {}
        self._titles: dict[str, dict[str, str]] = {}

    def find(self, fields: AnyMapping[str, str], name: str) -> tuple[str, str]:
        """Field and id of the one object called ``name``; ``fields`` maps field -> table.

        Raises Refused where nothing or more than one thing bears the name.
        """
        found = {
            (field, one)
            for field, table in fields.items()
            for one in self._load(table).get(loose(name), ())
        }
        if len(found) == 1:
            return found.pop()
        words = [_WORDS[table] for table in fields.values()]
        if found:
            ids = ", ".join(sorted(one for _, one in found))
            raise Refused(
                f"„{name}“ heißt im Plan mehreres ({ids}); geben Sie die Kennung statt des "
                "Namens an."
            )
        where = " noch als ".join(words)
        how = "weder" if len(words) > 1 else "nicht"
        sentence = f"„{name}“ gibt es im Plan {how} als {where}"
        near = self._near(fields, name)
        raise Refused(
            f"{sentence}; ähnlich heißt {near}."
            if near
            else f"{sentence}; legen Sie es zuerst an oder berichtigen Sie den Namen."
        )

    def title(self, table: str, object_id: str | None) -> str:
        """The title of an object, its id where it has none."""
        self._load(table)
        return self._titles[table].get(object_id or "", object_id or "")

    def _near(self, fields: AnyMapping[str, str], name: str) -> str:
        titles = {
            loose(title): title
            for table in fields.values()
            for title in self._titles[table].values()
        }
        close = difflib.get_close_matches(loose(name), titles, 3, 0.6)
        return ", ".join(f"„{titles[one]}“" for one in close)

    def _load(self, table: str) -> dict[str, set[str]]:
        if table not in self._ids:
            known: dict[str, set[str]] = {}
            self._titles[table] = {}
            columns = _COLUMNS[table]
            for row in self._db.rows(f"SELECT {', '.join(columns)} FROM {table}"):
                self._titles[table][str(row["id"])] = str(row["title"] or row["id"])
                for column in columns:
                    if row[column] and not is_unknown(str(row[column])):
                        known.setdefault(loose(str(row[column])), set()).add(str(row["id"]))
            self._ids[table] = known
        return self._ids[table]
