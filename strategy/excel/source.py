"""What every sheet of the report is written from: one version of the plan, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from strategy.excel.book import ReportHead
from strategy.excel.cost_data import CostData
from strategy.figures.money.allocation import INVENTORY, MEASURES
from strategy.figures.profile import sealed_on
from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.versions import Version, content_hash, get_version
from strategy.nouns.municipality import Municipality
from strategy.relations.audience import withheld_words

_KIND_WORDS = {
    "draft": "Entwurf",
    "scenario": "Szenario „{title}“",
    "edition": "Festgeschriebene Fassung „{title}“",
}


@dataclass(frozen=True)
class Source:
    """The version that is reported on.

    ``years`` is the horizon of the municipality, ``plan_year`` the year in the middle of all
    statements; without a profile both come from the day of the report.
    """

    db: Cursor
    version: Version
    head: ReportHead
    profile: Municipality | None
    plan_year: int
    years: list[int]
    inventory: CostData
    measures: CostData

    @property
    def council(self) -> str:
        """What the municipality calls its council."""
        return (self.profile.council if self.profile else None) or "Vertretung"

    @property
    def level_1(self) -> str:
        """The name of the upper organisation level."""
        return (self.profile.level_1 if self.profile else None) or "Dezernat"

    @property
    def level_2(self) -> str:
        """The name of the second organisation level."""
        return (self.profile.level_2 if self.profile else None) or "Amt"


def version_name(store: Store, version: str) -> str:
    """The name under which the store reads a version given by its name or title; or NotFound."""
    with store.read() as db:
        return get_version(db, version).name


def read_head(
    db: Cursor, today: date | None = None
) -> tuple[ReportHead, Version, Municipality | None]:
    """Who and which version; an edition always stands for the day of its sealing.

    ``today`` is the day of the report for draft and scenarios.
    """
    version = get_version(db, db.version)
    profile = next(iter(find(db, Municipality)), None)
    changed = db.value(
        "SELECT max(happened_at) FROM history.action WHERE schema_name = ?", [version.name]
    )
    sealed = sealed_on(db)
    # Nothing that happens after the sealing may show in the report of an edition.
    changed = None if sealed else changed or version.created_at
    # What an audience may not see is missing in its tables; the edition it comes from is the same.
    withheld = withheld_words(db)
    printed = (version.hash if withheld else None) or content_hash(db)
    head = ReportHead(
        municipality=(profile.title if profile else None) or "Kommune ohne Namen",
        version=version.title,
        version_words=_KIND_WORDS[version.kind].format(title=version.title)
        + (f", {withheld.partition('.')[0]}" if withheld else ""),
        stand=sealed or today or datetime.now(german.TIME_ZONE).date(),
        changed_at=changed,
        content_hash=printed,
    )
    return head, version, profile


def read_source(db: Cursor, today: date | None = None) -> Source:
    """Read what all sheets share."""
    head, version, profile = read_head(db, today)
    plan_year = (profile.plan_year if profile else None) or head.stand.year + 1
    years = profile.years if profile else list(range(plan_year - 2, plan_year + 4))
    return Source(
        db=db,
        version=version,
        head=head,
        profile=profile,
        plan_year=plan_year,
        years=years,
        inventory=CostData(
            db,
            "Kostendaten",
            "Kostendaten der Anwendungen und Projekte",
            "Jede Kostenzeile mit der Einheit, die sie trägt; auf diesen Zeilen rechnen alle "
            "Kostensummen der IST-Analyse.",
            INVENTORY,
        ),
        measures=CostData(
            db,
            "Kostendaten Maßnahmen",
            "Kostendaten der Maßnahmen",
            "Jede Kostenzeile einer Maßnahme; auf diesen Zeilen rechnen alle Summen der Maßnahmen. "
            "„Summe Plan“ und „Summe Ist“ lassen Ideenpool und verworfene Maßnahmen aus.",
            MEASURES,
        ),
    )
