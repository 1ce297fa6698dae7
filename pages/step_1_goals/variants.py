"""Step 1: how the strategy itself is produced, side by side."""

import streamlit as st

from strategy.analysis.variants import list_variants, paper_text, recommendation_words
from strategy.kernel import german
from strategy.kernel.records import list_
from strategy.nouns.production_variant import ProductionVariant
from ui.frame.places import open_object
from ui.objects.list_rows import column_of
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.download import excel_button
from ui.tables.format import grid

VARIANTS = Register(
    ProductionVariant,
    columns=[
        "title",
        "kind",
        "one_off_cents",
        "yearly_cents",
        "duration_months",
        "own_fte",
        "recommended",
    ],
    filters=["kind"],
    empty="Hier stehen die Wege, die Strategie zu erarbeiten: mit eigenem Personal, mit externer "
    "Begleitung, gemischt oder mit Nachbarkommunen. Der Rat entscheidet zwischen ihnen. Beginnen "
    "Sie mit dem Weg, den Sie selbst für den naheliegenden halten.",
)
SIDE_BY_SIDE = [
    "title",
    "kind",
    "one_off_cents",
    "yearly_cents",
    "duration_months",
    "own_fte",
    "advantages",
    "disadvantages",
    "risk",
    "recommended",
    "reason",
]


def show_card(number: int, variant: ProductionVariant) -> None:
    """One variant as a card; the recommended one says so in words."""
    with st.container(border=True, height="stretch"):
        st.header(f"{number}. {plain(variant.title)}")
        if variant.recommended:
            st.badge("empfohlen", icon=":material/check_circle:", color="green")
        st.caption(variant.kind or german.UNKNOWN)
        # Reads "unbekannt" where it is; no "Monate" may follow that.
        months = german.number(variant.duration_months)
        st.table(
            {
                "Einmalige Kosten": german.money(variant.one_off_cents),
                "Laufend je Jahr": german.money(variant.yearly_cents),
                "Dauer": f"{months} Monate" if variant.duration_months else months,
                "Eigener Aufwand": german.fte(variant.own_fte, unit=True),
            },
            border="horizontal",
        )
        for label, words in (
            ("Vorteile", variant.advantages),
            ("Nachteile", variant.disadvantages),
            ("Risiken", variant.risk),
            ("Begründung", variant.reason),
        ):
            if words:
                st.markdown(f"**{label}**")
                # st.text and not Markdown: people type lists with dashes and asterisks of their
                # own.
                st.text(words)
        st.button(
            f"Variante {number} öffnen",
            key=f"open_{variant.id}",
            on_click=open_object,
            args=(variant.id,),
        )


st.title("Varianten der Erarbeitung")
st.markdown("Wie die Strategie entsteht: Kosten, Dauer, Aufwand und Risiken nebeneinander.")
if show_object(VARIANTS):
    session.end_page()
with session.read() as db:
    variants = list_variants(db)
    frame = list_(db, ProductionVariant)
if variants:
    with st.expander("So geht es", icon=":material/help:"):
        st.markdown(
            "Erfassen Sie zwei bis vier Wege mit denselben Angaben, dann lassen sie sich "
            "vergleichen. Setzen Sie bei genau einer „Empfohlen“ auf ja und begründen Sie es; "
            "daraus entsteht unten der Text für die Vorlage."
        )
    st.markdown(plain(recommendation_words(variants)))
    # Three fit side by side; four read better as two pairs.
    row = 3 if len(variants) in (3, 5, 6) else 2
    for start in range(0, len(variants), row):
        for offset, place in enumerate(st.columns(row)):
            if start + offset < len(variants):
                with place:
                    show_card(start + offset + 1, variants[start + offset])
    with st.expander("Als Tabelle", icon=":material/table:"):
        columns = {name: column_of(ProductionVariant.spec(name)) for name in SIDE_BY_SIDE}
        st.dataframe(**grid(frame, columns), key="variants_side", alt="Varianten im Vergleich")
        excel_button(lambda: frame, columns, "Varianten im Vergleich", key="variants_whole")
    st.header("Text für die Vorlage")
    st.caption("Der Text entsteht aus den Angaben oben; mit dem Zeichen rechts oben kopieren.")
    # For its button to copy; language=None keeps it from colouring German words.
    st.code(
        paper_text(variants, session.municipality().council or "Stadtrat"),
        language=None,
        wrap_lines=True,
    )
    st.header("Liste der Varianten")
show_list(VARIANTS)
