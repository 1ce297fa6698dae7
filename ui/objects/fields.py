"""One input per declared field: how a value is shown, typed and understood.

Amounts, per cents, FTE, years and dates are text inputs, because Streamlit's own number and date
inputs misread German.  What was understood is echoed below the field; what is not clear is refused
there in one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from strategy.figures.plan.domains import leading_domains
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.listing import find, names_by_id
from strategy.kernel.record import Kind, Record, Spec
from strategy.kernel.records import noun_of
from strategy.kernel.selection import equal
from strategy.kernel.store import Cursor
from strategy.kernel.written_field import PARSERS, field_written
from strategy.nouns.domain_mapping import DomainMapping
from strategy.nouns.life_domain import LifeDomain

UNKNOWN = "unbekannt"

_ECHOED = (Kind.MONEY, Kind.PERCENT, Kind.FTE, Kind.DAY)
_PLACEHOLDERS = {
    Kind.MONEY: "z. B. 1.234,56",
    Kind.PERCENT: "z. B. 12,5 %",
    Kind.FTE: "z. B. 0,75",
    Kind.DAY: "z. B. 3.4.2026",
    Kind.YEAR: "z. B. 2027",
}


def parsed(spec: Spec, entered: str) -> Any:
    """What a typed text means for its field; raises Refused with a sentence."""
    # Paper forms of the council write "/" for nobody; an empty field means not recorded.
    if spec.slash_is_none and entered.strip() == "/":
        return 0
    return field_written(spec, entered).value


def shown(spec: Spec, value: Any) -> str:
    """A value as German text; an empty one in the word its field gives it."""
    if german.is_unknown(value):
        return spec.empty_word
    match spec.kind:
        case Kind.MONEY:
            return german.money(value)
        case Kind.PERCENT:
            return german.percent(value)
        case Kind.FTE:
            return german.fte(value)
        case Kind.NUMBER:
            return german.number(value)
        case Kind.INTEGER:
            return german.number(value, 0)
        case Kind.DAY:
            return german.day(value)
        case Kind.MOMENT:
            return german.moment(value)
        case Kind.FLAG:
            return "ja" if value else "nein"
        case _:
            return str(value)


def typed(spec: Spec, value: Any) -> str:
    """A value as it is typed into its text field; empty where unknown.

    A text is what somebody typed there before.
    """
    if isinstance(value, str):
        return value
    if german.is_unknown(value):
        return ""
    # A year has no thousands separator: 2.027 would be read as a number.
    return str(value) if spec.kind is Kind.YEAR else shown(spec, value)


def options_of(db: Cursor, table: str) -> dict[str, str]:
    """id → name of every row of a table, for a choice; ordered by name."""
    noun = noun_of(table)
    spec = noun.spec(noun.NAME)
    return {
        object_id: option_word(object_id, shown(spec, name) if name else "")
        for object_id, name in names_by_id(db, noun).items()
    }


def options_for_form(db: Cursor, record: Record, table: str) -> dict[str, str]:
    """What references of a record to a table may be set to, and what they are set to: id → name.

    Life domains of the leading system only: several systems name the same things, and a list with
    "Mobilität" twice would split what belongs together.  A domain of another system stays where
    it was chosen before.
    """
    names = options_of(db, table)
    # What corresponds to what across the systems can only be said with all of them.
    if table != LifeDomain.TABLE or isinstance(record, DomainMapping):
        return names
    if isinstance(record, LifeDomain):
        # What lies above a domain lies in its own system, whether that one leads or not.
        same = {item.id for item in find(db, LifeDomain, equal(system_id=record.system_id))}
        return {one: word for one, word in names.items() if one in same and one != record.id}
    leading, chosen = leading_domains(db), set(record.values().values())
    return {one: word for one, word in names.items() if one in leading or one in chosen}


def option_word(object_id: str, name: object) -> str:
    """How an object reads in a choice; a filter's choice stands in the address by this word."""
    return f"{name or object_id} ({object_id})"


def show_field(
    spec: Spec, value: Any, key: str, options: Mapping[str, dict[str, str]], disabled: bool
) -> None:
    label = spec.label + (" (Pflichtfeld)" if spec.required else "")
    common: dict[str, Any] = {"key": key, "help": spec.help or None, "disabled": disabled}
    if spec.kind is Kind.LONG:
        st.text_area(label, value or "", **common)
    elif spec.kind is Kind.FLAG:
        # Three and no checkbox, which could not say that nobody knows.
        choices = [None, True, False]
        st.selectbox(
            label,
            choices,
            choices.index(value if value is None else bool(value)),
            format_func=lambda v: UNKNOWN if v is None else ("ja" if v else "nein"),
            **common,
        )
    elif spec.choices is not None:
        words = [None, *(str(item) for item in spec.choices)]
        st.selectbox(
            label,
            words,
            words.index(value) if value in words else 0,
            format_func=lambda v: (spec.empty or "bitte wählen") if v is None else v,
            **common,
        )
    elif spec.ref in options:
        names = options[spec.ref]
        # A value that is no choice any more stays, or opening the form would change the object.
        ids = [None, *names] + ([value] if value and value not in names else [])
        st.selectbox(
            label,
            ids,
            ids.index(value),
            format_func=lambda v: (spec.empty or "keine Angabe") if v is None else names.get(v, v),
            **common,
        )
    else:
        st.text_input(
            label,
            typed(spec, value),
            # In a field that nobody can fill in, an example would be read as its value.
            placeholder=None if disabled else _PLACEHOLDERS.get(spec.kind),
            # Browsers offer what was typed in fields of the same name, which are those of other
            # objects.
            autocomplete="off",
            **common,
        )
        _echo(spec, key)


def _echo(spec: Spec, key: str) -> None:
    """Say what a typed amount or date was understood as, once it differs from the typed text."""
    entered = st.session_state.get(key) or ""
    if spec.kind not in PARSERS or not entered.strip():
        return
    try:
        value = parsed(spec, entered)
    except Refused as error:
        st.caption(f":red[{error}]")
        return
    if understood := echo(spec, value, entered):
        st.caption(understood)


def echo(spec: Spec, value: Any, entered: str) -> str:
    """What a text was understood as, empty where it says just that, with or without its unit."""
    said = typed(spec, value)
    bare = entered.strip()
    # Of counts and years the digits alone say all; amounts and days are always shown in full.
    literal = (said, said.replace(".", "")) if spec.kind not in _ECHOED else (said,)
    return "" if bare in literal else f"verstanden: {said}"
