"""What a council paper says of itself: its form, its way through the bodies, who signed it."""

from __future__ import annotations

from typing import Any

from strategy.analysis.votes import vote_mark
from strategy.documents.parts import DocumentPart, TextGrid, grid, paragraphs_of, word
from strategy.figures.plan.council import consultations
from strategy.kernel import german
from strategy.kernel.listing import find, names_by_id
from strategy.kernel.store import Cursor
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import Version
from strategy.nouns.body import Body
from strategy.nouns.municipality import VoteColumns
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.paper import Paper
from strategy.nouns.paper_attachment import PaperAttachment
from strategy.nouns.paper_proposer import PaperProposer
from strategy.nouns.paper_signature import PaperSignature
from strategy.nouns.resolution import Resolution

NONE = "–"


def head(db: Cursor, paper: Paper, edition: Version | None) -> DocumentPart:
    """The form at the top of a paper; what does not apply to its kind is left out."""
    units = names_by_id(db, OrganisationUnit)
    before = find(db, Paper, "id = ?", [paper.predecessor_id])
    also = f" (auch {paper.also_written})" if paper.also_written else ""
    facts: list[tuple[str, Any]] = [
        ("Nummer", f"{paper.reference}{also}" if paper.reference else None),
        ("Datum", paper.dated),
        ("Zeichen", paper.sign),
        ("Öffentlichkeit", _public(paper.public)),
        ("Federführung", units.get(paper.organisation_id or "")),
        ("Einreichende", _proposers(db, paper)),
        ("Eingereicht nach", paper.legal_basis),
        ("Gerichtet an", paper.addressed_to),
        ("Grundlage", paper.basis),
        ("Folgt auf", "; ".join(_titled(one) for one in before)),
        ("Beraten und abgestimmt mit", paper.consulted_with),
        ("Beschlüsse, die aufzuheben oder zu ändern sind", paper.to_revoke),
        ("Verantwortlich für die Durchführung", _carrier(paper, units)),
        ("In Kraft ab", paper.in_force_on),
        ("Stand", paper.status),
    ]
    if edition is not None:
        sealed = f"„{edition.title}“, Prüfsumme {short_hash(edition.hash or '')}"
        facts.append(("Zahlen aus der Fassung", sealed))
    rows = [(name, word(value)) for name, value in facts if value not in (None, "")]
    return DocumentPart(
        "kopf",
        "",
        (),
        (grid(["Angabe", "Inhalt"], rows, [2.6, 7.4], "Angaben zur Vorlage", words=2),),
    )


def _titled(paper: Paper) -> str:
    return " ".join(part for part in (paper.paper_type, paper.reference, paper.title) if part)


def _public(public: bool | None) -> str:
    return german.UNKNOWN if public is None else "öffentlich" if public else "nicht öffentlich"


def _carrier(paper: Paper, units: dict[str, Any]) -> str:
    names = (units.get(paper.carrier_id or ""), paper.carrier)
    return " – ".join(str(name) for name in names if name)


def _proposers(db: Cursor, paper: Paper) -> str:
    sides = find(db, PaperProposer, "paper_id = ?", [paper.id], order="position, id")
    told = []
    for side in sides:
        # A side that says itself what it is ("Fraktion SPD") is not called so twice.
        kind = side.kind if side.kind and side.kind not in (side.title or "") else None
        words = ", ".join(part for part in (kind, side.law) if part)
        told.append(f"{side.title} ({words})" if words else str(side.title))
    # The words of the paper and its sides may be one and the same.
    return "; ".join(dict.fromkeys([*([paper.originator] if paper.originator else []), *told]))


