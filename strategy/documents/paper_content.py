"""What a council paper says: Beschluss- and Informationsvorlage, Antrag and Anfrage.

The words are those of the draft, where a paper is worked on until it is decided; every figure is
one of a sealed edition, because a body cannot decide on numbers that still change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from strategy.acts.voting import measures_of_paper
from strategy.analysis.variants import cost_words, list_variants, recommendation_words
from strategy.documents import paper_head, paper_money
from strategy.documents.parts import DocumentPart, grid, paragraphs_of, word
from strategy.figures.plan.council import consultations
from strategy.figures.plan.measures import IN_PLAN
from strategy.figures.plan.paper_chain import paper_by_reference
from strategy.figures.profile import municipality
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.listing import get_
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import Version, get_version
from strategy.nouns.consultation import ConsultationRole
from strategy.nouns.municipality import Municipality, VoteColumns
from strategy.nouns.paper import Paper
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for, withheld_words


class PaperKind(Enum):
    """What a paper wants of a body; the towns have a dozen words for each."""

    DECIDE = "Beschlussvorschlag"
    INFORM = "Information"
    MOVE = "Antragstext"
    ASK = "Anfrage"


# How the names of paper types begin or end; what is none of these is to be decided.
_KINDS = (
    (PaperKind.ASK, ("anfrage",)),
    (PaperKind.MOVE, ("antrag", "fraktionsvorlage")),
    (PaperKind.INFORM, ("information", "mitteilung", "bericht", "kenntnis")),
)


def kind_of(paper: Paper) -> PaperKind:
    """The kind behind the town's own word for it."""
    name = (paper.paper_type or "").casefold()
    return next((kind for kind, words in _KINDS if any(w in name for w in words)), PaperKind.DECIDE)


@dataclass(frozen=True)
class PaperContent:
    """All that a paper says, in order; ``withheld`` names what its audience may not see."""

    town: Municipality
    paper: Paper
    edition: Version | None
    parts: tuple[DocumentPart, ...]
    withheld: str | None

    @property
    def title(self) -> str:
        """The paper by its kind and number."""
        return " ".join(part for part in (self.paper.paper_type, self.paper.reference) if part)

    @property
    def origin(self) -> str:
        """What the foot of each page says."""
        sealed = "ohne Zahlen aus dem Plan"
        if self.edition is not None:
            sealed = (
                f"Zahlen aus der festgeschriebenen Fassung „{self.edition.title}“, Prüfsumme "
                f"{short_hash(self.edition.hash or '')}"
            )
        told = f"{self.town.title or 'Kommune'}, {self.title or self.paper.id}, {sealed}."
        return f"{told} {self.withheld}" if self.withheld else told


def read_paper(
    store: Store, named: str, version: str | None, audience: Audience = Audience.ADMINISTRATION
) -> PaperContent:
    """All that the paper says to this audience.

    Raises NotFound where there is no such paper for it, Refused where a mandatory part is missing
    or figures would come from a version that is not sealed.
    """
    with read_for(store, DRAFT, audience) as db:
        paper_id = paper_by_reference(db, named)
        if paper_id is None:
            raise NotFound(
                f"Die Vorlage „{named}“ gibt es hier nicht oder nicht nur einmal; geben Sie ihre "
                "Kennung an, zum Beispiel VO-0004."
            )
        paper = get_(db, Paper, paper_id)
        own = municipality(db) or Municipality()
        linked = measures_of_paper(db, paper_id)
        edition = _edition(db, paper, version, linked)
        withheld = withheld_words(db)
        before, after = _words(db, paper, own, edition)
        _check(db, paper, before, edition)
    figures: list[DocumentPart] = []
    if edition is not None:
        with read_for(store, edition.name, audience) as db:
            figures = _figures(db, paper, linked)
            withheld = withheld_words(db) or withheld
    elif paper.has_effects is not None or paper.financial_effects:
        figures = [_effects_in_words(paper)]
    # Money comes before what is only attached, as on every form.
    return PaperContent(own, paper, edition, (*before, *figures, *after), withheld)


def _edition(db: Cursor, paper: Paper, named: str | None, linked: list[str]) -> Version | None:
    """The sealed edition the figures come from; None for a paper that has none."""
    if named or paper.edition:
        edition = get_version(db, str(named or paper.edition))
        if edition.kind != "edition":
            raise Refused(
                f"„{edition.title}“ ist keine festgeschriebene Fassung; die Zahlen einer Vorlage "
                "kommen nur aus einer solchen. Schreiben Sie die Fassung zuerst fest.",
                "version",
            )
        return edition
    # What a motion or a report was about has figures too, but it does not ask a body for money.
    asks = kind_of(paper) is PaperKind.DECIDE
    if paper.with_variants or (asks and (linked or paper.has_effects or paper.in_force_on)):
        raise Refused(
            f"{paper.id} nennt Zahlen des Plans, aber zu ihr ist keine Fassung festgeschrieben; "
            "schreiben Sie die Fassung zu dieser Vorlage fest oder nennen Sie eine, die es "
            "schon ist.",
            "version",
        )
    return None


