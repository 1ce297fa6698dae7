"""The texts of council papers, and what of them an entered paper does not hold."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document

from strategy.cli import main
from strategy.kernel.record import Kind
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store, Transaction
from strategy.nouns import (
    NOUNS,
    Body,
    Consultation,
    Paper,
    PaperAttachment,
    PaperProposer,
    PaperSignature,
)

PARTS_OF_PAPERS = (Paper, Consultation, PaperAttachment, PaperProposer, PaperSignature)
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def seed(name: str) -> str:
    """The text of a paper with its marks of layout taken out."""
    text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
    return re.sub(r"</?u>|\*\*|\|", " ", text)


def part(text: str, start: str, end: str) -> str:
    """What stands between two words of a paper."""
    return (
        text.partition(start)[2].partition(end)[0].strip()
        if end
        else text.partition(start)[2].strip()
    )


def missing(store: Store, text: str, labels: str) -> set[str]:
    """Words of a paper that neither an entry of the plan holds nor the labels of its form."""
    with store.read() as db:
        held = " ".join(
            _said(value)
            for noun in NOUNS
            for record in find(db, noun)
            for value in record.values().values()
            if value is not None
        )
    known = set(_words(held)) | set(_words(labels))
    return {word for word in _words(text) if word not in known}


def absent(held: str, text: str, labels: str) -> set[str]:
    """Words of a paper that the JSON ``held`` does not hold; days are written there as in ISO."""
    held = re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3.\2.\1", held.replace("\\n", " "))
    known = set(_words(held)) | set(_words(labels))
    return {word for word in _words(text) if word not in known}


def _said(value: Any) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w.]*\w", text.casefold())


def bodies(tx: Transaction, *titles: str) -> list[Body]:
    kinds = {"Stadtrat": "Vertretung", "Stadtverordnetenversammlung": "Vertretung"}
    return [save_(tx, Body(title=one, kind=kinds.get(one, "Ausschuss"))) for one in titles]


def signed(tx: Transaction, paper: Paper, *lines: tuple[str, ...], **more: Any) -> None:
    """Signatures in order: name, function and side."""
    for number, (name, function, *side) in enumerate(lines, start=1):
        values = {"full_name": name, "function": function, "side": side[0] if side else None}
        save_(tx, PaperSignature(paper_id=paper.id, position=number, **values, **more))


def words_in_word(store: Store, folder: Path) -> tuple[str, list[str]]:
    """All that the papers of a plan say as Word, and the papers that cannot be written yet."""
    said, refused = [], []
    for paper in _papers(store):
        target = folder / f"{paper.id}.docx"
        if main(["paper", str(store.path), paper.id, str(target)]) == 0:
            document = Document(str(target))
            cells = [cell.text for table in document.tables for cell in table._cells]
            said += [*(one.text for one in document.paragraphs), *cells]
        else:
            refused.append(paper.id)
    return " ".join(said), refused


def _papers(store: Store) -> list[Paper]:
    with store.read() as db:
        return find(db, Paper, order="id")


def untold_values(store: Store, said: str) -> list[str]:
    """Values of papers and their parts that the Word documents do not say, letter by letter."""
    plain = " ".join(said.split())
    with store.read() as db:
        records = [one for noun in PARTS_OF_PAPERS for one in find(db, noun)]
    return [
        f"{record.id}.{spec.name}"
        for record in records
        for spec in record.specs()
        if spec.kind in (Kind.TEXT, Kind.LONG, Kind.CODE, Kind.DAY) and spec.name != "edition"
        for value in [getattr(record, spec.name)]
        # The days of stations stand in their meetings as well; both are told by the one printed.
        if value is not None and " ".join(_said(value).split()) not in plain
    ]
