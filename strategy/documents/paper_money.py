"""What a council paper says of money, posts and goals: the form "Finanzielle Auswirkungen".

All figures are those of one sealed edition, so that what is printed can be checked later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from strategy.documents.parts import DocumentPart, TextGrid, grid, paragraphs_of, word
from strategy.figures.money.budget_places import budget_places, depreciation_of
from strategy.figures.money.freed_cost import freed_cost
from strategy.figures.money.own_share import own_share_cells, unplaced_grants
from strategy.figures.plan.measures import measure_cost
from strategy.kernel import german
from strategy.kernel.listing import find, names_by_id
from strategy.kernel.store import Cursor
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.paper import Paper


def total(rows: pd.DataFrame, column: str) -> Any:
    """The sum of a column: 0 of no rows, unknown (None) of rows of which nothing is known."""
    if rows.empty:
        return 0
    found = rows[column].sum(min_count=1)
    return None if german.is_unknown(found) else int(found)


def measures(db: Cursor, ids: Sequence[str]) -> DocumentPart | None:
    """The measures a paper is about."""
    found = [one for one in find(db, Measure, "id IN (SELECT unnest(?))", [list(ids)], order="id")]
    if not found:
        return None
    units = names_by_id(db, OrganisationUnit)
    rows = [
        (
            one.id,
            one.name,
            word(units.get(one.organisation_id or "")),
            " bis ".join(word(day) for day in (one.starts_on, one.ends_on)),
            word(one.priority),
        )
        for one in found
    ]
    header = ["Nr.", "Maßnahme", "Federführung", "Zeitraum", "Priorität"]
    table = grid(header, rows, [1.3, 4.3, 2.7, 4.3, 1.5], "Maßnahmen der Vorlage", words=5)
    return DocumentPart("massnahmen", "Maßnahmen", (), (table,))


def effects(db: Cursor, paper: Paper, ids: Sequence[str]) -> DocumentPart:
    """Finanzielle Auswirkungen: the questions of the form, the amounts by year, their places."""
    cells = own_share_cells(db, ids)
    years = [int(year) for year in sorted(cells["year"].dropna().unique())]
    invests = bool((cells["budget_kind"] == "investiv").any())
    span = f"{years[0]} bis {years[-1]}" if len(years) > 1 else "".join(map(str, years))
    yes = paper.has_effects if paper.has_effects is not None or not years else True
    answers = [
        ("Finanzielle Auswirkungen", word(yes)),
        ("Kostengünstigere Alternativen geprüft", word(paper.cheaper_checked)),
        ("Folgen bei Ablehnung", word(paper.if_rejected)),
        ("Investition", word(invests if years else None, "nein" if yes is False else "unbekannt")),
        ("Wirksam von – bis", span or word(None, "–" if yes is False else german.UNKNOWN)),
        ("Folgekosten zu Lasten anderer Einheiten", word(paper.other_units, "keine genannt")),
        ("Beteiligung des Personalrats", word(paper.staff_council)),
        ("Anlass", word(paper.occasion)),
    ]
    form = grid(["Frage", "Angabe"], answers, [3.4, 6.6], "Angaben zum Vorhaben", words=2)
    grids = [form]
    said = list(paragraphs_of(paper.financial_effects))
    if years:
        grids.append(_by_year(db, cells, ids, years))
        grids += _places(db, ids)
        said += [*_unknown(cells), *_unplaced(db, ids)]
    return DocumentPart(
        "finanzielle_auswirkungen", "Finanzielle Auswirkungen", tuple(said), tuple(grids)
    )


def _by_year(db: Cursor, cells: pd.DataFrame, ids: Sequence[str], years: list[int]) -> TextGrid:
    worn = depreciation_of(db, ids)
    header = ["Jahr", "Aufwand", "Abschreibung", "Ertrag (Förderung)", "Auszahlung Investition"]
    header += ["Einzahlung (Förderung)", "Eigenanteil"]
    rows: list[list[str]] = []
    sums: list[list[Any]] = []
    # Depreciation goes on after the last payment; those years cost as well.
    for year in sorted({*years, *(int(one) for one in worn["year"])}):
        here = cells[cells["year"] == year]
        spent, invested = (here[here["budget_kind"] == k] for k in ("konsumtiv", "investiv"))
        amounts = [
            total(spent, "cost_cents"),
            total(worn[worn["year"] == year], "depreciation_cents"),
            total(spent, "grant_cents"),
            total(invested, "cost_cents"),
            total(invested, "grant_cents"),
            total(here, "own_cents"),
        ]
        sums.append(amounts)
        rows.append([str(year), *(german.money(amount) for amount in amounts)])
    rows.append(["Summe", *(german.money(_added(column)) for column in zip(*sums, strict=True))])
    about = "Ergebnishaushalt (Aufwand, Abschreibung, Ertrag) und Finanzhaushalt nach Jahren"
    return grid(header, rows, [1.4, 2, 2, 2, 2, 2, 2], about, total=True)


def _added(amounts: Sequence[int | None]) -> int | None:
    """The sum of what is known; unknown where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _places(db: Cursor, ids: Sequence[str]) -> list[TextGrid]:
    frame = budget_places(db, ids)
    if frame.empty:
        return []
    frame = frame.assign(product=frame["product"].fillna("–"), account=frame["account"].fillna("–"))
    keys = ["product", "account", "year", "state"]
    sums = frame.groupby(keys, dropna=False)["amount_cents"].sum(min_count=1)
    rows = [
        [*(str(part) for part in key), german.money(cents)]
        for key, cents in zip(sums.index, sums, strict=True)
    ]
    header = ["Produkt", "Konto", "Jahr", "Veranschlagung", "Betrag"]
    return [grid(header, rows, [2, 2, 1, 3, 2], "Beträge nach Produkt, Konto und Jahr", words=4)]


