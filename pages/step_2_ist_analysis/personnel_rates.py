"""Step 2: what a full-time post costs, by grade and year, and how that is worked out."""

from decimal import Decimal

import streamlit as st

from strategy.figures.money.personnel import (
    missing_rates,
    missing_steps,
    personnel_rates,
    rate_years,
)
from strategy.figures.money.personnel_steps import (
    WORKPLACE_CENTS,
    WORKPLACE_PARTS,
    WORKPLACE_SOURCE,
    rate_steps,
)
from strategy.kernel import german
from strategy.kernel.records import find, save_
from strategy.kernel.selection import unknown
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.price_step import PriceStep
from strategy.nouns.tariff_step import TariffStep
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.frame.places import open_new
from ui.inventory.calculation_view import show_steps
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.tables.format import money_column, text_column, year_column

RATES = Register(
    PersonnelRate,
    columns=["grade", "year", "personnel_cents", "includes", "workplace_cents", "overhead"],
    filters=["year", "grade"],
    order="-year, grade",
    # The flat rate is an official one that is free to use; the tables of the KGSt are paid for and
    # may not be shipped, so the 20 % overhead of an office post is only a proposal in the form.
    defaults={"workplace_cents": WORKPLACE_CENTS, "overhead": Decimal(20)},
    imports="rates",
    empty="Hier steht, was eine volle Stelle je Entgelt- oder Besoldungsgruppe und Jahr kostet. "
    "Daraus berechnet die Werkbank Personalkosten, wo nur ein Stellenanteil bekannt ist. Fragen "
    "Sie die Kämmerei nach den Sätzen Ihres Hauses.",
)
STEPS = Register(
    TariffStep,
    columns=["year", "increase", "source"],
    order="year",
    empty="Hier stehen die angenommenen Tarifsteigerungen. Wo eine Gruppe für ein Jahr keinen "
    "eigenen Satz hat, wird ihr letzter Satz mit diesen Annahmen fortgeschrieben; ohne Annahme "
    "bleiben die Kosten dieses Jahres unbekannt.",
)


PRICES = Register(
    PriceStep,
    columns=["year", "cost_type", "increase", "source"],
    order="year, cost_type",
    empty="Hier stehen die angenommenen Preissteigerungen der Sachkosten. Sie gelten, wenn der "
    "Plan auf ein neues Haushaltsjahr fortgeschrieben wird; was geplant ist, ändern sie nicht.",
)


def without_workplace(db: Cursor) -> list[PersonnelRate]:
    """Rates whose posts bear no Sachkosten of a workplace, in the rate or beside it."""
    found = find(db, PersonnelRate, unknown("workplace_cents"))
    return [rate for rate in found if not rate.holds_workplace]


def fill_workplaces() -> None:
    """Callback: give every rate without workplace cost the official flat rate."""

    def work(tx: Transaction) -> None:
        # Asked again inside the transaction: a rate that got a value of its own meanwhile keeps it.
        for rate in without_workplace(tx):
            save_(tx, rate.replace(workplace_cents=WORKPLACE_CENTS))

    session.write(f"Arbeitsplatzpauschale {german.money(WORKPLACE_CENTS)} eingetragen", work)


st.title("Personalkostensätze")
st.markdown("Was eine volle Stelle im Jahr kostet; Grundlage aller Personalkosten aus VZÄ.")
if show_object(RATES) or show_object(STEPS) or show_object(PRICES):
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Eine Kostenzeile der Kostenart Personal braucht keinen Betrag, wenn Stellenanteil und "
        "Entgeltgruppe eingetragen sind: Der Betrag ist dann Stellenanteil mal (Personalkosten + "
        "Gemeinkosten + Sachkosten des Arbeitsplatzes) dieses Jahres. Ein eingetragener Betrag hat "
        "immer Vorrang. Die Personalkosten sind eingetragen oder ergeben sich aus Jahresbrutto und "
        "Arbeitgeberanteil. Enthält ein Satz Ihrer Kämmerei Arbeitsplatz oder Gemeinkosten schon, "
        "sagen Sie es unter „Im Satz enthalten“; dann kommen sie nicht noch einmal dazu. "
        "Für Jahre ohne eigenen Satz gelten die Tarifannahmen."
    )
with session.read() as db:
    years = rate_years(db)
    # Two gaps: cost lines that no rate reaches, and the tariff years missing on the way to one.
    missing, wanted = missing_rates(db), missing_steps(db)
    bare = len(without_workplace(db))
