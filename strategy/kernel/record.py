"""What every noun shares: a frozen dataclass that knows its table and its German words.

A noun declares its fields once.  Form, table, history, import and export all read that
declaration, so a word or a rule never has to be kept in step in several places.  Nouns with rules
of their own add ``validate`` or functions in their file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from strategy.kernel import german

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor, Transaction


class Kind(StrEnum):
    """How a field is typed, stored and shown."""

    TEXT = "text"
    LONG = "long"  # several lines
    CODE = "code"  # text with leading zeros, never a number
    MONEY = "money"  # integer cents
    PERCENT = "percent"  # decimal, 12.5 means 12,5 %
    FTE = "fte"  # decimal, full-time equivalents (Vollzeitäquivalente)
    NUMBER = "number"  # decimal
    INTEGER = "integer"
    YEAR = "year"
    DAY = "day"
    MOMENT = "moment"  # UTC timestamp
    FLAG = "flag"  # ja, nein or unknown
    CHOICE = "choice"  # one value of a StrEnum, stored as the German word
    REF = "ref"  # id of a row of another table


SQL_TYPES: dict[Kind, str] = {
    Kind.MONEY: "BIGINT",
    Kind.PERCENT: "DECIMAL(9,4)",
    Kind.FTE: "DECIMAL(9,4)",
    Kind.NUMBER: "DECIMAL(18,4)",
    Kind.INTEGER: "BIGINT",
    Kind.YEAR: "INTEGER",
    Kind.DAY: "DATE",
    Kind.MOMENT: "TIMESTAMP",
    Kind.FLAG: "BOOLEAN",
}


class OnDelete(StrEnum):
    """What becomes of a row when the row it refers to is deleted."""

    REFUSE = "refuse"  # the delete is refused and says what hangs on it
    CASCADE = "cascade"  # the row is deleted along (and restored along)
    CLEAR = "clear"  # the reference becomes unknown


class Gender(StrEnum):
    """The German article of a noun in the accusative: "hat die Maßnahme angelegt"."""

    FEMININE = "die"
    NEUTER = "das"
    MASCULINE = "den"


@dataclass(frozen=True)
class Absent:
    """Said where a noun has no place on purpose, so that a forgotten one can be told from it."""

    because: str


@dataclass(frozen=True)
class Spec:
    """The declaration of one field."""

    name: str
    label: str
    kind: Kind
    required: bool = False
    help: str = ""
    # What an empty field means, where that is known: "alle", "–" where it does not apply.  Only a
    # field that says nothing here is unknown when it is empty.
    empty: str = ""
    choices: type[StrEnum] | None = None
    ref: str = ""
    on_delete: OnDelete = OnDelete.REFUSE
    hidden: bool = False
    # Paper forms write "/" for none; the field reads it as 0.
    slash_is_none: bool = False
    # Of a day: whether it is the "first" or "last" of something, so that "12/2027" is one.
    edge: str = ""
    # Of a whole number: what it counts, "months" or "years", so that "1 Quartal" is one.  Of a
    # code: "grade", so that "EG 11" is the "E11" that has a rate.
    unit: str = ""
    # How the trace of an object calls the step along this reference; empty where it is no step.
    trace: str = ""
    # A reference to the own table by which no row may come to lie above itself.
    acyclic: bool = False
    # Of an amount or a whole number: whether it may lie below 0.  Hardly any does: a negative one
    # typed by mistake would lower a total without a word.
    signed: bool = False

    @property
    def empty_word(self) -> str:
        """The word that lists, sheets, forms, history and files write for an empty field."""
        return self.empty or german.UNKNOWN

    @property
    def sql_type(self) -> str:
        """The column type in DuckDB (and PostgreSQL)."""
        return SQL_TYPES.get(self.kind, "TEXT")


def field(label: str, kind: Kind = Kind.TEXT, *, default: Any = None, **spec: Any) -> Any:
    """Declare a field; ``label`` is the German word used in form, table, history and Excel."""
    return dataclasses.field(default=default, metadata={"label": label, "kind": kind, **spec})


def text(label: str, **spec: Any) -> Any:
    """A line of text."""
    return field(label, Kind.TEXT, **spec)


def long(label: str, **spec: Any) -> Any:
    """Several lines of text."""
    return field(label, Kind.LONG, **spec)


def code(label: str, **spec: Any) -> Any:
    """A key that stays text, "0101"."""
    return field(label, Kind.CODE, **spec)


def money(label: str, **spec: Any) -> Any:
    """An amount in integer cents; None is unknown."""
    return field(label, Kind.MONEY, **spec)


def percent(label: str, **spec: Any) -> Any:
    """A share in per cent, Decimal("12.5") for 12,5 %."""
    return field(label, Kind.PERCENT, **spec)


def fte(label: str, **spec: Any) -> Any:
    """Full-time equivalents (VZÄ)."""
    return field(label, Kind.FTE, **spec)


def number(label: str, **spec: Any) -> Any:
    """A decimal number."""
    return field(label, Kind.NUMBER, **spec)


def integer(label: str, **spec: Any) -> Any:
    """A whole number."""
    return field(label, Kind.INTEGER, **spec)


def year(label: str, **spec: Any) -> Any:
    """A calendar or budget year."""
    return field(label, Kind.YEAR, **spec)


def day(label: str, **spec: Any) -> Any:
    """A date."""
    return field(label, Kind.DAY, **spec)


def moment(label: str, **spec: Any) -> Any:
    """A UTC timestamp, shown in local time."""
    return field(label, Kind.MOMENT, **spec)


def flag(label: str, **spec: Any) -> Any:
    """Ja, nein or unknown."""
    return field(label, Kind.FLAG, **spec)


def choice(label: str, choices: type[StrEnum], **spec: Any) -> Any:
    """One of the German words of ``choices``."""
    return field(label, Kind.CHOICE, choices=choices, **spec)


def ref(label: str, table: str, on_delete: str = "refuse", **spec: Any) -> Any:
    """A reference to a row of ``table``."""
    return field(label, Kind.REF, ref=table, on_delete=OnDelete(on_delete), **spec)


@dataclass(frozen=True)
class Record:
    """Base of every noun.

    ``version`` is the number of the action that last wrote the row; 0 means not yet saved.  A
    number is never used for two contents of a row, so equal versions mean equal rows.
    """

    TABLE: ClassVar[str]
    PREFIX: ClassVar[str]
    SINGULAR: ClassVar[str]
    PLURAL: ClassVar[str]
    GENDER: ClassVar[Gender]
    # The sheet of the strategy report that shows the noun, and the kind of import that reads it.
    REPORT: ClassVar[str | Absent]
    IMPORT: ClassVar[str | Absent]
    # Why a noun that goes with another object is no step of a trace; else its reference says
    # ``trace="…"``, the words of the step.
    TRACE: ClassVar[Absent | None] = None
    # Whether the trace of an object shows many rows of this noun as one, "28 Kostenzeilen", and
    # whether it steps back to them from the object they belong to.
    GROUPED: ClassVar[bool] = False
    PART: ClassVar[bool] = False
    # The field whose value names the object in lists, links and messages.
    NAME: ClassVar[str] = "title"
    # Fields without which nobody can judge the object; they make up its completeness.
    EXPECTED: ClassVar[tuple[str, ...]] = ()

    id: str = dataclasses.field(default="", kw_only=True)
    version: int = dataclasses.field(default=0, kw_only=True)

    @classmethod
    @cache
    def specs(cls) -> tuple[Spec, ...]:
        """The declared fields in order, without ``id`` and ``version``."""
        return tuple(
            Spec(name=item.name, **item.metadata)
            for item in dataclasses.fields(cls)
            if item.name not in ("id", "version")
        )

    @classmethod
    def spec(cls, name: str) -> Spec:
        """The declaration of one field; raises KeyError where there is none of this name."""
        for spec in cls.specs():
            if spec.name == name:
                return spec
        raise KeyError(f"{cls.TABLE} has no field {name}")

    @property
    def name(self) -> str:
        """What the object is called, for messages; its id where it has no name."""
        value = getattr(self, self.NAME, None)
        if isinstance(value, date):
            return german.day(value)
        return german.number(value) if isinstance(value, Decimal) else str(value or self.id)

    def values(self) -> dict[str, Any]:
        """Field name to value, without ``id`` and ``version``."""
        return {spec.name: getattr(self, spec.name) for spec in self.specs()}

    def validate(self) -> None:
        """Rules that concern this object alone; raises Refused with one German sentence."""

    def settled(self, db: Cursor) -> Self:
        """The object with what follows from its own change, asked before the rules below."""
        return self

    def validate_in(self, db: Cursor) -> None:
        """Rules that need the plan around the object, before it is saved; as above."""

    def validate_delete(self, db: Cursor) -> None:
        """Rules that forbid deleting the object, beyond the references to it; as above."""

    @classmethod
    def before_delete(cls, tx: Transaction, ids: Sequence[str]) -> None:
        """Bring what speaks of these rows into a true state, before they go.

        References to them are followed by ``records.delete_`` itself.
        """

    def take_along(self, tx: Transaction, standing: Self) -> None:
        """Bring rows that follow this one into line, right after it was changed from ``standing``;
        a new one is its own ``standing``.

        Same transaction, same action: whoever undoes the change undoes what followed from it.
        """

    def replace(self, **changes: Any) -> Self:
        """A copy with other values."""
        return dataclasses.replace(self, **changes)
