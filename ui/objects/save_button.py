"""The button that saves a form together with the links filled in like its fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from strategy.kernel.record import Record
from ui.objects.forms import save_form
from ui.objects.link_fields import LinkField, save_link_fields

R = TypeVar("R", bound=Record)


def save_button(
    record: R,
    fields: Sequence[str],
    links: Sequence[LinkField],
    key: str = "",
    after: Callable[[R], None] | None = None,
) -> None:
    """Draw it below the inputs that ``show_form`` drew of the same record, fields and key."""
    st.button(
        "Speichern",
        type="primary",
        icon=":material/save:",
        key=f"save_{record.id or f'new_{record.TABLE}'}",
        on_click=save_form,
        args=(record,),
        kwargs={
            "fields": fields,
            "key": key,
            "after": after,
            # In the same action, so that one undo takes back both.
            "along": lambda tx, saved: save_link_fields(tx, saved, record, links),
        },
    )
