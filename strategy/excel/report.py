"""The strategy report: one version of the plan as a workbook that goes on calculating."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from strategy.excel.book import Book
from strategy.excel.safe_file import replacing
from strategy.excel.sheets.budget import budget_listing, write_budget
from strategy.excel.sheets.cost import write_cost_by_unit
from strategy.excel.sheets.cost_views import write_budget_effect, write_years
from strategy.excel.sheets.council import write_council
from strategy.excel.sheets.cover import add_contents, fill_contents, write_cover
from strategy.excel.sheets.domains import write_domains
from strategy.excel.sheets.figures import write_figures
from strategy.excel.sheets.goals import write_goals
from strategy.excel.sheets.inventory import write_inventory
from strategy.excel.sheets.listings import object_listings, trace_listing
from strategy.excel.sheets.notes import write_notes
from strategy.excel.sheets.plan import write_measure_cost, write_plan, write_strategy
from strategy.excel.sheets.ranges import write_ranges
from strategy.excel.sheets.workshop import write_workshops
from strategy.excel.source import Source, read_source, version_name
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.cost_line import Basis
from strategy.nouns.visibility import Audience
from strategy.ranging.ranges import ranges_of
from strategy.relations.audience import read_for

Progress = Callable[[str, float], object]


def write_report(
    store: Store,
    path: Path | str,
    version: str = DRAFT,
    progress: Progress | None = None,
    *,
    today: date | None = None,
    audience: Audience = Audience.ADMINISTRATION,
) -> Path:
    """Write the report of one version (its name or title) to ``path``; returns the path.

    ``progress`` is told the step in German and the share done, 0 to 1.  ``today`` is the day of
    the report for draft and scenarios; an edition stands for the day of its sealing.  Raises
    Refused, NotFound or NotWritten; then ``path`` is as it was before.
    """
    target = Path(path)
    name = version_name(store, version)
    with read_for(store, name, audience) as db, replacing(target) as partial:
        _write(db, partial, progress or _silent, today)
    return target


def _write(db: Cursor, path: Path, progress: Progress, today: date | None) -> None:
    progress("Der Plan wird gelesen", 0.0)
    source = read_source(db, today)
    budget = budget_listing(db)
    objects = object_listings(source)
    trace = trace_listing(source)
    ranges = ranges_of(db)
    units = {row["id"]: row["title"] for row in db.rows("SELECT id, title FROM organisation_unit")}
    book = Book(path, source.head)
    write_cover(book, source)
    contents = add_contents(book)
    steps: list[tuple[str, Callable[[Book, Source], None]]] = [
        ("Kennzahlen", write_figures),
        ("Ziele", write_goals),
        ("IST-Analyse", write_inventory),
        ("Zukunftswerkstatt", write_workshops),
        ("Lebensbereiche", write_domains),
        ("Strategie", write_strategy),
        ("Mehrjahresplan", write_plan),
        ("Maßnahmen nach Jahren", write_measure_cost),
        ("Kosten nach Ämtern, Plan", lambda b, s: write_cost_by_unit(b, s, Basis.PLAN)),
        ("Kosten nach Ämtern, Ist", lambda b, s: write_cost_by_unit(b, s, Basis.ACTUAL)),
        ("Kostenspannen", lambda b, s: write_ranges(b, ranges, units)),
        ("Finanz- und Ergebnishaushalt", write_budget_effect),
        ("Jahre im Vergleich", write_years),
        ("Haushalt", lambda b, s: write_budget(b, s, budget)),
        ("Gremien", write_council),
    ]
    for number, (step, write) in enumerate(steps):
        progress(f"{step} wird geschrieben", 0.1 + 0.4 * number / len(steps))
        write(book, source)
    for listing in (*objects, trace, source.inventory.listing, source.measures.listing, budget):
        listing.write(book)
    write_notes(book, source)
    fill_contents(book, contents)
    progress("Die Arbeitsmappe wird gepackt", 0.5)
    book.close()
    progress("Der Bericht ist fertig", 1.0)


def _silent(step: str, share: float) -> None:
    """No one is watching."""
