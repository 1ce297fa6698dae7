"""Maturity models as whole catalogues: a new edition of one, and one made of rows.

A model that was used stays as it is, so that an assessment can be read by the model it was made
with; whoever wants to change it makes a new edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from strategy.kernel.errors import Refused
from strategy.kernel.records import checked, find, get_, insert, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.maturity_criterion import MaturityCriterion
from strategy.nouns.maturity_level import MaturityLevel
from strategy.nouns.maturity_model import MaturityModel


@dataclass(frozen=True)
class CatalogueQuestion:
    """One question of a catalogue; ``levels`` says what its levels mean where it says so."""

    title: str
    area: str | None = None
    weight: Decimal | None = None
    only_if_required: bool = False
    levels: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """A model with its questions; ``levels`` hold for every question without own words."""

    model: MaturityModel
    questions: tuple[CatalogueQuestion, ...]
    levels: dict[int, str] = field(default_factory=dict)


def is_used(db: Cursor, model_id: str) -> bool:
    """Whether something was assessed by this model, so that it can no longer be changed."""
    return db.has_rows("SELECT 1 FROM assessment WHERE model_id = ?", [model_id])


def add_catalogue(tx: Transaction, catalogue: Catalogue) -> MaturityModel:
    """Save a model with questions and levels.

    Raises Refused where an edition of this name exists already or a level lies outside the model.
    """
    model = catalogue.model
    # Name and edition together say by which model something was assessed.
    if find(tx, MaturityModel, "title = ? AND edition = ?", [model.title, model.edition]):
        raise Refused(
            f"Das Modell „{model.title}“ gibt es in der Version {model.edition} schon; geben Sie "
            "der neuen eine andere Version."
        )
    if not catalogue.questions:
        raise Refused(f"Das Modell „{model.title}“ hat keine Frage; ergänzen Sie mindestens eine.")
    saved = save_(tx, model)
    criteria = insert(
        tx,
        [
            checked(
                MaturityCriterion(
                    model_id=saved.id,
                    title=question.title,
                    area=question.area,
                    weight=question.weight,
                    only_if_required=question.only_if_required,
                    position=index,
                )
            )
            for index, question in enumerate(catalogue.questions, start=1)
        ],
    )
    levels = [_level(saved, None, level, words) for level, words in catalogue.levels.items()]
    for criterion, question in zip(criteria, catalogue.questions, strict=True):
        # A question's own words stand beside the model's and win over them where they are read.
        levels += [
            _level(saved, criterion.id, level, words) for level, words in question.levels.items()
        ]
    insert(tx, levels)
    return saved


def new_edition(tx: Transaction, model_id: str, edition: str) -> MaturityModel:
    """Copy a model with questions and levels under another edition, which can be changed.

    Raises Refused where this edition exists already.
    """
    model = get_(tx, MaturityModel, model_id)
    criteria = find(tx, MaturityCriterion, "model_id = ?", [model_id], "position, id")
    levels = find(tx, MaturityLevel, "model_id = ?", [model_id], "level, id")
    return add_catalogue(
        tx,
        Catalogue(
            # Without id and version it is a new object; the old model stays with its assessments.
            model.replace(id="", version=0, edition=edition.strip()),
            tuple(
                CatalogueQuestion(
                    item.title or "",
                    item.area,
                    item.weight,
                    bool(item.only_if_required),
                    _words(levels, item.id),
                )
                for item in criteria
            ),
            _words(levels, None),
        ),
    )


def _words(levels: Sequence[MaturityLevel], criterion_id: str | None) -> dict[int, str]:
    return {
        item.level: item.title
        for item in levels
        if item.criterion_id == criterion_id and item.level is not None and item.title
    }


def _level(model: MaturityModel, criterion_id: str | None, level: int, words: str) -> MaturityLevel:
    if not (model.lowest or 0) <= level <= (model.highest or 0):
        raise Refused(
            f"Stufe {level} liegt außerhalb des Modells, das von {model.lowest} bis "
            f"{model.highest} reicht; berichtigen Sie eine der beiden Angaben."
        )
    return checked(
        MaturityLevel(model_id=model.id, criterion_id=criterion_id, level=level, title=words)
    )
