"""Which column of a table fills which field of a kind, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from strategy.intake.errors import WrongMapping
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.detected import Detected
from strategy.intake.recognising.headers import (
    ANY_AMOUNT,
    BUDGET,
    heading_key,
    known_keys,
    same_header,
    unit_in,
    without_unit,
)
from strategy.intake.recognising.mapping import Mapping
from strategy.kernel.record import Kind
from strategy.kernel.written_amount import times_a_year

_DONE = re.compile(
    r"fertig|erledig|umsetz|umgesetzt|realis|abgeschl|fortschritt|stand|complete|done|status",
    re.IGNORECASE,
)


@dataclass
class Assignment:
    """``fields`` maps field -> header; ``unused`` are headers that no field takes."""

    fields: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)


def roles_for(kind: ImportKind, mapping: Mapping) -> dict[str, str]:
    """What the reader must know beforehand: how the columns of known fields are read."""
    roles = {header: kind.role(name) for header, name in kind.headers().items()}
    for header, name in mapping.columns.items():
        if name is None:
            roles.pop(header, None)
        else:
            kind.check_field(name)
            roles[header] = kind.role(name)
    if kind.amount:
        # Lists of costs mix number cells with "5 T€", "ca. 5.000" and "k. A."; every cell is read
        # for itself.
        roles = {h: "written" if role == "amount" else role for h, role in roles.items()}
        roles[ANY_AMOUNT] = "written"
    if kind.costs_of:
        # An inventory may have costs per year beside; they are read like those of a list of costs.
        roles[ANY_AMOUNT] = "written"
    # Money is found by its content: a column "Summe" or "Wert" may as well be a label.
    if kind.name == "budget":
        roles[BUDGET] = "amount"
        given = {header for header, name in mapping.columns.items() if name == "amount_cents"}
        # Without a role the heading still tells the row of headings from others.
        roles = {h: "" if r == "amount" and h not in given else r for h, r in roles.items()}
        for header, name in kind.headers().items():
            if name in ("title", "product_title") and header not in mapping.columns:
                roles[header] = ""
    return roles


def assign(kind: ImportKind, detected: Detected, mapping: Mapping) -> Assignment:
    """Give each column to at most one field; the mapping goes first, then the words in order."""
    known = kind.headers()
    order = {header: place for place, header in enumerate(known)}
    found = Assignment()
    open_headers: list[str] = []
    for column in detected.columns:
        key = same_header(column.header)
        if key not in mapping.columns:
            if column.year is None or kind.role(known.get(key, "")) == "date":
                open_headers.append(column.header)
            continue
        name = mapping.columns[key]
        if name is None:
            found.unused.append(column.header)
            continue
        if name in found.fields:
            raise WrongMapping(
                f"Die Zuordnung gibt dem Feld „{name}“ zwei Spalten: „{found.fields[name]}“ und "
                f"„{column.header}“.",
                field="columns",
            )
        found.fields[name] = column.header
    columns = {column.header: column for column in detected.columns}
    # The more telling word wins: a file with "Produkt" and "Teilplan" is ordered by "Produkt".
    open_headers.sort(key=lambda header: order.get(same_header(header), len(order)))
    for header in open_headers:
        name = _field_of(kind, known, header)
        if name == "title" and columns[header].role in ("number", "amount"):
            name = None
        if (
            name == "title"
            and name in found.fields
            and kind.name == "budget"
            and "product" in found.fields
        ):
            name = "product_title"
        if name is not None and name not in found.fields:
            found.fields[name] = header
        else:
            found.unused.append(header)
    found.unused.sort(key=list(columns).index)
    return found


def _field_of(kind: ImportKind, known: dict[str, str], header: str) -> str | None:
    """The field whose word the header is; a heading in per cent fills only a field of numbers."""
    first, *others = known_keys(header) or [""]
    if first in known:
        return known[first]
    if kind.name == "budget":
        others = [key for key in others if key == heading_key(without_unit(header))]
    if kind.amount:
        # "VZÄ 2026" is a column of that year in a list of lines, and no field of the row.
        others = [key for key in others if not re.search(r"(?:19|20)\d\d", header)]
    share = (unit_in(header) or ("",))[0] == "%"
    euros = (unit_in(header) or ("",))[0] in ("EUR", "TEUR", "Mio. EUR")
    yearly = times_a_year(header) is not None
    for key in others:
        name = known.get(key)
        if name is None or (share and kind.role(name) != "number"):
            continue
        # "Hosting (€/Jahr)" is money, whatever "Hosting" alone would be; "Fallzahl p.a." counts.
        spec = kind.spec(name)
        counts = spec is None or spec.kind in (Kind.INTEGER, Kind.MONEY)
        if (euros and kind.role(name) != "amount") or (yearly and not counts):
            continue
        return name
    if share and kind.spec("progress") and _DONE.search(header):
        return "progress"
    # "Hersteller/Lieferant" names one field twice.
    parts = {known.get(heading_key(part)) for part in re.split(r"\s*/\s*", header)}
    return parts.pop() if len(parts) == 1 and "/" in header else None
