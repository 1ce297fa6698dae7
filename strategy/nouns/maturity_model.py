"""Step 2: maturity models as versioned data."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.record import Record, code, integer, text


@dataclass(frozen=True)
class MaturityModel(Record):
    """A maturity model in one version, e.g. OZG 1.1 (0 to 4) or model 2.0 (0 to 7)."""

    TABLE = "maturity_model"
    PREFIX = "RM"
    SINGULAR = "Reifegradmodell"
    PLURAL = "Reifegradmodelle"

    title: str | None = text("Modell", required=True)
    edition: str | None = code("Version", required=True)
    lowest: int | None = integer("Niedrigste Stufe", default=0)
    highest: int | None = integer("Höchste Stufe", required=True)
    source: str | None = text("Quelle")
