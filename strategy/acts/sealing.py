"""Seal a version for a body and its paper: the edition becomes an annex of what is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.figures.plan.paper_chain import paper_by_reference
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Cursor, Store, Transaction
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import SealedFor, Version, get_version, seal_edition
from strategy.nouns.body import Body
from strategy.nouns.consultation import Consultation, ConsultationRole
from strategy.nouns.paper import Paper, PaperStatus
from strategy.nouns.paper_attachment import PaperAttachment


@dataclass(frozen=True)
class Occasion:
    """What an edition is sealed for, as people name it: paper by id or number, body by id or name.

    Without a body it is the one that decides on the paper, on the day of that station.
    """

    paper: str | None = None
    body: str | None = None
    in_force_on: date | None = None


def seal_for(
    store: Store,
    actor: str,
    title: str,
    base: str = DRAFT,
    note: str | None = None,
    occasion: Occasion | None = None,
) -> Version:
    """Seal ``base``; the paper names the edition and gets it as an annex in the same transaction.

    Raises NotFound for a paper or body that is not there, Refused where the paper is decided.
    """
    occasion = occasion or Occasion()
    with store.write_lock:
        with store.read() as db:
            found = _look(db, occasion)
            base = get_version(db, base).name
        return seal_edition(store, actor, title, base, note, found)


def _look(db: Cursor, occasion: Occasion) -> SealedFor:
    body = _body(db, occasion.body)
    if occasion.paper is None:
        return SealedFor(body_id=body, in_force_on=occasion.in_force_on)
    paper_id = paper_by_reference(db, occasion.paper)
    if paper_id is None:
        raise NotFound(
            f"Die Vorlage „{occasion.paper}“ gibt es in diesem Plan nicht oder nicht nur einmal; "
            "geben Sie ihre Kennung an, zum Beispiel VO-0004."
        )
    paper = get_(db, Paper, paper_id)
    if paper.status == PaperStatus.DECIDED:
        raise Refused(
            f"{paper_id} ist schon beschlossen; eine neue Fassung braucht eine neue Vorlage.",
            "paper",
        )
    in_force = occasion.in_force_on or paper.in_force_on
    station = _station(db, paper_id, body)

    def along(tx: Transaction, name: str) -> None:
        _annex(tx, paper_id, name, in_force)

    return SealedFor(
        paper_id,
        body or (station.body_id if station else None),
        station.held_on if station else None,
        in_force,
        along,
    )


def _body(db: Cursor, named: str | None) -> str | None:
    if not named:
        return None
    for body in find(db, Body):
        if named.casefold() in (body.id.casefold(), (body.title or "").casefold()):
            return body.id
    raise NotFound(
        f"Das Gremium „{named}“ gibt es in diesem Plan nicht; legen Sie es unter „Gremien“ an."
    )


def _station(db: Cursor, paper_id: str, body: str | None) -> Consultation | None:
    """The station of this body, else the one that decides."""
    stations = find(db, Consultation, "paper_id = ?", [paper_id], order="position, id")
    if body is not None:
        return next((one for one in stations if one.body_id == body), None)
    return next((one for one in stations if one.role == ConsultationRole.DECISION), None)


def _annex(tx: Transaction, paper_id: str, name: str, in_force: date | None) -> None:
    paper = get_(tx, Paper, paper_id)
    save_(tx, paper.replace(edition=name, in_force_on=in_force))
    edition = get_version(tx, name)
    # The printed hash stands in the paper, so that its annex can be told from any other later.
    save_(
        tx,
        PaperAttachment(
            title=f"Fassung „{edition.title}“",
            paper_id=paper_id,
            found_at=f"Prüfsumme {short_hash(edition.hash or '')}",
            dated=tx.at.date(),
            public=paper.public,
        ),
    )
