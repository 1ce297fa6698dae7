"""The council paper as Word: sealed figures, variants, own templates, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from strategy.acts.sealing import Occasion, seal_for
from strategy.cli import main
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.nouns import (
    Body,
    BudgetShare,
    Consultation,
    CostLine,
    Funding,
    Goal,
    Measure,
    Municipality,
    Paper,
    ProductionVariant,
)
from strategy.nouns.link import LinkKind
from strategy.relations.links import link
from tests.fresh_plans import empty_plan


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A portal that costs 100.000 € in 2027 and 30.000 € in 2028, a paper about it and one on ways
    to write the strategy; both figures are sealed and changed afterwards."""
    store = empty_plan(tmp_path_factory.mktemp("paper") / "plan.duckdb")
    with store.write("Anna", "Anlegen") as tx:
        save_(tx, Municipality(title="Welbeck", plan_year=2027))
        body = save_(tx, Body(title="Stadtrat", kind="Vertretung"))
        goal = save_(tx, Goal(title="Anliegen von zu Hause", level="Leitziel"))
        portal = save_(tx, Measure(title="Portal", starts_on=date(2027, 1, 1)))
        link(tx, portal.id, LinkKind.SERVES, goal.id)
        common = {"measure_id": portal.id, "basis": "Plan"}
        for year, cents, kind, once in (
            (2027, 80_000_00, "investiv", "einmalig"),
            (2027, 20_000_00, "konsumtiv", "laufend"),
            (2028, 30_000_00, "konsumtiv", "laufend"),
        ):
            life = 4 if kind == "investiv" else None
            save_(
                tx,
                CostLine(
                    **common,
                    year=year,
                    cost_type="Lizenz",
                    amount_cents=cents,
                    budget_kind=kind,
                    recurrence=once,
                    useful_life_years=life,
                ),
            )
        save_(
            tx,
            CostLine(
                **common, year=2028, cost_type="Personal", fte=Decimal("0.5"), amount_cents=None
            ),
        )
        place = {"product": "11130", "account": "7831000", "year": 2027}
        save_(tx, BudgetShare(measure_id=portal.id, state="veranschlagt", **place))
        half = {"rate": 50, "eligible_cents": 100_000_00, "last_year": 2027}
        save_(tx, Funding(title="Land", measure_id=portal.id, **half))
        save_(tx, Funding(title="Bund", measure_id=portal.id, rate=10))
        for n, title in enumerate(("Selbst schreiben", "Mit Beratung"), start=1):
            save_(
                tx,
                ProductionVariant(
                    title=title,
                    kind="eigenes Personal" if n == 1 else "externe Begleitung",
                    one_off_cents=n * 1_000_00,
                    advantages=f"Vorteil {n}",
                    risk=f"Risiko {n}",
                    recommended=n == 2,
                    reason="Sie geht schneller.",
                ),
            )
        text = {"proposal": "Der Rat beschließt.", "facts": "So ist es.", "dated": date(2026, 9, 1)}
        about = save_(tx, Paper(title="Portal", paper_type="Beschlussvorlage", **text))
        ways = Paper(title="Wege", paper_type="Beschlussvorlage", with_variants=True, **text)
        ways = save_(tx, ways.replace(reference="119/2019-2024"))
        link(tx, portal.id, LinkKind.ORIGIN, about.id)
        for paper in (about, ways):
            save_(
                tx,
                Consultation(paper_id=paper.id, body_id=body.id, position=1, role="Entscheidung"),
            )
        save_(tx, Paper(title="Leer", paper_type="Informationsvorlage"))
    yield store
    store.close()


def written(store: Store, folder: Path, *words: str) -> tuple[Document, str]:
    """The paper that the command writes, and all its text."""
    target = folder / "vorlage.docx"
    assert main(["paper", str(store.path), words[0], str(target), *words[1:]]) == 0
    document = Document(str(target))
    cells = [cell.text for table in document.tables for cell in table._cells]
    text = "\n".join([*(one.text for one in document.paragraphs), *cells])
    return document, text.replace("\u00a0", " ")


def rows(document: Document, first: str) -> list[list[str]]:
    """The rows of the table whose first heading this is."""
    for table in document.tables:
        found = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
        if found[0][0] == first:
            return found[1:]
    raise AssertionError(first)


