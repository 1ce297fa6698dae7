"""Short minutes of a meeting for one faction, in Word: what came out, and what it still owes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from strategy.documents.sheet_of_paper import PageWriter
from strategy.excel.safe_file import replacing
from strategy.excel.source import version_name
from strategy.figures.plan.meetings import agenda
from strategy.figures.plan.working_group import invited, nominations_by_faction
from strategy.figures.profile import municipality, version_words
from strategy.kernel import german
from strategy.kernel.listing import names_by_id
from strategy.kernel.records import find, get_
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.agenda_item import AgendaItem
from strategy.nouns.body import Body
from strategy.nouns.faction import Faction
from strategy.nouns.group_topic import GroupTopic
from strategy.nouns.meeting import Meeting
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for


def write_group_minutes(
    store: Store,
    meeting_id: str,
    faction_id: str,
    path: Path | str,
    version: str = DRAFT,
    *,
    today: date,
) -> Path:
    """Write the minutes of a meeting for a faction to ``path``.

    Factions are of the council, so nothing stands in it that only the administration may see.
    Raises NotFound, Refused or NotWritten; then ``path`` is as it was before.
    """
    target = Path(path)
    name = version_name(store, version)
    with read_for(store, name, Audience.ADMINISTRATION) as db:
        # Written for the factions, so it is told to them whatever else its meeting keeps closed.
        told = get_(db, Meeting, meeting_id).minutes
    with read_for(store, name, Audience.COUNCIL) as db, replacing(target) as partial:
        _sheet(db, get_(db, Meeting, meeting_id), get_(db, Faction, faction_id), told, today).save(
            partial
        )
    return target


def _sheet(
    db: Cursor, meeting: Meeting, faction: Faction, told: str | None, today: date
) -> PageWriter:
    profile = municipality(db)
    town = (profile.title if profile else None) or ""
    body = get_(db, Body, str(meeting.body_id))
    title = f"Kurzprotokoll: {body.title}, {german.day(meeting.held_on)}"
    paper = PageWriter(title, town, size=10.5, margin_cm=2.0)
    paper.heading(title, 1)
    paper.text(f"Für: {faction.title}. Ort: {meeting.place or german.UNKNOWN}.")
    if told:
        paper.text(told)
    _items(paper, db, meeting)
    _guests(paper, db, meeting)
    _open_topics(paper, db, body)
    owed = nominations_by_faction(db, today)
    owed = owed[(owed["faction_id"] == faction.id)]
    if not owed.empty:
        paper.heading("Was wir von Ihnen brauchen", 2)
        for row in owed.to_dict("records"):
            paper.text(f"{row['body']}: Benennung fehlt noch ({row['missing']}).")
    paper.footer(f"{town}, {version_words(db)}, erstellt am {german.day(today)}.")
    return paper


def _items(paper: PageWriter, db: Cursor, meeting: Meeting) -> None:
    paper.heading("Was besprochen wurde", 2)
    items = agenda(db, meeting.id)
    if items.empty:
        paper.text("Zu dieser Sitzung ist keine Tagesordnung festgehalten.")
        return
    topics = names_by_id(db, GroupTopic)
    of_item = {item.id: item.topic_id for item in find(db, AgendaItem)}
    rows = []
    for row in items.to_dict("records"):
        result = row["outcome"] if german.is_unknown(row["result"]) else row["result"]
        rows.append(
            [
                "–" if german.is_unknown(row["number"]) else str(row["number"]),
                str(row["title"]) + (" (nichtöffentlich)" if row["closed"] else ""),
                topics.get(of_item.get(row["id"]) or "", "–"),
                "offen" if german.is_unknown(result) else str(result),
            ]
        )
    paper.table(
        ["TOP", "Worum es ging", "Aufgabe", "Ergebnis"],
        rows,
        right=[False] * 4,
        shares=[1, 4, 3, 4],
        about="Tagesordnung mit Ergebnissen",
    )


def _guests(paper: PageWriter, db: Cursor, meeting: Meeting) -> None:
    """Seats and not names: who was there in person is no matter of a faction's own file."""
    seats = invited(db, meeting.id)
    if seats.empty:
        return
    words = [
        str(row["title"]) + ("" if german.is_unknown(row["why"]) else f" (zu „{row['why']}“)")
        for row in seats.to_dict("records")
    ]
    paper.text(f"Eingeladen waren: {', '.join(words)}.")


def _open_topics(paper: PageWriter, db: Cursor, body: Body) -> None:
    still = find(
        db, GroupTopic, "body_id = ? AND status <> 'erledigt'", [body.id], order="position, id"
    )
    if still:
        paper.heading("Woran die Arbeitsgruppe weiter arbeitet", 2)
        for topic in still:
            paper.text(f"{topic.title}: {topic.status}")
