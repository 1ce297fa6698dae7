"""The main totals once more, the slow way: plain Python over the exported tables."""

from __future__ import annotations

import csv
from collections import defaultdict
from fractions import Fraction
from math import floor
from pathlib import Path

from tests.pages.told_totals import Told, command, known_sum

Row = dict[str, str]
OUT = ("Ideenpool", "verworfen")


def _table(folder: Path, name: str) -> list[Row]:
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _number(text: str) -> Fraction | None:
    return Fraction(text.replace(",", ".")) if text else None


def _cents(text: str) -> int | None:
    value = _number(text)
    return None if value is None else int(value * 100)


def _half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


class _Rates:
    """What a post costs, by grade and year, carried on by the tariff where a year has no rate."""

    def __init__(self, folder: Path) -> None:
        self._own: dict[tuple[str, int], tuple[Fraction, Fraction, Fraction]] = {}
        for row in _table(folder, "personnel_rate"):
            staff = _number(row["Personalkosten je VZÄ"])
            gross, share = _number(row["Jahresbrutto je VZÄ"]), _number(row["Arbeitgeberanteil"])
            if staff is None and gross is not None and share is not None:
                staff = Fraction(_half_up(gross * 100 * (1 + share / 100)), 100)
            if staff is not None:
                key = (row["Entgelt- oder Besoldungsgruppe"], int(row["Jahr"]))
                self._own.setdefault(
                    key,
                    (
                        staff * 100,
                        (_number(row["Sachkosten Arbeitsplatz je VZÄ"]) or Fraction(0)) * 100,
                        _number(row["Gemeinkostenzuschlag"]) or Fraction(0),
                    ),
                )
        self._steps = {
            int(row["Jahr"]): _number(row["Steigerung gegenüber dem Vorjahr"])
            for row in reversed(_table(folder, "tariff_step"))
        }

    def cost(self, grade: str, year: int, fte: Fraction) -> int | None:
        found = self._rate(grade, year)
        if found is None:
            return None
        staff, workplace, overhead = found
        return _half_up(fte * (staff + workplace + staff * overhead / 100))

    def _rate(self, grade: str, year: int) -> tuple[Fraction, Fraction, Fraction] | None:
        if (grade, year) in self._own:
            return self._own[grade, year]
        step = self._steps.get(year)
        before = None if step is None else self._rate(grade, year - 1)
        if before is None or step is None:
            return None
        return Fraction(_half_up(before[0] * (1 + step / 100))), before[1], before[2]


def add_up(told: Told, plan: Path, folder: Path) -> set[str]:
    """Costs by year and part, grants, budget and counts, each from the rows of its table; returns
    the measures that count."""
    command("export", plan, folder)
    rates = _Rates(folder)
    measures = {row["Nr."]: row for row in _table(folder, "measure")}
    counted = {name for name, row in measures.items() if row["Stand"] not in OUT}
    sums: dict[str, list[int | None]] = defaultdict(list)
    for row in _table(folder, "cost_line"):
        if row["Kostenart"] == "Abschreibung":
            continue
        amount = _cents(row["Betrag"])
        staff = row["Kostenart"] == "Personal"
        fte, grade = _number(row["Stellenanteil (VZÄ)"]), row["Entgelt- oder Besoldungsgruppe"]
        if amount is None and staff and fte is not None and grade:
            amount = rates.cost(grade, int(row["Jahr"]), fte)
        parts = ["gesamt", "personal" if staff else "sach"]
        if not row["Maßnahme"]:
            basis = row["Plan oder Ist"].lower()
            sums[f"bestand_{'gesamt' if basis == 'plan' else 'ist'}"].append(amount)
            names = [f"kosten_{basis}_{row['Jahr']}_{part}" for part in parts]
        elif row["Maßnahme"] in counted and row["Plan oder Ist"] == "Plan":
            sums["strategie_gesamt"].append(amount)
            sums[f"{row['Maßnahme']}_kosten"].append(amount)
            parts += [row["Häufigkeit"], row["Haushaltsart"]]
            names = [f"massnahmen_{row['Jahr']}_{part}" for part in parts if part]
        elif row["Maßnahme"] in counted:
            names = ["strategie_ist"]
        else:
            continue
        for name in names:
            sums[name].append(amount)
    for row in _table(folder, "budget_line"):
        if row["Zwischensumme"] != "ja" and row["Art"]:
            sums[f"haushalt_{row['Jahr']}_{row['Art'].lower()}_{row['Planart']}"].append(
                _cents(row["Betrag"])
            )
    for name, values in sums.items():
        # A year of the budget with several plan types has no single total.
        kinds = [one for one in sums if one.rsplit("_", 1)[0] == name.rsplit("_", 1)[0]]
        if name.startswith("haushalt"):
            if len(kinds) == 1:
                told.add(name.rsplit("_", 1)[0], "Zeilen", known_sum(values))
        else:
            told.add(name, "Zeilen", known_sum(values))
    for name, table in (
        ("ziele_anzahl", "goal"),
        ("anwendungen_anzahl", "application"),
        ("projekte_anzahl", "project"),
        ("karten_anzahl", "card"),
        ("massnahmen_anzahl", "measure"),
        ("vorlagen_anzahl", "paper"),
        ("beschluesse_anzahl", "resolution"),
    ):
        told.add(name, "Zeilen", len(_table(folder, table)))
    told.add("strategie_massnahmen", "Zeilen", len(counted))
    told.add("punkte_anzahl", "Zeilen", sum(int(r["Punkte"] or 0) for r in _table(folder, "point")))
    grants = [(row["Maßnahme"], _grant(row)) for row in _table(folder, "funding")]
    told.add("foerderung_gesamt", "Zeilen", known_sum(paid for _, paid in grants))
    told.add(
        "foerderung_massnahmen", "Zeilen", known_sum(paid for one, paid in grants if one in counted)
    )
    return counted


def _grant(row: Row) -> int | None:
    fixed, rate = _cents(row["Festbetrag"]), _number(row["Förderquote"])
    cost, cap = _cents(row["Förderfähige Kosten"]), _cents(row["Höchstbetrag"])
    if fixed is not None:
        return fixed
    if cost is None or rate is None:
        return None
    paid = _half_up(cost * rate / 100)
    return paid if cap is None else min(paid, cap)
