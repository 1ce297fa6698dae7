"""The key by which the Ämter that use an application share its cost: together 100 %, or unknown.

The rule concerns all uses of an application at once, so they are saved together in one action.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse

WHOLE = Decimal(100)
_CENT, _KEPT = Decimal("0.01"), Decimal("0.0001")


def check_key(shares: Mapping[str, Decimal | None], title: str) -> None:
    """Refuse shares (by any name) that do not add up to 100 %; all unknown is allowed, some is not.

    ``title`` names the application in the sentence.
    """
    known = {name: share for name, share in shares.items() if share is not None}
    if not known:
        return
    # Before the sum: with one share unknown it cannot be judged.
    if len(known) < len(shares):
        missing = len(shares) - len(known)
        raise Refused(
            f"Bei „{title}“ fehlt der Kostenanteil von {missing} der {len(shares)} nutzenden "
            "Einheiten; tragen Sie alle Anteile ein (0 ist möglich) oder lassen Sie alle leer.",
            "share",
        )
    if wrong := [share for share in known.values() if not 0 <= share <= WHOLE]:
        raise Refused(
            f"Ein Kostenanteil von „{title}“ ist {german.percent(wrong[0])}; möglich sind 0 bis "
            f"100{german.NBSP}%.",
            "share",
        )
    total = sum(known.values(), Decimal(0))
    # Exactly, as decimals; a missing hundredth would stay with the unit in charge, unseen.
    if total != WHOLE:
        gap = abs(WHOLE - total)
        word = "es fehlen" if total < WHOLE else "es sind zu viel:"
        raise Refused(
            f"Die Kostenanteile von „{title}“ ergeben {german.percent(total)} statt "
            f"100{german.NBSP}%; {word} {german.percent(gap)}.",
            "share",
        )


def check_keys(db: Cursor, application_ids: Sequence[str]) -> None:
    """Refuse if the uses of one of these applications, as they stand, are no whole key.

    For whatever writes uses row by row, such as an import: to be called before it commits.
    """
    for application_id in dict.fromkeys(application_ids):
        uses = find(db, ApplicationUse, "application_id = ?", [application_id])
        application = get_(db, Application, application_id)
        check_key({use.id: use.share for use in uses}, application.title or application_id)


def save_key(
    tx: Transaction, application_id: str, shares: Mapping[str, Decimal | None]
) -> list[ApplicationUse]:
    """Save who uses an application (unit id to share) and take away who is no longer named.

    Raises Refused where the shares are no whole key.  Numbers of users stay as they are.
    """
    application = get_(tx, Application, application_id)
    # As the column keeps them; judged before, three shares of a third might pass and be kept short.
    shares = {unit: None if s is None else s.quantize(_KEPT) for unit, s in shares.items()}
    check_key(shares, application.title or application_id)
    standing: dict[str | None, ApplicationUse] = {}
    for use in find(tx, ApplicationUse, "application_id = ?", [application_id]):
        # A second row of the same unit is an accident of an older import; one of them goes.
        if use.organisation_id not in shares or use.organisation_id in standing:
            delete_(tx, ApplicationUse, use.id)
        else:
            standing[use.organisation_id] = use
    return [
        save_(
            tx,
            standing[unit].replace(share=share)
            if unit in standing
            else ApplicationUse(application_id=application_id, organisation_id=unit, share=share),
        )
        for unit, share in shares.items()
    ]


def split_by(weights: Mapping[str, int]) -> dict[str, Decimal]:
    """Shares in proportion to whole numbers (numbers of users, or 1 each), with two decimals and
    together exactly 100 %: largest remainder, ties in the order given.  Empty without any weight.
    """
    whole = sum(weights.values())
    if whole <= 0:
        return {}
    exact = {name: WHOLE * weight / whole for name, weight in weights.items()}
    parts = {name: value.quantize(_CENT, ROUND_DOWN) for name, value in exact.items()}
    left = int((WHOLE - sum(parts.values())) / _CENT)
    # Those that lost most by rounding down come first; sorted() keeps the given order in ties.
    for name in sorted(exact, key=lambda name: parts[name] - exact[name])[:left]:
        parts[name] += _CENT
    return parts
