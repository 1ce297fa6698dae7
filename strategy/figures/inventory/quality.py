"""Data quality: how complete, how fresh and whose the records are, and what that means in euros.

Only what is alive counts: retired applications and finished projects need no confirmation.  A cost
line is as fresh as the later of its own confirmation and that of its application or project,
because whoever confirms an application confirms what it costs.  It has no owner where its object
has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.allocation import INVENTORY, allocated
from strategy.figures.profile import municipality, plan_year
from strategy.kernel import german
from strategy.kernel.record import Record
from strategy.kernel.store import Cursor
from strategy.nouns.application import Application
from strategy.nouns.project import Project
from strategy.nouns.service import Service

FRESH_MONTHS = 12
FRESH, STALE, NEVER = "frisch", "veraltet", "nie bestätigt"

# The records that somebody has to answer for, and which of them are alive.
JUDGED: dict[type[Record], str] = {
    Application: "life_cycle IS DISTINCT FROM 'abgelöst'",
    Project: "coalesce(status, '') NOT IN ('umgesetzt', 'gestoppt')",
    Service: "true",
}


def fresh_months(db: Cursor) -> int:
    """For how many months a confirmation holds."""
    profile = municipality(db)
    return (profile.fresh_months if profile else None) or FRESH_MONTHS


def is_stale(db: Cursor, confirmed_on: date, today: date) -> bool:
    """Whether a confirmation no longer holds on ``today``."""
    return bool(
        db.value(
            # By DuckDB, so that screen and sums mean the same by a month (31.05. less three is
            # 28.02.).
            "SELECT CAST(? AS DATE) < CAST(? AS DATE) - to_months(CAST(? AS INTEGER))",
            [confirmed_on, today, fresh_months(db)],
        )
    )


def _select(noun: type[Record], alive: str) -> str:
    filled = " + ".join(f"({name} IS NOT NULL)::INT" for name in noun.EXPECTED)
    # concat_ws leaves out NULL, so only the labels of empty fields are left.
    missing = ", ".join(
        f"CASE WHEN {name} IS NULL THEN '{noun.spec(name).label}' END" for name in noun.EXPECTED
    )
    return (
        f"SELECT id, '{noun.SINGULAR}' AS noun, title, organisation_id, owner_id, confirmed_on, "
        f"{filled} AS filled, {len(noun.EXPECTED)} AS expected, concat_ws(', ', {missing}) "
        f"AS missing FROM {noun.TABLE} WHERE {alive}"
    )


_RECORDS = " UNION ALL ".join(_select(noun, alive) for noun, alive in JUDGED.items())


def _records(today: date, months: int) -> tuple[str, list[Any]]:
    """``WITH …`` that defines ``records`` with unit, Amt, Dezernat and state."""
    return (
        f"""WITH RECURSIVE {UNITS}, raw AS ({_RECORDS}), records AS (
            SELECT r.*, u.amt_id, coalesce(u.amt, '{UNASSIGNED}') AS amt, u.dezernat_id,
                coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat, p.function AS owner,
                CASE WHEN r.confirmed_on IS NULL THEN '{NEVER}'
                     WHEN r.confirmed_on < CAST(? AS DATE) - to_months(CAST(? AS INTEGER))
                     THEN '{STALE}' ELSE '{FRESH}' END AS state
            FROM raw r LEFT JOIN units u ON u.unit_id = r.organisation_id
            LEFT JOIN person p ON p.id = r.owner_id
        )""",
        [today, months],
    )


def quality_records(
    db: Cursor, today: date, *, dezernat: str | None = None, amt: str | None = None
) -> pd.DataFrame:
    """Every record, what needs attention first: id, noun, title, amt_id, amt, dezernat_id,
    dezernat, owner_id, owner (function), confirmed_on, state, filled, expected, percent, missing
    (labels).

    An empty string for ``dezernat`` or ``amt`` asks for what belongs to no unit.
    """
    with_, params = _records(today, fresh_months(db))
    conditions = ["true"]
    for column, value in (("dezernat_id", dezernat), ("amt_id", amt)):
        if value is not None:
            conditions.append(f"{column} IS NOT DISTINCT FROM nullif(?, '')")
            params.append(value)
    return db.frame(
        f"{with_} SELECT id, noun, title, amt_id, amt, dezernat_id, dezernat, owner_id, owner, "
        "confirmed_on, state, filled, expected, 100.0 * filled / expected AS percent, missing "
        f"FROM records WHERE {' AND '.join(conditions)} "
        "ORDER BY confirmed_on NULLS FIRST, percent, noun, id",
        params,
    )


def quality_by_amt(db: Cursor, today: date) -> pd.DataFrame:
    """Per Amt: dezernat_id, dezernat, amt_id, amt, records, percent (completeness), fresh, stale,
    never, ownerless, oldest (confirmation), amount_cents, stale_cents, ownerless_cents (plan
    year; None where no amount is known)."""
    with_, params = _records(today, fresh_months(db))
    frame = db.frame(
        f"{with_} SELECT dezernat_id, dezernat, amt_id, amt, count(*) AS records, "
        "100.0 * sum(filled) / sum(expected) AS percent, "
        f"count(*) FILTER (WHERE state = '{FRESH}') AS fresh, "
        f"count(*) FILTER (WHERE state = '{STALE}') AS stale, "
        f"count(*) FILTER (WHERE state = '{NEVER}') AS never, "
        "count(*) FILTER (WHERE owner_id IS NULL) AS ownerless, min(confirmed_on) AS oldest "
        "FROM records GROUP BY ALL ORDER BY dezernat_id NULLS LAST, amt_id NULLS LAST",
        params,
    )
    euros = _euros(db, today, "amt_id, amt, dezernat_id, dezernat")
    # Outer, because an Amt may bear cost without answering for any record.
    keys = ["dezernat_id", "dezernat", "amt_id", "amt"]
    # Arrow strings cannot be merged where neither side has a row.
    frame[keys], euros[keys] = frame[keys].astype(object), euros[keys].astype(object)
    both = frame.merge(euros, how="outer", on=keys).sort_values(
        ["dezernat_id", "amt_id"], na_position="last", kind="stable"
    )
    for name in ("records", "fresh", "stale", "never", "ownerless"):
        # Counts of records only: an Amt without records has none, but its euros may be unknown.
        both[name] = both[name].fillna(0).astype(int)
    return both.reset_index(drop=True)


@dataclass(frozen=True)
class EuroQuality:
    """How many of the known euros of a year rest on stale entries or have nobody in charge."""

    year: int | None
    months: int
    total_cents: int | None
    stale_cents: int
    ownerless_cents: int

    @property
    def stale_percent(self) -> float | None:
        """Share of the euros that nobody confirmed within ``months``; None without euros."""
        return self._share(self.stale_cents)

    @property
    def ownerless_percent(self) -> float | None:
        """Share of the euros for which nobody is named; None without euros."""
        return self._share(self.ownerless_cents)

    def _share(self, part: int) -> float | None:
        return 100 * part / self.total_cents if self.total_cents else None

    @property
    def sentence(self) -> str:
        """What every report prints."""
        if not self.total_cents:
            return f"Datenqualität: Für {self.year or 'das Planjahr'} ist noch kein Betrag bekannt."
        return (
            f"Datenqualität: Von {german.money(self.total_cents)} für {self.year} sind "
            f"{german.percent(self.stale_percent, 1)} in den letzten {self.months} Monaten "
            f"nicht bestätigt, für {german.percent(self.ownerless_percent, 1)} ist keine "
            "Ansprechperson genannt."
        )


def euro_quality(
    db: Cursor, today: date, year: int | None = None, *, dezernat: str | None = None
) -> EuroQuality:
    """Stale and ownerless euros of the plan of ``year`` (default: the plan year)."""
    year = year or plan_year(db)
    frame = _euros(db, today, "dezernat_id", year)
    if dezernat is not None:
        frame = frame[frame["dezernat_id"].fillna("") == dezernat]
    total = frame["amount_cents"].sum(min_count=1)
    return EuroQuality(
        year,
        fresh_months(db),
        None if german.is_unknown(total) else int(total),
        int(frame["stale_cents"].fillna(0).sum()),
        int(frame["ownerless_cents"].fillna(0).sum()),
    )


def _euros(db: Cursor, today: date, by: str, year: int | None = None) -> pd.DataFrame:
    with_, params = allocated("Plan", year or plan_year(db), INVENTORY)
    return db.frame(
        f"""{with_}, objects AS (
            SELECT id, owner_id, confirmed_on FROM application
            UNION ALL SELECT id, owner_id, confirmed_on FROM project
        ), judged AS (
            SELECT a.*, o.owner_id IS NULL AS ownerless,
                greatest(c.confirmed_on, o.confirmed_on) AS confirmed
            FROM allocated a JOIN cost_line c ON c.id = a.line_id
            LEFT JOIN objects o ON o.id = a.object_id
        )
        SELECT {by}, sum(amount_cents) AS amount_cents,
            sum(amount_cents) FILTER (WHERE confirmed IS NULL
                OR confirmed < CAST(? AS DATE) - to_months(CAST(? AS INTEGER))) AS stale_cents,
            sum(amount_cents) FILTER (WHERE ownerless) AS ownerless_cents
        FROM judged GROUP BY {by}""",
        [*params, today, fresh_months(db)],
    )
