"""The ways to produce the strategy side by side, and the text for the council paper."""

from __future__ import annotations

from collections.abc import Sequence

from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.store import Cursor
from strategy.nouns.production_variant import ProductionVariant


def list_variants(db: Cursor) -> list[ProductionVariant]:
    """All variants in the order in which the paper numbers them."""
    return find(db, ProductionVariant, order="id")


def recommended(variants: Sequence[ProductionVariant]) -> ProductionVariant | None:
    """The one variant that is recommended; None where none or more than one is marked."""
    marked = [item for item in variants if item.recommended]
    # Two recommendations are none: a council can decide on one variant only.
    return marked[0] if len(marked) == 1 else None


def recommendation_words(variants: Sequence[ProductionVariant]) -> str:
    """One sentence on what is recommended, or on what is missing to say so."""
    marked = [number for number, item in enumerate(variants, start=1) if item.recommended]
    if not marked:
        return "Eine Empfehlung ist noch nicht festgelegt."
    if len(marked) > 1:
        names = " und ".join(f"Variante {number}" for number in marked)
        return f"Empfohlen sind zugleich {names}; lassen Sie nur eine Empfehlung stehen."
    best = variants[marked[0] - 1]
    return f"Empfohlen wird Variante {marked[0]} „{best.title}“."


def cost_words(variant: ProductionVariant) -> str:
    """Cost, time and staff in one line."""
    months = variant.duration_months
    time = german.UNKNOWN if months is None else f"{months} {'Monat' if months == 1 else 'Monate'}"
    return (
        f"Einmalige Kosten: {german.money(variant.one_off_cents)}; laufende Kosten je Jahr: "
        f"{german.money(variant.yearly_cents)}; Dauer: {time}; eigener Aufwand: "
        f"{german.fte(variant.own_fte, unit=True)}"
    )


def paper_text(variants: Sequence[ProductionVariant], council: str) -> str:
    """The German text for a council paper: facts, variants, recommendation, money, proposal.

    ``council`` is what the municipality calls its council ("Stadtrat").
    """
    if not variants:
        return ""
    counted = "eine Variante" if len(variants) == 1 else f"{len(variants)} Varianten"
    verb = "wurde" if len(variants) == 1 else "wurden"
    parts = [
        "Sachverhalt",
        f"Für die Erarbeitung der Digitalisierungsstrategie {verb} {counted} geprüft.",
    ]
    for number, item in enumerate(variants, start=1):
        parts.append(_variant(number, item))
    parts += ["Empfehlung", _recommendation(variants)]
    best = recommended(variants)
    if best is not None:
        number = list(variants).index(best) + 1
        parts += [
            "Finanzielle Auswirkungen",
            f"{cost_words(best)}.",
            "Beschlussvorschlag",
            f"{council}: Die Digitalisierungsstrategie wird nach Variante {number} „{best.title}“ "
            "erarbeitet.",
        ]
    return "\n\n".join(parts)


def _variant(number: int, item: ProductionVariant) -> str:
    lines = [f"Variante {number}: {item.title} ({item.kind})"]
    if item.body:
        lines.append(item.body)
    lines.append(f"{cost_words(item)}.")
    for label, words in (
        ("Vorteile", item.advantages),
        ("Nachteile", item.disadvantages),
        ("Risiken", item.risk),
    ):
        if words:
            lines.append(f"{label}: {words}")
    return "\n".join(lines)


def _recommendation(variants: Sequence[ProductionVariant]) -> str:
    best = recommended(variants)
    sentence = recommendation_words(variants)
    return f"{sentence} {best.reason}" if best is not None and best.reason else sentence
