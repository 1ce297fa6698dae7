"""Step 4: systems of life domains; several coexist and are mapped to each other."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, flag, text


@dataclass(frozen=True)
class LifeDomainSystem(Record):
    """A list of life domains (Lebensbereiche); one leads the plan."""

    TABLE = "life_domain_system"
    PREFIX = "LS"
    SINGULAR = "Gliederung der Lebensbereiche"
    PLURAL = "Gliederungen der Lebensbereiche"
    GENDER = Gender.FEMININE
    REPORT = Absent("names its life domains only")
    IMPORT = Absent("comes with the presets of a Land")

    title: str | None = text("Bezeichnung", required=True)
    source: str | None = text("Quelle")
    is_leading: bool | None = flag("Führend", default=False)
