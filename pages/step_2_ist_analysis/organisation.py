"""Step 2: the organisation from Dezernat to Sachgebiet."""

from dataclasses import replace
from datetime import date

import streamlit as st

from strategy.figures.inventory.organisation import organisation_tree, staff_by_unit
from strategy.kernel import german
from strategy.kernel.listing import find, has_any
from strategy.kernel.selection import equal
from strategy.nouns.organisation_unit import OrganisationUnit
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.inventory.unit_sheet import show_unit_sheet
from ui.objects.register import Register, new_button, show_children, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.drill import show_drill
from ui.tables.format import fte_column, number_column, text_column

UNITS = Register(
    OrganisationUnit,
    columns=[
        "title",
        "number",
        "level",
        "parent_id",
        "head_function",
        "staff_fte",
        "valid_to",
        "successor_id",
    ],
    filters=["level", "parent_id"],
    order="level, number, title",
    empty="Hier steht der Aufbau der Verwaltung. Jede Anwendung, jede Leistung und alle Kosten "
    "gehören zu einer Einheit. Beginnen Sie mit den obersten Einheiten (Ebene 1); auf der Seite "
    "einer Einheit legen Sie dann die Einheiten darunter an (Ebene 2). Einen fertigen "
    "Gliederungsplan lesen Sie unter „Einlesen“ ein.",
    parent_field="parent_id",
    imports="organisation",
)
# Units are children of units; the same register as its own child would draw itself without end.
BELOW = replace(
    UNITS,
    columns=["title", "number", "level", "staff_fte"],
    order="number, title",
    empty="Darunter gibt es keine weitere Einheit.",
)

words = session.municipality()
st.title("Organisation")
st.markdown(
    plain(
        f"Der Aufbau der Verwaltung: {words.level_1}, {words.level_2} und {words.level_3} mit "
        "Stellen, Gültigkeit und Nachfolge."
    )
)


def show_below(unit: OrganisationUnit) -> None:
    show_children(BELOW, unit.id)


def show_unit(unit: OrganisationUnit) -> None:
    show_unit_sheet(unit, show_below)


def first_level() -> int:
    """The level a new unit begins with: below its parent, the very first one at the top."""
    with session.read() as db:
        # "bei" stands in the address when the form was opened from a unit; nothing is found
        # otherwise.
        parents = find(db, OrganisationUnit, equal(id=st.query_params.get("bei", "")))
        above = has_any(db, OrganisationUnit, equal(level=1))
    if parents and parents[0].level is not None:
        return int(parents[0].level) + 1
    # With a top level there, a new unit is far more often an Amt than another Dezernat.
    return 2 if above else 1


if show_object(replace(UNITS, defaults={"level": first_level()}), sheet=show_unit):
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Wird eine Einheit aufgelöst oder zusammengelegt, löschen Sie sie nicht: Tragen Sie "
        "„Gültig bis“ und die Nachfolgerin ein, dann bleiben die Zahlen der früheren Jahre richtig "
        "zugeordnet. Die Stellen einer Einheit schließen die der Einheiten darunter ein."
    )
tree_tab, list_tab = st.tabs(["Aufbau", "Liste"], key="organisation_sicht", bind="query-params")
if list_tab.open:
    with list_tab:
        show_list(UNITS)
    session.end_page()

with tree_tab:
    with session.read() as db:
        # The day decides who is dissolved: units are never deleted, they end on "Gültig bis".
        tree = organisation_tree(db, date.today())
        # One level only: the posts of a unit contain those below it, so levels must not be added.
        staff = staff_by_unit(db, 2, date.today())
    if tree.empty:
        show_list(UNITS)
        session.end_page()
    if len(staff):
        st.header(plain(f"Stellen je {words.level_2}"))
        show_chart(
            bar_chart(staff, "Stellen (VZÄ)", write=german.fte),
            bar_summary(staff, "Die meisten Stellen (VZÄ)", write=german.fte),
            staff,
            {"label": text_column(words.level_2 or "Amt"), "value": fte_column("Stellen (VZÄ)")},
            key="organisation_stellen",
            title="Stellen",
        )
    st.header("Aufbau")
    gone = int((tree["state"] == "aufgelöst").sum())
    st.caption(
        f"{german.number(len(tree))} Einheiten, davon {german.number(gone)} aufgelöst; "
        "eine Einheit steht unter der, zu der sie gehört."
    )
    # The indent shows the tree in a grid; the level column says the same to a screen reader.
    tree["name"] = [
        "\u2003\u2003" * depth + ("└ " if depth else "") + title
        for depth, title in zip(tree["depth"], tree["title"], strict=True)
    ]
    # In this picture of today an empty end or successor says "none" and not "unknown".
    tree["valid_to"] = [
        "ohne Ende" if german.is_unknown(end) else german.day(end) for end in tree["valid_to"]
    ]
    tree["successor"] = tree["successor"].fillna("keine")
    show_drill(
        tree,
        {
            "name": text_column("Einheit"),
            "level": number_column("Ebene", width="small"),
            "staff_fte": fte_column("Stellen (VZÄ)"),
            "head_function": text_column("Leitung"),
            "state": text_column("Stand"),
            "valid_to": text_column("Gültig bis"),
            "successor": text_column("Nachfolgerin"),
            "applications": number_column("Anwendungen"),
            "projects": number_column("Projekte"),
            "services": number_column("Leistungen"),
        },
        key="organisation_baum",
        label="Aufbau der Verwaltung",
        ids="id",
        prompt="Einheit öffnen",
    )
    new_button(UNITS)
