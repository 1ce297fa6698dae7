"""The rows behind every cost figure as sheets, and the formulas that add them up.

Totals in the report are formulas over these sheets: whoever changes an amount there sees totals
and charts follow.  The rows are the allocated cost lines, so a shared application already stands
there once per unit that bears a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from strategy.excel.column import NOTHING, SheetColumn, Show
from strategy.excel.listing import Listing, SumOf
from strategy.excel.page import Formula
from strategy.figures.inventory.units import UNASSIGNED
from strategy.figures.money.allocation import allocated
from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel.store import Cursor
from strategy.nouns.cost_line import Basis

_COLUMNS = (
    SheetColumn("Kostenzeile", Show.CODE, "line_id", width=12),
    SheetColumn("Wofür", Show.TEXT, "object_title", width=38),
    SheetColumn("Nr.", Show.CODE, "object_id", width=10),
    SheetColumn("Plan oder Ist", Show.TEXT, "basis", width=9),
    SheetColumn("Jahr", Show.YEAR, "year"),
    SheetColumn("Art", Show.TEXT, "kind", width=15),
    SheetColumn("Betrag", Show.MONEY, "amount_cents"),
    SheetColumn("Hinweis", Show.TEXT, "remark", width=18),
    SheetColumn("Kostenart", Show.TEXT, "cost_type", width=22),
    SheetColumn("Häufigkeit", Show.TEXT, "recurrence", width=11),
    SheetColumn("Haushaltsart", Show.TEXT, "budget_kind", width=13),
    SheetColumn("Finanzierung laut Zeile", Show.TEXT, "financing", width=14),
    SheetColumn("Dezernat-Nr.", Show.CODE, "dezernat_key", width=15),
    SheetColumn("Dezernat", Show.TEXT, "dezernat", width=24),
    SheetColumn("Amt-Nr.", Show.CODE, "amt_key", width=15),
    SheetColumn("Amt", Show.TEXT, "amt", width=24),
    SheetColumn("Im Plan", Show.FLAG, "in_plan", width=9),
    SheetColumn("Bezeichnung der Zeile", Show.TEXT, "line_title", width=28),
)
_ANY = '"<>"'  # a criterion that every known amount meets
_UNIT_KEYS = ("dezernat_key", "amt_key")
_SELECT = f"""
SELECT line_id, object_title, object_id, basis, year, kind, amount_cents,
    CASE WHEN unknown THEN 'Betrag unbekannt' WHEN computed THEN 'aus VZÄ berechnet' END AS remark,
    cost_type, recurrence, budget_kind, financing,
    coalesce(dezernat_id, '{UNASSIGNED}') AS dezernat_key, dezernat,
    coalesce(amt_id, '{UNASSIGNED}') AS amt_key, amt,
    object_kind <> 'measure' OR object_id IN (SELECT id FROM measure WHERE {IN_PLAN}) AS in_plan,
    line_title
FROM allocated
"""


class CostData:
    """The allocated cost lines of one group of objects, plan and actual."""

    def __init__(
        self, db: Cursor, name: str, title: str, about: str, objects: Sequence[str]
    ) -> None:
        selects: list[str] = []
        params: list[Any] = []
        # Both on one sheet, told apart by a column: filters and formulas choose between them.
        for basis in Basis:
            with_, values = allocated(basis, None, objects)
            selects.append(f"SELECT * FROM ({with_} {_SELECT})")
            params += values
        self.listing = Listing(
            db,
            name,
            title,
            about,
            _COLUMNS,
            f"{' UNION ALL '.join(selects)} "
            "ORDER BY basis DESC, object_id, year, kind DESC, line_id, amt_key, dezernat_key",
            params,
            empty="Es sind noch keine Kosten erfasst; tragen Sie sie bei Anwendungen, Projekten "
            "und Maßnahmen ein.",
            # Plan and Ist are never added, nor measures that no plan holds.
            sums=(
                SumOf("Summe Plan", "amount_cents", {"basis": "Plan", "in_plan": "ja"}, 6),
                SumOf("Summe Ist", "amount_cents", {"basis": "Ist", "in_plan": "ja"}, 8),
            ),
        )

    def sum(
        self, cents: int | None, criteria: Mapping[str, str], part: Mapping[str, str] | None = None
    ) -> Formula:
        """The sum of the rows that meet ``criteria`` (column to cell or quoted word).

        ``cents`` is the value it has now; None where no amount is known.  ``part`` narrows the
        rows further: a part without any line is 0 where something is known of the whole, and of
        the same part in other units (the rule of ``kind_part``).
        """
        narrowed = {**criteria, **(part or {})}
        total = self._over("SUMIFS", narrowed, "")
        known = self._over("COUNTIFS", narrowed, _ANY)
        if not part:
            # A sum of nothing known is not zero.
            return Formula(f'IF({known}=0,"{NOTHING}",{total})', cents)
        lines, whole = self._over("COUNTIFS", narrowed), self._over("COUNTIFS", criteria, _ANY)
        elsewhere = {name: value for name, value in narrowed.items() if name not in _UNIT_KEYS}
        # Kinds of cost are asked for one by one; "einmalig" is none without asking others.
        asked = f",{self._over('COUNTIFS', elsewhere, _ANY)}>0" if "kind" in part else ""
        nothing = f'IF(AND({lines}=0,{whole}>0{asked}),0,"{NOTHING}")'
        return Formula(f"IF({known}>0,{total},{nothing})", cents)

    def _over(self, function: str, criteria: Mapping[str, str], amounts: str | None = None) -> str:
        """A function over all sheets of the data; ``amounts`` also looks at the amounts: "" takes
        them as what is added up, a criterion as a further test."""
        calls = []
        for part in self.listing.parts:
            tests = [f"{part.area(name)},{value}" for name, value in criteria.items()]
            if amounts is not None:
                area = part.area("amount_cents")
                tests.insert(0, f"{area},{amounts}" if amounts else area)
            calls.append(f"{function}({','.join(tests)})")
        # In brackets, because a comparison or an IF is put around it.
        return "+".join(calls) if len(calls) == 1 else f"({'+'.join(calls)})"


def add_up(cells: str, cents: Iterable[int | None]) -> Formula:
    """The sum of a range in which unknown sums read "–"."""
    known = [value for value in cents if value is not None]
    return Formula(f'IF(COUNT({cells})=0,"{NOTHING}",SUM({cells}))', sum(known) if known else None)