def test_figures_come_from_a_sealed_edition_alone(
    town: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "x.docx")
    assert main(["paper", str(town.path), "VO-0001", out]) == 1
    assert "keine Fassung festgeschrieben" in capsys.readouterr().err
    assert main(["paper", str(town.path), "VO-0001", out, "--version", "main"]) == 1
    assert "ist keine festgeschriebene Fassung" in capsys.readouterr().err
    seal_for(town, "Anna", "Zum Portal", occasion=Occasion("VO-0001"))
    seal_for(town, "Anna", "Zu den Wegen", occasion=Occasion("VO-0002"))
    before = written(town, tmp_path, "VO-0001")
    with town.write("Anna", "Teurer") as tx:
        for line in find(tx, CostLine, "amount_cents IS NOT NULL"):
            save_(tx, line.replace(amount_cents=(line.amount_cents or 0) * 3))
        save_(tx, get_(tx, Goal, "Z-0001").replace(title="Anderes Ziel"))
    document, text = written(town, tmp_path, "VO-0001")
    assert [rows(document, "Jahr"), text] == [rows(before[0], "Jahr"), before[1]]
    # Worked out by hand: half of 100.000 € is granted, in proportion to both kinds.
    assert rows(document, "Jahr")[:2] == [
        ["2027", "20.000,00 €", "20.000,00 €", "10.000,00 €", "80.000,00 €", "40.000,00 €"]
        + ["50.000,00 €"],
        ["2028", "30.000,00 €", "20.000,00 €", "0,00 €", "0,00 €", "0,00 €", "30.000,00 €"],
    ]
    assert rows(document, "Jahr")[-1][3:] == [
        *("10.000,00 €", "80.000,00 €", "40.000,00 €", "80.000,00 €")
    ]
    assert rows(document, "Produkt")[0] == [
        *("11130", "7831000", "2027", "veranschlagt", "100.000,00 €")
    ]
    assert "Die Förderung „Bund“ (unbekannt) ist in keinem Jahr abgezogen." in text
    assert "1 Betrag ist unbekannt" in text and "+0,50" in text
    assert "Anliegen von zu Hause" in text and "Anderes Ziel" not in text
    styles = {one.style.name for one in document.paragraphs}
    assert {"Heading 1", "Heading 2", "Caption"} <= styles


def test_the_ways_to_write_the_strategy_come_out_as_a_paper(town: Store, tmp_path: Path) -> None:
    # By its number, as it is written elsewhere.
    document, text = written(town, tmp_path, "119-2019-2024")
    assert "Empfohlen wird Variante 2 „Mit Beratung“" in text and "Sie geht schneller." in text
    assert [row[:3] for row in rows(document, "Variante")] == [
        ["1. Selbst schreiben", "eigenes Personal", "Vorteil 1"],
        ["2. Mit Beratung", "externe Begleitung", "Vorteil 2"],
    ]


def test_a_missing_part_stops_the_paper_and_is_named(
    town: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["paper", str(town.path), "VO-0003", str(tmp_path / "x.docx")]) == 1
    assert "es fehlt: Information, Sachverhalt, Beratungsfolge." in capsys.readouterr().err
    assert main(["paper", str(town.path), "VO-0009", str(tmp_path / "x.docx")]) == 1
    assert "„VO-0009“ gibt es hier nicht" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_own_template_is_filled_or_refused_by_name(
    town: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = "{{ betreff }} {{ beschlussvorschlag }} {{ beratungsfolge }}"
    cases = {
        asked: "fehlt: {{ finanzielle_auswirkungen }}",
        f"{asked} {{{{ finanzielle_auswirkungen }}}} {{{{ buergermeister }}}}": "„buergermeister“",
        f"{asked} {{{{ finanzielle auswirkungen }}}}": "stimmt ein Platzhalter nicht",
    }
    template, out = tmp_path / "eigene.docx", tmp_path / "x.docx"
    command = ["paper", str(town.path), "VO-0002", str(out), "--template", str(template)]
    for text, said in cases.items():
        document = Document()
        document.add_paragraph(text)
        document.save(str(template))
        assert main(command) == 1
        assert said in capsys.readouterr().err
    template.write_bytes(b"kein Word")
    assert main(command) == 1 and "lässt sich nicht öffnen" in capsys.readouterr().err
    document = Document()
    document.add_paragraph(f"{asked} {{{{ finanzielle_auswirkungen }}}} {{{{ pruefsumme }}}}")
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for zeile in beratungsfolge_zeilen %}"
    table.cell(1, 0).text = "{{ zeile.gremium }}"
    table.cell(1, 1).text = "{{ zeile.aufgabe }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.save(str(template))
    found, text = written(town, tmp_path, "VO-0002", "--template", str(template))
    assert [cell.text for cell in found.tables[0].row_cells(0)] == ["Stadtrat", "Entscheidung"]
    assert text.startswith("Wege Der Rat beschließt.") and "{{" not in text
