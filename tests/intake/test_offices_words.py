"""Lists in the words of offices, through the command line into one plan: booked, noted or told.

Every file goes in twice, first as a preview; both must say the same.
"""

from __future__ import annotations

from typing import Any

import pytest

from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.workshop import Workshop
from tests.intake.command_door import Door


def amounts(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Year, Plan or Ist, kind of cost and euros of cost lines."""
    return [
        (row["year"], row["basis"], row["cost_type"], row.get("amount_cents", 0) / 100)
        for row in rows
        if "basis" in row
    ]


def lines(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Title, kind, plan type and euros of budget lines."""
    return [
        (row["title"], row.get("line_kind"), row["plan_type"], row["amount_cents"] / 100)
        for row in rows
    ]


def test_a_result_beside_income_and_expense_is_no_line(door: Door) -> None:
    rows = (
        "Produkt;Bezeichnung;Erträge 2026;Personalaufwendungen 2026;Ergebnis 2026\n"
        "1111;Verwaltung;1000;4000;-3000\n1112;Sport;500;900;-400\n"
    )
    # "Ergebnis" is not the plan type here, so the file says none.
    assert "nennt keine Planart" in door.asked("budget", rows)
    found = door.take("budget", rows, {"plan_type": "Ansatz"})
    assert lines(found) == [
        ("Verwaltung", "Ertrag", "Ansatz", 1000),
        ("Sport", "Ertrag", "Ansatz", 500),
        ("Verwaltung", "Aufwand", "Ansatz", 4000),
        ("Sport", "Aufwand", "Ansatz", 900),
    ]
    assert door.fate("Ergebnis 2026")[0] == "left out"
    door.take(
        "budget",
        "Produkt;Bezeichnung;Jahr;Erträge;Aufwendungen;Ergebnis\n21;Bad;2026;10;4;6\n22;Oper;2026;5;9;-4\n",
        {"plan_type": "Ansatz"},
    )
    assert "Saldo der Spalten" in door.fate("Ergebnis")[1]
    # Beside an Ansatz, "Ergebnis" is a plan type as it always was.
    kept = door.take("budget", "Bezeichnung;Ergebnis 2024;Ansatz 2026\nHalle;100;150\nPark;7;9\n")
    assert {row["plan_type"] for row in kept} == {"Ergebnis", "Ansatz"}


@pytest.mark.parametrize("heading", ["Soll/Haben", "S/H", "S/H-Kennzeichen"])
def test_soll_and_haben_are_the_sides_of_an_account(door: Door, heading: str) -> None:
    head = f"Bezeichnung;{heading};Jahr;Betrag\n"
    found = door.take(
        "budget",
        f"{head}Löhne {heading};S;2026;7\nSteuern {heading};H;2026;9\n",
        {"plan_type": "Ist"},
    )
    assert [row["line_kind"] for row in found] == ["Aufwand", "Ertrag"]


def test_soll_and_haben_as_two_columns(door: Door) -> None:
    found = door.take(
        "budget",
        "Konto;Bezeichnung;Jahr;Soll;Haben\n5011;Gas;2026;10;\n4011;Pacht;2026;;7\n",
        {"plan_type": "Ist"},
    )
    assert lines(found) == [("Gas", "Aufwand", "Ist", 10), ("Pacht", "Ertrag", "Ist", 7)]


def test_difference_columns_beside_a_single_row(door: Door) -> None:
    for word in ("Veränderung", "Diff.", "mehr 2026", "+/- Vorjahr", "Abweichung 2026"):
        found = door.take(
            "budget", f"Bezeichnung;Ansatz 2025;Ansatz 2026;{word}\nZoo {word};100;150;50\n"
        )
        assert [(row["year"], row["amount_cents"]) for row in found] == [
            (2025, 100_00),
            (2026, 150_00),
        ]
        assert door.fate(word)[0] == "left out" and "details" not in found[0]


def test_sums_are_no_units(door: Door) -> None:
    for number, word in enumerate(
        ("zusammen", "Gesamtzahl", "Alle Ämter", "Stellen gesamt", "i. S.", "Gesamtverwaltung")
    ):
        names = [f"Amt A{number}", f"Amt B{number}"]
        found = door.take("organisation", f"Amt;VZÄ\n{names[0]};10\n{names[1]};12\n{word};22\n")
        assert [row["title"] for row in found] == names, word
        assert door.told["rows_left_out"][0]["rows"] == [4]
    found = door.take("organisation", [["OE", "Bezeichnung"], [3.1, "Bildung"], [3.2, "Kultur"]])
    assert [row["number"] for row in found] == ["3.1", "3.2"]
    # Words alone prove nothing: this unit has posts of its own.
    found = door.take("organisation", "Amt;VZÄ\nSchule X;10\nGesamtverwaltung;3\n")
    assert len(found) == 2


def test_parts_of_one_amount_are_booked_once(door: Door) -> None:
    cases = (
        ("Anzahl;Einzelpreis;Gesamtpreis", "10;100;1000", "5;20;100", [1000, 100]),
        ("Menge;Preis;Gesamt", "10;100;1000", "5;20;100", [1000, 100]),
        ("Stück;Stückpreis", "10;100", "5;20,50", [1000, 102.5]),
        ("Netto;MwSt;Brutto", "100;19;119", "200;38;238", [119, 238]),
        ("Betrag netto;USt 19 %;Betrag brutto", "100;19;119", "200;38;238", [119, 238]),
        ("Preis;MwSt;Zahlbetrag", "100;19;119", "200;38;238", [119, 238]),
        ("Netto;MwSt", "100;19", "200;38", [119, 238]),
    )
    for number, (head, first, second, right) in enumerate(cases):
        year = 2030 + number
        found = door.take(
            "costs", f"Anwendung;Jahr;{head}\nDMS;{year};{first}\nFinanzwesen;{year};{second}\n"
        )
        assert [row["amount_cents"] / 100 for row in found] == right, head
        for column in head.split(";"):
            assert door.fate(column)[0] in ("booked", "left out")
    door.take("costs", "Anwendung;Jahr;Anzahl;Einzelpreis;Gesamtpreis\nDMS;2040;10;100;999\n")
    assert "In Zeile 2 ergibt Anzahl × Einzelpreis nicht „Gesamtpreis“" in door.notices()


def test_plan_and_actual_and_kinds_of_cost_side_by_side(door: Door) -> None:
    found = door.take("costs", "Anwendung;Jahr;Plan;Ist\nDMS;2041;100;90\n")
    assert amounts(found) == [(2041, "Plan", "Sonstiges", 100), (2041, "Ist", "Sonstiges", 90)]
    found = door.take("costs", "Anwendung;Jahr;Ansatz;Ergebnis\nDMS;2042;100;90\n")
    assert [one[1] for one in amounts(found)] == ["Plan", "Ist"]
    found = door.take(
        "costs", "Anwendung;Jahr;Lizenzkosten;Wartungskosten;Gesamtkosten\nDMS;2043;100;90;190\n"
    )
    assert amounts(found) == [
        (2043, "Plan", "Lizenz", 100),
        (2043, "Plan", "Wartung und Pflege", 90),
    ]
    assert door.fate("Gesamtkosten")[0] == "left out"


def test_kinds_of_cost_side_by_side_lose_no_amount(door: Door) -> None:
    found = door.take(
        "costs",
        "Anwendung;Jahr;Lizenz;Wartung;Betrieb;Summe\nDMS;2051;100;50;20,5;170,5\n"
        "Finanzwesen;2051;10;5;;15\n",
    )
    # An empty cell of several kinds of cost is no line whose amount is unknown.
    assert len(found) == 5 and sum(row["amount_cents"] for row in found) == 185_50
    found = door.take("costs", "Anwendung;Kosten alt;Kosten neu;Jahr\nDMS;100;120;2052\n")
    assert amounts(found) == [(2052, "Plan", "Sonstiges", 120)]
    found = door.take(
        "costs", "Anwendung;Kosten je Nutzer;Anzahl Nutzer;Jahr\nDMS;10;ca. 30;2053\n"
    )
    assert amounts(found) == [(2053, "Plan", "Sonstiges", 300)]
    found = door.take("applications", "Anwendung;Kostenart;Betrag\nK1;Consulting;70\n")
    assert amounts(found) == [(2026, "Plan", "Dienstleistung", 70)]
    found = door.take("costs", "Anwendung;Jahr;Lizenzen (Anzahl);Lizenz\nDMS;2054;10;500\n")
    assert amounts(found) == [(2054, "Plan", "Lizenz", 500)]
    twice = "Anwendung;Kosten 2026;Kosten 2026 Plan\nK3;100;110\n"
    assert "nennen Beträge desselben Jahres" in door.asked("applications", twice)
    found = door.take("projects", "Projekt;Mittel 2026;Mittel 2027 ff.\nK2;10;20\n")
    assert amounts(found) == [(2026, "Plan", "Sonstiges", 10)]
    assert found[0]["note"] == "Mittel 2027 ff.: 20"


def test_a_total_under_points_is_no_theme(door: Door) -> None:
    store = Store.open(door.plan)
    with store.write("Anna") as tx:
        save_(tx, Workshop(title="Auftakt", moderated=False))
    store.close()
    found = door.take(
        "points", "Thema;Anzahl Stimmen;Anteil\nBus;5;41,7 %\nRad;7;58,3 %\nSumme;12;\n"
    )
    assert [row["points"] for row in found] == [5, 7]
    assert door.told["rows_left_out"][0]["rows"] == [4]


def test_soft_cells_keep_the_rows_of_a_list_of_costs(door: Door) -> None:
    found = door.take(
        "costs", "Anwendung;Kosten 2044;Kosten 2045\nDMS;n. b.;100\nFinanzwesen;5;tbd\n"
    )
    assert [row.get("amount_cents") for row in found] == [None, 100_00, 5_00, None]
    head = "Anwendung;Kostenart;Jahr;Betrag\n"
    words = {
        "ext. Dienstl.": "Dienstleistung",
        "Consulting": "Dienstleistung",
        "Wartungsvertrag": "Wartung und Pflege",
        "SaaS-Gebühren": "Betrieb und Rechenzentrum",
        "Kfz": "Sonstiges",
        "Miete": "Sonstiges",
    }
    rows = head + "".join(f"DMS;{word};2046;7\n" for word in words) + "DMS;Lizenz;2046;8\n"
    found = door.take("costs", rows)
    assert [row["cost_type"] for row in found] == [*words.values(), "Lizenz"]
    assert [row.get("note") for row in found] == [*(f"Kostenart: {word}" for word in words), None]
    # Next year's list finds every line again.
    again = door.take("costs", rows)
    assert not again and door.told["unchanged"] == len(words) + 1
    found = door.take("costs", "Anwendung;VZÄ 2026;EGr.\nMeldewesen;0.5;E9a\nDMS;0,25;E9a\n")
    assert [(str(row["fte"]), row["grade"]) for row in found] == [
        ("0.5000", "E9a"),
        ("0.2500", "E9a"),
    ]


def test_costs_in_the_rows_of_objects(door: Door) -> None:
    found = door.take("applications", "Anwendung;Wartung p.a.;Lizenzkosten/Monat\nAkte;1000;20\n")
    assert amounts(found) == [
        (2026, "Plan", "Wartung und Pflege", 1000),
        (2026, "Plan", "Lizenz", 240),
    ]
    assert "gelten für das Planjahr 2026" in door.notices()
    found = door.take("applications", "Anwendung;Kosten;Anschaffungskosten\nPlan B;10;700\n")
    assert amounts(found) == [(2026, "Plan", "Sonstiges", 10)]
    assert found[0]["note"] == "Anschaffungskosten: 700"
    found = door.take("applications", "Anwendung;Kosten\nPlan C;10\n", {"year": 2027})
    assert amounts(found) == [(2027, "Plan", "Sonstiges", 10)]
    found = door.take(
        "projects", "Projekt;Budget 2026;Gesamtbudget;Fördermittel 2026\nP1;10;70;5\n"
    )
    assert amounts(found) == [(2026, "Plan", "Sonstiges", 10)]
    assert (found[0]["budget_cents"], door.fate("Fördermittel 2026")[0]) == (70_00, "left out")
    found = door.take(
        "measures", "Maßnahme;Sachkosten 2026;Personalkosten 2027;Gesamtkosten\nM1;5;6;12\n"
    )
    assert amounts(found) == [(2026, "Plan", "Sonstiges", 5), (2027, "Plan", "Personal", 6)]
    assert found[0]["note"] == "Gesamtkosten: 12" and door.fate("Gesamtkosten")[0] == "note"
    door.take("measures", "Maßnahme;Kosten 2026;Kosten 2027;Gesamtkosten\nM2;5;6;11\n")
    assert "Summe der Spalten" in door.fate("Gesamtkosten")[1]
    again = door.take("measures", "Maßnahme;Sachkosten 2026;Personalkosten 2027\nM1;5;6\n")
    assert not again and (door.told["changed"], door.told["unchanged"]) == (0, 3)
    found = door.take("services", "Leistung;Kosten 2026;Prio\nPass;1.000,50;hoch\n")
    assert found[0]["note"] == "Kosten 2026: 1.000,50 €\nPrio: hoch"
    assert {door.fate("Kosten 2026")[0], door.fate("Prio")[0]} == {"note"}


def test_two_rows_of_headings_over_costs(door: Door) -> None:
    found = door.take(
        "costs",
        "Anwendung;Kosten 2047;;;Kosten 2048;;\n;Lizenz;Wartung;Summe;Lizenz;Wartung;Summe\n"
        "DMS;10;5;15;11;6;17\nFinanzwesen;1;2;3;1;2;3\n",
    )
    assert [one[0] for one in amounts(found)].count(2047) == 4 and len(found) == 8
    assert sum(row["amount_cents"] for row in found) == 38_00
    found = door.take(
        "applications",
        "Anwendung;Kosten 2026;;\n;Netto;MwSt;Brutto\nN1;100;19;119\nN2;200;38;238\n",
    )
    assert [one[3] for one in amounts(found)] == [119, 238]


def test_headings_that_only_look_like_money(door: Door) -> None:
    found = door.take(
        "applications",
        "Anwendung;Lizenzen;Speicherbedarf (GB);Pflegeaufwand (PT);Hosting;Einnahmen\n"
        "G1;10;500;4;Cloud;7\n",
    )
    assert not amounts(found) and found[0]["operation"] == "SaaS"
    found = door.take(
        "applications", "Anwendung;Hosting (€/Jahr);Wartung;VZÄ;EG\nG2;25;30;0.5;E9a\n"
    )
    assert sorted(one[2:] for one in amounts(found)) == [
        ("Betrieb und Rechenzentrum", 25),
        ("Personal", 0),
        ("Wartung und Pflege", 30),
    ]
    found = door.take("projects", "Projekt;Kosten 2026;Einnahmen 2026;Saldo 2026\nG3;100;30;70\n")
    assert amounts(found) == [(2026, "Plan", "Sonstiges", 100)]
    found = door.take("costs", "Anwendung;monatliche Kosten;Jahr\nMeldewesen;100;2049\n")
    assert amounts(found) == [(2049, "Plan", "Sonstiges", 1200)]
    found = door.take("projects", "Projekt;Gesamtkosten\nG4;100.000\nG5;10.000\n")
    assert [row["budget_cents"] for row in found] == [100_000_00, 10_000_00]


def test_words_of_lists_and_programs(door: Door) -> None:
    cases: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (
            "projects",
            "Projekt;Prio;Laufzeit\nL1;hoch;2026–2028\n",
            {"priority": "hoch", "starts_on": "2026-01-01", "ends_on": "2028-12-31"},
        ),
        (
            "projects",
            "Projekt;Zeitraum\nL2;01/2026 - 12/2027\n",
            {"starts_on": "2026-01-01", "ends_on": "2027-12-31"},
        ),
        (
            "measures",
            "Ziffer;Maßnahme;Zeitraum;Prio\n4.2;L3;ab 2026;niedrig\n",
            {"key": "4.2", "starts_on": "2026-01-01", "priority": "niedrig"},
        ),
        (
            "measures",
            "Maßnahme;Laufzeit\nL4;nach Förderung\n",
            {"note": "Laufzeit: nach Förderung"},
        ),
        (
            "applications",
            "Anwendung;Kündigung;Laufzeit\nL5;3 Monate;bis 31.12.2027\n",
            {"notice_months": 3, "contract_end": "2027-12-31"},
        ),
        ("applications", "Anwendung;Laufzeit\nL6;2027\n", {"note": "Laufzeit: 2027"}),
        (
            "organisation",
            "Ziffer;Amt;Stellen lt. Stellenplan\n77;L7;12,5\n",
            {"number": "77", "staff_fte": "12.5000"},
        ),
        ("services", "Leistung;Fallzahl\nL8;1.200\n", {"cases_analogue": 1200}),
        (
            "services",
            "Leistung;Fälle/Jahr;Fälle digital\nL9;100;30\n",
            {"cases_analogue": 70, "cases_digital": 30},
        ),
        (
            "services",
            "Leistung;Online;Fallzahl\nL10;ja;55\n",
            {"note": "Fallzahl: 55", "online": True},
        ),
        (
            "applications",
            "id;type;name;displayName;Lifecycle;Business criticality\n"
            "17;App;L11;L11;phaseOut;missionCritical\n",
            {"key": "17", "life_cycle": "auslaufend", "criticality": "sehr hoch"},
        ),
        (
            "projects",
            "#;Subject;Assignee\n4711;L12;Anna\n",
            {"key": "4711", "note": "Ansprechperson: Anna"},
        ),
        (
            "applications",
            "Asset Name;Asset Tag;Serial;Manufacturer\nL13;A-9;x;Weide\n",
            {"key": "A-9", "vendor": "Weide"},
        ),
        ("projects", "Projekt;Stand in %\nL14;50 %\n", {"progress": "50.0000"}),
        ("projects", "Projekt;Stand\nL15;50 %\n", {"progress": "50.0000"}),
        ("measures", "Maßnahme;Umsetzungsstand\nL16;ca. 20 %\n", {"progress": "20.0000"}),
    )
    for kind, rows, right in cases:
        found = door.take(kind, rows)[0]
        assert {name: str(found.get(name)) for name in right} == {
            name: str(value) for name, value in right.items()
        }, rows
        assert "kein Feld dafür erkannt" not in str(
            [one for one in door.told["column_fates"] if one["column"] not in _UNKNOWN_COLUMNS]
        )


# Headings of programs that mean nothing for a plan.
_UNKNOWN_COLUMNS = ("type", "displayName", "Serial")


def test_cells_shown_as_per_cent_under_a_heading_of_words(door: Door) -> None:
    path = door.file([["Projekt", "Stand"], ["Hafen", 0.5]])
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.worksheets[0]["B2"].number_format = "0 %"
    book.save(path)
    code, out, _ = door.run("projects", str(path), "--dry-run")
    assert code == 0 and "Stand“: „0" not in out
