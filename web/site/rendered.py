"""The pages of one released version, rendered once and then sent from memory."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from strategy.kernel import german
from strategy.nouns.municipality import Municipality
from strategy.publishing.site_changes import ReleaseChange
from strategy.publishing.site_content import Content
from web.front.rendering import environment

MENU = (
    ("", "Überblick"),
    ("/ziele", "Ziele"),
    ("/massnahmen", "Maßnahmen"),
    ("/geld", "Kosten"),
    ("/fortschritt", "Fortschritt"),
    ("/karten", "Karten"),
)
LEGAL = (
    ("/impressum", "Impressum"),
    ("/datenschutz", "Datenschutz"),
    ("/barrierefreiheit", "Barrierefreiheit"),
)
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class SentPage:
    """One answer as it goes over the wire, also packed; ``tag`` changes with its content."""

    content: bytes
    packed: bytes
    kind: str
    tag: str

    @classmethod
    def of(cls, text: str, kind: str = HTML) -> SentPage:
        """Pack a text once, with the best level, since it is sent many times."""
        raw = text.encode()
        return cls(
            raw, gzip.compress(raw, 9, mtime=0), kind, f'"{hashlib.sha256(raw).hexdigest()[:20]}"'
        )


@dataclass(frozen=True)
class Frame:
    """What all pages of a site share.

    ``base`` is the address before that of each page; ``private`` the day until which the council
    may read, or empty on the public site.
    """

    content: Content
    town: Municipality
    base: str
    private: str = ""
    note: str | None = None


def render_site(frame: Frame, changes: list[ReleaseChange]) -> dict[str, SentPage]:
    """Every page by the part of its address behind ``base``."""
    pages = {path: SentPage.of(text) for path, text in _html(frame, changes)}
    if not frame.private:
        whole = json.dumps(frame.content, ensure_ascii=False, indent=1)
        pages["/strategie.json"] = SentPage.of(whole, "application/json")
    return pages


def _html(frame: Frame, changes: list[ReleaseChange]) -> Iterator[tuple[str, str]]:
    content = frame.content
    yield "", _render(frame, "overview", "")
    known = {one["id"]: one for one in content["measures"]}
    yield "/ziele", _render(frame, "goals", "/ziele", known=known)
    domains = _grouped(content["measures"], "domain")
    yield "/massnahmen", _render(frame, "measures", "/massnahmen", domains=domains)
    for one in content["measures"]:
        goals = [goal for goal in content["goals"] if one["id"] in goal["measures"]]
        path = f"/massnahmen/{one['id']}"
        yield path, _render(frame, "measure", "/massnahmen", one=one, goals=goals)
    yield "/geld", _render(frame, "money", "/geld")
    yield "/fortschritt", _render(frame, "progress", "/fortschritt")
    phases = _grouped(content["cards"]["list"], "phase")
    yield "/karten", _render(frame, "cards", "/karten", phases=phases)
    texts = (frame.town.imprint, frame.town.privacy, frame.town.accessibility)
    for (path, title), text in zip(LEGAL, texts, strict=True):
        yield path, _render(frame, "legal", path, title=title, text=text)
    if not frame.private:
        told = [
            {
                "title": one.release.edition.title,
                "on": german.moment(one.release.publication.released_at),
                "note": one.release.publication.note,
                "sentences": one.sentences,
            }
            for one in changes
        ]
        yield "/aenderungen", _render(frame, "changes", "/aenderungen", changes=told)


def _grouped(rows: list[Content], name: str) -> list[tuple[str, list[Content]]]:
    """Rows by a field, in the order in which its values come; those without one last."""
    found: dict[str, list[Content]] = {}
    for row in rows:
        found.setdefault(row[name] or "", []).append(row)
    return sorted(found.items(), key=lambda group: not group[0])


def _render(frame: Frame, name: str, here: str, **more: Any) -> str:
    return (
        environment()
        .get_template(f"site/{name}.html")
        .render(
            site=frame.content,
            base=frame.base,
            private=frame.private,
            note=frame.note,
            menu=MENU,
            legal=LEGAL,
            here=here,
            **more,
        )
    )
