"""What a heading says about the part an amount plays: price of one, tax, net, gross, total, count.

Beside each other such columns are one amount and its way there; only one of them is booked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from strategy.intake.recognising.headers import is_amount_header, is_code_header, one_line, unit_in
from strategy.intake.recognising.money_heading import read_heading
from strategy.kernel.written_amount import times_a_year

_TAX = re.compile(
    r"(?<![a-zäöüß])(?:mwst|ust|mehrwertsteuer|umsatzsteuer|vorsteuer|vat)(?![a-zäöüß])", re.I
)
_NET = re.compile(
    r"\bnetto|ohne (?:mwst|ust|mehrwert|umsatz)|\b(?:exkl|zzgl)\.?\b|(?<=[a-zäöüß])netto\b", re.I
)
_GROSS = re.compile(r"\bbrutto|(?:inkl|mit|einschl)\.? (?:mwst|ust|mehrwert|umsatz)|brutto\b", re.I)
_PRICE = re.compile(
    r"einzelpreis|einzelkosten|einzelbetrag|stückpreis|stückkosten|e-preis|listenpreis|einheitspreis"
    r"|unit price|(?:preis|kosten|betrag|gebühr)e?n?\s*(?:/|je|pro)\s*"
    r"(?:stück|stk|einheit|lizenz|nutzer|user|anwender|arbeitsplatz|ap|gerät|person|kopf|fall)"
    r"|(?<![a-zäöüß])ep(?![a-zäöüß])",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"gesamt|summe|insgesamt|(?<![a-zäöüß])(?:gp|total)(?![a-zäöüß])|positionspreis", re.IGNORECASE
)
_COUNT = re.compile(
    r"(?:anzahl|menge|stück(?:zahl)?|stk\.?|quantity|qty\.?|lizenzanzahl)"
    r"(?:\s+(?:der\s+)?[a-zäöüß]+)?",
    re.IGNORECASE,
)
_ONE_OFF = re.compile(
    r"einmal|anschaff|beschaff|einführung|investition|invest\b|kaufpreis|initial|migration",
    re.IGNORECASE,
)
# Money that comes in, is left, or is only hoped for: never what something costs.
_NO_COST = re.compile(
    r"förder|zuschuss|zuschüsse|zuwendung|einnahme|erlös|ertr[aä]g|drittmittel|eigenanteil|eigenmittel|rest"
    r"|einspar|ersparnis|nutzen|verfügbar|abgerufen|bewilligt|gebühreneinnahm|erstattung|differenz",
    re.IGNORECASE,
)
_COST = re.compile(
    r"kosten|preis|gebühr|aufwand|aufwendung|ausgaben|budget|betrag|(?:finanz|mittel|kosten)bedarf"
    r"|mittel\b|miete|(?<![a-zäöüß])(?:leasing|miet)?rate\b|pauschale|entgelt|cost|price|\bfee"
    r"|(?:finanz|auftrags|projekt|gesamt)volumen|ansatz",
    re.IGNORECASE,
)
# "Pflegeaufwand (PT)" and "Aufwand in Stunden" are no money.
_OTHER_UNIT = re.compile(
    r"(?<![a-zäöüß])(?:gb|tb|mb|pt|mt|std\.?|h|min\.?|minuten|stunden|tagen?|personentagen?|wochen"
    r"|anzahl|km|m²|qm|kwh|punkte|1\s?(?:-|–|bis)\s?\d+)(?![a-zäöüß])",
    re.IGNORECASE,
)
# What is paid for, where the heading names no money: "Wartung p.a.", "Lizenzen (€)".
_PAID_FOR = re.compile(
    r"lizenz|wartung|pflege|betrieb|hosting|cloud|saas|hardware|support|schulung|abo|miete"
    r"|dienstleist|rechenzentrum|leasing",
    re.IGNORECASE,
)
# Alone over numbers these are no counts, as "Lizenzen" or "Schulungen" may be.
_ONLY_PAID = re.compile(
    r"(?:software|hardware|server)?-?(?:wartung|pflege|hosting|leasing|miete|support)",
    re.IGNORECASE,
)
_EUROS = ("EUR", "TEUR", "Mio. EUR")


@dataclass(frozen=True)
class AmountWords:
    """The words of one heading; ``plan_type`` only where it says nothing else."""

    tax: bool = False
    net: bool = False
    gross: bool = False
    price: bool = False
    total: bool = False
    count: bool = False
    one_off: bool = False
    yearly: bool = False
    cost: bool = False
    plan_type: str | None = None

    @property
    def plays_a_part(self) -> bool:
        """Whether the heading is that of an amount though no word of it means money."""
        return (
            self.cost
            or self.tax
            or self.net
            or self.gross
            or self.price
            or self.total
            or self.yearly
        )


@lru_cache(maxsize=4_000)
def amount_words(header: str) -> AmountWords:
    """Take the heading of a column of numbers apart."""
    text = one_line(header)
    said = read_heading(header)
    # Per cent and foreign units are no money, whatever word stands before them.
    money = (unit_in(header) or ("",))[0] in _EUROS
    yearly = times_a_year(text) is not None or bool(
        re.search(r"jahreskosten|jahresbetrag|laufende", text, re.I)
    )
    paid = bool(_PAID_FOR.search(text)) and (yearly or money or bool(_ONLY_PAID.fullmatch(text)))
    return AmountWords(
        tax=bool(_TAX.search(text)) and not (_GROSS.search(text) or _NET.search(text)),
        net=bool(_NET.search(text)),
        gross=bool(_GROSS.search(text)),
        price=bool(_PRICE.search(text)),
        total=bool(_TOTAL.search(text)),
        count=bool(_COUNT.fullmatch(text)),
        one_off=bool(_ONE_OFF.search(text)),
        yearly=yearly,
        cost=(bool(_COST.search(text)) or paid)
        and not _NO_COST.search(text)
        and not _OTHER_UNIT.search(text),
        plan_type=said.plan_type if not said.rest and said.purpose == "amount" else None,
    )


def is_money_heading(header: str) -> bool:
    """Whether a column of numbers under this heading is money, by its own words or its part."""
    if is_code_header(header) or counts_things(header):
        return False
    words = amount_words(header)
    return (
        is_amount_header(header)
        or words.plays_a_part
        or words.plan_type is not None
        or (unit_in(header) or ("",))[0] in _EUROS
    )


def counts_things(header: str) -> bool:
    """Whether a heading announces pieces, hours or another measure that is no money."""
    return bool(_OTHER_UNIT.search(header)) or amount_words(header).count


def is_no_cost(header: str) -> bool:
    """Whether the heading names money that is no cost: grants, income, savings, what is left."""
    return bool(_NO_COST.search(one_line(header)))
