"""Papers with their annexes, sides, signatures, consultations and resolutions."""

from __future__ import annotations

from typing import Any

from strategy.intake.oparl.members import take_former_days
from strategy.intake.oparl.reading import Json, refs
from strategy.intake.oparl.taking import Intake, own
from strategy.intake.oparl.words import PAPER_TEXTS, day_of, outcome_of, role_of, text_of
from strategy.kernel.records import find, get_, save_
from strategy.nouns.agenda_item import AgendaItem
from strategy.nouns.consultation import Consultation, Outcome
from strategy.nouns.meeting import Meeting
from strategy.nouns.paper import Paper, PaperStatus
from strategy.nouns.paper_attachment import PaperAttachment
from strategy.nouns.paper_proposer import PaperProposer, ProposerKind
from strategy.nouns.paper_signature import PaperSignature
from strategy.nouns.postponement import Postponement
from strategy.nouns.resolution import Resolution, ResolutionForm, ResolutionStatus


def take_papers(taken: Intake) -> None:
    """Papers first, then what hangs on them, then which follows which."""
    taken_papers: list[tuple[Json, Paper]] = []
    for item in taken.export.of("Paper"):
        if item.get("deleted"):
            taken.notices.append(
                f"Vorlage {item['id']} ist in der Datei als gelöscht gekennzeichnet; im Plan "
                "bleibt sie, wie sie ist."
            )
            continue
        saved = taken.save(
            item["id"],
            _paper(taken, item),
            # What an information system shows to everybody has been brought in.
            public=True,
            status=_status(item) or PaperStatus.SUBMITTED,
            paper_type=text_of(item.get("paperType")) or "Drucksache",
        )
        if isinstance(saved, Paper):
            taken_papers.append((item, saved))
    for item, paper in taken_papers:
        _take_files(taken, item, paper)
        _take_sides(taken, item, paper)
    # A file may name the later paper first, so the chain is made when all are there.
    for item, paper in taken_papers:
        _take_predecessor(taken, item, paper)
    _take_consultations(taken)
    for item, paper in taken_papers:
        _take_resolutions(taken, item, paper)


def _paper(taken: Intake, item: Json) -> Paper:
    main = item.get("mainFile")
    texts: dict[str, Any] = {field: text_of(own(item, name)) for name, field in PAPER_TEXTS.items()}
    if not any(texts[name] for name in ("proposal", "facts")) and isinstance(main, dict):
        texts["facts"] = text_of(main.get("text"))
    if own(item, "inForceOn"):
        taken.notices.append(
            f"Vorlage {item['id']} setzt eine Strategie in Kraft; die Fassung dazu steht nicht in "
            "der Datei, deshalb bleibt „In Kraft ab“ leer."
        )
    return Paper(
        title=text_of(item.get("name")),
        reference=text_of(item.get("reference")),
        paper_type=text_of(item.get("paperType")),
        dated=day_of(item.get("date")) or day_of(item.get("publishedDate")),
        organisation_id=taken.one(item, "underDirectionOf", "Vorlage", "die Federführung"),
        carrier_id=taken.one(item, "digitalstrategie:carriedOutBy", "Vorlage", "die Durchführung"),
        public=None,
        status=_status(item),
        **texts,
    )


def _status(item: Json) -> PaperStatus | None:
    said = own(item, "status")
    return PaperStatus(said) if said in list(PaperStatus) else None


def _take_files(taken: Intake, item: Json, paper: Paper) -> None:
    files = [*_whole(taken, item.get("mainFile")), *_whole(taken, item.get("auxiliaryFile"))]
    for number, one in enumerate(files, start=1):
        # Our own main file holds the texts of the paper, which are fields here.
        if one["id"].endswith(f"/{paper.id}") or text_of(one.get("text")):
            continue
        taken.save(
            one["id"],
            PaperAttachment(
                title=text_of(one.get("name")) or text_of(one.get("fileName")) or one["id"],
                paper_id=paper.id,
                found_at=text_of(own(one, "foundAt")) or _elsewhere(one),
                dated=day_of(one.get("date")),
                public=None,
                position=own(one, "position"),
            ),
            public=True,
            position=own(one, "position") or number,
        )


