"""One word per habit: ``python tasks.py test``.  Needs nothing but Python.

The commands run with the interpreter of ``.venv`` where it exists, else with the one at hand, and
get all further words: ``python tasks.py test tests/intake -x``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent
_INSIDE = HOUSE / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PYTHON = str(_INSIDE) if _INSIDE.exists() else sys.executable

# Word -> what it is for, and the commands that it runs one after the other.
TASKS: dict[str, tuple[str, list[list[str]]]] = {
    "run": ("open the workbench with the demo municipality", [["app.py"]]),
    "test": ("all tests", [["-m", "pytest"]]),
    "quick": (
        "the tests of what changed and every cheap one, within a minute",
        [["-m", "pytest", "--quick"]],
    ),
    "coverage": (
        "all tests, and which lines none of them runs",
        [["-m", "pytest", "--cov", "--cov-report=term"]],
    ),
    "stable": ("all tests ten times, beside a busy process", [["-m", "tests.run_stable"]]),
    "lint": (
        "what the tests check of the code itself: rules, layout, floors, types",
        [
            ["-m", "ruff", "check", "."],
            ["-m", "ruff", "format", "--check", "."],
            ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
            ["-m", "mypy"],
        ],
    ),
    "format": ("lay out the code", [["-m", "ruff", "format", "."]]),
    "bench": ("the benchmarks, or those that are named", [["-m", "benchmarks"]]),
    "demo": ("build the demo municipality as a plan file", [["-m", "strategy", "demo"]]),
    "shots": ("pictures of the main pages into docs/images", [["docs/make_shots.py"]]),
    "mutants": (
        "break money, store and merge code in small ways and tell what no test notices",
        [["-m", "tests.mutation_trials"]],
    ),
    "lock": (
        "write the lock files anew; needs uv (pip install uv)",
        [
            [
                *("-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11"),
                *("--generate-hashes", "--no-header", "--no-annotate", "--quiet"),
                *(f"requirements/{name}.in", "-o", f"requirements/{name}.txt"),
            ]
            for name in ("runtime", "development")
        ],
    ),
}


def main(words: list[str]) -> int:
    """Run one task; its exit code is that of the first command that fails."""
    if not words or words[0] not in TASKS:
        for name, (about, _) in TASKS.items():
            print(f"python tasks.py {name:<8} {about}")
        return 0 if not words else 2
    commands = TASKS[words[0]][1]
    for command in commands:
        # Further words belong to a single command; of several nobody could say which.
        more = words[1:] if len(commands) == 1 else []
        code = subprocess.run([PYTHON, *command, *more], cwd=HOUSE, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
