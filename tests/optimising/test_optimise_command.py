"""``optimise`` on the demo plan: shape, caps kept, caps of a file, contradictions, scenario."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from strategy.cli import main
from strategy.figures.money.own_share import own_share_by_year
from strategy.kernel.records import find
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash, get_version, list_versions
from strategy.nouns.measure import Measure


@pytest.fixture(scope="module")
def plan(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(demo_file, tmp_path_factory.mktemp("plan") / "plan.duckdb"))


def ask(capsys: pytest.CaptureFixture[str], *typed: object) -> tuple[int, str, str]:
    code = main(["optimise", *map(str, typed)])
    said = capsys.readouterr()
    return code, said.out, said.err


def caps_file(folder: Path, content: Any) -> Path:
    path = folder / "caps.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_the_demo_is_planned_within_its_caps(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = ask(capsys, plan, "--json")
    told = json.loads(out)
    assert code == 0 and told["status"] == "optimal"
    assert told["objective"] == told["bound"] > 0 and told["gap"] == 0
    assert all(set(item) == {"id", "start_year"} for item in told["chosen"])
    assert told["unrated"] == ["M-0008"]
    for cap in told["caps"]:
        assert set(cap) == {"kind", "year", "unit", "limit", "used"}
        assert float(cap["used"]) <= float(cap["limit"]), cap
    starts = {item["id"]: item["start_year"] for item in told["chosen"]}
    # What has begun stays, what is a duty is in, and of two that exclude each other one is out.
    assert starts["M-0002"] == 2024 and starts["M-0040"] == 2026 and "M-0004" in starts
    assert starts["M-0038"] >= 2028 and starts["M-0009"] <= 2028
    out_of_it = {item["id"]: item for item in told["out"]}
    assert out_of_it["M-0010"]["rivals"] == ["M-0012"]
    assert ask(capsys, plan, "--json")[1] == out
    words = ask(capsys, plan)[1]
    assert words.startswith("Nutzen ") and "(bewiesen)" in words and "bisher 2027" in words


def test_a_scenario_carries_the_proposal_out(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = Path(shutil.copy(plan, tmp_path / "mine.duckdb"))
    caps = {"own_share": {"2027": 75_000_000, "2028": 80_000_000}, "must": [], "domains": {}}
    told = json.loads(
        ask(
            capsys,
            mine,
            "--json",
            "--caps",
            caps_file(tmp_path, caps),
            "--save",
            "Knapp",
            "--seconds",
            30,
        )[1]
    )
    store = Store.open(mine)
    try:
        with store.read() as db:
            version = get_version(db, "Knapp")
            before = content_hash(db)
        with store.read(version.name) as db:
            measures = {item.id: item for item in find(db, Measure)}
            spent: dict[int, int] = defaultdict(int)
            for row in own_share_by_year(db).to_dict("records"):
                spent[row["year"]] += row["own_cents"]
            saved = content_hash(db)
        for item in told["out"]:
            assert measures[item["id"]].status == "Ideenpool"
            assert "Optimierer" in str(measures[item["id"]].reason)
        for item in told["chosen"]:
            start = measures[item["id"]].starts_on
            assert start is None or start.year == item["start_year"], item
        assert told["out"] and spent[2027] <= 75_000_000
        undo(store, "Kommandozeile", version.name)
        with store.read(version.name) as db:
            assert content_hash(db) == before != saved
    finally:
        store.close()
    code, _, error = ask(capsys, mine, "--save", "knapp")
    assert code == 1 and "gibt es schon" in error


def test_what_contradicts_is_named_with_its_amount(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    caps = caps_file(tmp_path, {"own_share": {"2027": 100}, "must": ["M-0004"], "starts": {}})
    code, out, _ = ask(capsys, plan, "--json", "--caps", caps, "--save", "Nie")
    told = json.loads(out)
    assert code == 1 and told["status"] == "infeasible" and told["chosen"] == []
    # What has begun already costs more than that in 2027; the duty has nothing to do with it.
    assert [(item["kind"], item["year"], item["limit"]) for item in told["conflict"]] == [
        ("own_share", 2027, 100)
    ]
    words = ask(capsys, plan, "--caps", caps)[1]
    assert "Eigenanteil 2027 höchstens 1,00\u00a0€" in words
    store = Store.open(plan)
    with store.read() as db:
        assert "Nie" not in [version.title for version in list_versions(db)]
    store.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "lässt sich nicht als JSON lesen"),
        ([], "ein Objekt"),
        ({"budget": {}}, "„budget“ ist keine Obergrenze"),
        ({"own_share": {"2027": 1.5}}, "eine ganze Zahl ab 0"),
        ({"own_share": {"2027": -1}}, "eine ganze Zahl ab 0"),
        ({"own_share": {"bald": 1}}, "ein Jahr wie 2027"),
        ({"own_share": 5}, "geschweiften Klammern"),
        ({"units": {"OE-9999": {"2027": 1}}}, "eine Kennung aus diesem Plan"),
        ({"fte": {"OE-0006": {"2027": "viel"}}}, "eine Stellenzahl"),
        ({"must": ["M-9999"]}, "eine Kennung aus diesem Plan"),
        ({"must": "M-0001"}, "eine Liste von Kennungen"),
        ({"must": ["M-0045"]}, "ist verworfen und kann nicht Pflicht sein"),
        ('{"own_share": {"2027": 1, "2027": 2}}', "„2027“ steht in der Datei zweimal"),
        ('{"starts": {"2027": 1, "02027": 2}}', "„2027“ steht in der Datei zweimal"),
        ('{"starts": {}, "starts": {}}', "„starts“ steht in der Datei zweimal"),
        ({"not_before": {"M-0021": 2029}, "not_after": {"M-0021": 2028}}, "kein Jahr passt"),
        ({"not_before": {"M-0001": "x"}}, "ein Jahr wie 2027"),
        ({"domains": {"LB-0001": {"number": 1}}}, "„count“ oder „own_share“"),
    ],
)
def test_a_file_of_caps_is_read_strictly(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: Any, words: str
) -> None:
    code, out, error = ask(capsys, plan, "--caps", caps_file(tmp_path, content))
    assert (code, out) == (1, "") and words in error and error.strip().endswith(".")


def test_a_file_replaces_only_what_it_names(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"investiv": {"2029": 5_000_000}, "fte": {"OE-0006": {"2027": "1.35"}}}
    told = json.loads(ask(capsys, plan, "--json", "--caps", caps_file(tmp_path, given))[1])
    caps = {(c["kind"], c["year"], c["unit"]): c["limit"] for c in told["caps"]}
    assert caps[("investiv", 2029, None)] == 5_000_000 and ("investiv", 2027, None) not in caps
    assert caps[("fte", 2027, "OE-0006")] == "1.35" and ("fte", 2027, "OE-0018") not in caps
    assert caps[("own_share", 2028, "OE-0005")] == 23_000_000


def test_the_json_of_a_real_process_is_nothing_but_json(plan: Path) -> None:
    """HiGHS greets on the output of the process, past all that Python catches."""
    done = subprocess.run(
        [sys.executable, "-m", "strategy", "optimise", str(plan), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["status"] == "optimal" and done.stderr == ""
