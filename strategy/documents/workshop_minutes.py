"""The minutes of a workshop in Word: who took part, what they said, what was agreed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from strategy.documents.sheet_of_paper import PageWriter
from strategy.excel.safe_file import replacing
from strategy.excel.source import version_name
from strategy.figures.profile import municipality, version_words
from strategy.figures.workshop.cards import cards_by_phase, cards_by_state
from strategy.figures.workshop.points import cluster_results, points_total
from strategy.figures.workshop.ways import ways
from strategy.kernel import german
from strategy.kernel.records import find, get_
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.card import CardState
from strategy.nouns.visibility import Audience
from strategy.nouns.workshop import Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import PhaseKind, WorkshopPhase
from strategy.relations.audience import read_for, withheld_words
from strategy.workshop.running import joined

_TOP_CARDS = 3
_KIND_WORDS = {
    PhaseKind.CRITIQUE: "Kritik",
    PhaseKind.FANTASY: "Wunsch",
    PhaseKind.REALISATION: "Schritt",
}
_NO_CARDS = "In dieser Werkstatt wurde noch keine Karte geschrieben."


def write_minutes(
    store: Store,
    workshop_id: str,
    path: Path | str,
    version: str = DRAFT,
    *,
    today: date | None = None,
    audience: Audience = Audience.ADMINISTRATION,
) -> Path:
    """Write the minutes of a workshop to ``path``.

    Raises NotFound, Refused or NotWritten; then ``path`` is as it was before.
    """
    target = Path(path)
    name = version_name(store, version)
    with read_for(store, name, audience) as db, replacing(target) as partial:
        _set(db, get_(db, Workshop, workshop_id), today or _today()).save(partial)
    return target


def _today() -> date:
    return datetime.now(german.TIME_ZONE).date()


def _set(db: Cursor, workshop: Workshop, today: date) -> PageWriter:
    profile = municipality(db)
    town = (profile.title if profile else None) or ""
    paper = PageWriter(f"Niederschrift: {workshop.title}", town, size=10.0, margin_cm=2.0)
    paper.heading(f"Niederschrift: {workshop.title}", 1)
    place = "; ".join(part for part in (town, workshop.place) if part) or german.UNKNOWN
    paper.text(
        f"Datum: {german.day(workshop.held_on)}. Ort: {place}. Format: "
        f"{workshop.format or german.UNKNOWN}. Stand: {workshop.status}."
    )
    cards, ranking = ways(db, workshop.id), cluster_results(db, workshop.id)
    _people(paper, db, workshop)
    _phases(paper, db, workshop)
    _clusters(paper, ranking, cards, points_total(db, workshop.id))
    _agreed(paper, workshop)
    _fates(paper, db, workshop)
    _next_steps(paper, workshop, ranking, cards)
    paper.footer(
        f"{town or 'Niederschrift'}, {workshop.title}, {version_words(db)}, erstellt am "
        f"{german.day(today)} aus dem Digitalisierungsplan. {_withheld(db)}Teilnehmende werden "
        "gezählt und nicht mit Namen erfasst."
    )
    return paper


def _withheld(db: Cursor) -> str:
    said = withheld_words(db)
    return f"{said} " if said else ""


def _people(paper: PageWriter, db: Cursor, workshop: Workshop) -> None:
    paper.heading("Wer teilgenommen hat", 2)
    groups = joined(db, workshop.id)
    if not groups:
        paper.text("Es sind keine Gruppen festgehalten.")
        return
    # Who came is counted by people in the room; a group nobody counted is not one of 0.
    known = [item.present for item in groups if item.present is not None]
    unknown = sum(item.present is None for item in groups)
    sentence = (
        f"Gezählt wurden {german.counted(sum(known), 'Person', 'Personen')} in "
        f"{german.counted(len(known), 'Gruppe', 'Gruppen')}"
        if known
        else "Wie viele Menschen kamen, ist nicht festgehalten"
    )
    if known and unknown:
        sentence += f"; bei {german.counted(unknown, 'Gruppe', 'Gruppen')} ist die Zahl unbekannt"
    paper.text(f"{sentence}.")
    # Devices are only counted while a workshop is open; afterwards nothing of them is kept.
    by_phone = any(item.joined for item in groups)
    header = ["Gruppe", "Eingeladen", "Anwesend", *(["davon am Telefon"] if by_phone else [])]
    paper.table(
        header,
        [
            [
                item.title,
                _count(item.invited),
                _count(item.present),
                *([_count(item.joined)] if by_phone else []),
            ]
            for item in groups
        ],
        right=[False, *[True] * (len(header) - 1)],
        shares=[5.0, *[2.0] * (len(header) - 1)],
        about="Teilnehmende nach Gruppen",
    )


def _phases(paper: PageWriter, db: Cursor, workshop: Workshop) -> None:
    paper.heading("Phasen", 2)
    phases = find(db, WorkshopPhase, "workshop_id = ?", [workshop.id], order="position, id")
    if not phases:
        paper.text("Es sind keine Phasen festgehalten.")
        return
    found = cards_by_phase(db, workshop.id)
    counts = dict(zip(found["phase_id"], found["cards"], strict=True))
    paper.table(
        ["Phase", "Art", "Leitfrage", "Karten"],
        [
            [str(item.title), str(item.kind), item.question or "keine", _count(counts[item.id])]
            for item in phases
        ],
        right=[False, False, False, True],
        shares=[3.0, 2.2, 6.0, 1.4],
        about="Phasen der Werkstatt",
    )


def _clusters(paper: PageWriter, ranking: pd.DataFrame, cards: pd.DataFrame, total: int) -> None:
    paper.heading("Themen und Punkte", 2)
    if cards.empty:
        paper.text(_NO_CARDS)
    if ranking.empty:
        return
    paper.text(
        f"Vergeben wurden {german.counted(total, 'Punkt', 'Punkte')}. Punkte auf Karten zählen "
        "für das Thema, in dem die Karte liegt; auch Punkte auf abgelehnten Karten zählen mit."
        if total
        else "Punkte wurden noch nicht vergeben."
    )
    paper.table(
        ["Rang", "Thema", "Lebensbereich", "Karten", "Punkte", "Anteil"],
        [
            [
                # The row of what lies in no Thema takes no part in the ranking.
                "–" if german.is_unknown(row.rank) else _count(row.rank),
                str(row.cluster),
                "keiner" if german.is_unknown(row.domain) else str(row.domain),
                _count(row.cards),
                _count(row.points),
                german.percent(row.share, 1),
            ]
            for row in ranking.itertuples()
        ],
        right=[True, False, False, True, True, True],
        shares=[1.1, 5.0, 3.2, 1.4, 1.5, 1.6],
        about="Rangfolge der Themen nach Punkten",
    )
    paper.text(
        "Die Spalte Karten zählt alle Karten des Themas, auch zusammengelegte, aufgeteilte und "
        "abgelehnte.",
        muted=True,
    )
    for row in ranking.itertuples():
        if not german.is_unknown(row.cluster_id):
            _cluster(paper, str(row.cluster), cards[cards["cluster_id"] == row.cluster_id])


def _cluster(paper: PageWriter, title: str, cards: pd.DataFrame) -> None:
    """The cards of a cluster that stand, a few of each kind, those with most points first."""
    # What was declined is printed nowhere with its words: they may hurt somebody.
    standing = cards[~cards["state"].isin([CardState.MERGED, CardState.SPLIT, CardState.REJECTED])]
    if standing.empty:
        return
    paper.heading(title, 3)
    for kind, word in _KIND_WORDS.items():
        own = standing[standing["kind"] == kind]
        for body, given in zip(own["body"][:_TOP_CARDS], own["points"][:_TOP_CARDS], strict=True):
            points = f" ({german.counted(int(given), 'Punkt', 'Punkte')})" if given else ""
            paper.text(f"{word}: „{body}“{points}")
        more = len(own) - _TOP_CARDS
        if more > 0:
            paper.text(
                f"{word}: {german.counted(more, 'weitere Karte', 'weitere Karten')}.", muted=True
            )


def _agreed(paper: PageWriter, workshop: Workshop) -> None:
    paper.heading("Ergebnis und Vereinbarungen", 2)
    lines = [line.strip() for line in (workshop.note or "").splitlines() if line.strip()]
    for line in lines:
        paper.text(line)
    if not lines:
        paper.text("Es ist noch keine Vereinbarung festgehalten.")


def _fates(paper: PageWriter, db: Cursor, workshop: Workshop) -> None:
    paper.heading("Was aus den Karten wird", 2)
    counts = cards_by_state(db, workshop.id)
    total = int(counts["cards"].sum())
    if not total:
        paper.text(_NO_CARDS)
        return
    paper.text("Jede Karte hat genau einen Stand; ihr Code führt auf der Seite /karte zu ihm.")
    paper.table(
        ["Stand", "Karten"],
        [
            *([str(row.state), _count(row.cards)] for row in counts.itertuples() if row.cards),
            ["Zusammen", _count(total)],
        ],
        right=[False, True],
        shares=[6.0, 2.0],
        about="Karten nach Stand",
        total=True,
    )


def _next_steps(
    paper: PageWriter, workshop: Workshop, ranking: pd.DataFrame, cards: pd.DataFrame
) -> None:
    """What is left to do, as the plan says it."""
    paper.heading("Nächste Schritte", 2)
    waiting = int((cards["state"] == CardState.RECEIVED).sum())
    # What was declined, merged or divided needs no Thema any more.
    accepted = cards["state"] == CardState.ACCEPTED
    loose = int((accepted & cards["cluster_id"].isna()).sum())
    homeless = int((ranking["cluster_id"].notna() & ranking["domain_id"].isna()).sum())
    bare = int((cards["measures"].isna() & accepted).sum())
    steps = [
        (
            waiting,
            f"Über {german.counted(waiting, 'Karte', 'Karten')} entscheiden, die noch "
            f"{'wartet' if waiting == 1 else 'warten'}.",
        ),
        (
            loose,
            f"{german.counted(loose, 'angenommene Karte', 'angenommene Karten')} ohne Thema "
            "einem Thema zuordnen oder begründet zurückstellen.",
        ),
        (homeless, f"{german.counted(homeless, 'Thema', 'Themen')} einem Lebensbereich zuordnen."),
        (
            bare,
            f"Bei {german.counted(bare, 'angenommener Karte', 'angenommenen Karten')} "
            "entscheiden, ob eine Maßnahme entsteht oder die Idee in den Ideenpool geht.",
        ),
        (workshop.status != WorkshopStatus.DONE, "Die Werkstatt zu Ende führen."),
    ]
    # Only what is open: minutes with "0 Karten" would look like a form.
    due = [words for count, words in steps if count]
    for words in due:
        paper.text(f"– {words}")
    if not due:
        paper.text("Aus dieser Werkstatt ist nichts mehr offen.")


def _count(value: object) -> str:
    return german.UNKNOWN if german.is_unknown(value) else german.number(value, 0)
