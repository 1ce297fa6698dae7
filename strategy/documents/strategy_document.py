"""The strategy as a document: own chapters with live figures, and what follows from the plan."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from strategy.documents.live_figures import filled_texts
from strategy.documents.long_paper import LongPaper
from strategy.documents.parts import paragraphs_of
from strategy.documents.pdf import as_pdf
from strategy.documents.strategy_chapters import write_content
from strategy.excel.safe_file import replacing
from strategy.excel.source import version_name
from strategy.figures.plan.domains import leading_domains
from strategy.figures.plan.measures import IN_PLAN
from strategy.figures.profile import municipality, sealed_on, version_words
from strategy.kernel import german
from strategy.kernel.listing import find
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.chapter import Chapter, ChapterContent
from strategy.nouns.measure import Measure
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for, withheld_words


def write_strategy(
    store: Store,
    path: Path | str,
    version: str = DRAFT,
    *,
    audience: Audience = Audience.ADMINISTRATION,
    easy: bool = False,
    today: date | None = None,
) -> Path:
    """Write the strategy as .docx or .pdf; ``easy`` asks for it in Leichte Sprache.

    Raises Refused for a figure that does not exist, or NotWritten; then ``path`` is as it was.
    """
    target = Path(path)
    name, for_word = version_name(store, version), target.suffix.lower() != ".pdf"
    with read_for(store, name, audience) as db:
        paper = (_easy if easy else _set)(db, today, for_word)
    with replacing(target) as partial:
        if for_word:
            paper.save(partial)
            return target
        with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
            word = Path(folder) / "Strategie.docx"
            paper.save(word)
            as_pdf(word, partial)
    return target


def _begun(db: Cursor, title: str, today: date | None, for_word: bool) -> LongPaper:
    town = municipality(db)
    name = (town.title if town else None) or "Kommune ohne Namen"
    stand = german.day(sealed_on(db) or today or date.today())
    head = f"{name}, {title}, {version_words(db)}, Stand {stand}"
    paper = LongPaper(f"{title} {name}", name, head, for_word=for_word)
    below = f"{name}. {version_words(db)}. Stand {stand}."
    if said := withheld_words(db):
        below += f" {said}"
    paper.title(f"{title} {name}", below)
    return paper


def _set(db: Cursor, today: date | None, for_word: bool) -> LongPaper:
    chapters = find(db, Chapter, order="position, id")
    texts = filled_texts(db, chapters)
    paper = _begun(db, "Digitalisierungsstrategie", today, for_word)
    for chapter in chapters:
        paper.heading(chapter.title or chapter.id, 1)
        for line in paragraphs_of(texts[chapter.id]):
            paper.text(line)
        if chapter.holds:
            write_content(paper, db, chapter.holds)
        elif not chapter.body:
            paper.text("Dieses Kapitel ist noch nicht geschrieben.", muted=True)
    placed = {chapter.holds for chapter in chapters}
    for content in ChapterContent:
        # What no chapter shows comes at the end: a strategy without its measures would be none.
        if content not in placed:
            paper.heading(str(content), 1)
            write_content(paper, db, content)
    return paper


def _easy(db: Cursor, today: date | None, for_word: bool) -> LongPaper:
    """The measures in Leichte Sprache; where there is no such text, that is said."""
    paper = _begun(db, "Digitalisierungs-Strategie in Leichter Sprache", today, for_word)
    measures = find(db, Measure, IN_PLAN, order="id")
    told = [one for one in measures if one.easy_text]
    paper.heading("Worum geht es?", 1)
    for line in (
        "Das ist unser Plan.",
        "Der Plan sagt: So nutzen wir Computer und das Internet.",
        f"Der Plan hat {german.counted(len(measures), 'Maßnahme', 'Maßnahmen')}.",
        "Eine Maßnahme ist eine Sache, die wir tun.",
    ):
        paper.text(line)
    if len(told) < len(measures):
        paper.text(f"{len(measures) - len(told)} Maßnahmen haben noch keinen leichten Text.")
    names = leading_domains(db)
    for domain_id, title in {**names, "": "Noch mehr"}.items():
        mine = [
            one for one in told if (one.domain_id if one.domain_id in names else "") == domain_id
        ]
        if not mine:
            continue
        paper.heading(title, 1)
        for measure in mine:
            paper.heading(measure.name, 2)
            for line in paragraphs_of(measure.easy_text):
                paper.text(line)
    return paper
