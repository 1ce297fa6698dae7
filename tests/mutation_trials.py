"""Break money, store and merge code in small ways, one at a time, and tell what no test notices.

Run as ``python -m tests.mutation_trials [--most N] [--seed S] [MODULE …]``; without a module all of
``TRIALS``.  Works on a copy of the house, so nothing here is ever broken.  A mutant that survives
is a line that could be wrong without anybody noticing, or one that changes nothing; a reader has
to tell which.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parent.parent
# Module -> the tests that are to notice.
TRIALS = {
    "strategy/intake/recognising/numbers.py": "tests/intake/test_intake_numbers.py",
    "strategy/figures/money/allocation.py": "tests/figures",
    "strategy/kernel/store/undo.py": "tests/kernel/store/test_undo.py",
    "strategy/kernel/store/bulk.py": "tests/kernel/store/test_bulk.py",
    "strategy/survey/comparing.py": "tests/survey",
}
_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_RECKONED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult}
_SECONDS = 600


@dataclass(frozen=True)
class Mutant:
    """The whole text of a module with one change, and what the change is."""

    line: int
    about: str
    text: str


def mutants(text: str) -> Iterator[Mutant]:
    """Every mutant of a module: turned comparisons and operators, other numbers, lost lines."""
    count = sum(1 for _ in ast.walk(ast.parse(text)))
    for place in range(count):
        tree = ast.parse(text)
        node = next(node for number, node in enumerate(ast.walk(tree)) if number == place)
        if about := _change(node):
            yield Mutant(getattr(node, "lineno", 0), about, ast.unparse(tree))
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        # A lost call or assignment of a whole statement; definitions would only fail to load.
        if isinstance(node, ast.Expr | ast.AugAssign | ast.Raise) and not _is_words(node):
            first, last = node.lineno - 1, node.end_lineno or node.lineno
            hole = f"{' ' * node.col_offset}pass\n"
            yield Mutant(
                node.lineno,
                f"without {lines[first].strip()[:60]}",
                "".join([*lines[:first], hole, *lines[last:]]),
            )


def _change(node: ast.AST) -> str:
    """Change one node in place; what was done, empty where there is nothing to change."""
    if isinstance(node, ast.Compare) and (other := _COMPARED.get(type(node.ops[0]))):
        before = type(node.ops[0]).__name__
        node.ops[0] = other()
        return f"{before} -> {other.__name__}"
    if isinstance(node, ast.BinOp) and (operator := _RECKONED.get(type(node.op))):
        before = type(node.op).__name__
        node.op = operator()
        return f"{before} -> {operator.__name__}"
    if isinstance(node, ast.BoolOp):
        before = type(node.op).__name__
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return f"{before} -> {type(node.op).__name__}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node.op = ast.UAdd()
        return "without not"
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        node.value = not node.value
        return f"{not node.value} -> {node.value}"
    if isinstance(node, ast.Constant) and type(node.value) is int:
        node.value += 1
        return f"{node.value - 1} -> {node.value}"
    return ""


def _is_words(node: ast.Expr | ast.AugAssign | ast.Raise) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def survives(copy: Path, tests: str) -> bool:
    """Whether all the tests pass in this copy; a run without end counts as noticed."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n0",
        *("-p", "no:cacheprovider"),
        tests,
    ]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def try_module(module: str, tests: str, most: int, seed: int, copy: Path) -> tuple[int, int]:
    """Try at most so many mutants of one module; how many, and how many survived."""
    target, text = copy / module, (HOUSE / module).read_text(encoding="utf-8")
    found = list(mutants(text))
    chosen = random.Random(seed).sample(found, min(most, len(found)))
    survived = 0
    for mutant in sorted(chosen, key=lambda mutant: mutant.line):
        target.write_text(mutant.text, encoding="utf-8")
        if survives(copy, tests):
            survived += 1
            print(f"survived  {module}:{mutant.line}  {mutant.about}", flush=True)
    target.write_text(text, encoding="utf-8")
    print(f"{module}: {len(chosen)} of {len(found)} tried, {survived} survived", flush=True)
    return len(chosen), survived


def main() -> int:
    """Try the modules; 1 where the tests fail before anything is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", nargs="*", help="of those in TRIALS; all without any")
    parser.add_argument("--most", type=int, default=20, help="mutants per module")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "house"
        ignored = shutil.ignore_patterns(".venv", ".git", "*cache*", "local", "__pycache__")
        shutil.copytree(HOUSE, copy, ignore=ignored)
        for module in given.module or TRIALS:
            if not survives(copy, TRIALS[module]):
                print(f"{TRIALS[module]} fails as it is")
                return 1
            try_module(module, TRIALS[module], given.most, given.seed, copy)
    return 0


if __name__ == "__main__":
    sys.exit(main())
