"""Every benchmark runs on a tiny size and tells its ratio; how fast it is, nobody asserts here."""

from __future__ import annotations

import math
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import (
    cost_dashboard,
    documents,
    import_csv,
    import_look,
    import_xlsx,
    large_city,
    optimising,
    pages,
    planning_table,
    points,
    ranges,
    search,
    sessions,
    survey,
    version_diff,
    workshop_load,
)
from benchmarks.__main__ import NAMES, main
from benchmarks.result import Result, show
from benchmarks.sessions import percentile
from strategy.kernel.store import Store
from tests.beside import beside

LINUX = Path("/proc/self/status").exists()
needs_proc = pytest.mark.skipif(not LINUX, reason="memory of the server is read from /proc")


@pytest.fixture(autouse=True)
def clean_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A main module without a file: pages tried in the same process leave theirs behind, and a
    fresh process of a benchmark would begin by running it."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture(scope="module")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    return large_city.build_large_city(folder / "city.duckdb", 40, 20, 600)


def assert_told(results: list[Result]) -> None:
    table = show(results)
    for result in results:
        assert math.isfinite(result.ratio), result
        assert result.ratio >= 0
        assert f"{result.ratio:.2f} {result.unit}" in table
        assert result.name in table


def test_import_of_a_workbook() -> None:
    results = import_xlsx.run(rows=120)
    assert len(results) == 1
    assert_told(results)
    assert "120 rows" in results[0].measured


def test_the_look_before_an_import() -> None:
    results = import_look.run(rows=5, sheets=2, repeats=1)
    assert [result.met for result in results] == [True, True]


def test_import_of_text_in_both_shapes() -> None:
    results = import_csv.run(rows=300, rounds=1)
    assert len(results) == 2
    assert_told(results)
    assert "1,800 lines" in results[1].measured


def test_survey_out_and_in(tmp_path: Path) -> None:
    plan = large_city.build_large_city(tmp_path / "plan.duckdb", 12, 5, 60, offices=8)
    results = survey.run(offices=2, applications=6, demo=plan)
    assert len(results) == 4
    assert_told(results)
    assert "8 Ämter" in results[0].measured and "2 Ämter" in results[1].measured


@needs_proc
def test_pages_over_the_real_protocol(
    small_city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A plan file belongs to one server at a time.
    other = shutil.copy(small_city, tmp_path / "other.duckdb")
    plans = (small_city, other)
    results = beside(lambda: pages.run(repeats=1, urls=["start", "ziele"], plans=plans))
    assert_told(results)
    said = capsys.readouterr().out
    assert "start" in said and "ziele" in said
    failing = next(result for result in results if "fail" in result.name)
    assert failing.ratio == 0, said


@needs_proc
def test_redraw_of_the_cost_page(tmp_path: Path) -> None:
    few = cost_dashboard.build_city_of_lines(tmp_path / "few.duckdb", 100, applications=10)
    many = cost_dashboard.build_city_of_lines(tmp_path / "many.duckdb", 700, applications=10)
    # Ten applications and ten measures bring 320 lines; nothing is taken away where there are more.
    for path, count in ((few, 320), (many, 700)):
        store = Store.open(path)
        with store.read() as db:
            assert db.value("SELECT count(*) FROM cost_line") == count
        store.close()
    results = beside(lambda: cost_dashboard.run(repeats=1, plans=(few, many)))
    assert_told(results)
    assert results[0].at_most == 3 and len(results) == len(cost_dashboard.VIEWS)


@needs_proc
def test_sessions_over_the_real_protocol(
    small_city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = {"sessions": 2, "think": 0.1, "seconds": 0.5, "plan": small_city, "urls": ["ziele"]}
    results = beside(lambda: sessions.run(**few))
    # Two sessions cost less memory than the server gives back meanwhile, so only times are told.
    assert_told(results[:2])
    assert "2 sessions" in results[0].name
    assert "reruns of 2 sessions" in capsys.readouterr().out


@needs_proc
def test_redraw_of_the_planning_table(small_city: Path, tmp_path: Path) -> None:
    # A plan file belongs to one server at a time.
    other = shutil.copy(small_city, tmp_path / "other.duckdb")
    results = beside(lambda: planning_table.run(repeats=1, measures=60, demo=other))
    assert_told(results)
    assert results[0].at_most == 3 and "60 measures" in results[0].name


def test_a_search_over_everything(small_city: Path) -> None:
    results = search.run(plan=small_city, repeats=1)
    assert_told(results)
    assert results[0].at_most == 1


def test_points_over_proposals() -> None:
    results = points.run(points=3_000, proposals=40, repeats=1)
    assert_told(results)
    assert results[0].at_most == 0.5 and "3000 points over 40 proposals" in results[0].name


def test_planning_in_small() -> None:
    results = [
        *optimising.run(measures=12, seeds=(1,)),
        *ranges.run(measures=4, draws=200, repeats=1),
        *version_diff.run(measures=100, lines=2_000, repeats=1),
    ]
    assert_told(results)
    assert [result.at_most for result in results] == [10, 1.3, 2, 3]


def test_documents_in_small() -> None:
    results = documents.run(measures=20, lines=500, repeats=1)
    assert_told(results)
    assert len(results) == 5 and {result.at_most for result in results} == {3}


@pytest.mark.slow
@needs_proc
def test_a_small_hall_of_phones(capsys: pytest.CaptureFixture[str]) -> None:
    """Every answer is checked on the way, and the plan afterwards."""
    results = beside(lambda: workshop_load.run(people=4, seconds=8, compared=2))
    assert_told(results)
    said = capsys.readouterr().out
    assert "  phones, 4: 44 submits" in said and "  Streamlit, 2: 22 submits" in said
    errors = next(result for result in results if result.unit == "errors")
    assert errors.ratio == 0 and errors.measured == "20 cards, 20 points"


def test_goals_in_both_directions() -> None:
    quick = Result("a", "1 s", "6 s", 6.0, at_least=5)
    slow = Result("b", "4 s", "1 s", 4.0, at_most=3)
    told = Result("c", "1 MB", "2 MB", 1.0, unit="MB")
    assert (quick.met, slow.met, told.met) == (True, False, None)
    table = show([quick, slow, told])
    assert "≥ 5 ×" in table and "≤ 3 ×" in table and "MISSED" in table


def test_percentile_is_the_nearest_rank() -> None:
    hundred = [float(value) for value in range(1, 101)]
    assert percentile(hundred, 0.95) == 95
    assert percentile([7.0], 0.95) == 7
    assert percentile([1.0, 2.0, 3.0], 0.95) == 3


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["nothing"])
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert all(name in said for name in NAMES)
