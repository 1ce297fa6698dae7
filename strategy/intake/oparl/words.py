"""Words of council information systems and what they mean here."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, TypeVar

from strategy.kernel import german
from strategy.nouns.body import BodyKind
from strategy.nouns.consultation import ConsultationRole, Outcome

T = TypeVar("T")

# The first that fits counts, so the narrower words come first.
_OUTCOMES = (
    (r"zurückgezogen", Outcome.WITHDRAWN),
    (r"kenntnis", Outcome.NOTED),
    (r"vertagt|abgesetzt|zurückgestellt|verschoben", Outcome.POSTPONED),
    (r"verwiesen|überwiesen", Outcome.REFERRED),
    (r"abgelehnt|ablehnung|nicht (?:zugestimmt|beschlossen|angenommen)", Outcome.REJECTED),
    (r"(?<!un)geändert|abweichend|in geänderter", Outcome.AMENDED),
    (r"beschlossen|angenommen|zugestimmt|zustimmung|empfohlen|einstimmig", Outcome.ACCEPTED),
    (r"^offen$", Outcome.OPEN),
)
_ROLES = (
    (r"anhör|stellungnahme", ConsultationRole.HEARING),
    (r"kenntnis", ConsultationRole.NOTICE),
    (r"entscheid|beschluss|beschließ", ConsultationRole.DECISION),
    (r"beratung|empfehl|vorberat", ConsultationRole.PREPARATION),
)
_BODIES = (
    (r"parlament|^rat$|stadtrat|gemeinderat|kreistag|stadtverordnet", BodyKind.COUNCIL),
    (r"ortschaft|ortsrat|ortsbeirat|bezirk", BodyKind.LOCAL),
    (r"^ag$|arbeits|beirat|kommission|projekt", BodyKind.WORKING_GROUP),
    (r"verwaltungsrunde|dezernent|beigeordnete", BodyKind.ADMINISTRATION),
)


def outcome_of(words: str | None) -> Outcome | None:
    """The result that a system tells in its own words; None where they say none that we know."""
    return _first(_OUTCOMES, words)


def role_of(words: str | None, authoritative: Any) -> ConsultationRole:
    """What a body does with a paper; who takes the decision is told by ``authoritative``."""
    if authoritative is True:
        return ConsultationRole.DECISION
    return _first(_ROLES, words) or ConsultationRole.PREPARATION


def body_kind_of(classification: str | None, name: str) -> BodyKind:
    """The kind of a body; most bodies are committees."""
    for one in BodyKind:
        if classification == one:
            return one
    return _first(_BODIES, classification) or _first(_BODIES, name) or BodyKind.COMMITTEE


def _first(table: tuple[tuple[str, T], ...], words: str | None) -> T | None:
    said = (words or "").strip().casefold()
    return next((meant for pattern, meant in table if said and re.search(pattern, said)), None)


def day_of(value: Any) -> date | None:
    """The day of a date or date-time; a moment counts where the council sits."""
    at = _moment(value)
    if at is None:
        return None
    return (at.astimezone(german.TIME_ZONE) if at.tzinfo else at).date()


def clock_of(value: Any, known: Any = True) -> str | None:
    """The time of day, "18:00".  Midnight stands for a time that nobody has entered."""
    at = _moment(value)
    if at is None or known is False or "T" not in str(value):
        return None
    local = at.astimezone(german.TIME_ZONE) if at.tzinfo else at
    clock = f"{local:%H:%M}"
    return None if clock == "00:00" else clock


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def text_of(value: Any) -> str | None:
    """A property as text; None where it says nothing."""
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value)
    return str(value).strip() or None if value is not None else None


def place_of(location: Any) -> str | None:
    """A place as people write it."""
    if not isinstance(location, dict):
        return None
    parts = [location.get(name) for name in ("room", "streetAddress", "postalCode", "locality")]
    return text_of(location.get("description")) or ", ".join(str(x) for x in parts if x) or None


# Own property (behind the vendor's prefix) and field of a paper, read and written alike.
PAPER_TEXTS = {
    "sign": "sign",
    "alsoWritten": "also_written",
    "originator": "originator",
    "legalBasis": "legal_basis",
    "addressedTo": "addressed_to",
    "basis": "basis",
    "consultedWith": "consulted_with",
    "toRevoke": "to_revoke",
    "carrier": "carrier",
    "proposal": "proposal",
    "facts": "facts",
    "opinion": "opinion",
    "financialEffects": "financial_effects",
}