def _elsewhere(file: Json) -> str | None:
    address = text_of(file.get("accessUrl")) or text_of(file.get("downloadUrl"))
    # The address that the export itself made up for a text leads to no annex.
    return None if address == f"{file['id']}/text" else address


def _whole(taken: Intake, value: Any) -> list[Json]:
    return [taken.export.items[one] for one in refs(value) if one in taken.export.items]


def _take_sides(taken: Intake, item: Json, paper: Paper) -> None:
    told = own(item, "proposers")
    if told is None:
        told = []
        for name, kind in (("originatorOrganization", None), ("originatorPerson", "person")):
            for address in refs(item.get(name)):
                found = taken.export.items.get(address)
                if found is None:
                    taken.loose(item["id"], "Vorlage", "die Urheberin", [address])
                else:
                    told.append({"name": found.get("name"), "kind": _side_kind(found, kind)})
    for number, one in enumerate(told, start=1):
        taken.save(
            f"{item['id']}#einreichend{number}",
            PaperProposer(
                title=text_of(one.get("name")),
                paper_id=paper.id,
                kind=one.get("kind"),
                law=one.get("law"),
                position=number,
            ),
        )
    for number, one in enumerate(own(item, "signatures") or [], start=1):
        taken.save(
            f"{item['id']}#unterschrift{number}",
            PaperSignature(
                function=one.get("function"),
                paper_id=paper.id,
                full_name=one.get("name"),
                side=one.get("side"),
                in_original=one.get("inOriginal"),
                signed_on=day_of(one.get("signedOn")),
                position=number,
            ),
        )


def _side_kind(found: Json, kind: str | None) -> ProposerKind:
    if kind == "person":
        return ProposerKind.MEMBER
    word = (text_of(found.get("organizationType")) or "").casefold()
    return {
        "fraktion": ProposerKind.FACTION,
        "gremium": ProposerKind.BODY,
        "verwaltungsbereich": ProposerKind.ADMINISTRATION,
    }.get(word, ProposerKind.GROUP)


def _take_predecessor(taken: Intake, item: Json, paper: Paper) -> None:
    earlier = taken.one(item, "superordinatedPaper", "Vorlage", "die übergeordnete Vorlage")
    if len(refs(item.get("superordinatedPaper"))) > 1:
        taken.notices.append(
            f"Vorlage {item['id']} folgt auf mehrere Vorlagen; als Vorgängerin steht die erste."
        )
    standing = get_(taken.tx, Paper, paper.id)
    if earlier and standing.predecessor_id != earlier:
        saved = save_(taken.tx, standing.replace(predecessor_id=earlier))
        taken.known.tell(item["id"], saved)
        taken.count_change(item["id"], standing, saved)


def _take_consultations(taken: Intake) -> None:
    """The stations of all papers; votes and results stand in the item of the agenda."""
    counted: dict[str, int] = {}
    for station in taken.export.of("Consultation"):
        paper = taken.one(station, "paper", "Beratung", "die Vorlage")
        if paper is None:
            taken.reject(
                station["id"],
                "Beratung",
                "die Vorlage fehlt in der Datei und im Plan; ohne sie gibt es keine Beratung.",
            )
            continue
        counted[paper] = counted.get(paper, 0) + 1
        _take_consultation(taken, station, paper, counted[paper])


def take_other_items(taken: Intake) -> None:
    """What stands on an agenda without a paper, such as the opening of the meeting."""
    for item in taken.export.of("AgendaItem"):
        if refs(item.get("consultation")) or item.get("deleted"):
            continue
        meeting = taken.one(item, "meeting", "Tagesordnungspunkt", "die Sitzung")
        if meeting is None:
            taken.reject(item["id"], "Tagesordnungspunkt", "die Sitzung wird nicht übernommen.")
            continue
        taken.save(
            item["id"],
            AgendaItem(
                title=text_of(item.get("name")) or "ohne Thema",
                meeting_id=meeting,
                number=text_of(item.get("number")),
                public=item.get("public"),
                result=text_of(item.get("result")),
            ),
        )


