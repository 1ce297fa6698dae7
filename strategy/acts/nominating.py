"""Ask all factions at once to name who sits in a working group, as councils do."""

from __future__ import annotations

from datetime import date

from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Transaction
from strategy.nouns.body import Body, BodyKind
from strategy.nouns.faction import Faction
from strategy.nouns.group_member import GroupMember, MemberRole


def ask_for_nominations(tx: Transaction, body_id: str, until: date, today: date) -> list[str]:
    """Give every standing faction a seat to fill by a day; the ids of the seats.

    Seats that are there already keep what is entered and take the day; raises Refused where no
    faction is known or the day has passed.
    """
    body = get_(tx, Body, body_id)
    if body.kind != BodyKind.WORKING_GROUP:
        raise Refused(f"„{body.name}“ ist keine Arbeitsgruppe; wählen Sie eine.", "body_id")
    if until < today:
        raise Refused("Die Frist zur Benennung ist schon vorbei; wählen Sie einen Tag ab heute.")
    # Who belongs to no faction sends nobody as one; groups have the rights that bodies give them.
    standing = find(tx, Faction, "ends_on IS NULL OR ends_on >= ?", [until], order="title")
    if not standing:
        raise Refused(
            "Es ist noch keine Fraktion erfasst; legen Sie zuerst die Fraktionen der Vertretung an."
        )
    seats = {
        seat.faction_id: seat
        for seat in find(tx, GroupMember, "body_id = ?", [body_id])
        if seat.role == MemberRole.MEMBER
    }
    found = []
    for faction in standing:
        seat = seats.get(faction.id) or GroupMember(
            title=faction.title, body_id=body_id, faction_id=faction.id
        )
        found.append(save_(tx, seat.replace(name_until=until)).id)
    return found
