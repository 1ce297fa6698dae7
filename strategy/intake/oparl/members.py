"""Terms, organizations, persons, memberships and meetings of an export."""

from __future__ import annotations

from strategy.intake.oparl.reading import Json, refs
from strategy.intake.oparl.taking import Intake, own
from strategy.intake.oparl.words import body_kind_of, clock_of, day_of, place_of, text_of
from strategy.kernel.records import find, get_, save_
from strategy.nouns.body import Body
from strategy.nouns.faction import Faction, FactionKind
from strategy.nouns.group_member import GroupMember
from strategy.nouns.legislative_term import LegislativeTerm
from strategy.nouns.meeting import Meeting
from strategy.nouns.membership import Membership
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.person import Person, Role
from strategy.nouns.postponement import Postponement

_SIDES = {"fraktion": FactionKind.FACTION, "gruppe": FactionKind.GROUP, "partei": FactionKind.PARTY}


def take_terms(taken: Intake) -> None:
    """Wahlperioden."""
    for item in taken.export.of("LegislativeTerm"):
        title = text_of(item.get("name"))
        term = LegislativeTerm(
            title=title,
            starts_on=day_of(item.get("startDate")),
            ends_on=day_of(item.get("endDate")),
        )
        taken.save(item["id"], term)


def take_organizations(taken: Intake) -> None:
    """Bodies and factions; offices are looked up among the units of the plan, never made."""
    units = {(one.title or "").casefold(): one for one in find(taken.tx, OrganisationUnit)}
    for item in taken.export.of("Organization"):
        name = text_of(item.get("name")) or text_of(item.get("shortName"))
        kind = (text_of(item.get("organizationType")) or "").casefold()
        class_ = (text_of(item.get("classification")) or "").casefold()
        side = _SIDES.get(class_) or _SIDES.get(kind)
        if kind == "verwaltungsbereich":
            unit = units.get((name or "").casefold())
            if unit is None:
                taken.notices.append(
                    f"Die Verwaltungseinheit „{name}“ ({item['id']}) gibt es im Plan nicht; sie "
                    "wird nicht angelegt, Angaben zu ihr bleiben leer."
                )
            else:
                taken.known.tell_id(item["id"], unit.id)
        elif side is not None:
            _take_side(taken, item, name, side)
        elif kind != "sonstiges":
            # "Sonstiges" brings papers in, a quorum for example, and never meets.
            kind_of_body = body_kind_of(text_of(item.get("classification")), name or "")
            body = Body(title=name, seats=own(item, "seats"))
            saved = taken.save(item["id"], body, kind=kind_of_body)
            if saved is not None:
                _take_delegations(taken, item, saved.id)


def _take_delegations(taken: Intake, item: Json, body_id: str) -> None:
    for number, one in enumerate(own(item, "delegations") or [], start=1):
        taken.save(
            f"{item['id']}#sitz{number}",
            GroupMember(
                title=text_of(one.get("delegatedBy")),
                body_id=body_id,
                role=text_of(one.get("role")),
                condition=text_of(one.get("onlyFor")),
                named=one.get("named"),
                deputies_named=one.get("deputiesNamed"),
                name_until=day_of(one.get("nameUntil")),
            ),
        )


def _take_side(taken: Intake, item: Json, name: str | None, side: FactionKind) -> None:
    taken.save(
        item["id"],
        Faction(
            title=name,
            short_name=text_of(item.get("shortName")),
            kind=side,
            term_id=taken.one(item, "digitalstrategie:legislativeTerm", "Fraktion", "Wahlperiode"),
            starts_on=day_of(item.get("startDate")),
            ends_on=day_of(item.get("endDate")),
        ),
    )


