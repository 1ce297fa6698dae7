"""What points can be given to, drawn once for all phones that see the same of it.

A thousand phones show the same entries; they differ in their own points and in the token by which
a form that is sent twice counts once.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from markupsafe import Markup

from strategy.workshop.live_workshop import LiveWorkshop
from web.front.rendering import environment
from web.participants.view import Choice

# Stands for the token in what is kept.  Nobody can know it, so nobody's words can contain it.
_TOKEN = secrets.token_hex(16)


def choice_items(
    live: LiveWorkshop, choices: Sequence[Choice], page: int, token: str
) -> list[Markup]:
    """The HTML of every choice, in the same order; ``page`` is the one they stand on."""
    drawn: dict[tuple[str, int, bool, int], list[str]] = live.remembered("choices", dict)
    items = []
    for choice in choices:
        key = (choice.id, choice.own_points, choice.can_take, page)
        if key not in drawn:
            drawn[key] = _drawn(live, choice, page).split(_TOKEN)
        items.append(Markup(token.join(drawn[key])))
    return items


def _drawn(live: LiveWorkshop, choice: Choice, page: int) -> str:
    return (
        environment()
        .get_template("participation_choice.html")
        .render(
            choice=choice,
            code=live.workshop.code,
            page=page,
            token=_TOKEN,
            phase_id=live.phase.id if live.phase else "",
        )
    )
