"""The page of one object: form, save, delete, links, origin, history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from strategy.kernel.errors import NotFound
from strategy.kernel.record import OnDelete, Record
from strategy.kernel.records import count_words, delete_, dependants, get_
from ui.frame.places import close_object, open_object
from ui.objects.comments import show_comments
from ui.objects.confirm import show_confirm
from ui.objects.forms import base_of, begin_form, name_of, show_conflict, show_form
from ui.objects.history_view import show_history
from ui.objects.link_fields import LinkField, show_link_fields
from ui.objects.links import show_links
from ui.objects.origin import show_origin
from ui.objects.save_button import save_button
from ui.objects.visibility import show_visibility
from ui.run import session
from ui.run.plain_text import plain

R = TypeVar("R", bound=Record)


def show_record(
    noun: type[R],
    object_id: str,
    fields: Sequence[str],
    parent_field: str = "",
    first: Callable[[R], None] | None = None,
    links: Sequence[LinkField] = (),
    sheet: Callable[[R], None] | None = None,
) -> R | None:
    """Draw one object with everything that is known about it; None where it is gone.

    ``first`` draws what people look for before they change anything, above the form; ``sheet``
    draws the object to be read, with forms of its own, in place of the one form.
    """
    try:
        with session.read() as db:
            record = get_(db, noun, object_id)
    # A link in a mail may outlive its object.
    except NotFound as error:
        st.error(str(error), icon=":material/error:")
        st.button("Zur Liste", on_click=close_object, icon=":material/arrow_back:")
        return None
    session.look_at_entry(record)
    parent_id = str(getattr(record, parent_field) or "") if parent_field else ""
    _show_back(parent_id)
    name = name_of(record)
    st.header(f"{noun.SINGULAR} {record.id}" + (f": {plain(name)}" if name != record.id else ""))
    editable = session.editable()
    if first is not None:
        first(record)
    # Beside the question which value holds, a form with a third one would only confuse.
    if show_conflict(record):
        pass
    elif sheet is not None:
        sheet(record)
        if editable:
            _delete_button(record)
            _ask_delete(record, parent_id)
        else:
            st.info(session.why_closed(), icon=":material/lock:")
    else:
        base = base_of(record)
        _show_fields(base, fields, links, disabled=not editable)
        if editable:
            _show_actions(base, fields, parent_id, links)
        else:
            st.info(session.why_closed(), icon=":material/lock:")
    show_confirm(record)
    show_comments(record)
    show_links(record)
    show_visibility(record)
    show_origin(record)
    show_history(record.id)
    return record


def _show_fields(
    record: Record, fields: Sequence[str], links: Sequence[LinkField], disabled: bool = False
) -> None:
    """The form; links that are filled in like fields stand behind the first fields, because what
    an object is for is asked right after what it is called."""
    if not links:
        show_form(record, fields=fields, disabled=disabled)
        return
    show_form(record, fields=fields[:2], disabled=disabled)
    show_link_fields(record, links, disabled)
    show_form(record, fields=fields[2:], disabled=disabled)


def show_new(
    record: Record,
    fields: Sequence[str],
    *,
    parent_field: str = "",
    links: Sequence[LinkField] = (),
) -> None:
    """Draw the form of an object that does not exist yet."""
    parent_id = str(getattr(record, parent_field) or "") if parent_field else ""
    _show_back(parent_id)
    session.look_at_entry(record)
    st.header(f"{record.SINGULAR} anlegen")
    if not session.editable():
        st.info(session.why_closed(), icon=":material/lock:")
        return
    begin_form(record, parent_id)
    _show_fields(record, fields, links)
    # A new object has no address before it is saved; afterwards the page goes there.
    save_button(record, fields, links, after=lambda saved: open_object(saved.id))


def _show_back(parent_id: str) -> None:
    st.button(
        f"Zurück zu {parent_id}" if parent_id else "Zurück zur Liste",
        key="back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=close_object,
        args=(parent_id,),
    )


def _show_actions(
    record: Record, fields: Sequence[str], parent_id: str, links: Sequence[LinkField]
) -> None:
    save, remove, _ = st.columns([1, 1, 2])
    with save:
        save_button(record, fields, links)
    with remove:
        _delete_button(record)
    _ask_delete(record, parent_id)


def _delete_button(record: Record) -> None:
    st.button(
        "Löschen …",
        icon=":material/delete:",
        key=f"delete_{record.id}",
        # Asked in a second step, because what hangs on the object goes with it.
        on_click=st.session_state.__setitem__,
        args=(f"delete_asked_{record.id}", True),
    )


def _ask_delete(record: Record, parent_id: str) -> None:
    asked = f"delete_asked_{record.id}"
    if st.session_state.get(asked):
        _confirm_delete(record, asked, parent_id)


def _confirm_delete(record: Record, asked: str, parent_id: str) -> None:
    """Say what hangs on the object, then delete it or not."""
    with session.read() as db:
        hanging = dependants(db, type(record), record.id)
    along = [
        count_words(item.noun, len(item.ids))
        for item in hanging
        # Only what would be deleted too; other references are merely emptied.
        if item.spec.on_delete is OnDelete.CASCADE
    ]
    sentence = f"{record.SINGULAR} „{name_of(record)}“ löschen?"
    if along:
        sentence += f" Mit ihr oder ihm werden gelöscht: {', '.join(along)}."
    st.warning(f"{plain(sentence)} Das lässt sich rückgängig machen.", icon=":material/warning:")
    yes, no, _ = st.columns([1, 1, 2])
    with yes:
        st.button(
            "Ja, löschen",
            type="primary",
            key=f"delete_yes_{record.id}",
            on_click=_delete,
            args=(record, asked, parent_id),
        )
    with no:
        st.button(
            "Nicht löschen",
            key=f"delete_no_{record.id}",
            on_click=st.session_state.pop,
            args=(asked, None),
        )


def _delete(record: Record, asked: str, parent_id: str) -> None:
    st.session_state.pop(asked, None)
    title = f"{record.SINGULAR} „{name_of(record)}“ gelöscht"

    def work(tx: object) -> bool:
        # With the version that was looked at: somebody else's newer state is not deleted unseen.
        delete_(tx, type(record), record.id, record.version)  # type: ignore[arg-type]
        return True

    if session.write(title, work):
        close_object(parent_id)