def take_people(taken: Intake) -> None:
    """Persons, whose names a council information system shows to everybody, and their seats."""
    for item in taken.export.of("Person"):
        name = text_of(item.get("name")) or " ".join(
            part for key in ("givenName", "familyName") if (part := text_of(item.get(key)))
        )
        status = text_of(item.get("status"))
        taken.save(
            item["id"],
            Person(function=status, full_name=name or None, name_public=None, role=None),
            function=status or "Mitglied der Vertretung",
            name_public=bool(name),
            role=Role.COUNCIL,
        )
    for item in taken.export.of("Membership"):
        place = taken.one(item, "organization", "Mitgliedschaft", "die Gruppierung")
        person = taken.one(item, "person", "Mitgliedschaft", "die Person")
        side = taken.one(item, "onBehalfOf", "Mitgliedschaft", "die entsendende Gruppierung")
        if place is None or person is None:
            taken.reject(
                item["id"],
                "Mitgliedschaft",
                "Person oder Gruppierung fehlt in der Datei und im Plan; ohne sie gibt es keine "
                "Mitgliedschaft.",
            )
            continue
        in_body = place.startswith(f"{Body.PREFIX}-")
        taken.save(
            item["id"],
            Membership(
                person_id=person,
                body_id=place if in_body else None,
                faction_id=place if not in_body else side,
                role=text_of(item.get("role")),
                voting=item.get("votingRight"),
                deputy=own(item, "deputy"),
                term_id=taken.one(
                    item, "digitalstrategie:legislativeTerm", "Mitgliedschaft", "die Wahlperiode"
                ),
                starts_on=day_of(item.get("startDate")),
                ends_on=day_of(item.get("endDate")),
            ),
            **({} if text_of(item.get("role")) else {"role": "Mitglied"}),
        )


def take_deputies(taken: Intake) -> None:
    """Who stands in for whom, when all memberships are there."""
    for item in taken.export.of("Membership"):
        member = taken.known.id_of(item["id"])
        whom = taken.one(item, "digitalstrategie:deputyFor", "Mitgliedschaft", "die Vertretene")
        if member and whom:
            standing = get_(taken.tx, Membership, member)
            if standing.deputy_for_id != whom:
                saved = save_(taken.tx, standing.replace(deputy_for_id=whom))
                taken.known.tell(item["id"], saved)
                taken.count_change(item["id"], standing, saved)


def take_meetings(taken: Intake) -> None:
    """Meetings with place and former days."""
    for item in taken.export.of("Meeting"):
        if item.get("deleted"):
            continue
        body = taken.one(item, "organization", "Sitzung", "das Gremium")
        day = day_of(item.get("start"))
        if body is None or day is None:
            taken.reject(
                item["id"], "Sitzung", "Gremium oder Tag fehlt; ohne beides gibt es keine Sitzung."
            )
            continue
        if len(refs(item.get("organization"))) > 1:
            taken.notices.append(
                f"Sitzung {item['id']} ist eine gemeinsame mehrerer Gremien; eingetragen wird sie "
                "bei dem ersten."
            )
        former = own(item, "formerDays") or []
        meeting = Meeting(
            body_id=body,
            held_on=day,
            begins=clock_of(item.get("start"), own(item, "startTimeKnown")),
            ends=clock_of(item.get("end")),
            postponed_from=day_of(former[0]) if former else None,
            place=place_of(item.get("location")),
            cancelled=item.get("cancelled"),
            note=text_of(own(item, "note")),
        )
        saved = taken.save(item["id"], meeting, cancelled=bool(item.get("cancelled")))
        if saved is not None:
            take_former_days(taken, item["id"], former, meeting_id=saved.id)


def take_former_days(
    taken: Intake,
    address: str,
    days: list[str],
    meeting_id: str | None = None,
    consultation_id: str | None = None,
) -> None:
    """Days on which a meeting or an item was to take place; an earlier move has kept some."""
    for day in days:
        taken.save(f"{address}#{day}", _day_off(day, meeting_id, consultation_id))


def _day_off(day: str, meeting_id: str | None, consultation_id: str | None) -> Postponement:
    return Postponement(
        former_day=day_of(day), meeting_id=meeting_id, consultation_id=consultation_id
    )
