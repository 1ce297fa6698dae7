"""The map of interfaces and the two halves of a budget as pictures and as sentences."""

from __future__ import annotations

import pandas as pd

from ui.charts.budget_effect import budget_effect_chart, budget_effect_summary
from ui.charts.network import MOST, interface_map, interface_summary


def flows(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"source_id": a, "source": a, "target_id": b, "target": b, "title": "Daten"}
            for a, b in pairs
        ],
        columns=["source_id", "source", "target_id", "target", "title"],
    )


def test_the_map_draws_every_flow_once_and_always_alike() -> None:
    frame = flows(("A", "B"), ("A", "C"), ("C", "A"), ("A", "B"), ("X", "Y"))
    figure = interface_map(frame, "A")
    assert len(figure.layout.annotations) == 4
    points = figure.data[0]
    spots = set(zip(points.x, points.y, strict=True))
    assert len(spots) == 5, "two applications lie on each other"
    assert figure.to_json() == interface_map(frame, "A").to_json()
    assert interface_summary(frame) == (
        "5 Schnittstellen verbinden 5 Anwendungen; die meisten hat A (4)."
    )


def test_the_map_of_many_says_what_it_leaves_out() -> None:
    frame = flows(*((f"A{n}", f"A{n + 1}") for n in range(MOST + 20)))
    assert len(interface_map(frame).data[0].x) == MOST
    assert f"im Bild stehen die {MOST}" in interface_summary(frame)
    assert interface_summary(flows()) == "Es sind noch keine Schnittstellen erfasst."
    assert len(interface_map(flows()).data[0].x) == 0


def test_both_halves_stand_beside_each_other_and_are_never_added() -> None:
    frame = pd.DataFrame(
        [
            {
                "year": 2026,
                "sach_cents": 100_00,
                "personal_cents": 50_00,
                "investment_cents": 300_00,
                "paid_cents": 450_00,
                "depreciation_cents": 100_00,
                "borne_cents": 250_00,
            },
            {
                "year": 2027,
                "sach_cents": None,
                "personal_cents": 0,
                "investment_cents": 0,
                "paid_cents": None,
                "depreciation_cents": 100_00,
                "borne_cents": 100_00,
            },
        ]
    )
    figure = budget_effect_chart(frame)
    stacks: dict[tuple[str, str], float] = {}
    for trace in figure.data:
        for year, half, value in zip(*trace.x, trace.y, strict=True):
            stacks[year, half] = stacks.get((year, half), 0) + (value or 0)
    assert stacks["2026", "Fin."] == 450 and stacks["2026", "Erg."] == 250
    assert len({trace.name for trace in figure.data if trace.showlegend is not False}) == 4
    said = budget_effect_summary(frame, 2026).replace("\u00a0", " ")
    assert said == (
        "2026: Im Finanzhaushalt stehen 450 €, davon 300 € Investitionen; im Ergebnishaushalt "
        "250 €, davon 100 € Abschreibungen."
    )
    assert "unbekannt" in budget_effect_summary(frame, 2027)
