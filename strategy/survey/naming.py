"""Find what a cell names: an Amt, an application or a project, known or new in the same file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from strategy.intake.comparing.resolve import Resolver, loose
from strategy.kernel.errors import Refused
from strategy.kernel.store import Cursor

_WITH_ID = re.compile(r".*\(([A-Z]+-[0-9]+)\)\s*")
_WORDS = {"organisation_unit": "Amt", "application": "Anwendung", "project": "Projekt"}


@dataclass(frozen=True)
class Pending:
    """A reference to a row of the same file that has no id yet."""

    form: str
    row: int
    title: str

    def __str__(self) -> str:
        return self.title


class Naming:
    """The names that cells of one workbook may use.

    Names of the file come first, then those it was sent with, then those of the plan today; a name
    that two objects bear names none of them.
    """

    def __init__(self, db: Cursor, names: Mapping[str, str]) -> None:
        self._names = names
        rates = db.rows("SELECT DISTINCT grade FROM personnel_rate WHERE grade IS NOT NULL")
        self.grades = sorted(str(row["grade"]) for row in rates)
        self._resolver = Resolver(db)
        self._in_file: dict[str, dict[str, str | Pending | None]] = {}
        self._sent: dict[str, dict[str, str | None]] = {}
        self._plan: dict[str, dict[str, str]] = {table: {} for table in _WORDS}
        tables = {"OE": "organisation_unit", "A": "application", "PR": "project"}
        for object_id, name in names.items():
            self._plan[tables[object_id.rpartition("-")[0]]][loose(name)] = object_id

    def name_of(self, object_id: str | Pending | None) -> str:
        """How an object is called in sentences."""
        if object_id is None:
            return ""
        return (
            str(object_id)
            if isinstance(object_id, Pending)
            else self._names.get(object_id, object_id)
        )

    def add_sent(self, table: str, title: str, object_id: str) -> None:
        """A name that stood in the workbook when it went out."""
        here = self._sent.setdefault(table, {})
        key = loose(title)
        # None and not the first one: two applications of one name name nothing, rather than the
        # wrong one.
        here[key] = object_id if here.get(key, object_id) == object_id else None

    def add_in_file(self, table: str, title: str, target: str | Pending) -> None:
        """A name that a row of the file bears now."""
        here = self._in_file.setdefault(table, {})
        key = loose(title)
        here[key] = None if key in here else target

    def find(self, table: str, text: str) -> str | Pending:
        """What ``text`` names; raises Refused with the nearest names where it names nothing."""
        key = loose(text)
        # "Bauamt (OE-0007)" is what the lists to choose from write where two bear the same title.
        if (match := _WITH_ID.fullmatch(text)) and match[1] in self._names:
            return match[1]
        for known in (self._in_file.get(table, {}), self._sent.get(table, {}), self._plan[table]):
            target = known.get(key)
            if target is not None:
                return target
        if target := self._resolver.find(table, text):
            return target
        self._refuse(table, text, key)
        raise AssertionError("refused above")

    def _refuse(self, table: str, text: str, key: str) -> None:
        word = _WORDS[table]
        line = " ".join(text.split())
        line = line if len(line) <= 60 else line[:57] + "…"
        every = [loose(name) for name in self._plan[table]]
        every += [name for name in self._in_file.get(table, {}) if name not in every]
        # Compared in the loose spelling, but proposed as it is written, so that it can be copied.
        written = {loose(name): name for name in self._names.values()}
        near = [written.get(name, name) for name in difflib.get_close_matches(key, every, 3, 0.5)]
        if not near:
            # "Bau" is far from "Hochbau- und Gebäudeamt" letter by letter, but stands in it.
            near = [written.get(n, n) for n in every if len(key) > 2 and key in n][:3]
        hint = f"; ähnlich heißen {', '.join(f'„{name}“' for name in near)}" if near else ""
        unknown = "Dieses Amt" if table == "organisation_unit" else f"Diese {word}"
        unknown = "Dieses Projekt" if table == "project" else unknown
        raise Refused(f"{unknown} „{line}“ gibt es nicht{hint}. Bitte wählen Sie aus der Liste.")
