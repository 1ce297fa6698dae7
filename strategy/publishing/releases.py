"""Which edition the public sees, and which the council may read before.

Both stand in the draft, whatever version one works in: what is public is one fact of the plan.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date

from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.door import require_administrator
from strategy.kernel.store.versions import Version, get_version, list_versions
from strategy.nouns.guest_link import GuestLink
from strategy.nouns.municipality import Municipality
from strategy.nouns.publication import Publication

# 256 bits in an address that nobody types.
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Release:
    """An edition that was released, with the words that came with it."""

    publication: Publication
    edition: Version


def releases(db: Cursor) -> list[Release]:
    """All that were not withdrawn, the earliest first; the last of them is what the public sees."""
    sealed = {one.name: one for one in list_versions(db) if one.kind == "edition"}
    found = find(db, Publication, "withdrawn IS NOT TRUE", order="released_at, id")
    # Only what nobody can change any more is ever shown, whatever a row may say.
    return [Release(one, sealed[str(one.edition)]) for one in found if one.edition in sealed]


def release(store: Store, actor: str, edition: str, note: str | None = None) -> Publication:
    """Show an edition to the public from now on; raises NotFound, or Refused for a draft."""
    with store.read() as db:
        version = _sealed(db, edition)
        standing = releases(db)
    if standing and standing[-1].edition.name == version.name:
        raise Refused(f"„{version.title}“ ist schon die veröffentlichte Fassung.", "edition")
    with store.write(actor, f"Fassung „{version.title}“ veröffentlicht") as tx:
        return save_(tx, Publication(edition=version.name, note=note or None, released_at=tx.at))


def withdraw(store: Store, actor: str, publication_id: str) -> None:
    """Take a release back: the one before it is shown again, or nothing."""
    with store.write(actor, "Veröffentlichung zurückgezogen") as tx:
        save_(tx, get_(tx, Publication, publication_id).replace(withdrawn=True))


def make_link(store: Store, actor: str, title: str, edition: str, until: date) -> str:
    """A link for the council; returns its token, which is kept nowhere."""
    with store.read() as db:
        version = _sealed(db, edition)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with store.write(actor, f"Leselink für {title} angelegt") as tx:
        save_(
            tx,
            GuestLink(
                title=title, edition=version.name, token_hash=hash_of(token), valid_until=until
            ),
        )
    return token


def withdraw_link(store: Store, actor: str, link_id: str) -> None:
    """End a link before its day."""
    with store.write(actor, "Leselink zurückgezogen") as tx:
        save_(tx, get_(tx, GuestLink, link_id).replace(withdrawn=True))


def _sealed(db: Cursor, named: str) -> Version:
    version = get_version(db, named)
    if version.kind != "edition":
        raise Refused(
            f"„{version.title}“ ist keine festgeschriebene Fassung; schreiben Sie sie zuerst fest.",
            "edition",
        )
    return version


def hash_of(token: str) -> str:
    """What the plan keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def links_of(db: Cursor) -> dict[str, GuestLink]:
    """The links that nobody has withdrawn, by the hash of their token."""
    found = find(db, GuestLink, "withdrawn IS NOT TRUE")
    return {one.token_hash or "": one for one in found}


def oparl_is_open(db: Cursor) -> bool:
    """Whether the administration lets the server answer as OParl."""
    return any(one.oparl_open for one in find(db, Municipality))


def open_oparl(store: Store, actor: str, is_open: bool) -> None:
    """Switch the interface on or off; raises Refused for all but administrators."""
    require_administrator()
    what = "OParl-Schnittstelle " + ("eingeschaltet" if is_open else "ausgeschaltet")
    with store.write(actor, what) as tx:
        found = find(tx, Municipality)
        if not found:
            raise Refused("Tragen Sie zuerst den Namen der Kommune ein.")
        save_(tx, found[0].replace(oparl_open=is_open))
