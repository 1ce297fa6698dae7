"""Step 5: dependencies between measures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.record import Record, choice, ref


class DependencyKind(StrEnum):
    """How two measures relate."""

    REQUIRES = "setzt voraus"
    EXCLUDES = "schließt aus"
    SUPPORTS = "unterstützt"


@dataclass(frozen=True)
class Dependency(Record):
    """One measure requires, excludes or supports another."""

    TABLE = "dependency"
    PREFIX = "AB"
    SINGULAR = "Abhängigkeit"
    PLURAL = "Abhängigkeiten"
    NAME = "kind"

    measure_id: str | None = ref("Maßnahme", "measure", on_delete="cascade", required=True)
    kind: str | None = choice("Art", DependencyKind, required=True)
    other_id: str | None = ref("Andere Maßnahme", "measure", on_delete="cascade", required=True)

    def validate(self) -> None:
        if self.measure_id == self.other_id:
            raise Refused(
                "Eine Maßnahme kann nicht von sich selbst abhängen; wählen Sie eine andere.",
                "other_id",
            )
