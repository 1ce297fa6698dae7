"""Named distribution keys: their units saved as a whole, their shares worked out and applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from strategy.acts.distribution_key import check_key, save_key, split_by
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.selection import equal
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.distribution_key import DistributionKey, KeyBasis
from strategy.nouns.distribution_key_share import DistributionKeyShare
from strategy.nouns.organisation_unit import OrganisationUnit

# Posts are kept with four places; whole numbers split without a remainder of their own.
_FTE_PLACES = 10_000


@dataclass(frozen=True)
class KeyPart:
    """What a key says of one unit."""

    share: Decimal | None = None
    users: int | None = None


def save_parts(tx: Transaction, key_id: str, parts: Mapping[str, KeyPart]) -> None:
    """Make ``parts`` (unit id to share or users) the units of a key; who is not named goes.

    Raises Refused where own shares are no whole key.
    """
    key = get_(tx, DistributionKey, key_id)
    if key.basis == KeyBasis.OWN:
        check_key({unit: part.share for unit, part in parts.items()}, key.title or key_id)
    standing = {
        str(row.organisation_id): row
        for row in find(tx, DistributionKeyShare, equal(distribution_key_id=key_id))
    }
    for unit, row in standing.items():
        if unit not in parts:
            delete_(tx, DistributionKeyShare, row.id)
    for unit, part in parts.items():
        row = standing.get(unit) or DistributionKeyShare(
            distribution_key_id=key_id, organisation_id=unit
        )
        changed = row.replace(share=part.share, users=part.users)
        if changed != row or not row.id:
            save_(tx, changed)


class Keys:
    """The named keys of a plan, their units and what their shares are worked out from."""

    def __init__(self, db: Cursor) -> None:
        self.keys = {key.id: key for key in find(db, DistributionKey)}
        self.parts: dict[str, dict[str, KeyPart]] = {key_id: {} for key_id in self.keys}
        for row in find(db, DistributionKeyShare):
            part = KeyPart(row.share, row.users)
            self.parts[str(row.distribution_key_id)][str(row.organisation_id)] = part
        units = find(db, OrganisationUnit)
        self._fte = {unit.id: unit.staff_fte for unit in units}
        self._names = {unit.id: str(unit.title) for unit in units}

    def shares(self, key_id: str, users: Mapping[str, int | None]) -> dict[str, Decimal]:
        """Unit id to share, together 100 %.

        ``users`` are the units that use the application with their numbers of users; a key that
        names no units splits over them.  Raises Refused where a share cannot be worked out.
        """
        key, parts = self.keys[key_id], self.parts[key_id]
        title = key.title or key_id
        if key.basis == KeyBasis.OWN:
            if not parts:
                raise Refused(
                    f"Der Verteilschlüssel „{title}“ hat noch keine Anteile; tragen Sie sie ein."
                )
            shares = {unit: part.share for unit, part in parts.items()}
            check_key(shares, title)
            known = {unit: share for unit, share in shares.items() if share is not None}
            if not known:
                raise Refused(
                    f"Im Verteilschlüssel „{title}“ fehlen die Anteile; tragen Sie sie ein."
                )
            return known
        among = list(parts) or list(users)
        if not among:
            raise Refused(
                f"Der Verteilschlüssel „{title}“ teilt auf die nutzenden Ämter auf, es sind aber "
                "keine angegeben; nennen Sie die nutzenden Ämter."
            )
        weights = {unit: self._weight(key, unit, parts, users) for unit in among}
        # A unit of unknown size would bear nothing, which nobody said.
        if missing := [self._names.get(u, u) for u, weight in weights.items() if weight is None]:
            what = "die Stellen (VZÄ)" if key.basis == KeyBasis.FTE else "die Zahl der Nutzenden"
            raise Refused(
                f"Für den Verteilschlüssel „{title}“ fehlt {what} von {', '.join(missing[:5])}"
                f"{' …' if missing[5:] else ''}; tragen Sie sie ein.".replace(
                    "fehlt die Stellen", "fehlen die Stellen"
                )
            )
        shares_by_weight = split_by({u: weight or 0 for u, weight in weights.items()})
        if not shares_by_weight:
            raise Refused(
                f"Der Verteilschlüssel „{title}“ hat bei allen Ämtern den Wert 0; danach lässt "
                "sich nichts aufteilen."
            )
        return shares_by_weight

    def _weight(
        self,
        key: DistributionKey,
        unit: str,
        parts: Mapping[str, KeyPart],
        users: Mapping[str, int | None],
    ) -> int | None:
        if key.basis == KeyBasis.FTE:
            posts = self._fte.get(unit)
            return None if posts is None else int(posts * _FTE_PLACES)
        # Numbers of the key itself, such as workplaces; else those of the application.
        return parts[unit].users if unit in parts else users.get(unit)


def apply_key(tx: Transaction, key_id: str, application_ids: Sequence[str]) -> None:
    """Split the cost of these applications by a named key, which each of them then names."""
    keys = Keys(tx)
    for application_id in application_ids:
        application = get_(tx, Application, application_id)
        try:
            shares = keys.shares(key_id, users_of(tx, application_id))
        except Refused as refusal:
            raise Refused(f"„{application.name}“: {refusal}", refusal.field) from refusal
        save_key(tx, application_id, dict(shares))
        if application.distribution_key_id != key_id:
            save_(tx, application.replace(distribution_key_id=key_id))


def users_of(db: Cursor, application_id: str) -> dict[str, int | None]:
    """Units that use an application, with their numbers of users."""
    uses = find(db, ApplicationUse, equal(application_id=application_id))
    return {str(use.organisation_id): use.users for use in uses}


def differing(db: Cursor, key_id: str) -> list[str]:
    """Ids of the applications that name the key but whose shares are others than it gives today.

    Shares were changed by hand, or posts, users and the key itself have changed since.
    """
    keys, found = Keys(db), []
    shares: dict[str, dict[str, Decimal | None]] = {}
    for use in find(db, ApplicationUse):
        shares.setdefault(str(use.application_id), {})[str(use.organisation_id)] = use.share
    for application in find(db, Application, equal(distribution_key_id=key_id)):
        try:
            wanted = keys.shares(key_id, users_of(db, application.id))
        except Refused:
            found.append(application.id)
            continue
        if shares.get(application.id, {}) != wanted:
            found.append(application.id)
    return found
