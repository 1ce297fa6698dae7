"""Links that people fill in like a field: "Dient dem Ziel" in the form of a measure.

The kind of the link follows from the two nouns.  What is chosen is saved with the object, in the
same action, so that one undo takes both back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from strategy.figures.plan.domains import leading_domains
from strategy.kernel.record import Record
from strategy.kernel.records import delete_, find
from strategy.kernel.selection import equal
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.link import Link
from strategy.relations.link_kinds import usual_kind
from strategy.relations.links import link
from ui.objects.fields import options_of
from ui.objects.forms import form_key
from ui.run import session


@dataclass(frozen=True)
class LinkField:
    """One field: to which noun the links lead, and its German label."""

    table: str
    label: str


def _links(db: Cursor, record: Record, field: LinkField) -> dict[str, Link]:
    """The links of this field that stand in the plan, by what they lead to."""
    if not record.id:
        return {}
    kind = str(usual_kind(record.TABLE, field.table))
    found = find(db, Link, equal(from_id=record.id, kind=kind))
    with_prefix = {str(item.to_id): item for item in found}
    known = set(options_of(db, field.table))
    return {to_id: item for to_id, item in with_prefix.items() if to_id in known}


def linked_names(db: Cursor, record: Record, field: LinkField) -> list[str]:
    """What the field leads to, by name."""
    options = options_of(db, field.table)
    return [options[to_id] for to_id in _links(db, record, field)]


def show_link_fields(record: Record, fields: Sequence[LinkField], disabled: bool = False) -> None:
    """A choice of one or several objects per field."""
    for field in fields:
        key = _key(record, field)
        with session.read() as db:
            options = options_of(db, field.table)
            standing = sorted(_links(db, record, field))
            if field.table == LifeDomain.TABLE:
                options = _pickable(db, options, standing)
        # What was linked when the field was drawn: only what the user changes is changed.
        st.session_state[f"{key}:base"] = standing
        st.multiselect(
            field.label,
            list(options),
            [one for one in standing if one in options],
            # Links made elsewhere give a fresh field.
            key=f"{key}:{'+'.join(standing)}",
            format_func=partial(_name, options),
            placeholder="auswählen …",
            disabled=disabled,
        )


def _name(options: dict[str, str], one: str) -> str:
    return options.get(one, one)


def _pickable(db: Cursor, options: dict[str, str], standing: Sequence[str]) -> dict[str, str]:
    """Life domains of the leading system, and what is linked already."""
    leading = leading_domains(db)
    return {one: name for one, name in options.items() if one in leading or one in standing}


def _key(record: Record, field: LinkField) -> str:
    return f"{form_key(record)}link:{field.table}"


def save_link_fields(
    tx: Transaction, record: Record, opened: Record, fields: Sequence[LinkField]
) -> None:
    """Make and remove the links that were changed in the form of ``opened``; ``record`` is what
    was saved."""
    for field in fields:
        key = _key(opened, field)
        base: Sequence[str] = st.session_state.get(f"{key}:base", [])
        chosen = st.session_state.get(f"{key}:{'+'.join(base)}")
        # Not drawn in this form: nothing was said about it.
        if chosen is None:
            continue
        kind = usual_kind(record.TABLE, field.table)
        for to_id in chosen:
            if to_id not in base:
                link(tx, record.id, kind, to_id)
        standing = _links(tx, record, field)
        for to_id in base:
            if to_id not in chosen and to_id in standing:
                delete_(tx, Link, standing[to_id].id)
