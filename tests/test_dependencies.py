"""What is installed: every version with hashes, every licence known and accepted."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

HOUSE = Path(__file__).parent.parent
LOCKS = HOUSE / "requirements"
ACCEPTED = {
    *("MIT", "MIT-0", "MIT-CMU", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0"),
    *("Zlib", "CC0-1.0", "MPL-2.0", "Artistic-1.0-Perl"),
    # Installed from its own package, unchanged: nothing of it is part of the product's files.
    "LGPL-2.1-only",
}
# How packages without an SPDX expression call the same licences.
FAMILIES = {
    "MIT": "mit",
    "BSD-2-Clause": "bsd",
    "BSD-3-Clause": "bsd|redistribution and use in source and binary|all rights r",
    "Apache-2.0": "apache",
    "MPL-2.0": "mpl|mozilla public",
    "Artistic-1.0-Perl": "artistic",
    "LGPL-2.1-only": "lgpl",
}
# Say nothing of themselves; their licence was read in their repository.
SILENT = {"axe-playwright-python"}


def pins(name: str) -> dict[str, str]:
    """Package -> version of one file of pins, without the files it refers to."""
    text = (LOCKS / name).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.\-]+)(?:\[[\w,]+\])?==([\w.+]+)", text, re.MULTILINE)
    return {package.lower().replace("_", "-"): version for package, version in found}


def listed() -> dict[str, tuple[str, str]]:
    """Package -> licence and what it is for, as the page says."""
    page = (HOUSE / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w.\-]+) \| ([^|]+) \| (product|tests) \|$", page, re.MULTILINE)
    return {name: (licence, purpose) for name, licence, purpose in rows}


def test_lock_files_hold_every_pin_with_hashes_and_no_address() -> None:
    runtime, development = pins("runtime.txt"), pins("development.txt")
    assert pins("runtime.in").items() <= runtime.items() <= development.items()
    assert pins("development.in").items() <= development.items()
    for name in ("runtime.txt", "development.txt"):
        text = (LOCKS / name).read_text(encoding="utf-8")
        assert "://" not in text and "--index-url" not in text
        for entry in re.split(r"\n(?=\S)", text.strip()):
            assert re.match(r"[\w.\-\[\],]+==[\w.+]+( ;.*?)? \\\n", entry), entry
            assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_every_dependency_has_an_accepted_licence() -> None:
    product, everything, page = pins("runtime.txt"), pins("development.txt"), listed()
    assert sorted(page) == sorted(everything)
    for package, (licence, purpose) in page.items():
        assert (purpose == "product") == (package in product), package
        # Of several offered licences one must be accepted, of several that hold all must.
        choices = [set(choice.split(" AND ")) for choice in licence.split(" OR ")]
        assert any(choice <= ACCEPTED for choice in choices), package


def test_installed_packages_say_the_same_of_themselves() -> None:
    seen = 0
    for package, (licence, _) in listed().items():
        try:
            about = importlib.metadata.metadata(package)
        except importlib.metadata.PackageNotFoundError:
            continue  # For another system only.
        seen += 1
        if expression := about["License-Expression"]:
            assert expression == licence, package
        elif package not in SILENT:
            said = " ".join([about["License"] or "", *(about.get_all("Classifier") or [])])
            first = re.split(r" OR | AND ", licence)[0]
            assert re.search(FAMILIES[first], said, re.IGNORECASE), package
    assert seen > 50
