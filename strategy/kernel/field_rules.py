"""What a field must keep to, whichever noun it belongs to: all rules of fields stand here.

``save_`` asks in this order: ``tidy``, ``check_required``, ``check_values``, the noun's own
``validate`` (which may use ``check_order`` and ``check_between``), then ``check_references``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from strategy.kernel.circles import circle_words
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind, Record, Spec
from strategy.kernel.store import Transaction
from strategy.kernel.store.references import ANY, table_of_id

# Characters no keyboard types; in an Excel file they would make the sheet unreadable.
_CONTROL = {code: None for code in [*range(32), 127] if chr(code) not in "\t\n"}


def tidy(value: Any, spec: Spec) -> Any:
    """The value as the column keeps it, so that what was saved equals what is read back.

    Empty text is unknown; StrEnum members become their word, decimals get four places.
    """
    if isinstance(value, str):
        return str(value).translate(_CONTROL).strip() or None
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value) >= 10**11:
            # The history keeps rows as JSON, whose numbers are exact to 15 digits.
            raise Refused(f"„{spec.label}“ ist zu groß; prüfen Sie die Eingabe.", spec.name)
        return value.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    if isinstance(value, float) and spec.sql_type in ("BIGINT", "INTEGER"):
        raise TypeError(f"{spec.name} takes whole numbers, got {value!r}")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise Refused(f"„{spec.label}“ ist zu groß; prüfen Sie die Eingabe.", spec.name)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def check_values(record: Record) -> None:
    """Raise Refused for a value its field does not provide for."""
    for spec in record.specs():
        value = getattr(record, spec.name)
        if value is None:
            continue
        if spec.choices is not None and value not in list(spec.choices):
            allowed = ", ".join(f"„{item}“" for item in spec.choices)
            raise Refused(
                f"„{value}“ ist bei „{spec.label}“ nicht vorgesehen; möglich sind {allowed}.",
                spec.name,
            )
        if spec.kind is Kind.YEAR and not 1900 <= value <= 2200:
            raise Refused(
                f"„{spec.label}“ ist {value}; geben Sie ein Jahr zwischen 1900 und 2200 an.",
                spec.name,
            )
        if spec.kind is Kind.FTE and value < 0:
            raise Refused(
                f"„{spec.label}“ ist negativ; geben Sie einen Stellenanteil ab 0 an.", spec.name
            )
        if spec.kind in (Kind.MONEY, Kind.INTEGER) and value < 0 and not spec.signed:
            raise Refused(f"„{spec.label}“ ist negativ; geben Sie 0 oder mehr an.", spec.name)
        if spec.kind is Kind.MONEY and abs(value) > 10**15:
            raise Refused(
                f"„{spec.label}“ ist größer als 10 Billionen Euro; prüfen Sie den Betrag.",
                spec.name,
            )
        if (
            isinstance(value, Decimal)
            and abs(value) >= 10**5
            and spec.kind in (Kind.PERCENT, Kind.FTE)
        ):
            raise Refused(f"„{spec.label}“ ist zu groß; prüfen Sie die Eingabe.", spec.name)


def check_required(record: Record) -> None:
    """Refuse a record in which a compulsory field is empty."""
    for spec in record.specs():
        value = getattr(record, spec.name)
        if spec.required and (value is None or (isinstance(value, str) and not value.strip())):
            raise Refused(
                f"„{spec.label}“ fehlt; geben Sie es an, dann lässt sich "
                f"„{record.SINGULAR}“ speichern.",
                spec.name,
            )


def check_order(record: Record, first: str, last: str) -> None:
    """Refuse an end that lies before its beginning."""
    begin, end = getattr(record, first), getattr(record, last)
    if begin is not None and end is not None and end < begin:
        raise Refused(
            f"„{record.spec(last).label}“ liegt vor „{record.spec(first).label}“; "
            "tauschen oder berichtigen Sie die Angaben.",
            last,
        )


def check_between(record: Record, name: str, least: int, most: int) -> None:
    """Refuse a number outside ``least`` to ``most``; per cent are said as such."""
    value, spec = getattr(record, name), record.spec(name)
    if value is not None and not least <= value <= most:
        unit = " %" if spec.kind is Kind.PERCENT else ""
        raise Refused(
            f"„{spec.label}“ liegt nicht zwischen {least} und {most}{unit}; "
            "berichtigen Sie die Angabe.",
            name,
        )


def check_references(tx: Transaction, record: Record) -> None:
    """Refuse a reference to a row that is not there, or a parent that lies below the record."""
    for spec in record.specs():
        value = getattr(record, spec.name)
        if value is None or not spec.ref:
            continue
        table = table_of_id(value) if spec.ref == ANY else spec.ref
        if table is None or not tx.has_rows(f"SELECT 1 FROM {table} WHERE id = ?", [value]):
            raise Refused(
                f"„{spec.label}“: {value} gibt es in diesem Plan nicht; wählen Sie einen "
                "vorhandenen Eintrag.",
                spec.name,
            )
        if spec.acyclic and record.id:
            _check_no_circle(tx, record, spec)


def _check_no_circle(tx: Transaction, record: Record, spec: Spec) -> None:
    """Refuse a parent that lies below the record itself: the tree would have no top any more."""
    above, way = getattr(record, spec.name), list[str]()
    while above is not None and above not in way:
        way.append(above)
        if above == record.id:
            raise Refused(
                f"„{spec.label}“: {way[0]} hängt selbst von {record.id} ab "
                f"({circle_words(record.id, way)}); wählen Sie einen anderen Eintrag.",
                spec.name,
            )
        above = tx.value(f"SELECT {spec.name} FROM {record.TABLE} WHERE id = ?", [above])
