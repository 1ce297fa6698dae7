"""The container recipe takes along all that the workbench needs, and nothing of a running plan."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from shutil import copy, copytree

HOUSE = Path(__file__).resolve().parents[1]


def test_what_the_image_holds_starts_by_itself(tmp_path: Path) -> None:
    recipe = (HOUSE / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (.+)$", recipe, re.MULTILINE):
        *sources, target = line.split()
        for source in sources:
            if (HOUSE / source).is_dir():
                copytree(HOUSE / source, tmp_path / target, dirs_exist_ok=True)
            else:
                place = tmp_path / target
                place.mkdir(parents=True, exist_ok=True) if target.endswith("/") else None
                copy(HOUSE / source, place)
    assert not (tmp_path / "data" / "local").exists()
    # The command as far as it goes without a plan: everything that it imports is there.
    command = [sys.executable, "app.py", "--help"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0 and "--sign-in" in told.stdout, told.stderr
    command = [sys.executable, "-m", "strategy", "init", "plan.duckdb", "--name", "A", "--state"]
    told = subprocess.run([*command, "BW"], cwd=tmp_path, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
