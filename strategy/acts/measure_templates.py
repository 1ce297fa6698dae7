"""Begin a measure from a template, a card, a finding, a recommendation or a motion.

Templates lie in ``data/catalogues/measure_templates.csv``: own words, the kinds of cost, milestones
and indicators that such a measure usually has.  They say which amounts will be needed and never how
high they are: every amount of a template is unknown.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from strategy.acts.recommending import measure_from
from strategy.figures.money.freed_cost import months_later
from strategy.figures.plan.domains import leading_domains
from strategy.figures.profile import horizon
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import checked, find, get_, insert, noun_of_id, save_
from strategy.kernel.store import Transaction
from strategy.nouns.cost_line import CostLine, Recurrence
from strategy.nouns.indicator import Indicator
from strategy.nouns.link import Link, LinkKind
from strategy.nouns.measure import Measure, Origin
from strategy.nouns.milestone import Milestone
from strategy.nouns.paper import Paper
from strategy.nouns.plan_entry import PlanEntry, Stage
from strategy.relations.links import link, turn_card_into_measure

_FILE = Path(__file__).resolve().parents[2] / "data" / "catalogues" / "measure_templates.csv"

# From what a measure may come, and the origin that this says; a card and a recommendation have
# acts of their own.
SOURCES: dict[str, Origin] = {
    "card": Origin.WORKSHOP,
    "finding": Origin.INTERVIEW,
    "recommendation": Origin.ADMINISTRATION,
    "paper": Origin.COUNCIL,
}
# Papers of the administration are none of the council's motions.
_MOTIONS = ("antrag", "fraktion", "anfrage")


@dataclass(frozen=True)
class MeasureTemplate:
    """One template: words, kinds of cost (type, recurrence, budget kind), milestones (name, months
    after the beginning), indicators (name, unit)."""

    key: str
    title: str
    body: str
    effect: str
    target_group: str
    domain: str
    costs: tuple[tuple[str, ...], ...]
    milestones: tuple[tuple[str, int], ...]
    indicators: tuple[tuple[str, str], ...]


@cache
def measure_templates() -> tuple[MeasureTemplate, ...]:
    """The templates of the catalogue, in its order."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_read(row) for row in csv.DictReader(file, delimiter=";"))


def _read(row: dict[str, str]) -> MeasureTemplate:
    def parts(name: str) -> list[list[str]]:
        return [part.strip().rsplit("/") for part in row[name].split("|") if part.strip()]

    return MeasureTemplate(
        key=row["Schlüssel"],
        title=row["Titel"],
        body=row["Beschreibung"],
        effect=row["Ziele und Wirkung"],
        target_group=row["Zielgruppe"],
        domain=row["Lebensbereich"],
        costs=tuple(tuple(part) for part in parts("Kosten")),
        milestones=tuple((name, int(months)) for name, months in parts("Meilensteine")),
        indicators=tuple((name, unit) for name, unit in parts("Kennzahlen")),
    )


def begin_measure(
    tx: Transaction,
    *,
    template: MeasureTemplate | None = None,
    source_id: str | None = None,
    title: str | None = None,
    origin: str | None = None,
    starts_on: date | None = None,
) -> Measure:
    """Make a measure of a template, of a source (card, finding, recommendation, paper) or of both.

    The source says the origin; of a template alone it has to be given.  Raises Refused where there
    is neither origin nor source, or where the source has its measure already.
    """
    values: dict[str, Any] = {"starts_on": starts_on}
    if template is not None:
        values |= {
            "effect": template.effect,
            "target_group": template.target_group,
            "domain_id": _domain(tx, template.domain),
        }
    if source_id is not None:
        measure = _of_source(tx, source_id, title, template, values)
    else:
        if not origin:
            raise Refused(
                "„Herkunft“ fehlt; wählen Sie, woher die Maßnahme kommt, damit sich das später "
                "nachlesen lässt.",
                "origin",
            )
        if template is None and not (title or "").strip():
            raise Refused("Geben Sie einen Titel an oder wählen Sie eine Vorlage.", "title")
        words = template.title if template else None
        measure = save_(
            tx,
            Measure(
                title=(title or "").strip() or words,
                body=template.body if template else None,
                origin=origin,
                **values,
            ),
        )
    if template is not None:
        _add_parts(tx, measure, template, starts_on)
    return measure


