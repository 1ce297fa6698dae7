"""A large city out of nothing: the same plan every time, big enough to measure with.

``python -m benchmarks.large_city PLAN`` builds it: 2.000 applications, 1.000 measures, 500.000
budget lines over six years.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from strategy.kernel.records import insert
from strategy.kernel.store import Store, Transaction
from strategy.kernel.store.bulk import bulk_insert
from strategy.nouns.application import Application, LifeCycle, Operation, TimeDecision
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.cost_line import CostLine, CostType
from strategy.nouns.goal import Goal, GoalLevel
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.link import Link, LinkKind
from strategy.nouns.measure import Measure, MeasurePriority, MeasureStatus
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.plan_entry import PlanEntry, Stage
from strategy.nouns.project import Project, ProjectStatus
from strategy.nouns.service import Service
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import PhaseKind, WorkshopPhase

PLAN_YEAR = 2027
YEARS = range(2025, 2031)
_DOMAINS = (
    "Verwaltung",
    "Bildung",
    "Gesundheit",
    "Mobilität",
    "Wirtschaft",
    "Umwelt",
    "Kultur",
    "Sicherheit",
    "Wohnen",
    "Ehrenamt",
)
_TYPES = (CostType.LICENCE, CostType.MAINTENANCE, CostType.OPERATION, CostType.PERSONNEL)


def build_large_city(
    path: Path | str,
    applications: int = 2000,
    measures: int = 1000,
    budget_lines: int = 500_000,
    offices: int = 60,
) -> Path:
    """Build the plan at ``path``, which must not exist yet; returns the path."""
    store = Store.create(path)
    try:
        with store.write("Messung", "Großstadt angelegt") as tx:
            units = _organisation(tx, offices)
            _applications(tx, units, applications)
            domains = _domains(tx)
            _measures(tx, units, domains, measures)
            _workshop(tx, domains)
        with store.write("Messung", "Haushalt eingelesen") as tx:
            _budget(tx, budget_lines)
    finally:
        store.close()
    return Path(path)


def _organisation(tx: Transaction, count: int) -> list[str]:
    insert(
        tx,
        [
            Municipality(
                title="Großstadt",
                state="Nordrhein-Westfalen",
                inhabitants=600_000,
                plan_year=PLAN_YEAR,
            )
        ],
    )
    heads = insert(tx, [OrganisationUnit(title=f"Dezernat {n}", level=1) for n in range(1, 9)])
    offices = insert(
        tx,
        [
            OrganisationUnit(
                title=f"Amt {n:02d}", number=f"{n:02d}", level=2, parent_id=heads[n % len(heads)].id
            )
            for n in range(1, count + 1)
        ],
    )
    insert(
        tx,
        [
            PersonnelRate(
                grade=grade,
                year=year,
                personnel_cents=7_000_000 + 250_000 * index,
                workplace_cents=908_200,
                overhead=Decimal("10"),
            )
            for year in YEARS
            for index, grade in enumerate(("E9a", "E11", "E13"))
        ],
    )
    return [office.id for office in offices]


def _applications(tx: Transaction, units: list[str], count: int) -> None:
    made = insert(
        tx,
        [
            Application(
                title=f"Fachverfahren {n} für Aufgabe {n % 97}",
                purpose=f"Unterstützt die Bearbeitung der Aufgabe {n % 97} im Fachbereich.",
                category=f"Kategorie {n % 40}",
                organisation_id=units[n % len(units)],
                vendor=f"Hersteller {n % 120}",
                operation=list(Operation)[n % 4],
                users=5 + n * 7 % 900,
                contract_end=date(2026 + n % 5, 1 + n % 12, 28),
                notice_months=3 + n % 10,
                life_cycle=list(LifeCycle)[n % 5],
                time_decision=list(TimeDecision)[n % 4],
            )
            for n in range(count)
        ],
    )
    insert(
        tx,
        [
            ApplicationUse(
                application_id=item.id,
                organisation_id=units[(n + step) % len(units)],
                share=Decimal("33.3333"),
            )
            for n, item in enumerate(made)
            if n % 5 == 0
            for step in (1, 2, 3)
        ],
    )
    insert(tx, list(_application_costs([item.id for item in made])))
    insert(
        tx,
        [
            Project(
                title=f"Einführung {n}",
                organisation_id=units[n % len(units)],
                application_id=made[n % len(made)].id,
                status=list(ProjectStatus)[n % 5],
                starts_on=date(2026, 1 + n % 12, 1),
                ends_on=date(2028, 1 + n % 12, 1),
                budget_cents=1_000_000 + n * 7919,
            )
            for n in range(count // 10)
        ],
    )
    insert(
        tx,
        [
            Service(
                title=f"Leistung {n}",
                key=f"99{n:06d}",
                topic=f"Themenfeld {n % 14}",
                organisation_id=units[n % len(units)],
                online=n % 3 != 0,
                maturity_actual=n % 4,
                maturity_target=4,
            )
            for n in range(count // 4)
        ],
    )


def _application_costs(ids: list[str]) -> Iterator[CostLine]:
    for n, application_id in enumerate(ids):
        for year in YEARS:
            for index, kind in enumerate(_TYPES):
                personnel = kind is CostType.PERSONNEL
                known = (n + index) % 17 != 0
                yield CostLine(
                    application_id=application_id,
                    year=year,
                    cost_type=kind,
                    basis="Ist" if year < PLAN_YEAR - 1 else "Plan",
                    amount_cents=None
                    if personnel or not known
                    else 100_000 + (n * 7919 + year * 31 + index) % 9_000_007,
                    fte=Decimal(1 + n % 9) / 10 if personnel else None,
                    grade=("E9a", "E11", "E13")[n % 3] if personnel else None,
                )


def _domains(tx: Transaction) -> list[str]:
    system = insert(tx, [LifeDomainSystem(title="Lebensbereiche", is_leading=True)])[0]
    made = insert(
        tx,
        [
            LifeDomain(system_id=system.id, title=title, position=n)
            for n, title in enumerate(_DOMAINS)
        ],
    )
    return [item.id for item in made]


def _measures(tx: Transaction, units: list[str], domains: list[str], count: int) -> None:
    goals = insert(tx, [Goal(title=f"Ziel {n}", level=GoalLevel.STRATEGIC) for n in range(20)])
    made = insert(
        tx,
        [
            Measure(
                title=f"Maßnahme {n}: Vorgang {n % 83} durchgängig digital",
                body=f"Der Vorgang {n % 83} wird von der Antragstellung bis zum Bescheid ohne "
                "Medienbruch bearbeitet und in die Fachverfahren übernommen.",
                effect="Kürzere Wege und weniger Papier.",
                domain_id=domains[n % len(domains)],
                origin="Vorschlag der Verwaltung",
                organisation_id=units[n % len(units)],
                status=list(MeasureStatus)[n % 7],
                priority=list(MeasurePriority)[n % 3],
                starts_on=date(PLAN_YEAR, 1 + n % 12, 1),
                effort=1 + n % 5,
                benefit=1 + n * 3 % 5,
            )
            for n in range(count)
        ],
    )
    insert(
        tx,
        [
            CostLine(
                measure_id=item.id,
                year=year,
                cost_type=kind,
                recurrence="einmalig" if year == PLAN_YEAR else "laufend",
                amount_cents=None if n % 29 == 0 else 50_000 + (n * 6151 + year) % 4_000_037,
            )
            for n, item in enumerate(made)
            for year in range(PLAN_YEAR, PLAN_YEAR + 4)
            for kind in (CostType.SERVICE, CostType.PERSONNEL)
        ],
    )
    insert(
        tx,
        [
            PlanEntry(measure_id=item.id, year=PLAN_YEAR + step, stage=stage)
            for item in made
            for step, stage in enumerate((Stage.PREPARATION, Stage.BUILD, Stage.OPERATION))
        ],
    )
    insert(
        tx,
        [
            Link(from_id=item.id, kind=LinkKind.SERVES, to_id=goals[n % len(goals)].id)
            for n, item in enumerate(made)
        ],
    )


def _workshop(tx: Transaction, domains: list[str]) -> None:
    workshop = insert(tx, [Workshop(title="Zukunftswerkstatt", held_on=date(2026, 5, 9))])[0]
    phase = insert(
        tx, [WorkshopPhase(workshop_id=workshop.id, title="Kritik", kind=PhaseKind.CRITIQUE)]
    )[0]
    clusters = insert(
        tx,
        [
            Cluster(workshop_id=workshop.id, title=f"Themenfeld {n}", domain_id=domains[n])
            for n in range(len(domains))
        ],
    )
    insert(
        tx,
        [
            Card(
                workshop_id=workshop.id,
                phase_id=phase.id,
                body=f"Karte {n}",
                cluster_id=clusters[n % len(clusters)].id,
                state=list(CardState)[n % 6],
            )
            for n in range(300)
        ],
    )


def _budget(tx: Transaction, count: int) -> None:
    # The remainder of a product with a prime spreads the amounts without any chance in it.
    bulk_insert(
        tx,
        "budget_line",
        f"""
        SELECT 'Teilergebnisplan' AS source, lpad(CAST(i // 6 % 900 AS TEXT), 4, '0') AS product,
            'Produkt ' || (i // 6 % 900) AS product_title,
            CAST(400000 + i * 37 % 199999 AS TEXT) AS account,
            'Zeile ' || (i // 6 % 700) || ' des Teilergebnisplans' AS title,
            CASE WHEN i % 3 = 0 THEN 'Ertrag' ELSE 'Aufwand' END AS line_kind,
            CAST({YEARS[0]} + i % {len(YEARS)} AS INTEGER) AS year,
            CASE WHEN i % {len(YEARS)} < 2 THEN 'Ergebnis' ELSE 'Plan' END AS plan_type,
            CASE WHEN i % 101 = 0 THEN NULL ELSE CAST(i * 7919 % 100000007 AS BIGINT) END
                AS amount_cents,
            i % 50 = 0 AS is_subtotal,
            'Zeile ' || i AS line_key, CAST(i + 2 AS BIGINT) AS source_row
        FROM range({count}) numbers(i)
        """,
        count,
        "HH",
    )


if __name__ == "__main__":
    print(build_large_city(sys.argv[1]))
