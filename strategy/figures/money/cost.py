"""What applications, projects and measures cost: by unit, year, object and kind.

Kosten leave depreciation out.  Plan and Ist are never added: every function takes a ``basis``.
``objects`` chooses whose cost counts; applications and projects (the IST analysis) unless said
otherwise.  A sum over nothing but unknown amounts is itself unknown (NULL); a part without any
line (an Amt without Personalkosten) is 0, unless nobody's amount of that kind is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from strategy.figures.money.allocation import INVENTORY, kind_part, part_sum, raw_lines
from strategy.figures.money.allocation_table import KeptAllocation
from strategy.figures.money.lines import owned_by
from strategy.kernel import german
from strategy.kernel.store import Cursor

_ONE_OFF = part_sum("recurrence = 'einmalig'")
_RUNNING = part_sum("recurrence = 'laufend'")


def _sums(within: str = "") -> str:
    """Both kinds and the whole of every group; ``within`` as in ``kind_part``."""
    return f"""
    {kind_part("Sachkosten", within)} AS sach_cents,
    {kind_part("Personalkosten", within)} AS personal_cents,
    sum(amount_cents) AS amount_cents,
    count(DISTINCT line_row) FILTER (WHERE unknown) AS unknown_lines
    """


def cost_rows(
    db: Cursor,
    basis: str,
    *,
    year: int | None = None,
    dezernat: str | None = None,
    amt: str | None = None,
    object_id: str | None = None,
    kind: str | None = None,
    objects: Sequence[str] = INVENTORY,
    limit: int | None = None,
) -> pd.DataFrame:
    """The rows behind a total, the largest first: one per cost line and bearing unit.

    ``dezernat`` and ``amt`` are ids; an empty string asks for what no unit bears.  Columns:
    line_id, object_id, object_kind, object_noun, object_title, unit_id, unit, amt_id, amt,
    dezernat_id, dezernat, year, kind, cost_type, recurrence, budget_kind, basis, financing,
    line_title, fte, amount_cents, computed, unknown.
    """
    conditions, params = ["true"], list[Any]()
    wanted = {"dezernat_id": dezernat, "amt_id": amt, "object_id": object_id, "kind": kind}
    for column, value in wanted.items():
        if value is not None:
            conditions.append(f"{column} IS NOT DISTINCT FROM nullif(?, '')")
            params.append(value)
    end = "" if limit is None else f" LIMIT {int(limit)}"
    return KeptAllocation(db, basis, year, objects).frame(
        f"SELECT * EXCLUDE (line_row) FROM allocated WHERE {' AND '.join(conditions)} "
        f"ORDER BY amount_cents DESC NULLS LAST, line_id, unit_id{end}",
        params,
        details=True,
    )


def cost_by_unit(
    db: Cursor, basis: str, year: int | None = None, objects: Sequence[str] = INVENTORY
) -> pd.DataFrame:
    """Per Amt: dezernat_id, dezernat, amt_id, amt, sach_cents, personal_cents, amount_cents,
    unknown_lines."""
    return KeptAllocation(db, basis, year, objects).frame(
        # Within a Dezernat, for which the council's answer adds them up.
        f"SELECT dezernat_id, dezernat, amt_id, amt, {_sums('dezernat_id')} FROM allocated "
        "GROUP BY dezernat_id, dezernat, amt_id, amt "
        "ORDER BY dezernat_id NULLS LAST, amt_id NULLS LAST"
    )


def cost_by_dezernat(
    db: Cursor, basis: str, year: int | None = None, objects: Sequence[str] = INVENTORY
) -> pd.DataFrame:
    """Per Dezernat: dezernat_id, dezernat, sach_cents, personal_cents, amount_cents,
    unknown_lines."""
    return KeptAllocation(db, basis, year, objects).frame(
        f"SELECT dezernat_id, dezernat, {_sums()} FROM allocated "
        "GROUP BY dezernat_id, dezernat ORDER BY dezernat_id NULLS LAST"
    )


def cost_by_dezernat_and_year(
    db: Cursor, basis: str, objects: Sequence[str] = INVENTORY
) -> pd.DataFrame:
    """Per Dezernat and year: dezernat_id, dezernat, year, sach_cents, personal_cents,
    amount_cents, unknown_lines."""
    return KeptAllocation(db, basis, None, objects).frame(
        f"SELECT dezernat_id, dezernat, year, {_sums('year')} FROM allocated "
        "GROUP BY dezernat_id, dezernat, year ORDER BY dezernat_id NULLS LAST, year"
    )


def cost_by_unit_and_year(
    db: Cursor, basis: str, objects: Sequence[str] = INVENTORY, today: date | None = None
) -> pd.DataFrame:
    """Per Amt, year and kind: dezernat_id, dezernat, amt_id, amt, year, kind, amount_cents,
    unknown_lines.  With ``today`` dissolved units are counted with their successors."""
    # DISTINCT, since a line that several units share stands in several rows.
    return KeptAllocation(db, basis, None, objects, today=today).frame(
        "SELECT dezernat_id, dezernat, amt_id, amt, year, kind, "
        "sum(amount_cents) AS amount_cents, "
        "count(DISTINCT line_row) FILTER (WHERE unknown) AS unknown_lines FROM allocated "
        "GROUP BY ALL ORDER BY dezernat_id NULLS LAST, amt_id NULLS LAST, year, kind DESC"
    )


def cost_by_year(db: Cursor, basis: str, objects: Sequence[str] = INVENTORY) -> pd.DataFrame:
    """Per year and kind: year, kind, amount_cents, unknown_lines."""
    # No unit is asked for here, so the lines need not be split.
    with_, params = raw_lines(basis, None, objects)
    return db.frame(
        f"{with_} SELECT year, kind, sum(amount_cents) AS amount_cents, "
        "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines FROM lines "
        "GROUP BY ALL ORDER BY year, kind DESC",
        params,
    )


def cost_by_object(
    db: Cursor, basis: str, year: int | None = None, objects: Sequence[str] = INVENTORY
) -> pd.DataFrame:
    """Per application, project or measure, the dearest first: object_id, object_kind,
    object_noun, object_title, sach_cents, personal_cents, amount_cents, unknown_lines,
    one_off_cents, running_cents."""
    with_, params = raw_lines(basis, year, objects)
    return db.frame(
        f"{with_}, named AS (SELECT l.*, n.noun AS object_noun, "
        "coalesce(n.title, l.object_id) AS object_title, l.amount_cents IS NULL AS unknown "
        "FROM lines l LEFT JOIN names n ON n.id = l.object_id) "
        f"SELECT object_id, object_kind, object_noun, object_title, {_sums()}, "
        f"{_ONE_OFF} AS one_off_cents, {_RUNNING} AS running_cents "
        "FROM named GROUP BY object_id, object_kind, object_noun, object_title "
        "ORDER BY amount_cents DESC NULLS LAST, object_id",
        params,
    )


def cost_by_type(
    db: Cursor, basis: str, year: int | None = None, objects: Sequence[str] = INVENTORY
) -> pd.DataFrame:
    """Per cost type, the dearest first: cost_type, kind, amount_cents, unknown_lines."""
    with_, params = raw_lines(basis, year, objects)
    return db.frame(
        f"{with_} SELECT cost_type, kind, sum(amount_cents) AS amount_cents, "
        "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines FROM lines "
        "GROUP BY ALL ORDER BY amount_cents DESC NULLS LAST, cost_type",
        params,
    )


def cost_tree(
    db: Cursor, basis: str, year: int | None = None, objects: Sequence[str] = INVENTORY
) -> pd.DataFrame:
    """Leaves of the tree Dezernat → Amt → object: dezernat_id, dezernat, amt_id, amt, object_id,
    object_kind, object_noun, object_title, amount_cents, unknown_lines."""
    return KeptAllocation(db, basis, year, objects).frame(
        # Grouped by ids alone: to compare names as well would take longer than all the rest.
        "SELECT dezernat_id, any_value(dezernat) AS dezernat, amt_id, any_value(amt) AS amt, "
        "object_id, any_value(object_kind) AS object_kind, any_value(object_noun) AS object_noun, "
        "any_value(object_title) AS object_title, sum(amount_cents) AS amount_cents, "
        "count(DISTINCT line_row) FILTER (WHERE unknown) AS unknown_lines FROM allocated "
        "GROUP BY ALL ORDER BY dezernat_id NULLS LAST, amt_id NULLS LAST, "
        "amount_cents DESC NULLS LAST, object_id"
    )


def depreciation_by_year(
    db: Cursor, basis: str, objects: Sequence[str] = INVENTORY
) -> pd.DataFrame:
    """Depreciation (AfA), shown apart and never added to cost: year, amount_cents,
    unknown_lines, computed_cents (the part worked out from useful life)."""
    with_, params = raw_lines(basis, None, objects, depreciation=True)
    return db.frame(
        f"{with_} SELECT year, sum(amount_cents) AS amount_cents, "
        "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines, "
        f"{part_sum('computed')} AS computed_cents FROM lines GROUP BY ALL ORDER BY year",
        params,
    )


def cost_total(
    db: Cursor, basis: str, year: int | None = None, objects: Sequence[str] = INVENTORY
) -> int | None:
    """The sum of all known amounts in cents; None where none is known."""
    with_, params = raw_lines(basis, year, objects)
    # sum() of BIGINT is a HUGEINT in DuckDB, and of nothing it is NULL.
    found = db.value(f"{with_} SELECT sum(amount_cents) FROM lines", params)
    return None if found is None else int(found)


def cost_years(db: Cursor, basis: str, objects: Sequence[str] = INVENTORY) -> list[int]:
    """The years for which there are cost lines, in order."""
    found = db.rows(
        f"SELECT DISTINCT l.year FROM cost_line l WHERE {owned_by(objects)} AND l.basis = ? "
        "AND l.cost_type IS DISTINCT FROM 'Abschreibung' ORDER BY l.year",
        [str(basis)],
    )
    return [int(row["year"]) for row in found]


@dataclass(frozen=True)
class KindGap:
    """How many objects of one kind have no known amount."""

    singular: str
    plural: str
    total: int
    missing: int


@dataclass(frozen=True)
class UnknownCosts:
    """What a sum does not know: ``known_cents`` is the sum, ``gaps`` the objects without amounts,
    ``unknown_lines`` the cost lines whose amount is missing."""

    known_cents: int | None
    gaps: tuple[KindGap, ...]
    unknown_lines: int

    @property
    def complete(self) -> bool:
        """Whether every object has an amount and every line is known."""
        return self.unknown_lines == 0 and not any(gap.missing for gap in self.gaps)

    @property
    def sentence(self) -> str:
        """One German sentence to stand beside the sum."""
        # No amount at all is no 0: the sentence must not read "0 € bekannt".
        if self.known_cents is None:
            known = "Es ist noch kein Betrag bekannt"
        else:
            known = f"{german.money_short(self.known_cents)} bekannt"
        missing = [
            f"{gap.missing} von {_count(gap.total, gap.singular, gap.plural)}"
            for gap in self.gaps
            if gap.missing
        ]
        parts = [known]
        if missing:
            parts.append(f"{' und '.join(missing)} ohne Angabe")
        if self.unknown_lines:
            lines = "Kostenzeile" if self.unknown_lines == 1 else "Kostenzeilen"
            parts.append(f"{german.number(self.unknown_lines)} {lines} ohne Betrag")
        if self.complete:
            parts.append("keine Angabe fehlt")
        return ", ".join(parts) + "."


_NOUNS = {
    "application": ("Anwendung", "Anwendungen"),
    "project": ("Projekt", "Projekten"),
    "measure": ("Maßnahme", "Maßnahmen"),
}


def unknown_costs(
    db: Cursor, basis: str, year: int | None = None, objects: Sequence[str] = INVENTORY
) -> UnknownCosts:
    """What is known and what is missing; an object counts as missing when it has no known amount
    in that year and basis, be it for want of a line or of its amount.

    A project that does not run in that year need not cost anything in it, so it counts only where
    it has a line."""
    with_, params = raw_lines(basis, year, objects)
    counts = "".join(
        f", (SELECT count(*) FROM {kind} WHERE {_expected(kind, year)}) AS {kind}, "
        f"(SELECT count(*) FROM {kind} WHERE ({_expected(kind, year)}) AND id NOT IN "
        f"(SELECT object_id FROM lines WHERE amount_cents IS NOT NULL)) AS {kind}_missing"
        for kind in objects
    )
    row = db.one(
        f"{with_} SELECT (SELECT sum(amount_cents) FROM lines) AS known, "
        f"(SELECT count(*) FROM lines WHERE amount_cents IS NULL) AS unknown{counts}",
        params,
    )
    assert row is not None
    gaps = tuple(KindGap(*_NOUNS[kind], row[kind], row[f"{kind}_missing"]) for kind in objects)
    known = None if row["known"] is None else int(row["known"])
    return UnknownCosts(known, gaps, int(row["unknown"]))


def _expected(kind: str, year: int | None) -> str:
    """SQL condition: whether an object is expected to cost something in ``year``."""
    # Only projects run for a time; the others are expected to cost something in any year.
    if kind != "project":
        return "true"
    over = "coalesce(status, '') IN ('umgesetzt', 'gestoppt')"
    if year is None:
        runs = f"NOT {over}"
    else:
        runs = (
            f"coalesce(year(starts_on), {int(year)}) <= {int(year)} "
            f"AND CASE WHEN ends_on IS NULL THEN NOT {over} ELSE year(ends_on) >= {int(year)} END"
        )
    return f"({runs}) OR id IN (SELECT object_id FROM lines)"


def _count(count: int, singular: str, plural: str) -> str:
    return f"{german.number(count)} {singular if count == 1 else plural}"
