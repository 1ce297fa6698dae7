"""The questions councils ask about digitalisation, answered from the plan.

Screen, Word and Excel all show the same ``Answer``: one sentence, one table with its sum, the day
it stands for.  A table has one row per Dezernat, or per Amt where one Dezernat is asked about.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from strategy.analysis.council_answer import Answer, Scope
from strategy.analysis.progress_answers import digital, projects
from strategy.analysis.resource_answers import funds, new_posts, posts, synergies
from strategy.figures.inventory.quality import euro_quality
from strategy.figures.profile import municipality, plan_year, sealed_on
from strategy.kernel.errors import NotFound
from strategy.kernel.store import Cursor

KEYS = ("mittel", "stellen_neu", "stellen", "synergien", "digital", "projekte")


def read_scope(
    db: Cursor, unit: str | None = None, year: int | None = None, today: date | None = None
) -> Scope:
    """The scope for a Dezernat, given by id, title, number or short sign; None is the city.

    An edition stands for the day of its sealing.  Raises NotFound for a unit that is no Dezernat.
    """
    # The day of sealing wins over a day that was asked for: an edition says for ever what it said
    # then.
    day = sealed_on(db) or today or date.today()
    profile = municipality(db)
    asked = year or plan_year(db) or day.year
    word = (profile.level_2 if unit else profile.level_1) if profile else None
    title = (profile.title if profile else None) or "Gesamte Verwaltung"
    if not unit:
        return Scope(title, asked, day, None, word or "Dezernat")
    rows = db.rows(
        "SELECT id, title, short, number FROM organisation_unit WHERE level = 1 ORDER BY id"
    )
    for row in rows:
        # People name a Dezernat by whatever stands on its door: id, title, short sign or number.
        if unit.casefold() in {str(row[name] or "").casefold() for name in row}:
            return Scope(str(row["title"]), asked, day, str(row["id"]), word or "Amt")
    known = ", ".join(f"{row['id']} {row['title']}" for row in rows)
    raise NotFound(
        f"„{unit}“ ist keine Einheit der obersten Ebene; möglich sind: {known or 'noch keine'}."
    )


def council_answers(db: Cursor, scope: Scope) -> list[Answer]:
    """All six answers in the order in which councils ask."""
    return [_ANSWERS[key](db, scope) for key in KEYS]


def quality_sentence(db: Cursor, scope: Scope) -> str:
    """How many of these euros are stale or ownerless; stands below every answer."""
    return euro_quality(db, scope.today, scope.year, dezernat=scope.dezernat).sentence


_ANSWERS: dict[str, Callable[[Cursor, Scope], Answer]] = {
    "mittel": funds,
    "stellen_neu": new_posts,
    "stellen": posts,
    "synergien": synergies,
    "digital": digital,
    "projekte": projects,
}


def answer(db: Cursor, key: str, scope: Scope) -> Answer:
    """One of the six answers by its key."""
    return _ANSWERS[key](db, scope)
