"""Figures inside the text of chapters: {{kosten_plan_2027}} becomes the amount of the version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from strategy.figures.catalogue import find_figures
from strategy.kernel.errors import Refused
from strategy.kernel.store import Cursor
from strategy.nouns.chapter import Chapter

_PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
# The whole of a cost is what nobody has to name: kosten_plan_2027 is kosten_plan_2027_gesamt.
_WHOLE = "_gesamt"


def filled_texts(db: Cursor, chapters: Sequence[Chapter]) -> dict[str, str]:
    """The text of each chapter by its id with the figures of this version in it.

    Raises Refused for a name that is no figure and says in which chapter it stands.
    """
    names = {
        name
        for chapter in chapters
        for name in _PLACE.findall(f"{chapter.title} {chapter.body or ''}")
    }
    known = {
        figure.id: figure.text
        for figure in find_figures(db, sorted({*names, *(f"{name}{_WHOLE}" for name in names)}))
    }

    def value(chapter: Chapter, match: re.Match[str]) -> str:
        name = match.group(1)
        found = known.get(name) or known.get(f"{name}{_WHOLE}")
        if found is None:
            raise Refused(
                f"Im Kapitel „{chapter.title}“ steht {{{{{name}}}}}; eine Zahl dieses Namens gibt "
                "es nicht. Wählen Sie sie aus der Liste der Zahlen.",
                "body",
            )
        return found

    return {
        chapter.id: _PLACE.sub(partial(value, chapter), chapter.body or "") for chapter in chapters
    }
