"""Columns of costs that are no amount of a year, what an answer makes of them, and rates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.intake.command_door import Door


@pytest.fixture(autouse=True)
def _once(door: Door) -> None:
    """That preview and import say the same is held by the lists in the words of offices."""
    door.previewed = False


def booked(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Year, basis, how often, half of the budget and cents of cost lines."""
    return [
        (row["year"], row["basis"], row["recurrence"], row["budget_kind"], row["amount_cents"])
        for row in rows
        if "basis" in row
    ]


def costs(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Year, Plan or Ist, kind of cost and euros of cost lines."""
    return [(r["year"], r["basis"], r["cost_type"], r["amount_cents"] / 100) for r in rows]


def test_an_answer_about_a_column_of_a_year_keeps_its_euros(door: Door) -> None:
    # Read as cents beforehand and as euros then, the column was a hundred times too much.
    both = "Anwendung;Kosten 2031;Budget 2031\nDMS;12,50;1.020,00\n"
    assert "desselben Jahres" in door.asked("costs", both)
    rows = door.take("costs", both, {"year_columns": {"Budget 2031": [2031, "Ist"]}})
    assert booked(rows) == [
        (2031, "Plan", "laufend", "konsumtiv", 1250),
        (2031, "Ist", "laufend", "konsumtiv", 102000),
    ]
    for kind, text, mapping in (
        ("costs", "Anwendung;Y\nMeldewesen;12,50\n", {"year_columns": {"Y": [2032, "Plan"]}}),
        ("applications", "Anwendung;Y\nGIS;12,50\n", {"year_columns": {"Y": [2032, "Plan"]}}),
        (
            "costs",
            "Anwendung;Kosten 2033\nMeldewesen;12,50\n",
            {"roles": {"Kosten 2033": "amount"}},
        ),
    ):
        assert booked(door.take(kind, text, mapping))[0][-1] == 1250, text


def test_the_price_of_one_is_no_cost_of_the_year(door: Door) -> None:
    rows = door.take("applications", "Anwendung;Nutzende;Kosten je Nutzer\nKita;50;12,50\n")
    assert booked(rows) == [] and rows[0]["note"] == "Kosten je Nutzer: 12,50"
    assert "Preis eines Stücks" in door.fate("Kosten je Nutzer")[1]
    for text in (
        "Anwendung;Kosten je Nutzer 2034\nDMS;12,50\n",
        "Anwendung;Jahr;Preis je Lizenz\nDMS;2034;12,50\n",
    ):
        assert "Preis eines Stücks" in door.asked("costs", text)
    # With the number of pieces it is an amount, also where the heading names a kind of cost.
    counted = "Anwendung;Anzahl;Preis je Lizenz\nDMS;10;12,50\n"
    assert booked(door.take("costs", counted, {"year": 2034}))[0][-1] == 12500
    sure = {"year": 2035, "columns": {"Preis je Lizenz": "amount_cents"}}
    alone = "Anwendung;Preis je Lizenz\nDMS;12,50\n"
    assert booked(door.take("costs", alone, sure))[0][-1] == 1250


def test_what_a_heading_says_of_once_and_invested_is_kept(door: Door) -> None:
    rows = door.take(
        "projects",
        "Projekt;Investition 2027;Einmalige Kosten 2027;Laufende Kosten 2027;Folgekosten p.a.\n"
        "Bühne;40000;10000;2000;300\n",
    )
    assert booked(rows) == [
        (2027, "Plan", "einmalig", "investiv", 40000_00),
        (2027, "Plan", "einmalig", "konsumtiv", 10000_00),
        (2027, "Plan", "laufend", "konsumtiv", 2000_00),
    ]
    # A cost without a year beside years belongs to none of them.
    assert rows[0]["note"] == "Folgekosten p.a.: 300" and door.fate("Folgekosten p.a.")[0] == "note"


@pytest.mark.parametrize(
    ("headings", "content"),
    [
        ("2041 inkl. Arbeitsplatz und Gemeinkosten", "mit Arbeitsplatz und Gemeinkosten"),
        ("Satz 2041 mit Sachkosten", "mit Arbeitsplatz"),
        ("Satz 2041 ohne Gemeinkosten", "nur Personalkosten"),
        ("Personalkosten 2041", None),
        ("Satz 2041", "?"),
    ],
)
def test_what_rates_contain_is_read_or_asked(
    door: Door, headings: str, content: str | None
) -> None:
    rows = f"Entgeltgruppe;{headings}\nS{len(headings)}b;90.000\n"
    if content != "?":
        (rate,) = door.take("rates", rows)
        assert rate.get("includes") == content
        return
    assert "Arbeitsplatz und Gemeinkosten schon darin" in door.asked("rates", rows)
    (rate,) = door.take("rates", rows, {"rate_content": "mit Gemeinkosten"})
    assert rate["includes"] == "mit Gemeinkosten"


def test_gross_pay_is_no_rate_beside_what_the_employer_pays(door: Door) -> None:
    rows = "Entgeltgruppe;Brutto 2042;Arbeitgeberkosten gesamt 2042\nE9a;50000;62500\n"
    (rate,) = door.take("rates", rows)
    assert rate["personnel_cents"] == 62500_00
    assert door.fate("Brutto 2042") == (
        "left out",
        "Jahresbrutto; gebucht wird „Arbeitgeberkosten gesamt 2042“",
    )


def test_units_in_headings_share_the_cost_of_the_rows(door: Door) -> None:
    rows = (
        "Anwendung;Anteil Hauptamt;Kämmerei (%)\n"
        "Sitzungsdienst;60 %;40 %\nFriedhof;100;\nHalle;50;20\n"
    )
    found = door.take("applications", rows)
    assert found[2]["note"] == "Anteil Hauptamt: 50; Kämmerei (%): 20"
    assert "In Zeile 4 ergeben die Anteile" in door.notices()
    assert door.uses("Sitzungsdienst") == {"Hauptamt": 60, "Kämmerei": 40}
    assert door.uses("Friedhof") == {"Hauptamt": 100}
    assert door.uses("Halle") == {}
    door.take("applications", "Anwendung;Hauptamt;Kämmerei\nStele;x;x\nSteg;;ja\n")
    assert door.uses("Stele") == {"Hauptamt": None, "Kämmerei": None}
    assert door.uses("Steg") == {"Kämmerei": 100}
    # Numbers that make no key are no shares, and the columns are told as left out.
    door.take("applications", "Anwendung;Hauptamt;Kämmerei\nRad;12;40\nTor;;3\n")
    assert door.uses("Rad") == {} and door.fate("Hauptamt")[0] == "left out"


def test_a_column_per_level_makes_units_below_units(door: Door) -> None:
    rows = (
        "Dezernat;Amt;Sachgebiet;VZÄ\nDez VII;;;2\n;Bauhof;;8\n;;SG Grün;4\n;Forst;;1\n"
        "Dez VIII;Zoo;;5\n"
    )
    found = door.take("organisation", rows)
    names = {unit["title"]: unit for unit in found}
    above = {title: door.unit(unit.get("parent_id")) for title, unit in names.items()}
    assert above == {
        "Dez VII": None,
        "Bauhof": "Dez VII",
        "SG Grün": "Bauhof",
        "Forst": "Dez VII",
        "Dez VIII": None,
        "Zoo": "Dez VIII",
    }
    assert [names[n].get("staff_fte") for n in ("Dez VII", "SG Grün", "Dez VIII")] == [2, 4, None]
    assert "1 übergeordnete Einheit(en)" in door.notices()
    assert door.fate("Dezernat")[0] == door.fate("Sachgebiet")[0] == "booked"


def test_posts_by_kind_of_staff_are_added_up_unless_they_count_heads(door: Door) -> None:
    (unit,) = door.take("organisation", "Amt;Beamte;Beschäftigte;Summe\nHafen;2,5;10;12,5\n")
    assert unit["staff_fte"] == 12.5
    (unit,) = door.take("organisation", "Amt;VZÄ Beamte;VZÄ Beschäftigte\nMarkt;2;10\n")
    assert unit["staff_fte"] == 12
    (unit,) = door.take("organisation", "Amt;Beamte;Beschäftigte;Summe\nDeich;2;10;12\n")
    assert "staff_fte" not in unit and door.fate("Summe")[0] == "left out"


def test_years_of_rows_and_totals_beside_years(door: Door) -> None:
    rows = door.take(
        "measures",
        "Maßnahme;Kosten einmalig;Kosten laufend p.a.;Jahr\nBusApp;10.000;2.000;2027\n"
        "Parkleitung;5.000;;2028\n",
    )
    assert booked(rows) == [
        (2027, "Plan", "einmalig", "konsumtiv", 10000_00),
        (2027, "Plan", "laufend", "konsumtiv", 2000_00),
        (2028, "Plan", "einmalig", "konsumtiv", 5000_00),
    ]
    rows = door.take("costs", "Anwendung;2044;2045;Summe\nDMS;10;20;30\n")
    assert [row["amount_cents"] for row in rows] == [10_00, 20_00]
    assert door.fate("Summe") == ("left out", "Summe der Spalten „2044“, „2045“")
    # Gemeinkosten in euros are the per cent of the pay that the plan keeps.
    head = "Entgeltgruppe;Personalkosten;Sachkosten;Gemeinkosten;Gesamt\n"
    (rate,) = door.take("rates", f"{head}S8b;70000;9700;14000;93700\n", {"year": 2046})
    assert (rate["personnel_cents"], rate["overhead"]) == (70000_00, 20)


def test_two_columns_that_say_the_same_are_no_two_amounts(door: Door) -> None:
    """Side by side in one year and plan type they would be added up without a word."""
    asked = door.asked("budget", "Bezeichnung;Plan 2026;Plan 2026 neu\nPorto A;100;120\n")
    assert "nennen beide „Plan 2026“, aber andere Beträge" in asked
    answer = {"year_columns": {"Plan 2026": None}}
    found = door.take("budget", "Bezeichnung;Plan 2026;Plan 2026 neu\nPorto A;100;120\n", answer)
    assert [row["amount_cents"] for row in found] == [120_00]
    found = door.take(
        "budget", "Bezeichnung;Ansatz 2026 €;Ansatz 2026 (in 1.000 Euro)\nPorto B;1500;1,5\n"
    )
    assert [row["amount_cents"] for row in found] == [1_500_00]
    assert "dieselben Beträge" in door.fate("Ansatz 2026 (in 1.000 Euro)")[1]


def test_parts_of_a_year_are_added_up(door: Door) -> None:
    head = "I. Quartal;II. Quartal;III. Quartal;IV. Quartal"
    found = door.take("costs", f"Anwendung;Jahr;{head}\nDMS;2026;10;20;30;40\n")
    assert costs(found) == [(2026, "Plan", "Sonstiges", 100)]
    assert door.fate("IV. Quartal")[0] == "booked"
    found = door.take("costs", "System;1. Hj. 2027;2. Hj. 2027\nDMS;100;120\n")
    assert costs(found) == [(2027, "Plan", "Sonstiges", 220)]


def test_names_of_units_with_number_and_posts_of_several_years(door: Door) -> None:
    rows = "Amt;Stellen 2025;Stellen 2026\n71 Bauhof Nord;3;4,5\n72 Bauhof Süd;2;2\n"
    found = door.take("organisation", rows)
    told = [(row["number"], row["title"], float(row["staff_fte"])) for row in found]
    assert told == [("71", "Bauhof Nord", 4.5), ("72", "Bauhof Süd", 2)]
    assert door.fate("Stellen 2025")[0] == "left out"
    # Read again, they are the same units.
    assert door.take("organisation", rows) == []
    by_number = door.take("applications", "Anwendung;Amt\nMähplan;72\nWinterdienst;71\n")
    found = door.take(
        "applications",
        "Fachbereich;Fachdienst;Anwendung\n71 Bauhof Nord;Bauhof Süd;Streuplan\n"
        "Bauhof Nord;;Fuhrpark\n",
    )
    assert [row["organisation_id"] for row in found] == [
        row["organisation_id"] for row in by_number
    ]


def test_units_between_costs_are_headings(door: Door) -> None:
    door.take("organisation", "Amt;VZÄ\nGrünflächenamt;4,5\n")
    found = door.take("costs", "Anwendung;Kosten 2028\nGrünflächenamt;\nDMS;100\nGesamt;100\n")
    assert costs(found) == [(2028, "Plan", "Sonstiges", 100)] and "organisation_id" not in found[0]
    assert [one["rows"] for one in door.told["rows_left_out"]] == [[2], [4]]


def test_the_preview_of_projects_adds_up_their_budgets(door: Door) -> None:
    door.take("projects", "Projekt;Budget\nTotalschau A;85 T€\nTotalschau B;1.000,00\n")
    assert door.told["totals"] == {"ohne Jahr": {"Gesamtbudget": 86_000_00}}
