"""What the docs and comments name is there."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).parent.parent
# The noun that docs/add_a_noun.md adds as an example.
EXAMPLE = "work_package"
ROOMS = ("strategy", "ui", "web", "pages", "tests", "benchmarks", "docs")
_FILE = re.compile(r"(?<![\w./-])((?:[a-z_0-9]+/)+[a-z_0-9]+\.py)\b")


def test_every_file_that_is_named_exists() -> None:
    """A path in a text may leave out the upper rooms: ``kernel/record.py``."""
    texts = [HOUSE / "app.py", *HOUSE.glob("*.md"), *HOUSE.glob("*.toml")]
    for room in ROOMS:
        texts += [
            path for path in (HOUSE / room).rglob("*.*") if path.suffix in (".py", ".md", ".css")
        ]
    places = {f"/{path.relative_to(HOUSE).as_posix()}" for path in texts}
    lost = [
        f"{path.relative_to(HOUSE)}: {found}"
        for path in texts
        for found in _FILE.findall(path.read_text(encoding="utf-8"))
        if EXAMPLE not in found and not any(place.endswith("/" + found) for place in places)
    ]
    assert not lost, lost