def _take_consultation(taken: Intake, station: Json, paper: str, number: int) -> None:
    items = _whole(taken, station.get("agendaItem"))
    if refs(station.get("agendaItem")) and not items:
        taken.loose(
            station["id"], "Beratung", "den Tagesordnungspunkt", refs(station.get("agendaItem"))
        )
    item = items[0] if items else {"id": station["id"]}
    meeting_id = taken.one(
        {**station, **_meeting_of(station, item)}, "meeting", "Beratung", "die Sitzung"
    )
    meeting = get_(taken.tx, Meeting, meeting_id) if meeting_id else None
    body = taken.one(station, "organization", "Beratung", "das Gremium")
    body = body or (meeting.body_id if meeting else None)
    if body is None:
        taken.reject(station["id"], "Beratung", "das Gremium fehlt in der Datei und im Plan.")
        return
    said = text_of(item.get("result")) or text_of(own(station, "result"))
    outcome = outcome_of(said)
    note = text_of(own(item, "note")) or text_of(own(station, "note"))
    if said and outcome is None:
        note = "; ".join(x for x in (note, f"Ergebnis laut Export: {said}") if x)
    votes = own(item, "vote") or own(station, "vote") or {}
    former = own(item, "formerDays") or own(station, "formerDays") or []
    role = role_of(text_of(station.get("role")), station.get("authoritative"))
    held = day_of(own(item, "heldOn") or own(station, "heldOn"))
    saved = taken.save(
        station["id"],
        Consultation(
            paper_id=paper,
            body_id=body,
            # A joint meeting stands with its first body; an item of the others has none here.
            meeting_id=meeting_id if meeting and meeting.body_id == body else None,
            position=own(station, "position"),
            held_on=held,
            postponed_from=day_of(former[0]) if former else None,
            agenda_item=text_of(item.get("number")) or text_of(own(station, "number")),
            public=item.get("public", own(station, "public")),
            role=role if station.get("role") else None,
            yes=votes.get("yes"),
            no=votes.get("no"),
            abstentions=votes.get("abstentions"),
            present=votes.get("present"),
            excluded=votes.get("excluded"),
            outcome=outcome,
            note=note,
        ),
        role=role,
        position=own(station, "position") or number,
        outcome=outcome or Outcome.OPEN,
    )
    if saved is None:
        return
    known = {one.former_day for one in find_days(taken, meeting_id)}
    days = [day for day in former if day_of(day) not in known]
    take_former_days(taken, station["id"], days, consultation_id=saved.id)
    wording = text_of(item.get("resolutionText"))
    if wording and own(item, "vote") is None:
        _take_wording(taken, item, saved, wording)


def find_days(taken: Intake, meeting_id: str | None) -> list[Any]:
    """The former days of a meeting, which its items need not keep once more."""
    return find(taken.tx, Postponement, "meeting_id = ?", [meeting_id]) if meeting_id else []


def _meeting_of(station: Json, item: Json) -> Json:
    return {"meeting": station.get("meeting") or item.get("meeting")}


def _take_wording(taken: Intake, item: Json, station: Any, wording: str) -> None:
    paper = get_(taken.tx, Paper, station.paper_id)
    taken.save(
        f"{item['id']}#beschluss",
        Resolution(
            title=paper.title,
            paper_id=paper.id,
            consultation_id=station.id,
            body_id=station.body_id,
            decided_on=station.held_on,
            body=wording,
            status=None,
        ),
        status=ResolutionStatus.OPEN,
    )


def _take_resolutions(taken: Intake, item: Json, paper: Paper) -> None:
    for number, one in enumerate(own(item, "resolutions") or [], start=1):
        form = one.get("form")
        taken.save(
            f"{item['id']}#beschluss{number}",
            Resolution(
                title=text_of(one.get("title")),
                reference=text_of(one.get("reference")),
                paper_id=paper.id,
                decided_on=day_of(one.get("decidedOn")),
                form=form if form in list(ResolutionForm) else None,
                body=text_of(one.get("text")),
                conditions=text_of(one.get("conditions")),
                amount_cents=one.get("amountCents"),
                due=day_of(one.get("due")),
                status=one.get("status"),
            ),
        )
