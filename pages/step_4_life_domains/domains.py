"""Step 4: systems of life domains, their correspondence, and the measures in each domain."""

import streamlit as st

from strategy.acts.planning import lead_with
from strategy.figures.plan.domains import domain_pairs, measures_per_leading_domain
from strategy.nouns.domain_mapping import DomainMapping
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.frame.next_step import show_next
from ui.measures.domain_sheet import show_domain_sheet
from ui.objects.fields import option_word
from ui.objects.register import Register, new_button, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import number_column, text_column
from ui.tables.result_table import show_result

DOMAINS = Register(
    LifeDomain,
    columns=["title", "parent_id", "body", "position"],
    parent_field="system_id",
    order="position",
    empty="Noch keine Lebensbereiche; legen Sie den ersten an, zum Beispiel „Mobilität“.",
)
SYSTEMS = Register(
    LifeDomainSystem,
    columns=["title", "source", "is_leading"],
    children=[DOMAINS],
    order="-is_leading",
    empty="Hier stehen die Gliederungen der Lebensbereiche. Legen Sie eine an und darin Ihre "
    "Lebensbereiche; eine davon führt den Plan.",
)
MAPPINGS = Register(DomainMapping, columns=["from_id", "to_id"])


def lead(system: LifeDomainSystem) -> None:
    session.write(f"Gliederung „{system.title}“ ist führend", lambda tx: lead_with(tx, system.id))


def show_leading(system: LifeDomainSystem) -> None:
    """One button makes this system the one the plan is ordered by."""
    if system.is_leading:
        st.markdown(":material/star: Diese Gliederung führt den Plan.")
        return
    st.button(
        "Als führend festlegen",
        icon=":material/star:",
        on_click=lead,
        args=(system,),
        key="lead",
        disabled=not session.editable(),
        help="Diagramme und Listen ordnen die Maßnahmen nach der führenden Gliederung.",
    )


def show_measures(domain: LifeDomain) -> None:
    st.page_link(
        "step_4_life_domains/measures.py",
        label=f"Maßnahmen in „{plain(domain.title)}“ zeigen",
        icon=":material/task:",
        # The address holds the word of a choice and not its value, and two systems may use one
        # word.
        query_params={"measure_domain_id": option_word(domain.id, domain.title)},
    )


st.title("Lebensbereiche")
st.markdown(
    "Lebensbereiche ordnen die Maßnahmen danach, wo die Menschen sie spüren, und nicht nach Ämtern."
)
wanted = st.query_params.get("id", "")
# Before the systems, whose children domains are: as a child a domain would lack its measures.
if wanted.startswith(f"{LifeDomain.PREFIX}-") and show_object(
    DOMAINS, show_measures, sheet=show_domain_sheet
):
    session.end_page()
if show_object(SYSTEMS, show_leading) or show_object(MAPPINGS):
    session.end_page()
show_next("4")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Zwei Gliederungen sind schon da; Sie können eine eigene anlegen und jede zur führenden "
        "machen. Jede Maßnahme hat einen Lebensbereich der führenden Gliederung und kann über "
        "Verknüpfungen zu weiteren gehören. Die Zuordnung zeigt, was einander entspricht, damit "
        "sich der Plan auch in einer anderen Gliederung lesen lässt."
    )
with session.read() as db:
    counts = measures_per_leading_domain(db)
    pairs = domain_pairs(db)

st.header("Maßnahmen je Lebensbereich")
if counts.empty:
    st.info(
        "Noch führt keine Gliederung den Plan; öffnen Sie unten eine und legen Sie sie als "
        "führend fest.",
        icon=":material/info:",
    )
else:
    bars = counts.rename(columns={"domain": "label", "measures": "value"})
    show_chart(
        bar_chart(bars),
        bar_summary(bars, "Die meisten Maßnahmen"),
        counts,
        {
            "domain": text_column("Lebensbereich"),
            "measures": number_column("Maßnahmen"),
            "also": number_column("gehören auch dazu"),
        },
        key="domains",
        title="Maßnahmen je Lebensbereich",
    )
    places = st.columns(2)
    for number, row in enumerate(counts.itertuples()):
        with places[number % 2]:
            st.page_link(
                "step_4_life_domains/measures.py",
                label=f"{plain(row.domain)}: {row.measures} zeigen",
                icon=":material/task:",
                query_params={"measure_domain_id": option_word(str(row.domain_id), row.domain)},
            )

st.header("Gliederungen")
show_list(SYSTEMS)

st.header("Zuordnung zwischen den Gliederungen")
# The query names every leading domain, also those that correspond to nothing.
if pairs["mapping_id"].isna().all():
    st.info(
        "Noch entspricht kein Lebensbereich einem anderen. Legen Sie fest, welcher Bereich der "
        "führenden Gliederung welchem der anderen entspricht.",
        icon=":material/info:",
    )
else:
    show_result(
        pairs,
        {
            "domain": text_column("Lebensbereich"),
            "system": text_column("entspricht in der Gliederung"),
            "other": text_column("dem Lebensbereich"),
        },
        "mapping_id",
        key="pairs",
        title="Zuordnung der Lebensbereiche",
    )
# Not primary: a page has one main action.
new_button(MAPPINGS, primary=False)
