"""The choice of units and a field for each of them, two in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from ui.run import kept_text, session
from ui.run.plain_text import plain


@dataclass(frozen=True)
class UnitFields:
    """How units are chosen and what is typed for each.

    ``prefix`` begins the keys of the inputs and changes with what is saved; ``kept`` begins the
    names under which unsaved text is kept, and stays.
    """

    names: Mapping[str, str]
    prefix: str
    kept: str

    def choose(self, label: str, standing: Iterable[str]) -> list[str]:
        """The chosen units, at first those that stand."""
        chosen: list[str] = st.multiselect(
            label,
            list(self.names),
            list(standing),
            key=f"{self.prefix}units",
            format_func=self._name,
            placeholder="auswählen …",
            disabled=not session.editable(),
        )
        return chosen

    def ask(
        self,
        label: str,
        chosen: list[str],
        value: Callable[[str], str],
        placeholder: str,
        hint: Callable[[str], str | None] = lambda unit: None,
    ) -> None:
        """A text field for every chosen unit; its text stands under ``prefix`` and the unit."""
        # New columns per pair keep the order of reading row by row, also for a screen reader.
        for index in range(0, len(chosen), 2):
            columns = st.columns(2)
            for unit, column in zip(chosen[index : index + 2], columns, strict=False):
                with column:
                    kept_text.text_input(
                        f"{label} {plain(self._name(unit))}",
                        value(unit),
                        key=f"{self.prefix}{unit}",
                        name=f"{self.kept}{unit}",
                        placeholder=placeholder,
                        autocomplete="off",
                        disabled=not session.editable(),
                        help=hint(unit),
                    )

    def _name(self, unit: str) -> str:
        return self.names.get(unit, unit)
