"""Meetings and what is due, as an iCalendar file that any calendar program takes in.

An entry keeps its UID for ever, so a meeting that moves, moves in every calendar that holds it,
and a cancelled one is struck there instead of standing on.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar, Event

from strategy.excel.safe_file import replacing
from strategy.excel.source import version_name
from strategy.figures.plan.council import consultations, due_items
from strategy.figures.profile import municipality
from strategy.kernel import german
from strategy.kernel.records import find, get_
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.versions import get_version
from strategy.nouns.body import Body
from strategy.nouns.meeting import Meeting
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for

# What each audience is told of besides meetings; nominations name people who are not found yet.
_DUE = {
    Audience.PUBLIC: (),
    Audience.COUNCIL: ("Bericht", "Beschluss"),
    Audience.ADMINISTRATION: (
        *("Bericht", "Beschluss", "Frist"),
        *("Benennung", "Benennung der Stellvertretung"),
    ),
}
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write_calendar(
    store: Store, path: Path | str, version: str, *, audience: Audience, today: date
) -> Path:
    """Write the calendar of a version; raises Refused, NotFound or NotWritten."""
    target = Path(path)
    with (
        read_for(store, version_name(store, version), audience) as db,
        replacing(target) as partial,
    ):
        partial.write_bytes(calendar(db, audience, today))
    return target


def calendar(db: Cursor, audience: Audience, today: date) -> bytes:
    """All meetings, and what is due and not done; the cursor says what may be seen."""
    town = municipality(db)
    name = (town.title if town else None) or "Kommune"
    made = Calendar()
    made.add("prodid", "-//Digitalstrategie//Gremien und Fristen//DE")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Gremien {name}")
    # Within a UID, so that the calendars of two towns can lie in one program.
    whose = (town.ags if town else None) or re.sub(r"\W+", "-", name.casefold()).strip("-")
    course = _course(db)
    for meeting in find(db, Meeting, order="held_on, id"):
        made.add_component(_meeting(db, meeting, whose, course))
    for row in due_items(db, today).to_dict("records"):
        if row["kind"] in _DUE[audience] and not german.is_unknown(row["due"]):
            made.add_component(_due(row, whose, course))
    return bytes(made.to_ical())


@dataclass(frozen=True)
class _Course:
    """How often each row was written, and when last."""

    steps: dict[str, int]
    at: dict[str, datetime]


def _course(db: Cursor) -> _Course:
    """Counted in the history, where undoing is a step as well: the number of a row goes back with
    an undo, and a SEQUENCE must never do that.  Of an edition, as far as it goes."""
    sealed = get_version(db, db.version)
    until = sealed.created_at if sealed.kind == "edition" else datetime.max
    rows = db.rows(
        "SELECT c.row_id, count(*) AS steps, max(a.happened_at) AS at FROM history.change c "
        "JOIN history.action a ON a.id = c.action_id WHERE c.schema_name IN (?, ?) "
        "AND c.table_name IN ('meeting', 'deadline', 'report_due', 'resolution', 'group_member') "
        "AND a.happened_at <= ? GROUP BY c.row_id",
        [db.version, DRAFT, until],
    )
    return _Course(
        {row["row_id"]: row["steps"] for row in rows},
        # The moment of the last change and not of the writing: the same plan, the same file.
        {row["row_id"]: row["at"].replace(tzinfo=UTC, microsecond=0) for row in rows},
    )


def _entry(object_id: str, whose: str, course: _Course) -> Event:
    event = Event()
    event.add("uid", f"{object_id.casefold()}.{whose}@digitalstrategie")
    event.add("dtstamp", course.at.get(object_id, _EPOCH))
    event.add("sequence", course.steps.get(object_id, 0))
    return event


def _meeting(db: Cursor, meeting: Meeting, whose: str, course: _Course) -> Event:
    event = _entry(meeting.id, whose, course)
    body = get_(db, Body, str(meeting.body_id))
    event.add("summary", f"{body.title}{' (fällt aus)' if meeting.cancelled else ''}")
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    assert meeting.held_on is not None  # required
    begins, ends = _clock(meeting.held_on, meeting.begins), _clock(meeting.held_on, meeting.ends)
    if begins is None:
        # A day without a time is a whole day; midnight to midnight would say something else.
        event.add("dtstart", meeting.held_on)
        event.add("dtend", meeting.held_on + timedelta(days=1))
    else:
        event.add("dtstart", begins)
        if ends is not None and ends > begins:
            event.add("dtend", ends)
    lines = []
    if meeting.postponed_from and meeting.postponed_from != meeting.held_on:
        lines.append(f"Verlegt vom {german.day(meeting.postponed_from)}.")
    for row in consultations(db, meeting_id=meeting.id).to_dict("records"):
        item = "" if german.is_unknown(row["agenda_item"]) else f"TOP {row['agenda_item']}: "
        lines.append(f"{item}{row['paper']}")
    if lines:
        event.add("description", "\n".join(lines))
    return event


def _clock(day: date, clock: str | None) -> datetime | None:
    if not clock:
        return None
    hour, minute = clock.split(":")
    local = datetime.combine(day, time(int(hour), int(minute)), german.TIME_ZONE)
    # In UTC no file has to bring the rules of summer time along.
    return local.astimezone(UTC)


def _due(row: Mapping[Hashable, Any], whose: str, course: _Course) -> Event:
    object_id = str(row["object_id"])
    event = _entry(object_id, whose, course)
    day = date.fromisoformat(str(row["due"])[:10])
    event.add("summary", f"{row['kind']}: {row['title']}")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    # Something that is due keeps nobody from a meeting on that day.
    event.add("transp", "TRANSPARENT")
    if not german.is_unknown(row["responsible"]):
        event.add("description", f"Zuständig: {row['responsible']}")
    return event
