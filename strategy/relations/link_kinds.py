"""What a link between two nouns usually says, so that nobody has to choose it."""

from __future__ import annotations

from strategy.nouns.link import LinkKind

_USUAL: dict[tuple[str, str], LinkKind] = {
    **{
        ("measure", table): LinkKind.ORIGIN
        for table in ("card", "cluster", "finding", "recommendation", "paper", "interview")
    },
    ("measure", "resolution"): LinkKind.DECIDED_BY,
    ("measure", "life_domain"): LinkKind.ALSO_IN,
    ("measure", "budget_line"): LinkKind.FUNDED_BY,
    ("measure", "measure"): LinkKind.SUPPORTS,
    ("project", "budget_line"): LinkKind.FUNDED_BY,
    ("application", "budget_line"): LinkKind.FUNDED_BY,
    ("recommendation", "finding"): LinkKind.RESTS_ON,
    ("recommendation", "indicator"): LinkKind.RESTS_ON,
    ("paper", "paper"): LinkKind.FOLLOWS,
}


def usual_kind(from_table: str, to_table: str) -> LinkKind:
    """The kind that follows from the pair of nouns; "betrifft" where nothing more is certain."""
    if to_table == "goal":
        # Whatever leads to a goal is there for it.
        return LinkKind.SERVES
    return _USUAL.get((from_table, to_table), LinkKind.CONCERNS)
