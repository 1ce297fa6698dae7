"""A council paper as a Word file, set by us or in the municipality's own template."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from strategy.documents.paper_content import PaperContent, read_paper
from strategy.documents.paper_template import fill_template
from strategy.documents.parts import set_parts
from strategy.documents.sheet_of_paper import PageWriter
from strategy.excel.safe_file import replacing
from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.nouns.visibility import Audience


def write_council_paper(
    store: Store,
    path: Path | str,
    paper: str,
    version: str | None = None,
    *,
    audience: Audience = Audience.ADMINISTRATION,
    template: bytes | None = None,
) -> Path:
    """Write a paper, named by id or number, to ``path``; ``version`` is the edition its figures
    come from (else the one that is its annex).

    Raises NotFound, Refused or NotWritten; then ``path`` is as it was before.
    """
    target = Path(path)
    content = read_paper(store, paper, version, audience)
    with replacing(target) as partial:
        if template is None:
            _set(content).save(partial)
        else:
            partial.write_bytes(fill_template(template, content))
    return target


def _set(content: PaperContent) -> PageWriter:
    paper, town = content.paper, content.town.title or "Kommune ohne Namen"
    out = PageWriter(f"{content.title}: {paper.title}", town, size=10.0, margin_cm=2.0)
    out.text(f"{town} · {content.title or paper.id}", bold=True)
    out.heading(paper.title or paper.id, 1)
    if content.withheld:
        out.text(content.withheld, muted=True)
    set_parts(out, content.parts)
    out.footer(f"{content.origin} Erstellt am {german.day(date.today())}.")
    return out
