"""Read a maturity catalogue from a file: one row per question.

Columns, in any order and with the usual other words: Modell, Version, Frage (Kriterium), Bereich,
Gewicht, Regel, "Nur wenn erforderlich" and one column per level ("Stufe 0", "Stufe 1" …) with the
words of that level.  Model, version and rule need to stand in the first row only.  Where all
questions share the words of a level, or only one says them, they hold for the whole model.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from strategy.acts.maturity_catalogue import Catalogue, CatalogueQuestion, add_catalogue
from strategy.intake.reading.door import read_table
from strategy.intake.reading.table import Table
from strategy.intake.recognising.headers import same_header
from strategy.kernel.errors import Refused, Unreadable
from strategy.kernel.store import Store
from strategy.kernel.store.database import DRAFT
from strategy.kernel.written_field import percent_written
from strategy.nouns.maturity_model import MaturityModel, MaturityRule

_WORDS = {
    "model": ("Modell", "Katalog", "Reifegradmodell", "Name"),
    "edition": ("Version", "Ausgabe", "Fassung", "Stand"),
    "question": ("Frage", "Kriterium", "Fragestellung", "Aussage", "Bezeichnung"),
    "area": ("Bereich", "Kategorie", "Dimension", "Themenfeld", "Handlungsfeld"),
    "weight": ("Gewicht", "Gewichtung", "Gewicht in Prozent", "Gewicht in %"),
    "rule": ("Regel", "Es entscheidet", "Auswertung"),
    "required": ("Nur wenn erforderlich", "Optional", "Nur falls erforderlich"),
    "source": ("Quelle",),
}
_RULES = {
    "niedrigstes kriterium": MaturityRule.LOWEST,
    "minimum": MaturityRule.LOWEST,
    "niedrigste": MaturityRule.LOWEST,
    "gewichtetes mittel": MaturityRule.WEIGHTED,
    "mittelwert": MaturityRule.WEIGHTED,
    "mittel": MaturityRule.WEIGHTED,
}
_LEVEL = re.compile(r"(?:stufe|level|reifegrad) ?([0-9]{1,2})\b", re.IGNORECASE)


def read_catalogue(
    path: Path | str, *, sheet: str | None = None, mapping: str | None = None
) -> Catalogue:
    """The catalogue of a file; raises Unreadable or Refused with the row in question."""
    table = read_table(path, sheet=sheet, mapping=mapping, settle=False)
    columns = _columns(table)
    levels = {
        int(match[1]): header for header in table.headers if (match := _LEVEL.match(header.strip()))
    }
    if "question" not in columns:
        raise Unreadable(
            f"„{table.detected.file}“ hat keine Spalte „Frage“ oder „Kriterium“; jede Zeile eines "
            "Reifegradkatalogs nennt eine Frage."
        )
    if not levels:
        raise Unreadable(
            f"„{table.detected.file}“ hat keine Spalten für die Stufen; benennen Sie sie "
            "„Stufe 0“, „Stufe 1“ und so weiter."
        )
    texts = {name: table.texts(header) for name, header in columns.items()}
    words = {level: table.texts(header) for level, header in levels.items()}
    questions = []
    for place, title in enumerate(texts["question"]):
        if title is None:
            continue
        questions.append(
            CatalogueQuestion(
                title,
                texts["area"][place] if "area" in texts else None,
                _weight(texts, place, table),
                _flag(texts, place),
                {level: said[place] or "" for level, said in words.items() if said[place]},
            )
        )
    common, questions = _common(questions)
    rule = _rule(_first(texts, "rule"), questions)
    _check_weights(questions, rule)
    return Catalogue(
        MaturityModel(
            title=_first(texts, "model") or Path(table.detected.file).stem,
            edition=_first(texts, "edition") or "1",
            rule=rule,
            lowest=min(levels),
            highest=max(levels),
            source=_first(texts, "source") or table.detected.file,
        ),
        tuple(questions),
        common,
    )


def import_catalogue(
    store: Store,
    path: Path | str,
    actor: str,
    version: str = DRAFT,
    *,
    sheet: str | None = None,
    mapping: str | None = None,
) -> MaturityModel:
    """Read a catalogue and save it in one action; returns the new model."""
    catalogue = read_catalogue(path, sheet=sheet, mapping=mapping)
    with store.write(actor, f"Reifegradkatalog {Path(path).name} eingelesen", version) as tx:
        return add_catalogue(tx, catalogue)


def _columns(table: Table) -> dict[str, str]:
    """Field to the header that stands for it, the first word that fits."""
    headers = {same_header(header): header for header in reversed(table.headers)}
    found: dict[str, str] = {}
    for name, words in _WORDS.items():
        for word in words:
            if same_header(word) in headers:
                found[name] = headers[same_header(word)]
                break
    return found


def _first(texts: dict[str, list[str | None]], name: str) -> str | None:
    return next((text for text in texts.get(name, []) if text), None)


def _weight(texts: dict[str, list[str | None]], place: int, table: Table) -> Decimal | None:
    text = texts["weight"][place] if "weight" in texts else None
    if text is None:
        return None
    try:
        weight = percent_written(text)
    except Refused as error:
        raise Refused(f"Zeile {table.rows[place]}, Gewicht: {error}") from error
    if weight is not None and weight < 0:
        raise Refused(
            f"Zeile {table.rows[place]}: Das Gewicht {text} ist negativ; geben Sie eine Zahl ab 0 "
            "an."
        )
    return weight


def _flag(texts: dict[str, list[str | None]], place: int) -> bool:
    text = texts["required"][place] if "required" in texts else None
    return (text or "").casefold() in ("ja", "x", "wahr", "true", "1")


def _common(questions: list[CatalogueQuestion]) -> tuple[dict[int, str], list[CatalogueQuestion]]:
    """Words that all questions share or only one says belong to the model."""
    common: dict[int, str] = {}
    for level in sorted({level for question in questions for level in question.levels}):
        said = [q.levels[level] for q in questions if level in q.levels]
        if len(set(said)) == 1:
            common[level] = said[0]
    return common, [
        CatalogueQuestion(
            q.title,
            q.area,
            q.weight,
            q.only_if_required,
            {level: text for level, text in q.levels.items() if level not in common},
        )
        for q in questions
    ]


def _rule(text: str | None, questions: list[CatalogueQuestion]) -> MaturityRule:
    if text is None:
        weighted = any(question.weight is not None for question in questions)
        return MaturityRule.WEIGHTED if weighted else MaturityRule.LOWEST
    rule = _RULES.get(text.casefold().strip())
    if rule is None:
        raise Refused(
            f"Die Regel „{text}“ ist nicht vorgesehen; möglich sind „{MaturityRule.LOWEST}“ und "
            f"„{MaturityRule.WEIGHTED}“."
        )
    return rule


def _check_weights(questions: list[CatalogueQuestion], rule: MaturityRule) -> None:
    given = [question.weight for question in questions if question.weight is not None]
    if rule is MaturityRule.WEIGHTED and given and len(given) < len(questions):
        missing = next(question.title for question in questions if question.weight is None)
        raise Refused(
            f"Die Frage „{missing}“ hat kein Gewicht, andere haben eines; geben Sie allen oder "
            "keiner ein Gewicht."
        )
    if rule is MaturityRule.WEIGHTED and given and not sum(given):
        raise Refused("Alle Gewichte sind 0; geben Sie mindestens einer Frage ein Gewicht.")


def summary(catalogue: Catalogue) -> dict[str, Any]:
    """What was read, for showing: model, version, rule, levels, questions."""
    model = catalogue.model
    return {
        "model": model.title,
        "edition": model.edition,
        "rule": str(model.rule),
        "lowest": model.lowest,
        "highest": model.highest,
        "questions": len(catalogue.questions),
    }
