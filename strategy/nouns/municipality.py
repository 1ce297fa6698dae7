"""The municipality and how it speaks: names of levels, bodies and papers, votes, horizon."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import (
    Absent,
    Gender,
    Record,
    choice,
    code,
    flag,
    integer,
    long,
    text,
    year,
)


class VoteColumns(StrEnum):
    """Which numbers a vote records; Bavaria knows no abstention (Art. 48 GO)."""

    WITH_ABSTENTION = "Ja, Nein, Enthaltung"
    WITH_PRESENT = "Ja, Nein, Anwesend"


class AccountPlan(StrEnum):
    """The budget system; account digits differ between the Länder and stay text."""

    DOPPIK_45 = "Doppik (4 Erträge, 5 Aufwendungen)"
    DOPPIK_34 = "Doppik (3 Erträge, 4 Aufwendungen)"
    DOPPIK_57 = "Doppik (5 Erträge, 6 und 7 Aufwendungen)"
    KAMERAL = "Kameralistik (Haushaltsstellen)"


@dataclass(frozen=True)
class Municipality(Record):
    """The one row that names the municipality of a plan and its vocabulary."""

    TABLE = "municipality"
    PREFIX = "K"
    SINGULAR = "Kommune"
    PLURAL = "Kommunen"
    GENDER = Gender.FEMININE
    REPORT = "Deckblatt"
    IMPORT = Absent("few rows, typed in")
    NAME = "title"

    title: str | None = text("Name der Kommune", required=True)
    state: str | None = text("Land")
    ags: str | None = code("Amtlicher Gemeindeschlüssel")
    inhabitants: int | None = integer("Einwohnerinnen und Einwohner")
    workplaces: int | None = integer("Bildschirmarbeitsplätze")
    level_1: str | None = text("Name der 1. Ebene", default="Dezernat")
    level_2: str | None = text("Name der 2. Ebene", default="Amt")
    level_3: str | None = text("Name der 3. Ebene", default="Sachgebiet")
    head: str | None = text("Bezeichnung der Verwaltungsleitung", default="Bürgermeister/in")
    council: str | None = text("Bezeichnung der Vertretung", default="Stadtrat")
    administration: str | None = text("Bezeichnung der Verwaltung", default="Verwaltung")
    paper_types: str | None = long(
        "Arten von Vorlagen", help="Eine Art je Zeile, zum Beispiel Beschlussvorlage."
    )
    vote_columns: str | None = choice(
        "Abstimmung erfasst", VoteColumns, default=VoteColumns.WITH_ABSTENTION
    )
    account_plan: str | None = choice("Kontenrahmen", AccountPlan, default=AccountPlan.DOPPIK_45)
    plan_year: int | None = year("Planjahr", required=True)
    years_back: int | None = integer("Jahre Ergebnis zurück", default=2)
    years_ahead: int | None = integer("Jahre Finanzplanung voraus", default=3)
    double_budget: bool | None = flag("Doppelhaushalt", default=False)
    fresh_months: int | None = integer(
        "Angaben gelten als frisch (Monate)",
        empty="12 Monate",
        help="Wer eine Angabe länger nicht bestätigt hat, wird gefragt; leer heißt 12 Monate.",
    )

    # § 5 DDG, Art. 13 DSGVO and § 12b BGG ask every public site for these; whose words they are is
    # the municipality's business, so the workbench has none of its own.
    imprint: str | None = long("Impressum der öffentlichen Seite", empty="–")
    privacy: str | None = long("Datenschutzhinweise der öffentlichen Seite", empty="–")
    accessibility: str | None = long("Erklärung zur Barrierefreiheit", empty="–")
    # Switched on the page Veröffentlichen, by the administration alone.
    oparl_open: bool | None = flag("OParl-Schnittstelle offen", default=False, hidden=True)

    def validate(self) -> None:
        for name in ("years_back", "years_ahead"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 20:
                label = self.spec(name).label
                raise Refused(f"„{label}“ ist {value}; möglich sind 0 bis 20 Jahre.", name)
        check_between(self, "fresh_months", 1, 120)

    @property
    def years(self) -> list[int]:
        """The years of the horizon: results back, current year, plan year, plan years ahead."""
        plan = self.plan_year or 0
        back = 2 if self.years_back is None else self.years_back
        ahead = 3 if self.years_ahead is None else self.years_ahead
        return list(range(plan - back, plan + ahead + 1))

    @property
    def paper_type_list(self) -> list[str]:
        """The kinds of council papers this municipality uses."""
        lines = (self.paper_types or "").splitlines()
        return [line.strip() for line in lines if line.strip()]
