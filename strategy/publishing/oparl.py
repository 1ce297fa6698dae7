"""The council of a plan as objects of OParl 1.1, as the given cursor may see it.

Every rule about who may see what is the cursor's (``relations/audience``); nothing is left out
here.  What OParl has no property for stands in properties of our own.
"""

from __future__ import annotations

from collections.abc import Callable

from strategy.kernel.records import find
from strategy.kernel.store import Cursor
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import get_version
from strategy.nouns.body import Body, BodyKind
from strategy.nouns.faction import Faction
from strategy.nouns.group_member import GroupMember
from strategy.nouns.legislative_term import LegislativeTerm
from strategy.nouns.membership import Membership
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.paper import Paper
from strategy.nouns.paper_proposer import PaperProposer
from strategy.nouns.person import Person
from strategy.publishing.oparl_base import OWN, SCHEMA, Json, Objects, Stamps, embedded, plain_day
from strategy.publishing.oparl_papers import add_meetings, add_other_items, add_papers

_TABLES = (
    *("municipality", "legislative_term", "faction", "body", "organisation_unit", "person"),
    *(
        "membership",
        "meeting",
        "agenda_item",
        "paper",
        "paper_proposer",
        "paper_attachment",
        "consultation",
    ),
)
# The specification asks for "Parlament" for the highest body, whatever it is called.
_CLASSES: dict[str, str] = {BodyKind.COUNCIL: "Parlament", BodyKind.WORKING_GROUP: "AG"}
_LISTS = {
    "organization": "organization",
    "person": "person",
    "meeting": "meeting",
    "paper": "paper",
    "agendaItem": "agendaitem",
    "consultation": "consultation",
    "file": "file",
    "locationList": "location",
    "legislativeTermList": "legislativeterm",
    "membership": "membership",
}


def oparl_objects(db: Cursor, base: str) -> Objects:
    """Every object of the council below the address ``base``."""
    made = Objects(base.rstrip("/"))
    stamps = Stamps(db, _TABLES)
    town = next(iter(find(db, Municipality)), Municipality(id="K-0001", title="Kommune"))
    body = made.address("Body", town.id)
    _system(db, made, town)
    terms = [_term(made, one, body, stamps) for one in find(db, LegislativeTerm, order="id")]
    sides = _organizations(db, made, body, stamps)
    _people(db, made, body, stamps)
    add_meetings(db, made, stamps)
    add_papers(db, made, body, sides, stamps)
    add_other_items(db, made, stamps)
    made.add(
        "Body",
        {
            "id": body,
            "type": f"{SCHEMA}Body",
            "system": made.address("System", ""),
            "name": town.title,
            "ags": town.ags,
            **{name: f"{body}/{word}" for name, word in _LISTS.items()},
            **stamps.of(town),
        },
    )
    # Required and so written where it is empty as well, which ``add`` would leave out.
    made.by_type["Body"][0]["legislativeTerm"] = [embedded(term, "body") for term in terms]
    return made


def _system(db: Cursor, made: Objects, town: Municipality) -> None:
    version = get_version(db, db.version)
    made.add(
        "System",
        {
            "id": made.address("System", ""),
            "type": f"{SCHEMA}System",
            "oparlVersion": SCHEMA,
            "name": f"Gremien der Digitalstrategie: {town.title}",
            "body": f"{made.base}/body",
            f"{OWN}edition": version.title,
            f"{OWN}editionHash": short_hash(version.hash) if version.hash else None,
        },
    )


def _term(made: Objects, term: LegislativeTerm, body: str, stamps: Stamps) -> Json:
    return made.add(
        "LegislativeTerm",
        {
            "id": made.address("LegislativeTerm", term.id),
            "type": f"{SCHEMA}LegislativeTerm",
            "body": body,
            "name": term.title,
            "startDate": plain_day(term.starts_on),
            "endDate": plain_day(term.ends_on),
            **stamps.of(term),
        },
    )


