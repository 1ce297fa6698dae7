"""What is typed in a form and not saved survives reload, another page, sign-out and restart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from strategy.identity.drafts import Draft, keep_draft, read_draft
from strategy.kernel.errors import StrategyError
from strategy.kernel.record import Record, Spec
from strategy.kernel.written_field import PARSERS
from ui.objects.fields import shown, typed
from ui.run import session
from ui.run.plain_text import plain

NOTHING = object()


def draft_place(record: Record, key: str) -> str:
    """Under which name the draft of a form is kept: the object in its version of the plan."""
    # The same object may be edited in the draft of the plan and in a scenario.
    under = "" if record.id else st.session_state.get(f"under:{record.TABLE}", "")
    return f"{session.version()}/{record.TABLE}:{record.id or 'neu'}:{under}:{key}"


def draft_of(record: Record, key: str = "") -> Draft:
    """What this person has typed in this form and neither saved nor discarded.

    What the record says by now is saved, whoever kept it later: a run that was overtaken by the
    save may write the draft down once more, and an undo would bring that back as typed.
    """
    # By the fields of today: a draft may be older than the program.
    specs = {spec.name: spec for spec in record.specs()}
    return {
        name: item
        for name, item in _kept(record, key).items()
        if name in specs and _differs(specs[name], getattr(record, name), item["entered"])
    }


def _kept(record: Record, key: str) -> Draft:
    try:
        return read_draft(session.plan_path(), session.actor(), draft_place(record, key))
    except StrategyError:
        # A form must open all the same; what is typed from now on says so when it is kept.
        return {}


def typed_fields(base: Record, prefix: str, specs: Iterable[Spec]) -> dict[str, Any]:
    """What stands in the inputs of a form and differs from the record, by field."""
    found: dict[str, Any] = {}
    for spec in specs:
        entered = st.session_state.get(f"{prefix}{spec.name}", NOTHING)
        # None is a choice ("unbekannt"), so a field that was never drawn needs a sign of its own.
        if entered is NOTHING:
            continue
        if _differs(spec, getattr(base, spec.name), entered):
            found[spec.name] = entered
    return found


def _differs(spec: Spec, value: Any, entered: Any) -> bool:
    if spec.kind in PARSERS or isinstance(entered, str) and spec.choices is None:
        # Compared as it is typed: "1.234,50 €" and "1234,5" are one amount, but only the first
        # was put there by us.
        return entered not in (typed(spec, value), value or "")
    return bool(entered != value)


def keep_typed(base: Record, key: str, prefix: str, specs: Sequence[Spec], draft: Draft) -> None:
    """After the inputs were drawn: keep what differs from the record, where it is news."""
    entered = typed_fields(base, prefix, specs)
    # What this window has kept.  Another window of the same person may be typing in the same form;
    # one in which nothing happens must not undo that.
    mine: dict[str, Any] = st.session_state.setdefault(f"{prefix}kept", {})
    now = dict(draft)
    for spec in specs:
        name = spec.name
        if name in entered and entered[name] != mine.get(name, NOTHING):
            said = draft[name]["was"] if name in draft else typed(spec, getattr(base, name))
            now[name] = {"entered": entered[name], "was": said}
            mine[name] = entered[name]
        elif name not in entered and name in mine:
            now.pop(name, None)
            del mine[name]
    if now != _kept(base, key):
        _keep(draft_place(base, key), now)


def _keep(place: str, draft: Draft) -> None:
    try:
        keep_draft(session.plan_path(), session.actor(), place, draft)
    except StrategyError as error:
        st.warning(
            f"Ihre Eingaben werden nicht aufgehoben, bis Sie speichern: {plain(error)}",
            icon=":material/warning:",
        )


def forget_draft(record: Record, key: str = "") -> None:
    """The form was saved or discarded."""
    if _kept(record, key):
        _keep(draft_place(record, key), {})


def show_draft(record: Record, prefix: str, key: str = "") -> None:
    """Say that the form holds what was typed earlier, and offer to discard it."""
    draft = draft_of(record, key)
    # Always one block, full or empty: a message that comes or goes must not move the inputs.
    with st.container():
        # Whoever is typing knows; it is news where the browser brought nothing along.
        begun = any(f"{prefix}{name}" in st.session_state for name in draft)
        if draft and not begun:
            st.session_state[f"{prefix}restored"] = True
        if not draft or not st.session_state.get(f"{prefix}restored"):
            return
        labels = [record.spec(name).label for name in draft]
        st.info(
            "Wiederhergestellt, noch nicht gespeichert: Ihre Eingaben bei "
            f"{', '.join(f'„{label}“' for label in labels)}.",
            icon=":material/edit_note:",
        )
        for sentence in _changed_meanwhile(record, draft):
            st.warning(sentence, icon=":material/warning:")
        st.button(
            "Verwerfen",
            key=f"{prefix}discard",
            icon=":material/delete_sweep:",
            help="Eingaben verwerfen und zeigen, was im Plan steht",
            on_click=_discard,
            args=(record, prefix, key),
        )


def _changed_meanwhile(record: Record, draft: Draft) -> list[str]:
    """What somebody else saved in the fields of a draft since: it would be replaced unseen, because
    the form of a new visit begins with the newest record."""
    sentences = []
    for name, item in draft.items():
        spec, value = record.spec(name), getattr(record, name)
        if typed(spec, value) != item["was"]:
            sentences.append(
                f"{spec.label}: im Plan steht inzwischen „{plain(shown(spec, value))}“; mit "
                "„Speichern“ gilt Ihre Eingabe, mit „Verwerfen“ der Plan."
            )
    return sentences


def _discard(record: Record, prefix: str, key: str) -> None:
    for name in [name for name in st.session_state if str(name).startswith(prefix)]:
        del st.session_state[name]
    forget_draft(record, key)
