"""The letter to one person about what is still open, ready to be copied or mailed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from strategy.figures.plan.open_items import open_items
from strategy.figures.profile import municipality
from strategy.kernel import german
from strategy.kernel.records import get_
from strategy.kernel.store import Cursor
from strategy.nouns.person import Person


@dataclass(frozen=True)
class Letter:
    """A reminder; ``address`` is None where nobody has entered one."""

    person_id: str
    to: str
    address: str | None
    subject: str
    body: str


def reminder_for(db: Cursor, person_id: str, today: date, link: str = "") -> Letter | None:
    """The letter to a person with everything that is open; None where nothing is.

    ``link`` leads to the page with the person's open items; empty where nobody knows the address.
    """
    person = get_(db, Person, person_id)
    items = open_items(db, person_id, today)
    if items.empty:
        return None
    lines = [
        f"- {row['kind']}: {row['title']} ({row['object_id']}), {_when(row)}{row['why']}"
        for row in items.to_dict("records")
    ]
    many = german.counted(len(items), "Angabe ist", "Angaben sind")
    where = f"\n\nHier finden Sie alle mit dem Weg zu jedem Eintrag:\n{link}" if link else ""
    own = municipality(db)
    return Letter(
        person_id,
        str(person.function),
        person.email,
        f"Digitalisierungsplan: {many} bei Ihnen offen",
        # By function and not by name: the letter is the office's, whoever holds it.
        f"Guten Tag,\n\nim Digitalisierungsplan {own.title if own else ''} {many} noch offen "
        f"({person.function}):\n\n" + "\n".join(lines) + f"{where}\n\n"
        "Was Sie nicht wissen, lassen Sie bitte leer; auch ein Hinweis, wer es weiß, hilft.\n\n"
        "Vielen Dank und freundliche Grüße",
    )


def _when(row: dict[Any, Any]) -> str:
    if german.is_unknown(row["due"]):
        return ""
    late = ", überfällig" if int(row["days"]) < 0 else ""
    return f"fällig am {german.day(row['due'])}{late}, "