def _organizations(db: Cursor, made: Objects, body: str, stamps: Stamps) -> dict[str, str]:
    """Bodies, factions, offices that lead a paper and sides that brought one in; returns the
    address of each side by its name."""
    seats: dict[str | None, list[Json]] = {}
    for seat in find(db, GroupMember, order="id"):
        seats.setdefault(seat.body_id, []).append(_seat(seat))
    members = find(db, Membership, order="id")
    sides: dict[str, str] = {}

    def add(object_id: str, name: str | None, kind: str, **more: object) -> str:
        address = made.address("Organization", object_id)
        sides.setdefault((name or "").casefold(), address)
        made.add(
            "Organization",
            {
                "id": address,
                "type": f"{SCHEMA}Organization",
                "body": body,
                "name": name,
                "organizationType": kind,
                "membership": [
                    made.address("Membership", one.id)
                    for one in members
                    if object_id in (one.body_id, one.faction_id if not one.body_id else None)
                ],
                **more,
            },
        )
        return address

    for one in find(db, Body, order="position, id"):
        add(
            one.id,
            one.title,
            "Gremium",
            classification=_CLASSES.get(one.kind or "", one.kind),
            meeting=f"{made.address('Organization', one.id)}/meeting",
            **{f"{OWN}seats": one.seats, f"{OWN}delegations": seats.get(one.id)},
            **stamps.of(one),
        )
    for side in find(db, Faction, order="id"):
        add(
            side.id,
            side.title,
            "Partei" if side.kind == "Partei" else "Fraktion",
            shortName=side.short_name,
            classification=side.kind,
            startDate=plain_day(side.starts_on),
            endDate=plain_day(side.ends_on),
            **{f"{OWN}legislativeTerm": _ref(made, "LegislativeTerm", side.term_id)},
            **stamps.of(side),
        )
    _offices(db, add, stamps)
    for proposer in find(db, PaperProposer, order="id"):
        if (proposer.title or "").casefold() not in sides:
            add(
                proposer.id,
                proposer.title,
                "Fraktion" if proposer.kind in ("Fraktion", "Gruppe") else "Sonstiges",
                classification=proposer.kind,
                **stamps.of(proposer),
            )
    return sides


def _offices(db: Cursor, add: Callable[..., str], stamps: Stamps) -> None:
    """The units that lead a paper or carry it out; the rest of the town hall is no matter here."""
    wanted = {
        unit
        for paper in find(db, Paper)
        for unit in (paper.organisation_id, paper.carrier_id)
        if unit
    }
    for unit in find(db, OrganisationUnit, order="id"):
        if unit.id in wanted:
            add(unit.id, unit.title, "Verwaltungsbereich", **stamps.of(unit))


def _seat(seat: GroupMember) -> Json:
    """A seat of a working group with what OParl cannot say: who delegates, how many deputies."""
    told = {
        "delegatedBy": seat.title,
        "role": seat.role,
        "onlyFor": seat.condition,
        "named": seat.named,
        "deputiesNamed": seat.deputies_named,
        "nameUntil": plain_day(seat.name_until),
    }
    return {name: value for name, value in told.items() if value is not None}


def _people(db: Cursor, made: Objects, body: str, stamps: Stamps) -> None:
    """Persons with a seat; a name only where the cursor holds one."""
    by_person: dict[str | None, list[Json]] = {}
    for one in find(db, Membership, order="id"):
        item = made.add(
            "Membership",
            {
                "id": made.address("Membership", one.id),
                "type": f"{SCHEMA}Membership",
                "person": _ref(made, "Person", one.person_id),
                "organization": _ref(made, "Organization", one.body_id or one.faction_id),
                "onBehalfOf": _ref(made, "Organization", one.faction_id if one.body_id else None),
                "role": one.role,
                "votingRight": one.voting,
                "startDate": plain_day(one.starts_on),
                "endDate": plain_day(one.ends_on),
                f"{OWN}deputy": one.deputy,
                f"{OWN}deputyFor": _ref(made, "Membership", one.deputy_for_id),
                f"{OWN}legislativeTerm": _ref(made, "LegislativeTerm", one.term_id),
                **stamps.of(one),
            },
        )
        by_person.setdefault(one.person_id, []).append(embedded(item, "person"))
    for person in find(db, Person, order="id"):
        if person.id in by_person:
            made.add(
                "Person",
                {
                    "id": made.address("Person", person.id),
                    "type": f"{SCHEMA}Person",
                    "body": body,
                    "name": person.full_name,
                    "status": [person.function] if person.function else None,
                    "membership": by_person[person.id],
                    **stamps.of(person),
                },
            )


def _ref(made: Objects, type_: str, object_id: str | None) -> str | None:
    return made.address(type_, object_id) if object_id else None
