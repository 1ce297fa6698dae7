"""The letter that asks a faction for the names it still owes, ready to be copied."""

from __future__ import annotations

from datetime import date

from strategy.figures.plan.working_group import nominations_by_faction
from strategy.kernel import german
from strategy.kernel.store import Cursor

_WORDS = {
    "Mitglied": "ein Mitglied",
    "Stellvertretung": "mindestens eine Stellvertretung",
    "Mitglied und Stellvertretung": "ein Mitglied und mindestens eine Stellvertretung",
}


def nomination_letter(db: Cursor, faction_id: str, today: date) -> str | None:
    """Subject and letter for one faction; None where it owes nothing."""
    owed = nominations_by_faction(db, today)
    owed = owed[owed["faction_id"] == faction_id]
    if owed.empty:
        return None
    lines = []
    for row in owed.to_dict("records"):
        when = ""
        if not german.is_unknown(row["name_until"]):
            day = german.long_day(row["name_until"])
            when = f" (erbeten bis zum {day})" if row["days"] <= 0 else f" (war fällig am {day})"
        lines.append(f"- {row['body']}: {_WORDS[row['missing']]}{when}")
    listed = "\n".join(lines)
    return (
        f"Betreff: Benennung für die {owed['body'].iloc[0]}\n"
        f"An: {owed['faction'].iloc[0]}\n\n"
        "Guten Tag,\n\n"
        f"uns fehlt von Ihnen noch:\n\n{listed}\n\n"
        "Benannt werden kann auch ein sachkundiger Einwohner. Bitte teilen Sie uns die Namen mit, "
        "damit wir rechtzeitig einladen können.\n\n"
        "Vielen Dank und freundliche Grüße"
    )
