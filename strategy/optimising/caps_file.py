"""A JSON file of caps and rules that is tried instead of what the plan says.

``{"own_share": {"2027": 12300000}, "konsumtiv": {…}, "investiv": {…}, "units": {"OE-0001":
{"2027": …}}, "fte": {"OE-0001": {"2027": "1.5"}}, "must": ["M-0001"], "not_before": {"M-0002":
2028}, "not_after": {…}, "domains": {"LB-0001": {"count": 2, "own_share": 500000}}, "starts":
{"2027": 5}}``; money in cents.  A part that is given replaces the plan's own part of that name, the
others stay as the plan has them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from strategy.figures.plan.limits import (
    CONSUMPTIVE,
    FTE,
    INVESTIVE,
    OWN_SHARE,
    STARTS,
    CapKey,
    DomainMinimum,
    PlanLimits,
)
from strategy.kernel.errors import Refused, Unreadable
from strategy.kernel.german import FIRST_YEAR, LAST_YEAR
from strategy.kernel.store import Cursor
from strategy.nouns.measure import MeasureStatus

_PARTS = (
    OWN_SHARE,
    CONSUMPTIVE,
    INVESTIVE,
    "units",
    FTE,
    "must",
    "not_before",
    "not_after",
    "domains",
    STARTS,
)


def read_caps_file(path: Path | str) -> dict[str, Any]:
    """The content of the file; raises Unreadable."""
    try:
        found = json.loads(
            Path(path).read_text(encoding="utf-8"), parse_float=Decimal, object_pairs_hook=_once
        )
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Unreadable(
            f"{Path(path).name} lässt sich nicht als JSON lesen; prüfen Sie Pfad und Inhalt."
        ) from error
    if not isinstance(found, dict):
        raise _refused(Path(path).name, "die Datei", 'ein Objekt wie {"own_share": {…}}')
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file.  Python would keep the last of two values of one name unseen."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        # "2027" and "02027" are one year.
        plain = name.lstrip("0") if name.isdigit() else name
        if plain in found:
            raise Refused(f"„{plain}“ steht in der Datei zweimal; lassen Sie eine Angabe stehen.")
        found[plain] = value
    return found


def overridden(db: Cursor, limits: PlanLimits, given: Mapping[str, Any]) -> PlanLimits:
    """``limits`` with the parts that are given instead; raises Refused for what is not known."""
    unknown = [name for name in given if name not in _PARTS]
    if unknown:
        raise Refused(
            f"„{unknown[0]}“ ist keine Obergrenze oder Regel; möglich sind {', '.join(_PARTS)}."
        )
    read = _Reader(db)
    caps = {key: limit for key, limit in limits.caps.items() if not _replaced(key, given)}
    for kind in (OWN_SHARE, CONSUMPTIVE, INVESTIVE, STARTS):
        for year, amount in read.mapping(given, kind).items():
            caps[CapKey(kind, read.year(year, kind))] = read.whole(amount, kind)
    for unit, years in read.mapping(given, "units").items():
        read.known("organisation_unit", unit, "units")
        for year, amount in read.mapping({unit: years}, unit).items():
            caps[CapKey(OWN_SHARE, read.year(year, unit), unit)] = read.whole(amount, unit)
    for unit, years in read.mapping(given, FTE).items():
        read.known("organisation_unit", unit, FTE)
        for year, amount in read.mapping({unit: years}, unit).items():
            caps[CapKey(FTE, read.year(year, unit), unit)] = read.fte(amount, unit)
    changes: dict[str, Any] = {"caps": dict(sorted(caps.items()))}
    if "must" in given:
        changes["must"] = frozenset(read.planned(given["must"]))
    for name in ("not_before", "not_after"):
        if name in given:
            years = read.mapping(given, name)
            read.measures(list(years), name)
            changes[name] = {key: read.year(year, name) for key, year in years.items()}
    if "domains" in given:
        changes["domains"] = {
            domain: read.minimum(domain, least)
            for domain, least in read.mapping(given, "domains").items()
        }
    found = replace(limits, **changes)
    _check_years(found, given)
    return found


def _check_years(limits: PlanLimits, given: Mapping[str, Any]) -> None:
    """As when a rule is saved: a measure of whose beginning no year is left is refused."""
    for measure, first in limits.not_before.items():
        last = limits.not_after.get(measure)
        named = {"not_before", "not_after"} & set(given)
        if named and last is not None and last < first:
            raise Refused(
                f"{measure} soll nicht vor {first} und nicht nach {last} beginnen; kein Jahr passt."
            )


def _replaced(key: CapKey, given: Mapping[str, Any]) -> bool:
    return ("units" if key.kind == OWN_SHARE and key.unit else key.kind) in given


class _Reader:
    """Strict reading of single values; every refusal names the part."""

    def __init__(self, db: Cursor) -> None:
        self._db = db

    def mapping(self, given: Mapping[str, Any], name: str) -> dict[str, Any]:
        value = given.get(name, {})
        if not isinstance(value, dict):
            raise _refused(name, value, "ein Objekt in geschweiften Klammern")
        return value

    def year(self, value: Any, name: str) -> int:
        text = str(value)
        if isinstance(value, bool) or not (text.isascii() and text.isdigit()):
            raise _refused(name, value, "ein Jahr wie 2027")
        if not FIRST_YEAR <= int(text) <= LAST_YEAR:
            raise _refused(name, value, f"ein Jahr von {FIRST_YEAR} bis {LAST_YEAR}")
        return int(text)

    def whole(self, value: Any, name: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10**15:
            raise _refused(name, value, "eine ganze Zahl ab 0 (Geld in Cent)")
        return value

    def fte(self, value: Any, name: str) -> int:
        try:
            number = Decimal("x" if isinstance(value, bool) else str(value))
        except InvalidOperation as error:
            raise _refused(name, value, 'eine Stellenzahl wie "1.5"') from error
        if not number.is_finite() or not 0 <= number < 10**5 or number * 10_000 % 1:
            raise _refused(name, value, "eine Stellenzahl ab 0 mit höchstens vier Stellen")
        return int(number * 10_000)

    def minimum(self, domain: str, value: Any) -> DomainMinimum:
        self.known("life_domain", domain, "domains")
        least = self.mapping({domain: value}, domain)
        unknown = [name for name in least if name not in ("count", "own_share")]
        if unknown:
            raise _refused(domain, unknown[0], "„count“ oder „own_share“")
        return DomainMinimum(**{name: self.whole(number, domain) for name, number in least.items()})

    def measures(self, ids: Any, name: str) -> list[str]:
        if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
            raise _refused(name, ids, 'eine Liste von Kennungen wie ["M-0001"]')
        for item in ids:
            self.known("measure", item, name)
        return ids

    def planned(self, ids: Any) -> list[str]:
        """Measures that a plan can hold."""
        for item in self.measures(ids, "must"):
            if (
                self._db.value("SELECT status FROM measure WHERE id = ?", [item])
                == MeasureStatus.REJECTED
            ):
                raise Refused(
                    f"{item} ist verworfen und kann nicht Pflicht sein; nehmen Sie sie aus „must“ "
                    "oder ändern Sie ihren Stand."
                )
        return list(ids)

    def known(self, table: str, object_id: str, name: str) -> None:
        if not self._db.has_rows(f"SELECT 1 FROM {table} WHERE id = ?", [object_id]):
            raise _refused(name, object_id, "eine Kennung aus diesem Plan")


def _refused(name: str, value: Any, wanted: str) -> Refused:
    shown = str(value)
    shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
    return Refused(f"In „{name}“ steht „{shown}“; erwartet wird {wanted}.")