if len(missing):
    st.warning(
        f"Für {german.number(int(missing['lines'].sum()))} Kostenzeilen der Kostenart Personal ist "
        "der Betrag unbekannt, weil Betrag und Satz oder Stellenanteil fehlen."
        + (f" Es fehlen Tarifannahmen für: {', '.join(map(str, wanted))}." if wanted else ""),
        icon=":material/warning:",
    )
    with st.expander("Welche Gruppen und Jahre"):
        st.table(
            {
                "Gruppe": list(missing["grade"]),
                "Jahr": [str(item) for item in missing["year"]],
                "Kostenzeilen": [german.number(item) for item in missing["lines"]],
            }
        )


def show_year() -> None:
    """All grades of one year, and the calculation of one of them."""
    if not years:
        show_list(RATES)
        return
    plan_year = session.municipality().plan_year
    first, second = st.columns(2)
    year = first.selectbox(
        "Jahr",
        years,
        years.index(plan_year) if plan_year in years else len(years) - 1,
        key="saetze_jahr",
        bind="query-params",
        format_func=str,
    )
    with session.read() as db:
        rates = personnel_rates(db, year)
    grade = second.selectbox(
        "Rechnung zeigen für",
        list(dict.fromkeys(rates["grade"])),
        key="saetze_gruppe",
        bind="query-params",
    )
    # A rate of an earlier year goes on with the assumptions; it is no figure of the Kämmerei, which
    # has to be said.
    carried = int((rates["base_year"] < rates["year"]).sum())
    if carried:
        verb = "ist" if carried == 1 else "sind"
        st.info(
            f"{carried} von {len(rates)} Sätzen {verb} für {year} aus einem früheren Jahr "
            "fortgeschrieben; welche Annahmen gelten, steht unter „Tarifannahmen“.",
            icon=":material/info:",
        )
    bars = rates.rename(columns={"grade": "label", "total_cents": "value"})
    show_chart(
        bar_chart(bars, write=german.money_short),
        bar_summary(bars, f"Die teuerste volle Stelle {year}", write=german.money_short),
        bars,
        {
            "label": text_column("Gruppe"),
            "base_year": year_column("Satz von"),
            "personnel_cents": money_column("Personalkosten"),
            "overhead_cents": money_column("Gemeinkosten"),
            "workplace_cents": money_column("Arbeitsplatz"),
            "value": money_column("Gesamt je VZÄ"),
            "source": text_column("Quelle"),
        },
        key="saetze",
        title=f"Personalkosten je Stelle {year}",
    )
    with session.read() as db:
        steps = rate_steps(db, grade, year)
    st.header(f"{grade} im Jahr {year}")
    show_steps(steps)


def show_steps_list() -> None:
    """The tariff assumptions, and a button for the next one that is needed."""
    st.markdown(
        "Um wie viel Prozent die Personalkosten eines Jahres über denen des Vorjahrs liegen. Die "
        "Annahmen gelten für alle Gruppen ohne eigenen Satz; jede nennt ihre Quelle."
    )
    if wanted:
        st.button(
            f"Annahme für {wanted[0]} eintragen",
            on_click=open_new,
            # Only the first missing year: each step builds on the one before.
            args=("tariff_step",),
            icon=":material/add:",
            disabled=not session.editable(),
        )
    show_list(STEPS)


def show_all_rates() -> None:
    """Every rate, and the flat rate for those without workplace cost."""
    if bare:
        parts = " + ".join(f"{german.money(cents)} {name}" for name, cents in WORKPLACE_PARTS)
        st.info(
            f"Bei {german.number(bare)} Sätzen fehlen die Sachkosten des Arbeitsplatzes; sie "
            f"zählen dort nicht mit. Frei verfügbar ist die {WORKPLACE_SOURCE}: {parts} = "
            f"{german.money(WORKPLACE_CENTS)}.",
            icon=":material/info:",
        )
        st.button(
            "Pauschale dort eintragen", on_click=fill_workplaces, disabled=not session.editable()
        )
    show_list(RATES)


VIEWS = {
    "Ein Jahr": show_year,
    "Tarifannahmen": show_steps_list,
    "Preisannahmen": lambda: show_list(PRICES),
    "Alle Sätze": show_all_rates,
}
for tab, show in zip(
    st.tabs(list(VIEWS), key="saetze_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
