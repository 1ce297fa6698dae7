"""The form of any noun: shown, read strictly, saved with what somebody else saved in view.

A form keeps the record it was opened with (its base) until it is saved or left, so that a change
by somebody else never replaces what is being typed; it surfaces as a conflict with both values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from strategy.kernel.errors import Conflict, FieldConflict, Refused, StrategyError
from strategy.kernel.record import Kind, Record, Spec
from strategy.kernel.records import save_
from strategy.kernel.store import Transaction
from strategy.kernel.written_field import PARSERS
from ui.objects.drafts import draft_of, forget_draft, keep_typed, show_draft, typed_fields
from ui.objects.fields import options_for_form, options_of, parsed, show_field, shown
from ui.run import session

R = TypeVar("R", bound=Record)
# What is written in the action of a save beside the record, which it gets as it was saved.
Along = Callable[[Transaction, Any], None]


def form_key(record: Record, key: str = "") -> str:
    """The widget keys of one form start with this; a saved change gives a fresh form."""
    return f"{record.TABLE}:{record.id or 'neu'}:{record.version}:{key}"


def base_of(record: R, key: str = "") -> R:
    """The record a form works on: the one it was opened with while something is typed in it."""
    place = f"base:{record.TABLE}:{record.id or 'neu'}:{key}"
    base: R = st.session_state.setdefault(place, record)
    # Nothing typed yet: the newer state may come in quietly.
    if base.version != record.version and not _is_dirty(base, key):
        base = record
    st.session_state[place] = base
    if base.version != record.version:
        st.info(
            "Inzwischen hat jemand anderes diesen Eintrag gespeichert. Ihre Eingaben sind noch da; "
            "beim Speichern sehen Sie beide Werte.",
            icon=":material/info:",
        )
    if session.editable():
        show_draft(base, form_key(base, key), key)
    return base


def begin_form(record: Record, under: str) -> None:
    """Let the form of a new entry below another parent begin empty, with that parent."""
    place = f"under:{record.TABLE}"
    if st.session_state.get(place, under) != under:
        _forget_typed(form_key(record))
    st.session_state[place] = under
    show_draft(record, form_key(record))


def _forget_typed(prefix: str) -> None:
    for name in [name for name in st.session_state if str(name).startswith(prefix)]:
        del st.session_state[name]


def _forget_base(record: Record) -> None:
    """Let the form begin anew: what was typed is saved or kept in a pending conflict."""
    begin = f"base:{record.TABLE}:{record.id or 'neu'}:"
    for name in [name for name in st.session_state if str(name).startswith(begin)]:
        del st.session_state[name]


def _is_dirty(base: Record, key: str) -> bool:
    return bool(typed_fields(base, form_key(base, key), base.specs()))


def show_form(
    record: Record, *, fields: Sequence[str] = (), key: str = "", disabled: bool = False
) -> None:
    """Draw the inputs of a record; ``fields`` chooses and orders them (default: all)."""
    specs = _chosen(record, fields)
    prefix = form_key(record, key)
    errors: dict[str, str] = st.session_state.get(f"{prefix}errors", {})
    draft = {} if disabled else draft_of(record, key)
    with session.read() as db:
        tables = {spec.ref for spec in specs if spec.ref not in ("", "*")}
        options = {table: options_for_form(db, record, table) for table in tables}
    for row in _rows(specs):
        # New columns for every pair keep the reading order row by row, also for a screen reader.
        places = st.columns(len(row)) if len(row) > 1 else [st.container()]
        for spec, place in zip(row, places, strict=True):
            with place:
                kept = draft.get(spec.name)
                value = getattr(record, spec.name) if kept is None else kept["entered"]
                show_field(spec, value, f"{prefix}{spec.name}", options, disabled)
                if spec.name in errors:
                    st.error(errors[spec.name], icon=":material/error:")
    if not disabled:
        keep_typed(record, key, prefix, specs, draft)


def _rows(specs: Sequence[Spec]) -> list[list[Spec]]:
    """Short fields in pairs, long texts and the naming field over the whole width."""
    rows: list[list[Spec]] = []
    for index, spec in enumerate(specs):
        wide = spec.kind is Kind.LONG or index == 0
        if wide or not rows or len(rows[-1]) == 2 or rows[-1][0].kind is Kind.LONG or index == 1:
            rows.append([spec])
        else:
            rows[-1].append(spec)
    return rows


def _chosen(record: Record, fields: Sequence[str]) -> list[Spec]:
    if fields:
        return [record.spec(name) for name in fields]
    return [spec for spec in record.specs() if not spec.hidden]


def read_form(record: R, *, fields: Sequence[str] = (), key: str = "") -> R:
    """The record with what is typed in its form; raises Refused for the first unclear field.

    All sentences are left beside their fields.
    """
    prefix = form_key(record, key)
    errors: dict[str, str] = {}
    changes: dict[str, Any] = {}
    for spec in _chosen(record, fields):
        # Not shown in this form, so it stays as it is.
        if f"{prefix}{spec.name}" not in st.session_state:
            continue
        entered = st.session_state[f"{prefix}{spec.name}"]
        try:
            if spec.kind in PARSERS:
                value = parsed(spec, entered or "")
            else:
                value = None if entered == "" else entered
        except Refused as error:
            # All fields are read before anything is refused, so that every error is seen at once.
            errors[spec.name] = f"{spec.label}: {error}"
        else:
            changes[spec.name] = value
    st.session_state[f"{prefix}errors"] = errors
    if errors:
        name, sentence = next(iter(errors.items()))
        raise Refused(sentence, name)
    return record.replace(**changes)


@dataclass(frozen=True)
class PendingSave:
    """A save that met somebody else's change and waits for the user's choice."""

    record: Record
    conflict: Conflict
    along: Along | None = None
    key: str = ""


def name_of(record: Record) -> str:
    """What users call an object; where its name is a reference, the name of what it refers to."""
    if record.NAME == "id":
        return record.name
    spec, value = record.spec(record.NAME), getattr(record, record.NAME)
    return _named(spec, value) if spec.ref and value else record.name


def save_form(
    record: R,
    *,
    fields: Sequence[str] = (),
    key: str = "",
    after: Callable[[R], None] | None = None,
    along: Along | None = None,
) -> None:
    """Callback of a save button: read, check, save, say so; ``after`` gets the saved record.

    ``along`` writes what belongs to the form and not to the record, in the same action.
    """
    prefix = form_key(record, key)
    try:
        entered = read_form(record, fields=fields, key=key)
    except Refused:
        session.say("error", "Noch nicht gespeichert; bitte die markierten Felder berichtigen.")
        return
    save_entered(entered, prefix, after, along, key)


def _save(tx: Transaction, entered: R, along: Along | None) -> R:
    saved = save_(tx, entered)
    if along is not None:
        along(tx, saved)
    return saved


def save_entered(
    entered: R,
    prefix: str,
    after: Callable[[R], None] | None = None,
    along: Along | None = None,
    key: str = "",
) -> None:
    """Save a record that was read from a form; leave its errors and conflicts beside it."""
    verb = "geändert" if entered.version else "angelegt"
    what = f"{entered.SINGULAR} „{name_of(entered)}“ {verb}"
    try:
        # act and not write: this callback has its own words for every outcome.
        saved = session.act(what, lambda tx: _save(tx, entered, along))
    # A sub-class of StrategyError, so it has to come first.
    except Conflict as conflict:
        st.session_state[_pending_key(entered)] = PendingSave(entered, conflict, along, key)
        _forget_base(entered)
        return
    except StrategyError as error:
        # A field that this form does not show cannot be marked; then the sentence stands alone.
        if isinstance(error, Refused) and f"{prefix}{error.field}" in st.session_state:
            st.session_state[f"{prefix}errors"] = {error.field: str(error)}
            session.say("error", "Noch nicht gespeichert; bitte das markierte Feld berichtigen.")
        else:
            session.say("error", str(error))
        return
    st.session_state.pop(_pending_key(entered), None)
    _forget_base(entered)
    forget_draft(entered, key)
    if not entered.version:
        # The next new entry of this kind takes nothing over from this one.
        _forget_typed(prefix)
    if entered.version and saved.version == entered.version:
        session.say("info", f"{entered.SINGULAR} „{name_of(entered)}“ ist unverändert.")
    else:
        said = f"Gespeichert: {entered.SINGULAR} „{name_of(saved)}“."
        session.say("success", said, undoable=True)
    if after:
        after(saved)


def _pending_key(record: Record) -> str:
    return f"pending:{record.TABLE}:{record.id}"


def show_conflict(record: Record) -> bool:
    """Where somebody else saved in between: both values of every field, and the choice.

    Returns whether there is a conflict; the form is better not shown beside it.
    """
    pending: PendingSave | None = st.session_state.get(_pending_key(record))
    if pending is None:
        return False
    prefix = f"{_pending_key(record)}:"
    st.warning(str(pending.conflict), icon=":material/warning:")
    for item in pending.conflict.fields:
        spec = record.spec(item.field)
        st.radio(
            f"{item.label}: welcher Wert gilt?",
            ["mine", "theirs"],
            key=f"{prefix}choice_{item.field}",
            format_func=partial(_side, spec, item),
        )
    st.button(
        "Mit dieser Auswahl speichern",
        key=f"{prefix}resolve",
        type="primary",
        on_click=_resolve,
        args=(record, prefix),
    )
    st.button(
        "Meine Eingaben verwerfen", key=f"{prefix}drop", on_click=_drop, args=(record, pending.key)
    )
    return True


def _drop(record: Record, key: str) -> None:
    st.session_state.pop(_pending_key(record), None)
    forget_draft(record, key)


def _side(spec: Spec, item: FieldConflict, side: str) -> str:
    if side == "mine":
        return f"mein Wert: {_named(spec, item.mine)}"
    return f"der andere Wert: {_named(spec, item.theirs)}"


def _named(spec: Spec, value: Any) -> str:
    if spec.ref and spec.ref != "*" and value:
        with session.read() as db:
            return options_of(db, spec.ref).get(value, str(value))
    return shown(spec, value)


def _resolve(record: Record, prefix: str) -> None:
    pending: PendingSave = st.session_state[_pending_key(record)]
    chosen = {
        item.field: item.theirs
        for item in pending.conflict.fields
        if st.session_state.get(f"{prefix}choice_{item.field}") == "theirs"
    }
    # With the version of the other save, on which the choice was made; a third save refuses again.
    merged = pending.record.replace(**chosen, version=pending.conflict.version)
    save_entered(merged, prefix, along=pending.along, key=pending.key)
