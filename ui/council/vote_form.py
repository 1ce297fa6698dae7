"""The entry of a vote: one form, one button, and everything that follows is written along."""

from __future__ import annotations

from typing import Any

import streamlit as st

from strategy.acts.voting import Booked, Vote, book_vote, measures_of_paper, next_station
from strategy.figures.plan.council import consultations
from strategy.kernel import german
from strategy.kernel.errors import Refused, StrategyError
from strategy.kernel.record import Spec
from strategy.nouns.consultation import Consultation, ConsultationRole, Outcome
from strategy.nouns.municipality import VoteColumns
from strategy.nouns.paper import Paper
from strategy.nouns.resolution import Resolution, ResolutionForm
from ui.objects.fields import options_of, parsed
from ui.run import kept_text, session
from ui.run.plain_text import plain

_FROM_NUMBERS = "folgt aus den Stimmen"
_RESULTS = [str(item) for item in Outcome if item is not Outcome.OPEN]


def show_vote_form(paper: Paper) -> None:
    """Draw the entry for one station of a paper; nothing where there is none or nobody may."""
    if not session.editable():
        return
    with session.read() as db:
        stations = consultations(db, paper.id)
        following = next_station(db, paper.id)
        names = options_of(db, "measure")
        usual = measures_of_paper(db, paper.id)
    if stations.empty:
        return
    words = {row["consultation_id"]: _station_words(row) for row in stations.to_dict("records")}
    ids = list(words)
    # All dealt with: the form serves to correct an entry and is closed.
    title = "Abstimmung erfassen" if following else "Abstimmung berichtigen"
    with st.expander(title, icon=":material/how_to_vote:", expanded=following is not None):
        chosen = st.selectbox(
            "Beratung",
            ids,
            index=ids.index(following.id) if following else len(ids) - 1,
            format_func=lambda one: words.get(one, one),
            key=f"vote_station_{paper.id}_{following.id if following else ''}",
        )
        if chosen is None:
            return
        station = stations.set_index("consultation_id").loc[chosen]
        decides = station["role"] == ConsultationRole.DECISION
        _show_numbers(chosen, station)
        if decides:
            st.multiselect(
                "Beschlossene Maßnahmen",
                list(names),
                default=[one for one in usual if one in names],
                format_func=lambda one: names.get(one, one),
                key=f"vote_measures_{chosen}",
                placeholder="auswählen …",
                help="Sie werden mit dem Beschluss verknüpft und sind damit beschlossen.",
            )
            _show_more(chosen, paper)
        st.button(
            "Abstimmung speichern",
            type="primary",
            icon=":material/save:",
            key=f"vote_save_{chosen}",
            on_click=_save,
            args=(chosen, paper, decides),
        )


def _station_words(row: dict[Any, Any]) -> str:
    day = "Tag offen" if german.is_unknown(row["held_on"]) else german.day(row["held_on"])
    return f"{row['body']}, {day} ({row['role']}): {row['outcome'] or Outcome.OPEN}"


def _columns() -> list[Spec]:
    """The numbers this municipality records, as the specs of their fields."""
    present = session.municipality().vote_columns == VoteColumns.WITH_PRESENT
    third = "present" if present else "abstentions"
    return [Consultation.spec(name) for name in ("yes", "no", third, "excluded")]


def _show_numbers(chosen: str, station: Any) -> None:
    for spec, place in zip(_columns(), st.columns(4), strict=True):
        with place:
            value = station[spec.name]
            kept_text.text_input(
                spec.label,
                "" if german.is_unknown(value) else str(int(value)),
                key=f"vote_{spec.name}_{chosen}",
                placeholder="/ für keine" if spec.slash_is_none else "",
                autocomplete="off",
            )
    known = None if station["outcome"] in (None, Outcome.OPEN) else str(station["outcome"])
    with st.container(horizontal=True):
        st.selectbox(
            "Ergebnis",
            _RESULTS,
            index=_RESULTS.index(known) if known in _RESULTS else None,
            placeholder=_FROM_NUMBERS,
            key=f"vote_outcome_{chosen}",
            help="Ohne Angabe entscheidet die Mehrheit der Ja- und Nein-Stimmen; bei "
            "Stimmengleichheit ist abgelehnt.",
        )
        st.selectbox(
            "Beschlossen",
            [str(item) for item in ResolutionForm],
            index=None,
            placeholder=str(ResolutionForm.AS_PROPOSED),
            key=f"vote_form_{chosen}",
        )