def stations(db: Cursor, paper: Paper, columns: str) -> DocumentPart:
    """The consultation sequence with every former day and vote, and what was resolved."""
    frame = consultations(db, paper.id)
    present = columns == VoteColumns.WITH_PRESENT
    last = "Anwesend" if present else "Enth."
    header = ["Gremium", "Sitzung am", "Sitzungsart", "TOP", "Aufgabe", "Ja", "Nein", last]
    header.append("Ergebnis")
    rows = [
        (
            word(row.body),
            _day(row),
            _public(None if german.is_unknown(row.public) else bool(row.public)),
            word(row.agenda_item, NONE),
            word(row.role),
            *(vote_mark(_count(value)) for value in (row.yes, row.no)),
            vote_mark(_count(row.present if present else row.abstentions)),
            _outcome(row),
        )
        for row in frame.itertuples()
    ]
    grids: tuple[TextGrid, ...] = ()
    if rows:
        shares = [3.4, 2.1, 2.0, 1.1, 2.3, 0.8, 1.1, 1.6 if present else 1.2, 2.2]
        about = "Beratungsfolge mit Tagen und Abstimmungen"
        # The vote columns hold signs too ("/" is none), and the result is a word again.
        grids = (grid(header, rows, shares, about, words=9),)
    return DocumentPart("beratungsfolge", "Beratungsfolge", tuple(_resolved(db, paper)), grids)


def _count(value: Any) -> int | None:
    return None if german.is_unknown(value) else int(value)


def _day(row: Any) -> str:
    day = "offen" if german.is_unknown(row.held_on) else german.day(row.held_on)
    former = "" if german.is_unknown(row.former_days) else str(row.former_days)
    # A paper form strikes the former day out; a screen reader does not hear that, so it is said.
    moved = f" (verlegt vom {', '.join(former.split())})" if former else ""
    return f"{day}{moved}"


def _outcome(row: Any) -> str:
    told = word(row.outcome, "offen")
    excluded = _count(row.excluded)
    return f"{told}, {excluded} ausgeschlossen" if excluded else told


def _resolved(db: Cursor, paper: Paper) -> list[str]:
    bodies = names_by_id(db, Body)
    told = []
    for one in find(db, Resolution, "paper_id = ?", [paper.id], order="decided_on, id"):
        number = f" {one.reference}" if one.reference else ""
        body = bodies.get(one.body_id or "")
        by = f" vom Gremium {body}" if body else ""
        form = f", {one.form}" if one.form else ""
        told.append(f"Beschluss{number}: beschlossen am {word(one.decided_on)}{by}{form}.")
        if one.conditions:
            told.append(f"Auflagen: {one.conditions}")
        if one.body and one.body != paper.proposal:
            told.append(f"Wortlaut des Beschlusses: {one.body}")
    return told


def annexes(db: Cursor, paper: Paper) -> DocumentPart:
    """The annexes with where each is found."""
    found = find(db, PaperAttachment, "paper_id = ?", [paper.id], order="position, id")
    if not found:
        return DocumentPart("anlagen", "Anlagen", ("Keine.",))
    rows = [
        (str(n), word(one.title), word(one.found_at, NONE), word(one.dated, NONE))
        for n, one in enumerate(found, start=1)
    ]
    header = ["Nr.", "Anlage", "Fundstelle", "Datum"]
    return DocumentPart(
        "anlagen", "Anlagen", (), (grid(header, rows, [0.7, 5, 4, 1.7], "Anlagen", words=4),)
    )


def signatures(db: Cursor, paper: Paper) -> DocumentPart | None:
    """Who signed in which function; a signature in the original alone is told as such."""
    found = find(db, PaperSignature, "paper_id = ?", [paper.id], order="position, id")
    if not found:
        return None
    rows = []
    for one in found:
        note = "Unterschrift liegt im Original vor" if one.in_original else ""
        day = f"unterschrieben am {german.day(one.signed_on)}" if one.signed_on else ""
        rows.append(
            (
                word(one.full_name, NONE),
                word(one.function, NONE),
                word(one.side, NONE),
                ", ".join(part for part in (day, note) if part) or NONE,
            )
        )
    header = ["Name", "Funktion", "Für", "Unterschrift"]
    table = grid(header, rows, [3, 3, 3, 4], "Unterschriften in der Reihenfolge", words=4)
    return DocumentPart("unterschriften", "Unterschriften", (), (table,))


def body_of(key: str, heading: str, text: str | None) -> DocumentPart | None:
    """A part of running text; None where nobody wrote any."""
    found = paragraphs_of(text)
    return DocumentPart(key, heading, found) if found else None
