"""Data: a plan of one's own, with the words of a Land."""

import re

import streamlit as st

from strategy.kernel.errors import Refused, StrategyError
from strategy.kernel.german import spelled
from strategy.kernel.record import Kind
from strategy.kernel.written_field import kind_written
from strategy.plans.opened import LOCAL_PLANS
from strategy.plans.presets import list_presets, new_plan
from ui.run import kept_text, session
from ui.run.plain_text import plain


def make() -> None:
    """Callback: create the plan file and work on it from now on."""
    title = (st.session_state.get("new_title") or "").strip()
    # The name becomes a file name: without umlauts, spaces and signs that systems treat
    # differently.
    stem = re.sub(r"[^a-z0-9]+", "-", spelled(title.casefold())).strip("-")
    try:
        if not stem:
            raise Refused("Geben Sie den Namen der Kommune an, zum Beispiel „Stadt Musterhausen“.")
        year = kind_written(Kind.YEAR, st.session_state.get("new_year") or "").value
        if year is None:
            raise Refused("Geben Sie das Planjahr an, zum Beispiel 2027.")
        inhabitants = kind_written(
            Kind.INTEGER, st.session_state.get("new_inhabitants") or ""
        ).value
        path = LOCAL_PLANS / f"{stem}.duckdb"
        store = new_plan(
            path, st.session_state["new_preset"], title, year, session.actor(), inhabitants
        )
    except StrategyError as error:
        session.say("error", str(error))
        return
    # Before the plan changes: what is typed is kept beside the one that was open.
    kept_text.forget("new_title", "new_year", "new_inhabitants")
    session.add_store(store)
    session.choose_plan(path)
    st.session_state["founded"] = path.stem
    session.say(
        "success",
        f"Der Plan für {title} ist angelegt und geöffnet; er liegt in der Datei {path.name}.",
    )


def show_ways_on() -> None:
    """Where one goes from a plan that was just founded.

    Links, no st.switch_page: that clears the address, which the choice of the plan is bound to.
    With one plan before, a reload then showed that one; with several, Streamlit refused it.
    """
    here = {"plan": session.plan_path().stem}
    st.title(f"{plain(session.municipality().title)} ist angelegt")
    st.markdown("Womit möchten Sie beginnen?")
    for script, label in (
        ("step_1_goals/vision.py", "Mit dem Leitbild (Schritt 1)"),
        ("step_2_ist_analysis/organisation.py", "Mit Dezernaten und Ämtern (Schritt 2)"),
        ("plan_data/import_files.py", "Mit Dateien, die es schon gibt: einlesen"),
    ):
        st.page_link(script, label=label, icon=":material/arrow_forward:", query_params=here)


if st.session_state.pop("founded", "") == session.plan_path().stem:
    show_ways_on()
    session.end_page()

st.title("Neue Kommune anlegen")
st.markdown(
    "Ein eigener Plan in einer eigenen Datei. Das Land gibt die üblichen Wörter für Ämter, Gremien "
    "und Vorlagen vor; alles lässt sich später unter „Kommune“ ändern."
)
if not session.who().may_write:
    st.info(session.why_closed(), icon=":material/info:")
    session.end_page()
kept_text.text_input(
    "Name der Kommune (Pflichtfeld)",
    key="new_title",
    autocomplete="off",
    placeholder="z. B. Stadt Musterhausen",
)
presets = {preset.key: preset.state for preset in sorted(list_presets(), key=lambda one: one.state)}
st.selectbox(
    "Land",
    list(presets),
    key="new_preset",
    format_func=lambda key: presets[key],
    help="Bringt die üblichen Wörter, Gremien und den Kontenrahmen mit; alles lässt sich danach "
    "ändern.",
)
kept_text.text_input(
    "Planjahr (Pflichtfeld)",
    key="new_year",
    autocomplete="off",
    placeholder="z. B. 2027",
    help="Das Haushaltsjahr, für das als Nächstes geplant wird.",
)
kept_text.text_input(
    "Einwohnerinnen und Einwohner",
    key="new_inhabitants",
    autocomplete="off",
    placeholder="z. B. 28.000",
)
st.button("Plan anlegen", type="primary", icon=":material/add_home:", on_click=make)
