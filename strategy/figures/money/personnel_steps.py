"""How the cost of a post is worked out, step by step, so that any such figure can be opened.

The steps are worked out here a second time, in plain decimals, from the rows the figure rests on; a
test holds their result against the figure itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.store import Cursor
from strategy.nouns.cost_line import CostLine
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.tariff_step import TariffStep

# Niedersachsen's official flat rate for an office workplace, the free default of new rates.
WORKPLACE_PARTS = (
    ("Raumkosten", 217_000),
    ("laufende Sachkosten", 408_300),
    ("Investitionen", 55_900),
    ("Informationstechnik", 227_000),
)
WORKPLACE_CENTS = sum(cents for _, cents in WORKPLACE_PARTS)
WORKPLACE_SOURCE = "Pauschale des Landes Niedersachsen"


@dataclass(frozen=True)
class Step:
    """One line of a calculation: what, how, the result in cents (None = unknown), and the object
    it comes from ("" = none)."""

    label: str
    how: str
    cents: int | None
    object_id: str = ""


@dataclass(frozen=True)
class _Rate:
    """A full-time post in one year, in exact cents."""

    personnel: int
    workplace: int
    overhead: Decimal
    steps: tuple[Step, ...]


def rate_steps(db: Cursor, grade: str, year: int) -> list[Step]:
    """How the cost of a full-time post comes about; empty where the grade has no rate that year."""
    rate = _rate(db, grade, year)
    if rate is None:
        return []
    # The KGSt reckons overhead on personnel cost alone; the workplace bears none.
    surcharge = _cents(rate.personnel * rate.overhead / 100)
    total = rate.personnel + rate.workplace + surcharge
    return [
        *rate.steps,
        Step(
            "Gemeinkosten",
            f"{german.percent(rate.overhead)} von {german.money(rate.personnel)}",
            surcharge,
        ),
        Step(
            f"Volle Stelle {grade} im Jahr {year}",
            "Personalkosten + Arbeitsplatz + Gemeinkosten",
            total,
        ),
    ]


def line_steps(db: Cursor, line: CostLine) -> list[Step]:
    """How the amount of a cost line for personnel comes about; empty for other cost types."""
    if line.cost_type != "Personal":
        return []
    # Somebody who knows the real amount is right, whatever the rates say.
    if line.amount_cents is not None:
        return [
            Step(
                "Betrag",
                "eingetragen; ein eingetragener Betrag hat Vorrang",
                line.amount_cents,
                line.id,
            )
        ]
    if line.fte is None or line.grade is None or line.year is None:
        return [Step("Betrag", "unbekannt, weil Stellenanteil oder Gruppe fehlt", None, line.id)]
    rate = _rate(db, line.grade, line.year)
    if rate is None:
        return [Step("Betrag", f"unbekannt, weil {line.grade} {line.year} keinen Satz hat", None)]
    share = f"{german.fte(line.fte)} VZÄ"
    # Kept exact until the end: three rounded parts may differ from the rounded sum by a cent.
    personnel = line.fte * rate.personnel
    workplace = line.fte * rate.workplace
    surcharge = personnel * rate.overhead / 100
    return [
        *rate.steps,
        Step(
            "Anteil an den Personalkosten",
            f"{share} × {german.money(rate.personnel)}",
            _cents(personnel),
            line.id,
        ),
        Step(
            "Anteil am Arbeitsplatz", f"{share} × {german.money(rate.workplace)}", _cents(workplace)
        ),
        Step(
            "Gemeinkosten",
            f"{german.percent(rate.overhead)} vom Anteil an den Personalkosten",
            _cents(surcharge),
        ),
        Step(
            "Betrag der Kostenzeile",
            "Summe der drei, am Ende einmal auf den Cent gerundet",
            _cents(personnel + workplace + surcharge),
            line.id,
        ),
    ]


def _rate(db: Cursor, grade: str, year: int) -> _Rate | None:
    rates = find(
        db,
        PersonnelRate,
        "grade = ? AND year <= ? AND (personnel_cents IS NOT NULL "
        "OR gross_cents IS NOT NULL AND employer_share IS NOT NULL)",
        [grade, year],
        order="-year, id",
    )
    if not rates:
        return None
    own = rates[0]
    assert own.year is not None
    steps = [_personnel_step(own)]
    personnel = steps[0].cents
    assert personnel is not None
    # Year by year and rounded each time, as in RATES; one step over all years may end a
    # cent off.
    for after in range(own.year + 1, year + 1):
        found = find(db, TariffStep, "year = ? AND increase IS NOT NULL", [after])
        # One missing year ends it: a guess in the middle would stand in every year behind it.
        if not found or found[0].increase is None:
            return None
        raised = _cents(personnel * (100 + found[0].increase) / 100)
        steps.append(
            Step(
                f"Fortschreibung auf {after}",
                f"{german.money(personnel)} + {german.percent(found[0].increase)} "
                f"(Annahme: {found[0].source})",
                raised,
                found[0].id,
            )
        )
        personnel = raised
    workplace = 0 if own.holds_workplace else own.workplace_cents or 0
    steps.append(Step("Sachkosten Arbeitsplatz", _workplace_words(own), workplace, own.id))
    overhead = Decimal(0) if own.holds_overhead else own.overhead or Decimal(0)
    return _Rate(personnel, workplace, overhead, tuple(steps))


def _personnel_step(own: PersonnelRate) -> Step:
    label = f"Personalkosten {own.grade} im Jahr {own.year}"
    if own.from_gross_cents is not None:
        how = f"{german.money(own.gross_cents)} + {german.percent(own.employer_share)} Arbeitgeber"
        return Step(label, how, own.from_gross_cents, own.id)
    source = f" ({own.source})" if own.source else ""
    content = f", {own.includes}" if own.includes else ""
    return Step(label, f"eingetragener Satz{content}{source}", own.personnel_cents, own.id)


def _workplace_words(own: PersonnelRate) -> str:
    if own.holds_workplace:
        return "im Satz enthalten, wird nicht noch einmal gezählt"
    if own.workplace_cents is None:
        return "nicht angegeben, zählt nicht mit"
    if own.workplace_cents != WORKPLACE_CENTS:
        return f"eingetragener Satz {own.year}"
    parts = " + ".join(f"{german.money(cents)} {name}" for name, cents in WORKPLACE_PARTS)
    return f"{parts} ({WORKPLACE_SOURCE})"


def _cents(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
