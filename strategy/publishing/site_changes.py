"""What changed between two released versions, told from what the public was shown of each."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.store import Store
from strategy.nouns.goal import Goal
from strategy.nouns.measure import Measure
from strategy.nouns.visibility import Audience
from strategy.publishing.releases import Release
from strategy.publishing.site_content import Content, site_content
from strategy.relations.audience import read_for

# Field and German word of what is told when it changes.
_MEASURE = {"title": "Titel", "status": "Stand", "starts": "Beginn", "ends": "Ende"}
_GOAL = {"title": "Titel", "status": "Stand", "targetYear": "Zieljahr"}


@dataclass(frozen=True)
class ReleaseChange:
    """One release and what was new with it; ``sentences`` is empty for the first."""

    release: Release
    sentences: tuple[str, ...]


def changes_of(store: Store, released: tuple[Release, ...]) -> list[ReleaseChange]:
    """The latest release first.

    What is in the version shown today and hidden there is told in no earlier entry either, for
    whoever reads the feed today is to learn nothing of it.
    """
    if not released:
        return []
    hidden = _hidden(store, released[-1].edition.name)
    found: list[ReleaseChange] = []
    before: Content | None = None
    for one in released:
        with read_for(store, one.edition.name, Audience.PUBLIC) as db:
            content = site_content(db)
        told = () if before is None else tuple(_told(before, content, hidden))
        found.append(ReleaseChange(one, told))
        before = content
    return found[::-1]


def _hidden(store: Store, edition: str) -> set[str]:
    ids = []
    for audience in (Audience.ADMINISTRATION, Audience.PUBLIC):
        with read_for(store, edition, audience) as db:
            ids.append({one.id for noun in (Goal, Measure) for one in find(db, noun)})
    return ids[0] - ids[1]


def _told(before: Content, after: Content, hidden: set[str]) -> list[str]:
    said = []
    for kind, word, fields in (("goals", "Ziel", _GOAL), ("measures", "Maßnahme", _MEASURE)):
        old = {one["id"]: one for one in before[kind] if one["id"] not in hidden}
        new = {one["id"]: one for one in after[kind] if one["id"] not in hidden}
        said += [f"Neu: {word} „{new[one]['title']}“." for one in new if one not in old]
        said += [f"Entfallen: {word} „{old[one]['title']}“." for one in old if one not in new]
        for one in (new[key] for key in new if key in old):
            said += _fields(f"{word} „{one['title']}“", old[one["id"]], one, fields)
    known = {one["id"] for content in (before, after) for one in content["measures"]}
    # A sum that held a measure which is hidden now would tell its amount by the difference.
    if not known & hidden and before["money"]["totalCents"] != after["money"]["totalCents"]:
        said.append(
            f"Kosten aller Maßnahmen: {german.money(after['money']['totalCents'])} statt "
            f"{german.money(before['money']['totalCents'])}."
        )
    return said


def _fields(name: str, old: Content, new: Content, fields: dict[str, str]) -> list[str]:
    said = [
        f"{name}: {label} jetzt {_shown(new[field])}, vorher {_shown(old[field])}."
        for field, label in fields.items()
        if old[field] != new[field]
    ]
    if "costCents" in new and old["costCents"] != new["costCents"]:
        said.append(
            f"{name}: Kosten jetzt {german.money(new['costCents'])}, vorher "
            f"{german.money(old['costCents'])}."
        )
    return said


def _shown(value: object) -> str:
    text = german.UNKNOWN if value is None else str(value)
    # Days come as in ISO, as JSON has them.
    if len(text) == 10 and text[4:5] == "-" and text[7:8] == "-":
        return f"{text[8:]}.{text[5:7]}.{text[:4]}"
    return text
