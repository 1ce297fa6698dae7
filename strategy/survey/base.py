"""What a workbook held when it went out or was last read: the common base of the merge.

Kept in the plan as one text per workbook: JSON, packed, because a large Amt has thousands of cost
lines and every change of a row is recorded in the history a second time.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from strategy.kernel.errors import Unreadable
from strategy.kernel.record import Kind, Spec
from strategy.survey.form import BY_KEY, FormSheet

# A plan holds only what this program wrote; the bound stops a file made to fill the memory.
_MOST_BYTES = 200_000_000


@dataclass
class BaseRow:
    """One row: values by field, the names its cells showed for references, and where it stood.

    ``added`` marks a row that the Amt had added without a key: in the file it still has none.
    """

    values: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    row: int = 0
    added: bool = False


# Sheet key → object id → row.
Base = dict[str, dict[str, BaseRow]]


def pack(base: Base) -> str:
    """The base as one line of text."""
    plain = {
        key: {
            object_id: [
                {name: _plain(value) for name, value in row.values.items() if value is not None},
                row.names,
                row.row,
                int(row.added),
            ]
            for object_id, row in rows.items()
        }
        for key, rows in base.items()
    }
    # Empty fields are left out: most of a row is, and a missing name reads as None.
    data = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    # As text, because fields of a noun are texts and the history shows them; b85 is shorter than
    # b64.
    return base64.b85encode(zlib.compress(data, 6)).decode()


def unpack(text: str) -> Base:
    """The base of a text made by ``pack``; raises Unreadable where it is damaged."""
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.b85decode(text), _MOST_BYTES)
        # What is left over means more than the bound allows: 1 MB of zeros unpacks from 1 KB.
        if unpacker.unconsumed_tail:
            raise ValueError("too long")
        plain = json.loads(data)
        return {
            key: {
                object_id: BaseRow(_values(BY_KEY[key], values), dict(names), int(row), bool(added))
                for object_id, (values, names, row, added) in rows.items()
            }
            for key, rows in plain.items()
            # A sheet that a later form no longer has.
            if key in BY_KEY
        }
    except (ValueError, TypeError, KeyError, zlib.error, binascii.Error) as error:
        raise Unreadable(
            "Was mit diesem Erhebungsbogen ausgegeben wurde, ist im Plan nicht mehr lesbar; "
            "geben Sie den Bogen für dieses Amt neu aus."
        ) from error


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    # As text: a float of JSON would turn 33.3333 into something near it, which counts as changed.
    return str(value) if isinstance(value, Decimal) else value


def _values(sheet: FormSheet, plain: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(spec, plain.get(name)) for name, spec in sheet.specs.items()}


def _value(spec: Spec, plain: Any) -> Any:
    if plain is None:
        return None
    if spec.kind is Kind.DAY:
        return date.fromisoformat(plain)
    if spec.kind in (Kind.PERCENT, Kind.FTE, Kind.NUMBER):
        return Decimal(plain)
    return plain
