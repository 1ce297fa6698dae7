"""The slides as PowerPoint: the same sentences and figures as the page, charts with their data."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation

from strategy.analysis.slides import Picture, slides
from strategy.cli import main
from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for


@pytest.fixture(scope="module")
def deck(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("folien") / "ausschuss.pptx"
    assert main(["slides", str(demo_file), str(target), "--audience", "öffentlich"]) == 0
    return target


def test_every_slide_of_the_page_is_there_with_its_figures(
    deck: Path, demo_file: Path, tmp_path: Path
) -> None:
    store = Store.open(shutil.copyfile(demo_file, tmp_path / "demo.duckdb"))
    with read_for(store, "main", Audience.PUBLIC) as db:
        shown = slides(db, date.today(), True)
    store.close()
    cover, *pages = Presentation(str(deck)).slides
    assert "Nicht enthalten, auch in keiner Summe" in cover.shapes[1].text_frame.text
    # One message each, as the title that outline and screen readers go by.
    assert [page.shapes.title.text for page in pages] == [one.title for one in shown]
    for page, slide in zip(pages, shown, strict=True):
        texts = [one.text_frame.text for one in page.shapes if one.has_text_frame]
        assert any(f"Quelle: {slide.source}." in text and "Stand " in text for text in texts)
        assert slide.note in (*texts, "")
        charts = [one.chart for one in page.shapes if one.has_chart]
        if slide.picture is Picture.PAPERS:
            (table,) = (one.table for one in page.shapes if one.has_table)
            assert len(table.rows) == min(6, len(slide.frame)) + 1 and not charts
            continue
        (chart,) = charts
        values = [v for series in chart.plots[0].series for v in series.values if v is not None]
        money = slide.picture in (Picture.MONEY_BARS, Picture.YEARS)
        column = "amount_cents" if slide.picture is Picture.YEARS else "value"
        wanted = float(slide.frame[column].dropna().sum()) / (100 if money else 1)
        assert sum(values) == pytest.approx(wanted)
    # All amounts of a year stand beside the slide, also where the column has no room for them.
    told = pages[1].notes_slide.notes_text_frame.text
    frame = shown[1].frame.groupby(["year", "kind"])["amount_cents"].sum()
    assert all(german.money(int(cents)) in told for cents in frame)


def test_a_file_of_another_kind_or_a_plan_without_figures_is_refused(
    plan: Store, tmp_path: Path
) -> None:
    path = str(plan.path)
    plan.close()
    assert main(["slides", path, str(tmp_path / "x.odp")]) == 1
    assert main(["slides", path, str(tmp_path / "x.pptx")]) == 1
    assert not list(tmp_path.iterdir())