def _of_source(
    tx: Transaction,
    source_id: str,
    title: str | None,
    template: MeasureTemplate | None,
    values: dict[str, Any],
) -> Measure:
    noun: type[Record] | None = noun_of_id(source_id)
    if noun is None or noun.TABLE not in SOURCES:
        raise Refused(
            "Eine Maßnahme entsteht aus einer Karte, einem Befund, einer Empfehlung oder einer "
            "Vorlage des Gremiums; wählen Sie eine davon."
        )
    named = (title or "").strip() or (template.title if template else None)
    if noun.TABLE == "card":
        # Its words stay those of the card; the template adds what a card does not say.
        given = {**values, **({"title": named} if named else {})}
        return turn_card_into_measure(tx, source_id, **given)
    if noun.TABLE == "recommendation":
        return measure_from(tx, source_id, named, **values)
    source = get_(tx, noun, source_id)
    _refuse_second(tx, source_id)
    body = getattr(source, "body", None) or (template.body if template else None)
    made = save_(
        tx, Measure(title=named or source.name[:120], body=body, origin=_origin(source), **values)
    )
    link(tx, made.id, LinkKind.ORIGIN, source_id)
    return made


def _origin(source: Record) -> Origin:
    if isinstance(source, Paper):
        kind = (source.paper_type or "").casefold()
        return Origin.COUNCIL if any(word in kind for word in _MOTIONS) else Origin.ADMINISTRATION
    return SOURCES[source.TABLE]


def _refuse_second(tx: Transaction, source_id: str) -> None:
    taken = [
        item.from_id
        for item in find(tx, Link, "to_id = ? AND kind = ?", [source_id, str(LinkKind.ORIGIN)])
        if str(item.from_id).startswith(f"{Measure.PREFIX}-")
    ]
    if taken:
        raise Refused(
            f"Aus {source_id} ist schon die Maßnahme {taken[0]} entstanden; öffnen Sie diese."
        )


def _domain(tx: Transaction, name: str) -> str | None:
    """The life domain of the leading system with this name; none where the plan orders its life
    differently."""
    found = (one for one, title in leading_domains(tx).items() if title == name)
    return next(found, None)


def _add_parts(
    tx: Transaction, measure: Measure, template: MeasureTemplate, starts_on: date | None
) -> None:
    known = horizon(tx)
    first = starts_on.year if starts_on else None
    if first is not None:
        insert(tx, [checked(line) for line in _lines(measure, template, first, known)])
        stage = PlanEntry(measure_id=measure.id, year=first, stage=Stage.BUILD)
        insert(tx, [checked(stage)])
    insert(
        tx,
        [
            checked(
                Milestone(
                    measure_id=measure.id,
                    title=name,
                    # Without a beginning nobody knows the day; the milestone stands without one.
                    due=months_later(starts_on, months) if starts_on else None,
                )
            )
            for name, months in template.milestones
        ],
    )
    insert(
        tx,
        [
            checked(Indicator(measure_id=measure.id, title=name, unit=unit))
            for name, unit in template.indicators
        ],
    )


def _lines(
    measure: Measure, template: MeasureTemplate, first: int, known: Sequence[int]
) -> list[CostLine]:
    """One-off cost in the first year, running cost in it and every later year of the horizon."""
    lines = []
    for cost_type, recurrence, budget_kind in template.costs:
        later = [year for year in known if year > first]
        years = [first] if recurrence == Recurrence.ONE_OFF else [first, *later]
        lines += [
            CostLine(
                measure_id=measure.id,
                title=cost_type,
                year=year,
                cost_type=cost_type,
                recurrence=recurrence,
                budget_kind=budget_kind,
            )
            for year in years
        ]
    return lines
