"""Papers, consultations, meetings and files as objects of OParl 1.1."""

from __future__ import annotations

import re
from typing import Any

from strategy.figures.plan.council import consultations
from strategy.intake.oparl.words import PAPER_TEXTS
from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.store import Cursor
from strategy.nouns.agenda_item import AgendaItem
from strategy.nouns.body import Body
from strategy.nouns.consultation import Consultation, ConsultationRole, Outcome
from strategy.nouns.meeting import Meeting
from strategy.nouns.paper import Paper
from strategy.nouns.paper_attachment import PaperAttachment
from strategy.nouns.paper_proposer import PaperProposer
from strategy.nouns.paper_signature import PaperSignature
from strategy.nouns.resolution import Resolution
from strategy.publishing.oparl_base import (
    OWN,
    SCHEMA,
    Json,
    Objects,
    Stamps,
    embedded,
    on_day,
    plain_day,
)

# The texts of a paper in their order, each with the name of our own property for it.
_TEXTS = {
    "proposal": "Beschlussvorschlag",
    "facts": "Sachverhalt",
    "opinion": "Stellungnahme der Verwaltung",
    "financial_effects": "Finanzielle Auswirkungen",
}
# What else stands on a paper: own property and field.
_MORE = {"status": "status", **PAPER_TEXTS, "edition": "edition"}


def add_meetings(db: Cursor, made: Objects, stamps: Stamps) -> None:
    """Every meeting with its place; its agenda follows from the consultations."""
    titles = {one.id: one.title for one in find(db, Body)}
    former: dict[str, list[str]] = {}
    for row in db.rows(
        "SELECT meeting_id, former_day FROM postponement WHERE meeting_id IS NOT NULL "
        "ORDER BY former_day, id"
    ):
        former.setdefault(row["meeting_id"], []).append(row["former_day"].isoformat())
    for one in find(db, Meeting, order="held_on, id"):
        address = made.address("Meeting", one.id)
        location = None
        if one.place:
            location = made.add(
                "Location",
                {
                    "id": made.address("Location", one.id),
                    "type": f"{SCHEMA}Location",
                    "description": one.place,
                    "meetings": [address],
                },
            )
        days = former.get(one.id) or (
            [one.postponed_from.isoformat()] if one.postponed_from else []
        )
        made.add(
            "Meeting",
            {
                "id": address,
                "type": f"{SCHEMA}Meeting",
                "name": f"{titles.get(one.body_id or '')}, {german.day(one.held_on)}",
                "cancelled": bool(one.cancelled),
                "start": on_day(one.held_on, one.begins),
                "end": on_day(one.held_on, one.ends) if one.ends else None,
                "location": embedded(location, "meetings") if location else None,
                "organization": [made.address("Organization", one.body_id or "")],
                f"{OWN}startTimeKnown": one.begins is not None,
                f"{OWN}formerDays": days,
                f"{OWN}note": one.note,
                **stamps.of(one),
            },
        )


def add_papers(db: Cursor, made: Objects, body: str, sides: dict[str, str], stamps: Stamps) -> None:
    """Every paper with consultations, files and what our own properties tell of it."""
    parts = _Parts(db)
    meetings = {one["id"]: one for one in made.by_type["Meeting"]}
    for paper in find(db, Paper, order="id"):
        stations = [
            _consultation(made, one, parts, meetings, stamps)
            for one in parts.stations.get(paper.id, [])
        ]
        files = [_annex(made, one, stamps) for one in parts.annexes.get(paper.id, [])]
        made.add("Paper", _paper(made, paper, body, sides, parts, stations, files, stamps))


def add_other_items(db: Cursor, made: Objects, stamps: Stamps) -> None:
    """Items of agendas without a paper, and every agenda in the order of its numbers."""
    meetings = {one["id"]: one for one in made.by_type["Meeting"]}
    for one in find(db, AgendaItem, order="id"):
        meeting = meetings.get(made.address("Meeting", one.meeting_id or ""))
        if meeting is None:
            continue
        item = made.add(
            "AgendaItem",
            {
                "id": made.address("AgendaItem", one.id),
                "type": f"{SCHEMA}AgendaItem",
                "meeting": meeting["id"],
                "number": one.number,
                "name": one.title,
                "public": one.public,
                "result": one.result,
                **stamps.of(one),
            },
        )
        meeting.setdefault("agendaItem", []).append(embedded(item, "meeting"))
    for meeting in meetings.values():
        # The order of the list is that of the meeting; "2" comes before "10".
        meeting.get("agendaItem", []).sort(key=lambda item: _in_order(item.get("number", "")))


