"""The house rules: style, types, floors, generated pages, and words that have no place here."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
import subprocess
import sys
import tokenize
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

import strategy.nouns  # noqa: F401
from strategy.kernel.records import all_nouns
from ui.frame.map import every_screen

HOUSE = Path(__file__).parent.parent
LONGEST = 400
MOST_IN_A_ROOM = 40
LEAST_COMMENTS = 3.0  # in a hundred lines of code
TEXT_ENDINGS = {".py", ".sql", ".md", ".toml", ".css", ".js", ".txt", ".html", ".csv", ".json"}


def _files() -> list[Path]:
    """Every file of the project that git knows or would add; all files where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [HOUSE / name for name in listed.stdout.splitlines()]
    else:
        names = [p for p in HOUSE.rglob("*") if not {".git", ".venv"} & set(p.parts)]
    return [p for p in names if p.is_file() and (p.suffix in TEXT_ENDINGS or p.name == "run")]


def _run(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"[-6000:]


def test_ruff() -> None:
    _run("ruff", "check", "--no-cache", ".")


def test_mypy() -> None:
    """Strictly, and everything that ``files`` in pyproject.toml names: what is not of a test."""
    _run("mypy")


def test_imports_point_down() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "KEPT" in done.stdout, f"{done.stdout}\n{done.stderr}"[-6000:]


LOUD = {
    "strategy": r"streamlit|plotly|starlette|uvicorn|app|pages|web|ui",
    "pages": r"duckdb|openpyxl|xlsxwriter|app|web",
    "ui": r"duckdb|openpyxl|xlsxwriter|app|pages|web",
    "web": r"duckdb|openpyxl|xlsxwriter|app|pages",
}


@pytest.mark.parametrize("floor", LOUD)
def test_no_floor_imports_what_belongs_to_another(floor: str) -> None:
    """Also pages count here, which Streamlit runs as scripts and import-linter does not see."""
    pattern = re.compile(rf"^\s*(?:import|from)\s+({LOUD[floor]})\b", re.MULTILINE)
    bad = [
        str(path.relative_to(HOUSE))
        for path in (HOUSE / floor).rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert not bad


# Words of SQL in capitals, and what only SQL contains.
SQL = re.compile(
    r"\b(SELECT|FROM|WHERE|JOIN|(ORDER|GROUP) BY|NULLS (FIRST|LAST)|IS (NOT )?NULL|DESC|LIMIT)\b"
    r"|unnest\(|coalesce\(|count\(\*\)|[=<>] ?\?|\bIN \("
)
CURSOR = {"run", "rows", "one", "value", "frame", "arrow", "has_rows"}


def test_sql_stands_in_the_domain_alone() -> None:
    """A question to the plan has a name in ``strategy``, so that a figure has one definition."""
    found = []
    for path in [HOUSE / "app.py", *(p for f in ("pages", "ui", "web") for p in _python(f))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            asks = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in CURSOR
                and ast.unparse(node.func.value) in ("db", "tx", "cursor", "look")
            )
            if asks or (isinstance(text, str) and SQL.search(text)):
                line = getattr(node, "lineno", 0)
                found.append(f"{path.relative_to(HOUSE)}:{line}")
    assert not found, found


def test_the_domain_names_no_screen() -> None:
    """What users do next is told by what it is about; where that is done only ``ui`` knows."""
    places = list(every_screen())
    words = {word for noun in all_nouns() for word in (noun.SINGULAR, noun.PLURAL)}
    named = [f"„{place.title}“" for place in places if place.title not in words]
    forbidden = [*named, *(place.script for place in places), "Seite „", "unter „Daten,"]
    found = []
    for path in _python("strategy"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                hits = [word for word in forbidden if word in node.value]
                found += [f"{path.relative_to(HOUSE)}:{node.lineno}: {word}" for word in hits]
    assert not found, found


def test_no_modules_import_each_other_in_a_circle() -> None:
    # An import for type hints alone is none when the program runs.
    graph = grimp.build_graph(
        "web", "ui", "strategy", cache_dir=None, exclude_type_checking_imports=True
    )
    below = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    # Raises CycleError, which names the modules of the circle.
    TopologicalSorter(below).prepare()


def test_a_class_name_means_one_thing() -> None:
    named: dict[str, list[str]] = {}
    for path in (p for floor in ("strategy", "ui", "web") for p in _python(floor)):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named.setdefault(node.name, []).append(str(path.relative_to(HOUSE)))
    twice = {name: paths for name, paths in named.items() if len(paths) > 1}
    assert not twice


def _python(floor: str) -> list[Path]:
    return sorted((HOUSE / floor).rglob("*.py"))


def test_pages_end_by_the_way_that_knows_what_was_said() -> None:
    stopped = "st." + "stop("
    ends = {
        str(path.relative_to(HOUSE)): path.read_text(encoding="utf-8").count(stopped)
        for floor in ("pages", "ui")
        for path in (HOUSE / floor).rglob("*.py")
    }
    # In session.end_page itself; its docstring names it once more.
    assert {name: n for name, n in ends.items() if n} == {"ui/run/session.py": 2}


def test_no_file_is_longer_than_can_be_read() -> None:
    long = {
        str(p.relative_to(HOUSE)): n
        for p in _files()
        if p.suffix == ".py" and (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_no_room_holds_more_than_one_can_overlook() -> None:
    """Nouns are a list of their own: one file each, found by its name."""
    counts = Counter(p.parent for p in _files() if p.suffix == ".py" and p.name != "__init__.py")
    full = {str(room.relative_to(HOUSE)): n for room, n in counts.items() if n > MOST_IN_A_ROOM}
    full.pop("strategy/nouns", None)
    assert not full


def test_the_formatter_decides_the_layout() -> None:
    mark = "# fmt" + ": "
    assert not [p for p in _files() if p.suffix == ".py" and mark in p.read_text("utf-8")]
    _run("ruff", "format", "--check", "--no-cache", ".")


def test_comments_are_as_many_as_a_stranger_needs() -> None:
    """Lines with a comment per hundred lines of code, blank lines and switches not counted."""
    lines = comments = 0
    for path in _files():
        if path.suffix != ".py" or path.relative_to(HOUSE).parts[0] in ("tests", "benchmarks"):
            continue
        text = path.read_text(encoding="utf-8")
        lines += sum(bool(line.strip()) for line in text.splitlines())
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            said = token.type == tokenize.COMMENT
            comments += said and not token.string.startswith(("# noqa", "# type:", "#!"))
    assert 100 * comments / lines >= LEAST_COMMENTS


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "helpers", "manager", "service_layer", "core", "models", "common", "misc"}
    assert not [p for p in _files() if p.suffix == ".py" and p.stem in empty]


def test_the_project_speaks_of_the_product_alone() -> None:
    # Put together, so that this file does not find itself.
    marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
    places = ["/" + "work/", "/" + "tmp/", "/" + "root/", "/" + "home/", "py" + "pi."]
    pattern = re.compile(
        "|".join([*(rf"\b{mark}\b" for mark in marks), *(re.escape(place) for place in places)])
    )
    found = []
    for path in _files():
        if path.parts[-2] == "shared":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            hit = pattern.search(line)
            if hit:
                found.append(f"{path.relative_to(HOUSE)}:{number}: {hit.group()}")
    assert not found, found


def test_generated_pages_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("maker", HOUSE / "docs" / "make_data_model.py")
    assert spec is not None and spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    hint = "run: python docs/make_data_model.py"
    assert (HOUSE / "docs/data_model.md").read_text(encoding="utf-8") == maker.data_model(), hint
    glossary = (HOUSE / "docs/glossary.md").read_text(encoding="utf-8")
    assert glossary == maker.with_glossary(glossary), hint


def test_requirements_are_pinned() -> None:
    for name in ("requirements/runtime.in", "requirements/development.in"):
        for line in (HOUSE / name).read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"[\w.\-\[\]]+==[\w.]+( *;.*)?", line.strip()), line


def test_participants_pages_find_their_plans_without_streamlit() -> None:
    code = "import sys, web.participants.plans; sys.exit('streamlit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, check=False)
    assert done.returncode == 0
