"""The groups of a sheet: facts to read, "Bearbeiten" for each group, what is empty in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from strategy.kernel import german
from strategy.kernel.listing import find, names_by_id
from strategy.kernel.record import Kind, Record
from strategy.kernel.records import noun_of
from strategy.kernel.selection import equal
from strategy.kernel.store import Cursor
from ui.objects.drafts import draft_of, forget_draft
from ui.objects.fields import options_of, shown
from ui.objects.forms import base_of, form_key, show_form
from ui.objects.link_fields import LinkField, linked_names, show_link_fields
from ui.objects.register import Register, new_button, show_children
from ui.objects.save_button import save_button
from ui.run import session
from ui.run.plain_text import plain

# So many rows of what hangs on an object are told in the line under which they are folded.
_TOLD = 4


@dataclass(frozen=True)
class SheetGroup:
    """One group: its fields, links that are filled in like fields, what hangs on the object, and
    what else is drawn (``more``), between the facts and the children."""

    title: str
    fields: Sequence[str] = ()
    links: Sequence[LinkField] = ()
    children: Sequence[Register] = ()
    more: Callable[[Any], None] | None = None


def show_groups(record: Record, groups: Sequence[SheetGroup]) -> None:
    """Draw the groups one after the other; at most one is being edited."""
    _open_draft(record, groups)
    for group in groups:
        st.subheader(group.title)
        if st.session_state.get(_open_key(record)) == group.title and session.editable():
            _show_form(record, group)
        elif group.fields or group.links:
            _show_facts(record, group)
        if group.more is not None:
            group.more(record)
        _show_children(record, group)


def _open_draft(record: Record, groups: Sequence[SheetGroup]) -> None:
    """Open the group that holds unsaved text; after a reload nobody would look for it there."""
    if _open_key(record) in st.session_state or not session.editable():
        return
    for group in groups:
        if draft_of(record, f"{group.title}:"):
            _open(record, group.title)
            return


def _open_key(record: Record) -> str:
    # One group at a time: a form that stays open over the save of another would end in a conflict
    # with the user's own change.
    return f"sheet_group:{record.id}"


def _show_facts(record: Record, group: SheetGroup) -> None:
    rows, empty = _facts(record, group)
    if rows:
        # Two trailing blanks end the line; a table would repeat its head in every group.
        st.markdown("  \n".join(f"**{label}:** {value}" for label, value in rows))
    if empty:
        st.caption(f"Noch leer: {', '.join(empty)}.")
    if session.editable():
        st.button(
            "Bearbeiten",
            icon=":material/edit:",
            # Every group has its button; a screen reader hears of which group.
            help=f"{group.title} bearbeiten",
            key=f"edit_{record.id}_{group.title}",
            on_click=_open,
            args=(record, group.title),
        )


def _facts(record: Record, group: SheetGroup) -> tuple[list[tuple[str, str]], list[str]]:
    rows: list[tuple[str, str]] = []
    empty: list[str] = []
    with session.read() as db:
        for name in group.fields:
            spec, value = record.spec(name), getattr(record, name)
            if german.is_unknown(value) or value == "":
                # "Noch leer" would ask for what is left empty on purpose.
                if spec.empty:
                    rows.append((spec.label, spec.empty))
                else:
                    empty.append(spec.label)
            elif spec.ref:
                rows.append((spec.label, plain(options_of(db, spec.ref).get(value, value))))
            elif spec.kind is Kind.LONG:
                rows.append((spec.label, plain(value)))
            else:
                rows.append((spec.label, plain(shown(spec, value))))
        for field in group.links:
            names = linked_names(db, record, field)
            if names:
                rows.append((field.label, "; ".join(plain(name) for name in names)))
            else:
                empty.append(field.label)
    return rows, empty


def _open(record: Record, title: str) -> None:
    st.session_state[_open_key(record)] = title


def _close(record: Record) -> None:
    st.session_state.pop(_open_key(record), None)


def _show_form(record: Record, group: SheetGroup) -> None:
    key = f"{group.title}:"
    base = base_of(record, key)
    show_form(base, fields=group.fields, key=key)
    show_link_fields(base, group.links)
    with st.container(horizontal=True):
        save_button(base, group.fields, group.links, key, _close)
        st.button(
            "Nicht ändern", key=f"keep_{record.id}", on_click=_cancel, args=(record, base, key)
        )


def _cancel(record: Record, base: Record, key: str) -> None:
    prefix = form_key(base, key)
    for name in [name for name in st.session_state if str(name).startswith(prefix)]:
        del st.session_state[name]
    forget_draft(base, key)
    _close(record)


def _show_children(record: Record, group: SheetGroup) -> None:
    """What hangs on the object, folded under its own words; what is not there yet is one line with
    the buttons to begin it."""
    missing = []
    for child in group.children:
        with session.read() as db:
            rows = find(
                db, child.noun, equal(**{child.parent_field: record.id}), order=child.order or "id"
            )
            told = [_words(db, child, row) for row in rows[:_TOLD]]
        if not rows:
            missing.append(child)
            continue
        more = ", …" if len(rows) > _TOLD else ""
        folded = st.expander(
            f"{child.noun.PLURAL} ({len(rows)}): {', '.join(told)}{more}",
            key=f"sheet_{record.id}_{child.key}",
            on_change="rerun",
        )
        if folded.open:
            with folded:
                show_children(child, record.id)
    if not missing:
        return
    st.caption(f"Noch nicht erfasst: {', '.join(child.noun.PLURAL for child in missing)}.")
    if session.editable():
        with st.container(horizontal=True):
            for child in missing:
                new_button(child, record.id)


def _words(db: Cursor, child: Register, row: Record) -> str:
    """A row in two words of its list: "Umsetzung 2027", "Kriterium 7,5"."""
    words = []
    for name in child.columns[:2]:
        spec, value = row.spec(name), getattr(row, name)
        if german.is_unknown(value) or value == "":
            continue
        if spec.ref and spec.ref != "*":
            words.append(str(names_by_id(db, noun_of(spec.ref)).get(value, value)))
        else:
            # A year has no thousands separator.
            words.append(str(value) if spec.kind is Kind.YEAR else shown(spec, value))
    return plain(" ".join(words)) if words else row.id
