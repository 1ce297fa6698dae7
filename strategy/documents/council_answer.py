"""The answer to the council in Word: six questions, each with sentence and table."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from strategy.analysis.council_answer import Answer, Scope
from strategy.analysis.council_answers import council_answers, quality_sentence, read_scope
from strategy.documents.sheet_of_paper import PageWriter, stand_words
from strategy.excel.safe_file import replacing
from strategy.excel.source import version_name
from strategy.figures.profile import version_words
from strategy.kernel import german
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for, withheld_words

_NUMBERS = {Kind.MONEY, Kind.PERCENT, Kind.FTE, Kind.NUMBER, Kind.INTEGER, Kind.YEAR}
_SHARES = {
    Kind.CODE: 1.6,
    Kind.LONG: 5.0,
    Kind.MONEY: 2.6,
    Kind.DAY: 1.7,
    Kind.YEAR: 1.4,
    Kind.INTEGER: 1.6,
    Kind.PERCENT: 1.9,
    Kind.FTE: 2.0,
    Kind.NUMBER: 2.0,
}
_NAME_SHARE, _TEXT_SHARE = 6.0, 3.4
# With so many projects in this type, the answer of a town with six Dezernate stays on one page.  A
# longer one goes on to a second page; nothing is made smaller or left out for it.
_MOST_PROJECTS = 8
_SIZE = 7.5


def write_council_answer(
    store: Store,
    path: Path | str,
    version: str = DRAFT,
    *,
    unit: str | None = None,
    year: int | None = None,
    today: date | None = None,
    audience: Audience = Audience.ADMINISTRATION,
) -> Path:
    """Write the answer about the whole city or one Dezernat (``unit``) to ``path``.

    Raises Refused, NotFound or NotWritten; then ``path`` is as it was before.
    """
    target = Path(path)
    name = version_name(store, version)
    with read_for(store, name, audience) as db, replacing(target) as partial:
        scope = read_scope(db, unit, year, today)
        answers = council_answers(db, scope)
        # On paper the version has to stand: two printouts may differ by it alone.
        title = version_words(db)
        if said := withheld_words(db):
            title = f"{title}. {said.rstrip('.')}"
        _set(scope, answers, quality_sentence(db, scope), title).save(partial)
    return target


def _set(scope: Scope, answers: list[Answer], quality: str, version: str) -> PageWriter:
    title = f"Digitalisierung: Antworten für {scope.title}"
    paper = PageWriter(title, scope.title, size=_SIZE, margin_cm=1.5)
    paper.heading(title, 1)
    paper.text(
        f"Haushaltsjahr {scope.year}. {_version_words(version)}. Erstellt am "
        f"{german.day(scope.today)} aus dem Digitalisierungsplan.",
        muted=True,
    )
    for number, item in enumerate(answers, start=1):
        paper.heading(f"{number} {item.question}", 2)
        rows, notes = texts_of_rows(item), [*item.notes]
        if item.key == "projekte" and len(rows) > _MOST_PROJECTS:
            notes.append(
                f"Gezeigt sind {_MOST_PROJECTS} von {len(rows)} Projekten; alle stehen in der "
                "Excel-Fassung dieser Antwort."
            )
            rows = rows[:_MOST_PROJECTS]
        paper.text(" ".join([item.sentence, *notes, f"({stand_words(item.stand)})"]))
        if rows:
            set_answer(paper, item, rows)
    paper.text(quality, bold=True)
    paper.footer(
        f"{scope.title}, {version}, {german.day(scope.today)}. „unbekannt“ heißt: nicht bekannt; "
        "eine unbekannte Zahl wird nie als 0 gezählt."
    )
    return paper


def _version_words(title: str) -> str:
    return title if title.startswith("Fassung") else f"Fassung: {title}"


def texts_of_rows(item: Answer) -> list[list[str]]:
    """The rows of an answer as texts, its sum last."""
    return (
        [
            [written(column, value) for column, value in zip(item.columns, values, strict=True)]
            for values in item.rows.itertuples(index=False)
        ]
        if not item.table.empty
        else []
    )


def _shares(item: Answer) -> list[float]:
    return [
        # The first column names what the row is about, unless it is only its number.
        _NAME_SHARE
        if column.name == "label" or (index == 0 and column.kind is not Kind.CODE)
        else _SHARES.get(column.kind, _TEXT_SHARE)
        for index, column in enumerate(item.columns)
    ]


def set_answer(paper: PageWriter, item: Answer, rows: list[list[str]]) -> None:
    """Write the table of an answer, numbers to the right."""
    paper.table(
        [column.label for column in item.columns],
        rows,
        right=[column.kind in _NUMBERS for column in item.columns],
        shares=_shares(item),
        about=item.question,
        total=item.total is not None,
    )


def written(column: Spec, value: Any) -> str:
    """A value of an answer as it stands on paper."""
    # Asked first: the sum's row holds words such as "Zusammen" in columns of any kind.
    if isinstance(value, str):
        return value
    if german.is_unknown(value):
        return column.empty_word
    match column.kind:
        case Kind.MONEY:
            return german.money(value)
        case Kind.PERCENT:
            return german.percent(value, 0)
        case Kind.FTE:
            return german.fte(value)
        case Kind.NUMBER:
            return german.number(value, 1)
        case Kind.INTEGER:
            return german.number(value, 0)
        case Kind.YEAR:
            return str(int(value))
        case Kind.DAY:
            return german.day(value)
        case Kind.FLAG:
            return "ja" if value else "nein"
        case _:
            return str(value)
