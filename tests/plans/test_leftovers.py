"""Folders that killed programs have left go at the next start; all else stays."""

from __future__ import annotations

import os
import re
from pathlib import Path

from strategy.plans.leftovers import PREFIXES, remove_leftovers

HOUSE = Path(__file__).resolve().parents[2]


def _old(path: Path) -> None:
    for one in (*path.rglob("*"), path):
        os.utime(one, (1, 1), follow_symlinks=False)


def test_old_folders_of_ours_go(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "werkbank-datei").touch()
    temp = tmp_path / "temp"
    for name in ("einlesen-a", "werkbank-b", "werkbank-used", "pytest-0", "einlesen-new"):
        (temp / name / "in").mkdir(parents=True)
        (temp / name / "in" / "liste.xlsx").touch()
    if os.name != "nt":
        (temp / "werkbank-link").symlink_to(elsewhere, target_is_directory=True)
    (temp / "werkbank-file").touch()
    _old(tmp_path)
    os.utime(temp / "werkbank-used" / "in" / "liste.xlsx")
    os.utime(temp / "einlesen-new")
    stays = {path.name for path in temp.iterdir()} - {"einlesen-a", "werkbank-b"}
    assert remove_leftovers(temp) == 2
    assert {path.name for path in temp.iterdir()} == stays
    assert (elsewhere / "werkbank-datei").exists()
    assert remove_leftovers(tmp_path / "nowhere") == 0


def test_every_temporary_folder_of_the_product_is_known_by_its_name() -> None:
    made = [
        call
        for floor in ("strategy", "ui", "web", "pages")
        for path in (HOUSE / floor).rglob("*.py")
        for call in re.findall(
            r"tempfile\.(?:TemporaryDirectory|mkdtemp)\((.*?)\)", path.read_text(encoding="utf-8")
        )
    ]
    assert len(made) >= 8
    strange = [call for call in made if not re.match(rf'prefix="({"|".join(PREFIXES)})', call)]
    assert strange == []
