"""Step 5: dependencies between measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from strategy.kernel.circles import circle_words, find_way
from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, ref

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class DependencyKind(StrEnum):
    """How two measures relate."""

    REQUIRES = "setzt voraus"
    FOLLOWS = "folgt auf"
    EXCLUDES = "schließt aus"
    SUPPORTS = "unterstützt"


# Whoever follows a measure needs it as well; only the time is added.
NEEDS = (DependencyKind.REQUIRES, DependencyKind.FOLLOWS)


@dataclass(frozen=True)
class Dependency(Record):
    """One measure requires, follows, excludes or supports another."""

    TABLE = "dependency"
    PREFIX = "AB"
    SINGULAR = "Abhängigkeit"
    PLURAL = "Abhängigkeiten"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("what measures need of each other is no origin")
    NAME = "kind"

    measure_id: str | None = ref("Maßnahme", "measure", on_delete="cascade", required=True)
    kind: str | None = choice(
        "Art",
        DependencyKind,
        required=True,
        help="„setzt voraus“: nur zusammen mit der anderen; „folgt auf“: die andere beginnt in "
        "einem früheren Jahr; „schließt aus“: nicht beide.",
    )
    other_id: str | None = ref("Andere Maßnahme", "measure", on_delete="cascade", required=True)

    def validate(self) -> None:
        # Alone in validate(): the loops over several measures need the plan (validate_in).
        if self.measure_id == self.other_id:
            raise Refused(
                "Eine Maßnahme kann nicht von sich selbst abhängen; wählen Sie eine andere.",
                "other_id",
            )

    def validate_in(self, db: Cursor) -> None:
        """Refuse what no plan could keep: circles, and needs that meet an exclusion.

        Only a contradiction this dependency takes part in is refused, so that a plan which
        already holds another one stays editable.
        """
        # The whole graph: a circle may close over measures that nobody has open.
        rows = db.rows(
            "SELECT measure_id, kind, other_id FROM dependency WHERE id <> ? ORDER BY id", [self.id]
        )
        mine, other = str(self.measure_id), str(self.other_id)
        if any((mine, self.kind, other) == tuple(row.values()) for row in rows):
            raise Refused(
                f"{mine} {self.kind} {other}: diese Abhängigkeit gibt es schon.", "other_id"
            )
        before = _read(rows)
        now = _read([*rows, {"measure_id": mine, "kind": self.kind, "other_id": other}])
        if self.kind in NEEDS:
            self._check_circle(now.needs, mine, other)
            self._check_status(db, other)
        _check_exclusions(before, now)

    def _check_circle(self, needs: Mapping[str, list[str]], mine: str, other: str) -> None:
        way = find_way(needs, other, mine)
        if way is not None:
            raise Refused(
                f"Das ergäbe einen Kreis: {circle_words(mine, way)}; lösen Sie eine dieser "
                "Abhängigkeiten.",
                "other_id",
            )

    def _check_status(self, db: Cursor, other: str) -> None:
        status = db.value("SELECT status FROM measure WHERE id = ?", [other])
        if status == "verworfen":
            raise Refused(
                f"{other} ist verworfen und kann nicht vorausgesetzt werden; wählen Sie eine "
                "andere Maßnahme oder ändern Sie deren Stand.",
                "other_id",
            )


@dataclass(frozen=True)
class _Graph:
    """Who needs whom, and which pairs exclude each other."""

    needs: Mapping[str, list[str]]
    excluded: frozenset[frozenset[str]]

    def contradictions(self) -> set[tuple[str, str, str]]:
        """(a measure, and two that exclude each other and that it would need, or is itself)."""
        found = set()
        starts = {*self.needs, *(item for pair in self.excluded for item in pair)}
        for start in starts:
            reached = {start, *_reached(self.needs, start)}
            for pair in self.excluded:
                if pair <= reached:
                    first, second = sorted(pair)
                    found.add((start, first, second))
        return found


def _read(rows: Sequence[Mapping[str, Any]]) -> _Graph:
    needs: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] in NEEDS:
            needs.setdefault(row["measure_id"], []).append(row["other_id"])
    excluded = (
        frozenset((row["measure_id"], row["other_id"]))
        for row in rows
        if row["kind"] == DependencyKind.EXCLUDES
    )
    return _Graph(needs, frozenset(excluded))


def _check_exclusions(before: _Graph, now: _Graph) -> None:
    """Refuse when somebody would newly need two measures that exclude each other."""
    fresh = now.contradictions() - before.contradictions()
    if fresh:
        start, first, second = min(fresh)
        if start in (first, second):
            other = second if start == first else first
            raise Refused(
                f"{start} braucht {other}, und beide schließen einander aus; lösen Sie eine dieser "
                "Abhängigkeiten.",
                "other_id",
            )
        raise Refused(
            f"{start} würde {first} und {second} brauchen, die einander ausschließen; lösen Sie "
            "eine dieser Abhängigkeiten.",
            "other_id",
        )


def _reached(needs: Mapping[str, list[str]], start: str) -> set[str]:
    found, left = set[str](), [start]
    while left:
        for following in needs.get(left.pop(), []):
            if following not in found:
                found.add(following)
                left.append(following)
    return found