def _in_order(number: str) -> list[tuple[int, str]]:
    parts = re.findall(r"\d+|\D+", number)
    # Without a number an item stands at the end.
    return [(int(p) if p.isdigit() else 10**9, p) for p in parts] or [(10**10, "")]


class _Parts:
    """What hangs on papers, by the id of the paper, and the computed days of consultations."""

    def __init__(self, db: Cursor) -> None:
        self.stations = _by(find(db, Consultation, order="position, id"), "paper_id")
        self.annexes = _by(find(db, PaperAttachment, order="position, id"), "paper_id")
        self.proposers = _by(find(db, PaperProposer, order="position, id"), "paper_id")
        self.signatures = _by(find(db, PaperSignature, order="position, id"), "paper_id")
        self.resolutions = _by(find(db, Resolution, order="id"), "paper_id")
        self.followers = _by(find(db, Paper, order="id"), "predecessor_id")
        self.titles = {one.id: one.title for one in find(db, Paper)}
        # One definition of the day of an item, with meetings that moved or were cancelled.
        self.days = consultations(db).set_index("consultation_id").to_dict("index")


def _by(records: list[Any], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in records:
        found.setdefault(getattr(one, name) or "", []).append(one)
    return found


def _consultation(
    made: Objects, one: Consultation, parts: _Parts, meetings: dict[str, Json], stamps: Stamps
) -> Json:
    told = _told(one, parts)
    meeting = made.address("Meeting", one.meeting_id) if one.meeting_id else None
    item = None
    if meeting in meetings:
        item = made.add(
            "AgendaItem",
            {
                "id": made.address("AgendaItem", one.id),
                "type": f"{SCHEMA}AgendaItem",
                "meeting": meeting,
                "number": one.agenda_item,
                "name": parts.titles.get(one.paper_id or ""),
                "public": one.public,
                "consultation": made.address("Consultation", one.id),
                "result": one.outcome if one.outcome != Outcome.OPEN else None,
                "resolutionText": _wording(one, parts),
                **told,
                **stamps.of(one),
            },
        )
        meetings[str(meeting)].setdefault("agendaItem", []).append(embedded(item, "meeting"))
    return made.add(
        "Consultation",
        {
            "id": made.address("Consultation", one.id),
            "type": f"{SCHEMA}Consultation",
            "paper": made.address("Paper", one.paper_id or ""),
            "agendaItem": item["id"] if item else None,
            "meeting": meeting,
            "organization": [made.address("Organization", one.body_id or "")],
            "authoritative": one.role == ConsultationRole.DECISION,
            "role": one.role,
            f"{OWN}position": one.position,
            # Without a meeting there is no agenda item to say these.
            f"{OWN}number": None if item else one.agenda_item,
            f"{OWN}public": None if item else one.public,
            f"{OWN}result": None if item else one.outcome,
            **({} if item else told),
            **stamps.of(one),
        },
    )


def _told(one: Consultation, parts: _Parts) -> Json:
    """Votes and days; 0 is none, what nobody has entered is not there."""
    votes = {
        "yes": one.yes,
        "no": one.no,
        "abstentions": one.abstentions,
        "present": one.present,
        "excluded": one.excluded,
    }
    known = {name: value for name, value in votes.items() if value is not None}
    row = parts.days[one.id]
    former = row["former_days"]
    days = [] if german.is_unknown(former) else str(former).split()
    held = row["held_on"]
    return {
        f"{OWN}vote": known or None,
        f"{OWN}heldOn": None if german.is_unknown(held) else str(held)[:10],
        f"{OWN}formerDays": ["-".join(reversed(day.split("."))) for day in days],
        f"{OWN}note": one.note,
    }


def _wording(one: Consultation, parts: _Parts) -> str | None:
    texts = [
        found.body
        for found in parts.resolutions.get(one.paper_id or "", [])
        if found.consultation_id == one.id and found.body
    ]
    return "\n\n".join(texts) or None


def _annex(made: Objects, one: PaperAttachment, stamps: Stamps) -> Json:
    address = made.address("File", one.id)
    found = one.found_at or ""
    outside = found.startswith(("https://", "http://"))
    made.texts[one.id] = f"{one.title}\n{found}".strip()
    return made.add(
        "File",
        {
            "id": address,
            "type": f"{SCHEMA}File",
            "name": one.title,
            "mimeType": None if outside else "text/plain",
            "date": plain_day(one.dated),
            # The plan keeps where an annex is found; only an address leads to the annex itself.
            "accessUrl": found if outside else f"{address}/text",
            "paper": [made.address("Paper", one.paper_id or "")],
            f"{OWN}foundAt": one.found_at,
            f"{OWN}position": one.position,
            **stamps.of(one),
        },
    )


def _main_file(made: Objects, paper: Paper, stamps: Stamps) -> Json | None:
    said = [(label, getattr(paper, name)) for name, label in _TEXTS.items()]
    text = "\n\n".join(f"{label}\n{words}" for label, words in said if words)
    if not text:
        return None
    address = made.address("File", paper.id)
    made.texts[paper.id] = f"{paper.title}\n\n{text}"
    return made.add(
        "File",
        {
            "id": address,
            "type": f"{SCHEMA}File",
            "name": paper.title,
            "mimeType": "text/plain",
            "size": len(made.texts[paper.id].encode()),
            "text": made.texts[paper.id],
            "accessUrl": f"{address}/text",
            "date": plain_day(paper.dated),
            "paper": [made.address("Paper", paper.id)],
            **stamps.of(paper),
        },
    )


def _paper(
    made: Objects,
    paper: Paper,
    body: str,
    sides: dict[str, str],
    parts: _Parts,
    stations: list[Json],
    files: list[Json],
    stamps: Stamps,
) -> Json:
    main = _main_file(made, paper, stamps)
    proposers = parts.proposers.get(paper.id, [])
    units = [paper.organisation_id] if paper.organisation_id else []
    return {
        "id": made.address("Paper", paper.id),
        "type": f"{SCHEMA}Paper",
        "body": body,
        "name": paper.title,
        "reference": paper.reference,
        "date": plain_day(paper.dated),
        "paperType": paper.paper_type,
        "superordinatedPaper": [made.address("Paper", paper.predecessor_id)]
        if paper.predecessor_id
        else None,
        "subordinatedPaper": [
            made.address("Paper", one.id) for one in parts.followers.get(paper.id, [])
        ],
        "mainFile": embedded(main, "paper") if main else None,
        "auxiliaryFile": [embedded(one, "paper") for one in files],
        "originatorOrganization": [sides[(one.title or "").casefold()] for one in proposers],
        "underDirectionOf": [made.address("Organization", unit) for unit in units],
        "consultation": [embedded(one, "paper") for one in stations],
        **{f"{OWN}{name}": getattr(paper, field) for name, field in _MORE.items()},
        f"{OWN}inForceOn": plain_day(paper.in_force_on),
        f"{OWN}carriedOutBy": made.address("Organization", paper.carrier_id)
        if paper.carrier_id
        else None,
        f"{OWN}proposers": [
            _known(name=one.title, kind=one.kind, law=one.law) for one in proposers
        ],
        f"{OWN}signatures": [
            _known(
                function=one.function,
                name=one.full_name,
                side=one.side,
                inOriginal=one.in_original,
                signedOn=plain_day(one.signed_on),
            )
            for one in parts.signatures.get(paper.id, [])
        ],
        f"{OWN}resolutions": [
            _known(
                title=one.title,
                reference=one.reference,
                decidedOn=plain_day(one.decided_on),
                form=one.form,
                text=one.body,
                conditions=one.conditions,
                amountCents=one.amount_cents,
                status=one.status,
                due=plain_day(one.due),
            )
            for one in parts.resolutions.get(paper.id, [])
        ],
        **stamps.of(paper),
    }


def _known(**values: Any) -> Json:
    return {name: value for name, value in values.items() if value is not None}
