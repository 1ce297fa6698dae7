"""Step 2: the questions councils ask, answered for the whole city or one Dezernat."""

import streamlit as st

from strategy.analysis.answer_sources import answer_sources
from strategy.analysis.council_answer import Answer
from strategy.analysis.council_answers import KEYS, council_answers, quality_sentence, read_scope
from strategy.figures.money.cost import cost_years
from strategy.kernel import german
from strategy.kernel.listing import find
from strategy.kernel.record import Kind, Spec
from strategy.kernel.selection import equal
from strategy.nouns.organisation_unit import OrganisationUnit
from ui.frame.places import forward_elsewhere
from ui.objects.list_rows import column_of
from ui.objects.register import SHOWN_ROWS
from ui.reports.answer_files import show_answer_files
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.drill import set_filters, show_drill
from ui.tables.format import Column, grid, number_column, percent_column


def column(spec: Spec) -> Column:
    """How a column of an answer is written on the screen."""
    if spec.kind is Kind.PERCENT:
        return percent_column(spec.label, places=0)
    if spec.kind is Kind.NUMBER:
        return number_column(spec.label, places=1)
    return column_of(spec)


def show_answer(number: int, item: Answer) -> None:
    """One question with its sentence, its day and its table."""
    st.header(f"{number} {item.question}")
    # The sentence holds names that people typed; an asterisk or a colon in them is no Markdown.
    st.markdown(plain(item.sentence))
    stand = f"Stand der Einträge: {german.day(item.stand)}."
    st.caption(" ".join([*(plain(note) for note in item.notes), stand]))
    if item.table.empty:
        return
    columns = {spec.name: column(spec) for spec in item.columns}
    if item.key == "projekte":
        show_drill(
            item.table,
            columns,
            key="antwort_projekte",
            label=item.question,
            ids="key",
            prompt="Projekt öffnen",
        )
    # Only the answer of the whole city has a row per Dezernat to go to.
    elif scope.dezernat is None and item.key == "mittel":
        show_drill(
            item.table,
            columns,
            # The row of what no unit bears has no id: there is no page of answers to open for it.
            lambda unit: set_filters(antwort_einheit=unit) if unit else None,
            key=f"antwort_{item.key}",
            label=item.question,
            ids="key",
            prompt=f"Alle Antworten für: {words}",
        )
    else:
        st.dataframe(
            **grid(item.table, columns),
            key=f"antwort_{item.key}_{scope.dezernat}",
            alt=item.question,
            height=min(38 + 35 * len(item.table), 480),
        )


st.title("Fragen der Politik")
st.markdown(
    "Was Rat und Ausschüsse zur Digitalisierung immer wieder fragen, beantwortet aus dem Plan: "
    "mit Stand, mit den Einträgen dahinter und als Seite zum Weitergeben."
)
# The tables name objects of other pages; choosing one puts its id into the address of this one.
forward_elsewhere("step_2_ist_analysis/council_answers.py")
town = session.municipality()
words = town.level_1 or "Dezernat"
with session.read() as db:
    top = find(db, OrganisationUnit, equal(level=1))
    units = {unit.id: str(unit.title) for unit in top}
    years = sorted({*town.years, *cost_years(db, "Plan")})
place, when = st.columns([2, 1])
unit = place.selectbox(
    "Antworten für",
    ["", *units],
    key="antwort_einheit",
    bind="query-params",
    format_func=lambda item: units.get(item, f"{town.title}, gesamt"),
)
first = years.index(town.plan_year) if town.plan_year in years else 0
year = when.selectbox("Haushaltsjahr", years, first, key="antwort_jahr", bind="query-params")
with session.read() as db:
    scope = read_scope(db, unit or None, year)
# Screen, Word and Excel render the same answers, so that they cannot differ.
answers = session.recall(council_answers, scope)
quality = session.recall(quality_sentence, scope)
show_answer_files(scope)
st.caption(plain(quality))
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Jede Antwort nennt den Tag, von dem ihre Einträge sind: die letzte Bestätigung oder "
        "Änderung. Die Word-Seite und die Excel-Mappe enthalten dieselben Zahlen wie diese "
        "Ansicht. Fehlt eine Angabe, steht sie als „unbekannt“ da; tragen Sie Stellen und "
        "Synergien unter „Stellen und Synergien“ ein, Kosten und Projekte auf ihren Seiten."
    )
for number, item in enumerate(answers, start=1):
    show_answer(number, item)

st.header("Die Einträge dahinter")
questions = {item.key: f"{n} {item.question}" for n, item in enumerate(answers, start=1)}
asked = st.selectbox(
    "Zu welcher Antwort",
    list(KEYS),
    key="antwort_frage",
    bind="query-params",
    format_func=questions.__getitem__,
)
with session.read() as db:
    sources = answer_sources(db, asked, scope, SHOWN_ROWS)
if sources.table.empty:
    st.info("Dazu gibt es noch keinen Eintrag.", icon=":material/info:")
else:
    if len(sources.table) == SHOWN_ROWS:
        st.caption(
            f"Gezeigt werden die größten {german.number(SHOWN_ROWS)} Einträge; die "
            "Excel-Mappe enthält alle."
        )
    show_drill(
        sources.table,
        {spec.name: column(spec) for spec in sources.columns},
        key=f"antwort_quellen_{asked}_{scope.dezernat}_{year}",
        label=sources.title,
        ids="id",
        prompt="Eintrag öffnen",
    )