def _words(
    db: Cursor, paper: Paper, own: Municipality, edition: Version | None
) -> tuple[list[DocumentPart], list[DocumentPart]]:
    """The parts before and after the figures."""
    reasons = "Begründung" if kind_of(paper) is PaperKind.MOVE else "Sachverhalt"
    columns = own.vote_columns or VoteColumns.WITH_ABSTENTION
    before = [
        paper_head.head(db, paper, edition),
        paper_head.stations(db, paper, columns),
        paper_head.body_of("beschlussvorschlag", kind_of(paper).value, paper.proposal),
        paper_head.body_of("sachverhalt", reasons, paper.facts),
        paper_head.body_of("stellungnahme", "Stellungnahme der Verwaltung", paper.opinion),
    ]
    after = [paper_head.annexes(db, paper), paper_head.signatures(db, paper)]
    return [part for part in before if part], [part for part in after if part]


def _check(db: Cursor, paper: Paper, parts: list[DocumentPart], edition: Version | None) -> None:
    """Refuse a paper that a body could not deal with, and name every part that is missing."""
    kind, present = kind_of(paper), {part.key for part in parts}
    frame = consultations(db, paper.id)
    money = edition is not None or paper.has_effects is not None or paper.financial_effects
    decides = (frame["role"] == ConsultationRole.DECISION).any()
    asked: dict[str, bool] = {"Art der Vorlage": bool(paper.paper_type)}
    if kind is PaperKind.ASK:
        asked["Anfrage oder Antwort"] = bool(present & {"beschlussvorschlag", "stellungnahme"})
    else:
        asked[kind.value] = "beschlussvorschlag" in present
    if kind in (PaperKind.DECIDE, PaperKind.INFORM):
        asked["Sachverhalt"] = "sachverhalt" in present
        asked["Beratungsfolge"] = not frame.empty
    if kind is PaperKind.DECIDE:
        asked["Beratung mit der Aufgabe „Entscheidung“"] = frame.empty or bool(decides)
        asked["Finanzielle Auswirkungen (ja oder nein)"] = bool(money)
    missing = [name for name, there in asked.items() if not there]
    if missing:
        raise Refused(
            f"{paper.id} lässt sich noch nicht schreiben; es fehlt: {', '.join(missing)}. Ergänzen "
            "Sie das auf der Seite der Vorlage.",
            "paper",
        )


def _figures(db: Cursor, paper: Paper, linked: list[str]) -> list[DocumentPart]:
    """The parts that hold figures of the edition."""
    known = {str(row["id"]): row for row in db.rows(f"SELECT id, {IN_PLAN} AS own FROM measure")}
    if not linked and (paper.in_force_on or paper.edition) and not paper.with_variants:
        # A paper that puts the strategy in force is about all of its measures.
        linked = [name for name, row in sorted(known.items()) if row["own"]]
    chosen = [name for name in linked if name in known]
    lost = [name for name in linked if name not in known]
    # Of a narrowed cursor they may only be hidden, and then not even their number is told.
    if lost and withheld_words(db) is None:
        raise Refused(
            f"{', '.join(lost[:5])} gehört zur Vorlage, steht aber nicht in der Fassung; "
            "schreiben Sie eine neue Fassung fest oder lösen Sie die Verknüpfung.",
            "version",
        )
    parts = [_variants(db) if paper.with_variants else None, paper_money.measures(db, chosen)]
    if paper.has_effects is False and not chosen:
        parts.append(_effects_in_words(paper))
    else:
        parts.append(paper_money.effects(db, paper, chosen))
    if chosen:
        parts += [
            paper_money.later_cost(db, chosen),
            paper_money.posts(db, chosen),
            paper_money.goals(db, chosen),
        ]
    return [part for part in parts if part]


def _effects_in_words(paper: Paper) -> DocumentPart:
    yes = word(paper.has_effects, "siehe Erläuterung")
    rows = [
        ("Finanzielle Auswirkungen", yes),
        ("Kostengünstigere Alternativen geprüft", word(paper.cheaper_checked)),
        ("Folgen bei Ablehnung", word(paper.if_rejected)),
        ("Anlass", word(paper.occasion)),
        ("Beteiligung des Personalrats", word(paper.staff_council)),
    ]
    form = grid(["Frage", "Angabe"], rows, [3.4, 6.6], "Angaben zum Vorhaben", words=2)
    said = paragraphs_of(paper.financial_effects)
    return DocumentPart("finanzielle_auswirkungen", "Finanzielle Auswirkungen", said, (form,))


def _variants(db: Cursor) -> DocumentPart:
    """The ways to produce the strategy as alternatives, the recommended one named."""
    found = list_variants(db)
    if not found:
        raise Refused(
            "Die Vorlage soll die Varianten der Erarbeitung aufführen, in der Fassung steht aber "
            "keine; legen Sie sie in Schritt 1 an und schreiben Sie die Fassung neu fest.",
            "with_variants",
        )
    told = [recommendation_words(found)]
    told += [one.reason for one in found if one.recommended and one.reason]
    for number, one in enumerate(found, start=1):
        told.append(f"Variante {number}: {one.title}. {one.body or ''}".strip())
        told.append(f"{cost_words(one)}.")
    labels = (("Vorteile", "advantages"), ("Nachteile", "disadvantages"), ("Risiken", "risk"))
    rows = [
        (f"{n}. {one.title}", word(one.kind), *(word(getattr(one, name)) for _, name in labels))
        for n, one in enumerate(found, start=1)
    ]
    header = ["Variante", "Art", *(label for label, _ in labels)]
    table = grid(header, rows, [2.4, 1.8, 3, 3, 3], "Varianten im Vergleich", words=5)
    return DocumentPart(
        "alternativen", "Alternativen: Varianten der Erarbeitung", tuple(told), (table,)
    )
