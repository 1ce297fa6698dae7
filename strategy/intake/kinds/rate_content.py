"""What the amounts of a list of personnel rates contain: said by the list, or asked once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from strategy.intake.errors import Ambiguous, Reading
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.mapping import Mapping
from strategy.nouns.personnel_rate import RateContent

_WITH = r"(?:inkl|incl|einschl|einschließlich|mit|zzgl|samt)\b.*"
_WORKPLACE = re.compile(_WITH + r"(?:arbeitsplatz|sachkosten|sachaufwand|büro)", re.IGNORECASE)
_OVERHEAD = re.compile(_WITH + r"(?:gemeinkosten|overhead|zuschl[aä]g)", re.IGNORECASE)
_WHOLE = re.compile(r"vollkosten|kosten eines arbeitsplatzes|arbeitsplatzkosten gesamt", re.I)
_WITHOUT = re.compile(r"(?:ohne|exkl|excl)\b.*(?:arbeitsplatz|sach|gemeinkosten|overhead)", re.I)
# What the employer pays for the person is pay alone, whatever else a town adds to it.
_PAY = re.compile(
    r"personal(?:kosten|aufwand|aufwendung)|arbeitgeber|ag-(?:brutto|kosten)|brutto|besoldung"
    r"|gehalt|vergütung|entgelt(?!gruppe)|bezüge",
    re.IGNORECASE,
)
_KEY = "rate_content"


def rate_content(
    table: Table, assignment: Assignment, mapping: Mapping, headers: Sequence[str]
) -> str | None:
    """What all amounts of the list contain; None where columns of the row say it, or just pay is
    named.  Raises Ambiguous where nothing says it.

    A rate that holds workplace and overhead already would be raised by both a second time.
    """
    if mapping.rate_content is not None:
        return mapping.rate_content
    if {"includes", "workplace_cents", "overhead", "gross_cents", "row_id"} & set(
        assignment.fields
    ):
        return None
    lines = [*headers, *table.detected.preamble]
    workplace = any(_WORKPLACE.search(line) for line in lines)
    overhead = any(_OVERHEAD.search(line) for line in lines)
    if any(_WHOLE.search(line) for line in lines) or (workplace and overhead):
        return str(RateContent.WHOLE)
    if workplace or overhead:
        return str(RateContent.WORKPLACE if workplace else RateContent.OVERHEAD)
    if any(_WITHOUT.search(line) for line in lines):
        return str(RateContent.PAY)
    # Headings only: "Personalkostensätze 2027" is the title of any such list.
    if any(_PAY.search(header) for header in headers):
        return None
    shown = ", ".join(f"„{header}“" for header in headers[:4])
    raise Ambiguous(
        f"„{table.detected.file}“ sagt nicht, was die Beträge unter {shown} enthalten; bitte geben "
        "Sie an, ob Arbeitsplatz und Gemeinkosten schon darin sind.",
        column=headers[0] if headers else "",
        key=_KEY,
        readings=tuple(Reading(str(one), str(one)) for one in RateContent),
        hint=f'In der Zuordnung (--mapping) zum Beispiel: {{"{_KEY}": "{RateContent.PAY}"}}.',
    )
