"""The Steckbrief of a measure: one page of A4 in Word, with all that a council asks of it.

The fields are those of the sheets that cities print: aim and effect, who is in charge and stands
up for it, partners, money and who pays, priority, time, milestones, indicators, risks, origin.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from strategy.documents.sheet_of_paper import PageWriter
from strategy.excel.safe_file import replacing
from strategy.excel.source import version_name
from strategy.figures.money.own_share import own_share_cells
from strategy.figures.plan.measures import funding_table, goals_of_measure
from strategy.figures.profile import municipality, sealed_on, version_words
from strategy.kernel import german
from strategy.kernel.listing import find, get_, names_by_id
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.indicator import Indicator
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.measure import Measure
from strategy.nouns.milestone import Milestone
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.risk import Risk

_SIZE = 8.5
# What fits on the page beside everything else; the rest is counted and stands in the plan.
_MOST_ROWS = 5
# Longer texts are cut at a word; a page that runs over is no Steckbrief any more.
_LONGEST = 420


def write_measure_sheet(
    store: Store, path: Path | str, measure_id: str, version: str = DRAFT
) -> Path:
    """Write the Steckbrief of a measure to ``path``; raises NotFound or NotWritten, then ``path``
    is as it was before."""
    target = Path(path)
    with store.read(version_name(store, version)) as db, replacing(target) as partial:
        _set(db, get_(db, Measure, measure_id)).save(partial)
    return target


def _set(db: Cursor, measure: Measure) -> PageWriter:
    town = municipality(db)
    where = town.title if town and town.title else "Digitalisierungsplan"
    paper = PageWriter(f"Steckbrief {measure.name}", where, size=_SIZE, margin_cm=1.6)
    paper.heading(f"{measure.id} {measure.name}", 1)
    paper.text(_cut(measure.body))
    _facts(paper, db, measure)
    _goals(paper, db, measure)
    _money(paper, db, measure)
    _steps(paper, db, measure)
    paper.footer(
        f"{where}, {version_words(db)}, {german.day(sealed_on(db) or date.today())}. "
        "„unbekannt“ heißt: nicht bekannt; eine unbekannte Zahl wird nie als 0 gezählt."
    )
    return paper


def _facts(paper: PageWriter, db: Cursor, measure: Measure) -> None:
    units, domains = names_by_id(db, OrganisationUnit), names_by_id(db, LifeDomain)
    span = " bis ".join(german.day(day) for day in (measure.starts_on, measure.ends_on))
    facts = [
        ("Lebensbereich", domains.get(measure.domain_id or "")),
        ("Ziele und Wirkung", _cut(measure.effect)),
        ("Bezug zur Herausforderung", _cut(measure.challenge)),
        ("Zielgruppe", measure.target_group),
        ("Federführung", units.get(measure.organisation_id or "")),
        ("Patenschaft (gewählt)", measure.sponsor),
        ("Beteiligte", measure.partners),
        ("Betreiberschaft", measure.operator),
        ("Markterkundung", _cut(measure.market)),
        ("Stand, Priorität", f"{_word(measure.status)}, {_word(measure.priority)}"),
        ("Zeitraum", span),
        ("Nutzen, Aufwand (1 bis 5)", f"{_word(measure.benefit)}, {_word(measure.effort)}"),
        ("Herkunft, Anlass", f"{_word(measure.origin)}, {_word(measure.driver)}"),
    ]
    _table(paper, ["Angabe", "Inhalt"], [[n, _word(v)] for n, v in facts], [2.2, 8], "Angaben")


def _goals(paper: PageWriter, db: Cursor, measure: Measure) -> None:
    goals = goals_of_measure(db, measure.id)
    gauges = find(db, Indicator, "measure_id = ?", [measure.id])
    paper.heading("Beitrag zu Zielen und Kennzahlen", 2)
    rows = [
        [str(row.title), german.percent(row.weight)] for row in goals.head(_MOST_ROWS).itertuples()
    ]
    if rows:
        _table(
            paper, ["Ziel", "Gewicht des Beitrags"], rows, [8, 2.2], "Ziele", right=(False, True)
        )
    else:
        paper.text("Die Maßnahme ist noch mit keinem Ziel verknüpft.", muted=True)
    shown = [
        f"{item.name} ({_word(item.unit)}): {german.number(item.baseline)} → "
        f"{german.number(item.target)} bis {_word(item.target_year)}"
        for item in gauges[:_MOST_ROWS]
    ]
    if shown:
        paper.text("Kennzahlen: " + "; ".join(shown) + _more(len(gauges)))


def _money(paper: PageWriter, db: Cursor, measure: Measure) -> None:
    paper.heading("Kosten und Finanzierung (Plan)", 2)
    cells = own_share_cells(db, [measure.id])
    if cells.empty:
        paper.text("Die Kosten sind unbekannt.", muted=True)
        return
    names = ["cost_cents", "grant_cents", "own_cents"]
    # min_count: a year of nothing but unknown amounts is unknown; pandas alone would make it 0.
    yearly = cells.groupby("year")[names].sum(min_count=1)
    rows = [
        [str(year), *(german.money(value) for value in values)]
        for year, values in zip(yearly.index, yearly.to_numpy(object), strict=True)
    ]
    rows.append(["Summe", *(german.money(cells[name].sum(min_count=1)) for name in names)])
    _table(
        paper,
        ["Jahr", "Kosten", "Förderung", "Eigenanteil"],
        rows,
        [1.5, 3, 3, 3],
        "Kosten und Eigenanteil nach Jahren",
        right=(False, True, True, True),
        total=True,
    )
    grants = funding_table(db)
    sources = [
        f"{row.title} ({german.money(row.grant_cents)})"
        for row in grants[grants["object_id"] == measure.id].head(_MOST_ROWS).itertuples()
    ]
    unknown = int(cells["unknown_lines"].sum())
    told = "Förderung: " + ("; ".join(sources) if sources else "keine") + "."
    if unknown:
        many = german.counted(unknown, "Betrag ist", "Beträge sind")
        told += f" {many} unbekannt und in keiner Summe."
    paper.text(told)


def _steps(paper: PageWriter, db: Cursor, measure: Measure) -> None:
    steps = find(db, Milestone, "measure_id = ?", [measure.id], order="due")
    risks = find(db, Risk, "measure_id = ?", [measure.id])
    paper.heading("Meilensteine und Risiken", 2)
    told = [
        f"{item.name} ({german.day(item.due)}"
        + (f", erreicht {german.day(item.reached_on)})" if item.reached_on else ")")
        for item in steps[:_MOST_ROWS]
    ]
    paper.text("Meilensteine: " + ("; ".join(told) or "keine vereinbart") + _more(len(steps)))
    words = [
        item.name + (f" – {item.response}" if item.response else "") for item in risks[:_MOST_ROWS]
    ]
    paper.text("Risiken: " + ("; ".join(words) or "keine beschrieben") + _more(len(risks)))


def _more(count: int) -> str:
    left = count - _MOST_ROWS
    return (
        f"; {german.counted(left, 'weiterer Eintrag', 'weitere Einträge')} im Plan."
        if left > 0
        else "."
    )


def _word(value: Any) -> str:
    return german.UNKNOWN if german.is_unknown(value) or value == "" else str(value)


def _cut(text: str | None) -> str:
    line = " ".join((text or "").split())
    if not line:
        return german.UNKNOWN
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _table(
    paper: PageWriter,
    header: list[str],
    rows: list[list[str]],
    shares: list[float],
    about: str,
    right: tuple[bool, ...] = (),
    total: bool = False,
) -> None:
    paper.table(
        header,
        rows,
        right=right or tuple(False for _ in header),
        shares=shares,
        about=about,
        total=total,
    )