def _show_more(chosen: str, paper: Paper) -> None:
    """What a resolution has beside its vote; all of it may be left to the paper."""
    if not st.toggle("Wortlaut, Betrag und Nummer angeben", key=f"vote_more_{chosen}"):
        return
    kept_text.text_area("Wortlaut", paper.proposal or "", key=f"vote_wording_{chosen}")
    kept_text.text_area("Auflagen", key=f"vote_conditions_{chosen}")
    with st.container(horizontal=True):
        kept_text.text_input("Beschlussnummer", paper.reference or "", key=f"vote_number_{chosen}")
        kept_text.text_input(
            "Beschlossener Betrag", key=f"vote_amount_{chosen}", placeholder="z. B. 1.234,56"
        )
        kept_text.text_input("Frist", key=f"vote_due_{chosen}", placeholder="z. B. 31.12.2027")


_MORE = ("wording", "conditions", "number", "amount", "due")


def _typed(name: str, chosen: str) -> str:
    return str(st.session_state.get(f"vote_{name}_{chosen}") or "").strip()


def _read(chosen: str, decides: bool) -> Vote:
    """The form as a vote; raises Refused with the field that is unclear."""
    numbers: dict[str, Any] = {}
    for spec in _columns():
        try:
            numbers[spec.name] = parsed(spec, _typed(spec.name, chosen))
        except Refused as error:
            raise Refused(f"{spec.label}: {error}", spec.name) from error
    if not decides:
        return Vote(
            chosen,
            **numbers,
            outcome=_typed("outcome", chosen) or None,
            form=_typed("form", chosen) or None,
        )
    found: dict[str, Any] = {}
    for name, spec in (
        ("amount", Resolution.spec("amount_cents")),
        ("due", Resolution.spec("due")),
    ):
        try:
            found[name] = parsed(spec, _typed(name, chosen))
        except Refused as error:
            raise Refused(f"{spec.label}: {error}", spec.name) from error
    return Vote(
        chosen,
        **numbers,
        outcome=_typed("outcome", chosen) or None,
        form=_typed("form", chosen) or None,
        wording=_typed("wording", chosen) or None,
        conditions=_typed("conditions", chosen) or None,
        number=_typed("number", chosen) or None,
        amount_cents=found["amount"],
        due=found["due"],
        measures=tuple(st.session_state.get(f"vote_measures_{chosen}") or ()),
    )


def _save(chosen: str, paper: Paper, decides: bool) -> None:
    try:
        vote = _read(chosen, decides)
    except Refused as error:
        session.say("error", str(error))
        return

    try:
        booked = session.act(
            f"Abstimmung über „{paper.name}“ erfasst", lambda tx: book_vote(tx, vote)
        )
    except StrategyError as error:
        session.say("error", str(error))
        return
    # The fields of a station keep their text; what is saved must not come back as unsaved.
    names = (*(spec.name for spec in _columns()), *_MORE)
    kept_text.forget(*(f"vote_{name}_{chosen}" for name in names))
    session.say("success", _told(booked), undoable=True)


def _told(booked: Booked) -> str:
    said = f"Gespeichert: {booked.station.outcome}. Die Vorlage ist „{booked.paper.status}“"
    if booked.resolution is not None:
        said += f", Beschluss {booked.resolution.id} ({booked.resolution.form}) ist angelegt"
    return plain(f"{said}.")
