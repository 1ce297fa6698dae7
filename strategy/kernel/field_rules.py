"""What every field of a kind must keep to, whichever noun it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind, Record, Spec

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
