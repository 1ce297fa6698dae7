"""What is released on this server, known without a look into the plan while nothing changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from strategy.figures.profile import municipality
from strategy.kernel.store import Store
from strategy.nouns.guest_link import GuestLink
from strategy.nouns.municipality import Municipality
from strategy.plans import opened as opened_plans
from strategy.publishing.releases import Release, links_of, oparl_is_open, releases

_reading = threading.Lock()
_known: WeakKeyDictionary[Store, Released] = WeakKeyDictionary()


@dataclass(frozen=True)
class Released:
    """What the draft of a plan says of its public pages, as of one state of the plan."""

    state: int
    releases: tuple[Release, ...]
    town: Municipality
    oparl_open: bool
    # By the hash of their token; whether their day has come is asked with each visit.
    links: dict[str, GuestLink]

    @cached_property
    def key(self) -> tuple[object, ...] | None:
        """What the public pages follow from: the releases and the words of the municipality."""
        if self.current is None:
            return None
        shown = tuple((one.publication.id, one.publication.version) for one in self.releases)
        return self.current.edition.hash, shown, self.town

    @property
    def current(self) -> Release | None:
        """What the public sees; None before the first release."""
        return self.releases[-1] if self.releases else None


def store() -> Store:
    """The server's own plan: an address of the public site says nothing of others."""
    return opened_plans.open_store()


def released(of: Store) -> Released:
    """What is released now; read again only after the plan was written."""
    known = _known.get(of)
    if known is not None and known.state == of.write_lock.state_number:
        return known
    with _reading:
        # Before the read: a write in between makes the next asker look again, never nobody.
        state = of.write_lock.state_number
        with of.read() as db:
            found = Released(
                state,
                tuple(releases(db)),
                municipality(db) or Municipality(title="Kommune"),
                oparl_is_open(db),
                links_of(db),
            )
        _known[of] = found
    return found
