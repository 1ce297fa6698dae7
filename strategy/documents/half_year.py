"""The half-yearly report in Word: each section with its sentence and its table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from strategy.documents.council_answer import set_answer, texts_of_rows
from strategy.documents.sheet_of_paper import PageWriter
from strategy.excel.safe_file import replacing
from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.nouns.report_definition import ReportDefinition
from strategy.reporting.half_year import HalfYear, read_half_year


def write_half_year(
    store: Store, path: Path | str, definition: ReportDefinition, today: date | None = None
) -> Path:
    """Write the report; raises NotFound, Refused or NotWritten, then ``path`` is as it was."""
    target = Path(path)
    report = read_half_year(store, definition, today)
    with replacing(target) as partial:
        _set(report).save(partial)
    return target


def _set(report: HalfYear) -> PageWriter:
    paper = PageWriter(report.title, report.town, size=9.0, margin_cm=1.8, landscape=True)
    paper.heading(report.title, 1)
    paper.text(report.subtitle, muted=True)
    for number, item in enumerate(report.sections, start=1):
        paper.heading(f"{number} {item.question}", 2)
        paper.text(" ".join([item.sentence, *item.notes]))
        rows = texts_of_rows(item)
        if rows:
            set_answer(paper, item, rows)
    paper.footer(
        f"{report.town}, {report.title}, {report.version}, {german.day(report.last)}. "
        "„unbekannt“ heißt: nicht bekannt; eine unbekannte Zahl wird nie als 0 gezählt."
    )
    return paper
