"""A vote as one entry: the station, the paper's state and the resolution follow in one action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.consultation import Consultation, ConsultationRole, Outcome
from strategy.nouns.link import LinkKind
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.paper import Paper, PaperStatus
from strategy.nouns.resolution import Resolution, ResolutionForm
from strategy.relations.links import link

_ADOPTED = (Outcome.ACCEPTED, Outcome.AMENDED)
_OPEN = (None, Outcome.OPEN, Outcome.POSTPONED)
# What a station's result makes of the paper, where the body decides on it.
_STATES = {
    Outcome.ACCEPTED: PaperStatus.DECIDED,
    Outcome.AMENDED: PaperStatus.DECIDED,
    Outcome.REJECTED: PaperStatus.REJECTED,
    Outcome.NOTED: PaperStatus.NOTED,
    Outcome.WITHDRAWN: PaperStatus.WITHDRAWN,
}


@dataclass(frozen=True)
class Vote:
    """What minutes say of one vote; numbers that nobody entered are None, none is 0.

    ``outcome`` may be left to the numbers.  Wording, number, amount and edition are those of the
    resolution; where they are empty the paper's own text, number and edition hold.
    """

    consultation_id: str
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None
    present: int | None = None
    excluded: int | None = None
    held_on: date | None = None
    outcome: str | None = None
    form: str | None = None
    wording: str | None = None
    conditions: str | None = None
    number: str | None = None
    amount_cents: int | None = None
    edition: str | None = None
    due: date | None = None
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Booked:
    """What a vote wrote; no resolution where the body only prepared, noted or rejected."""

    station: Consultation
    paper: Paper
    resolution: Resolution | None


def book_vote(tx: Transaction, vote: Vote) -> Booked:
    """Enter a vote with all that follows from it; one undo takes everything back.

    Raises Refused where the numbers say nothing, contradict the result, or a rule is broken.
    """
    standing = get_(tx, Consultation, vote.consultation_id)
    outcome = vote.outcome or _outcome(standing, vote)
    if outcome == Outcome.ACCEPTED and vote.form not in (None, ResolutionForm.AS_PROPOSED):
        outcome = Outcome.AMENDED
    numbers = {
        name: getattr(vote, name) for name in ("yes", "no", "abstentions", "present", "excluded")
    }
    day = {"held_on": vote.held_on} if vote.held_on else {}
    station = save_(tx, standing.replace(**numbers, **day, outcome=outcome))
    decides = station.role == ConsultationRole.DECISION
    paper = _follow(tx, station, outcome, decides)
    if not (decides and outcome in _ADOPTED):
        _refuse_left_over(tx, station, vote)
        return Booked(station, paper, None)
    resolution = _resolve(tx, station, paper, vote)
    for measure_id in dict.fromkeys(vote.measures):
        _decide(tx, measure_id, resolution)
    return Booked(station, paper, resolution)


def measures_of_paper(db: Cursor, paper_id: str) -> list[str]:
    """The measures a paper is about, by any link between the two, in order."""
    rows = db.rows(
        "SELECT from_id AS id FROM link WHERE to_id = $1 AND from_id LIKE 'M-%' "
        "UNION SELECT to_id FROM link WHERE from_id = $1 AND to_id LIKE 'M-%' ORDER BY id",
        [paper_id],
    )
    return [str(row["id"]) for row in rows]


def next_station(db: Cursor, paper_id: str) -> Consultation | None:
    """The station whose vote is entered next: the first without a result."""
    stations = find(db, Consultation, "paper_id = ?", [paper_id], order="position, id")
    return next((station for station in stations if station.outcome in _OPEN), None)


def _outcome(station: Consultation, vote: Vote) -> Outcome:
    """Majority of cast Ja and Nein; abstentions do not count and a tie is a rejection."""
    if vote.yes is not None and vote.no is not None and vote.yes + vote.no > 0:
        return Outcome.ACCEPTED if vote.yes > vote.no else Outcome.REJECTED
    if station.role == ConsultationRole.NOTICE and vote.yes is None and vote.no is None:
        return Outcome.NOTED
    raise Refused(
        "Geben Sie Ja- und Nein-Stimmen an („/“ für keine) oder wählen Sie das Ergebnis; aus den "
        "Zahlen allein folgt es nicht.",
        "yes",
    )


def _follow(tx: Transaction, station: Consultation, outcome: str, decides: bool) -> Paper:
    """The paper in the state that the station brings about."""
    paper = get_(tx, Paper, str(station.paper_id))
    status: str | None = paper.status
    last = next_station(tx, paper.id) is None
    if decides or (outcome == Outcome.NOTED and last) or outcome == Outcome.WITHDRAWN:
        status = _STATES.get(Outcome(outcome), PaperStatus.SUBMITTED)
    elif status in (None, PaperStatus.DRAFT):
        # What a body has dealt with was brought in.
        status = PaperStatus.SUBMITTED
    return save_(tx, paper.replace(status=status))


def _resolve(tx: Transaction, station: Consultation, paper: Paper, vote: Vote) -> Resolution:
    """The resolution of this vote: a new one, or the one that a corrected vote made before."""
    form = vote.form or (
        ResolutionForm.AMENDED if station.outcome == Outcome.AMENDED else ResolutionForm.AS_PROPOSED
    )
    known = find(tx, Resolution, "consultation_id = ?", [station.id])
    base = known[0] if known else Resolution(title=paper.title, paper_id=paper.id)
    return save_(
        tx,
        base.replace(
            consultation_id=station.id,
            body_id=station.body_id,
            decided_on=station.held_on,
            reference=vote.number or base.reference or paper.reference,
            form=form,
            body=vote.wording or base.body or paper.proposal,
            conditions=vote.conditions or base.conditions,
            amount_cents=base.amount_cents if vote.amount_cents is None else vote.amount_cents,
            edition=vote.edition or base.edition or paper.edition,
            due=vote.due or base.due,
        ),
    )


def _refuse_left_over(tx: Transaction, station: Consultation, vote: Vote) -> None:
    """A resolution that an earlier entry of this vote made would stay without a vote."""
    for known in find(tx, Resolution, "consultation_id = ?", [station.id]):
        raise Refused(
            f"Zu dieser Abstimmung gibt es schon den Beschluss {known.id}; löschen Sie ihn zuerst, "
            "wenn nichts beschlossen wurde.",
            "outcome",
        )
    if vote.measures:
        raise Refused(
            "Über Maßnahmen beschließt nur das entscheidende Gremium, und nur wenn es die Vorlage "
            "annimmt; wählen Sie keine Maßnahmen oder prüfen Sie Aufgabe und Stimmen.",
            "measures",
        )


def _decide(tx: Transaction, measure_id: str, resolution: Resolution) -> None:
    measure = get_(tx, Measure, measure_id)
    if measure.status in (MeasureStatus.POOL, MeasureStatus.REJECTED):
        raise Refused(
            f"{measure_id} ist im Stand „{measure.status}“; über sie lässt sich erst beschließen, "
            "wenn sie wieder vorgeschlagen ist.",
            "measures",
        )
    link(tx, measure_id, LinkKind.DECIDED_BY, resolution.id)
    # Running or done already: a later vote does not throw it back.
    if measure.status not in (MeasureStatus.RUNNING, MeasureStatus.DONE):
        save_(tx, measure.replace(status=MeasureStatus.DECIDED))