def _unknown(cells: pd.DataFrame) -> list[str]:
    told = []
    missing = int(cells["unknown_lines"].sum())
    if missing:
        many = german.counted(missing, "Betrag ist", "Beträge sind")
        told.append(f"{many} unbekannt und in keiner Summe.")
    loose = cells[cells["budget_kind"].isna()]
    if not loose.empty:
        cents = total(loose, "cost_cents")
        told.append(
            f"{german.money(cents)} sind keiner Haushaltsart zugeordnet; sie stehen nur im "
            "Eigenanteil."
        )
    return told


def _unplaced(db: Cursor, ids: Sequence[str]) -> list[str]:
    """Grants that lower no year's own share: a council must not take them for refused."""
    frame = unplaced_grants(db)
    return [
        f"Die Förderung „{row.title}“ ({german.money(row.grant_cents)}) ist in keinem Jahr "
        "abgezogen."
        for row in frame[frame["measure_id"].isin(ids)].itertuples()
    ]


def later_cost(db: Cursor, ids: Sequence[str]) -> DocumentPart:
    """Folgekosten: what costs every year, what wears off, and what is freed."""
    running = measure_cost(db, "Plan")
    running = running[running["measure_id"].isin(ids) & (running["recurrence"] == "laufend")]
    worn = depreciation_of(db, ids)
    freed = freed_cost(db)
    freed = freed[freed["measure_id"].isin(ids)]
    years = sorted({int(y) for frame in (running, worn, freed) for y in frame["year"].dropna()})
    rows = []
    for year in years:
        parts = (
            total(running[running["year"] == year], "amount_cents"),
            total(worn[worn["year"] == year], "depreciation_cents"),
            total(freed[freed["year"] == year], "freed_cents"),
        )
        rows.append([str(year), *(german.money(part) for part in parts)])
    if not rows:
        return DocumentPart("folgekosten", "Folgekosten und Einsparungen", ("Keine.",))
    header = ["Jahr", "Laufende Kosten", "Aufwand aus Abschreibungen", "Freiwerdende Mittel"]
    table = grid(header, rows, [1, 3, 3, 3], "Folgekosten und Einsparungen nach Jahren")
    return DocumentPart("folgekosten", "Folgekosten und Einsparungen", (), (table,))


def posts(db: Cursor, ids: Sequence[str]) -> DocumentPart:
    """Stellenplan: posts that the measures need by year."""
    cost = measure_cost(db, "Plan")
    cost = cost[cost["measure_id"].isin(ids) & (cost["kind"] == "Personalkosten")]
    if cost.empty:
        return DocumentPart("stellenplan", "Stellenplan", ("Kein Bedarf an Stellen.",))
    by_year = cost.groupby("year")["fte"].sum(min_count=1)
    rows = [
        (str(year), word(None) if pd.isna(value) else f"+{german.fte(value)}")
        for year, value in by_year.items()
    ]
    table = grid(["Jahr", "Stellen (VZÄ)"], rows, [1, 2], "Stellenbedarf nach Jahren")
    return DocumentPart("stellenplan", "Stellenplan", (), (table,))


def goals(db: Cursor, ids: Sequence[str]) -> DocumentPart:
    """Bezug zu den strategischen Zielen: each goal with the measures that serve it."""
    found = db.rows(
        "SELECT g.id, g.title, string_agg(DISTINCT l.from_id, ', ' ORDER BY l.from_id) AS measures "
        "FROM link l JOIN goal g ON g.id = l.to_id WHERE l.kind IN ('dient', 'unterstützt') "
        "AND l.from_id IN (SELECT unnest(?)) GROUP BY ALL ORDER BY g.id",
        [list(ids)],
    )
    if not found:
        return DocumentPart("ziele", "Bezug zu strategischen Zielen", ("Kein Ziel ist verknüpft.",))
    rows = [(str(row["title"]), str(row["measures"])) for row in found]
    table = grid(["Ziel", "Maßnahmen"], rows, [6, 4], "Ziele der Maßnahmen", words=2)
    return DocumentPart("ziele", "Bezug zu strategischen Zielen", (), (table,))
