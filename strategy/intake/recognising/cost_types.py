"""The kind of cost that a word means: "ext. Dienstl.", "Consulting", "Wartungsvertrag"."""

from __future__ import annotations

import re

from strategy.nouns.cost_line import CostType

# Parts of words, of which a compound may hold several.
_PARTS = (
    (CostType.DEPRECIATION, r"abschreib|\bafa\b"),
    (CostType.PERSONNEL, r"personal|gehalt|gehälter|vergütung|besoldung|\blöhne?\b|stellenanteil"),
    (CostType.TRAINING, r"schulung|fortbildung|weiterbildung|training|seminar|workshop|coaching"),
    (
        CostType.SERVICE,
        r"dienstl|dienstleist|consult|berat|ext\.|extern|honorar|gutachten|projektleitung|agentur"
        r"|implementier|einführung|customizing|programmier|entwicklung|service",
    ),
    (
        CostType.MAINTENANCE,
        r"wartung|pflege|support|instandhalt|update|upgrade|maintenance|reparatur",
    ),
    (CostType.LICENCE, r"lizen[zc]|licen[cs]|abo\b|abonnement|subscription|nutzungsrecht|software"),
    (
        CostType.OPERATION,
        r"betrieb|rechenzentrum|\brz\b|hosting|cloud|saas|\basp\b|server(?:betrieb|miete)|domain"
        r"|standleitung|(?<![a-zäöüß])leitung(?:en|skosten)?\b|telekomm|internet|strom",
    ),
    (
        CostType.HARDWARE,
        r"hardware|gerät|endgerät|server(?!betrieb|miete)|notebook|laptop|drucker|monitor|\bpcs?\b"
        r"|tablet|scanner|switch|router|access point",
    ),
)
_COMPILED = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in _PARTS]
_SEVERAL = re.compile(r"\bund\b|\bu\.|\bbzw\b|[,/+&;]", re.IGNORECASE)


def near_cost_type(text: str) -> str | None:
    """The one kind of cost whose words stand in a text, None where none or several do.

    Of "Schulung Wartungsportal" the first word counts, of "Softwarepflege" its last part; "extern"
    and "Service" beside another word say only who does it.
    """
    parts = [found for part in _SEVERAL.split(text) if (found := _of_part(part)) is not None]
    return str(parts[0]) if len(set(parts)) == 1 else None


def _of_part(text: str) -> CostType | None:
    heads = []
    for word in text.split():
        ends = [
            (match.end(), kind) for kind, pattern in _COMPILED for match in pattern.finditer(word)
        ]
        if ends:
            heads.append(max(ends, key=lambda one: one[0])[1])
    # Who does the work says least: "externe Schulung" is a Schulung.
    plain = [kind for kind in heads if kind is not CostType.SERVICE]
    return next(iter(plain or heads), None)
