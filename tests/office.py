"""LibreOffice, as tests use it: to open a file the way an office would and save it otherwise."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

# Debian packs the parts of LibreOffice apart; each is one library beside the program.
_PARTS = {"Calc": "libsclo.so", "Writer": "libswlo.so"}


def converted(file: Path, target: str, folder: Path, *, by: str, settings: str = "") -> Path:
    """The file as this part of LibreOffice saves it, in a folder of its own below ``folder``.

    ``target`` is what ``--convert-to`` takes.  Skips where the part is missing, under CI=true it
    fails; that the part cannot open the file is always a failure.
    """
    program = _program(by)
    profile, out = folder / "profile", folder / "converted"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    if settings:
        (profile / "user" / "registrymodifications.xcu").write_text(settings)
    run = subprocess.run(
        [
            program,
            "--headless",
            f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to",
            target,
            "--outdir",
            str(out),
            str(file),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=240,
    )
    made = out / f"{file.stem}.{target.partition(':')[0]}"
    assert made.exists(), f"{by} cannot open {file.name}: {run.stdout}{run.stderr}"
    return made


def _program(part: str) -> str:
    program = shutil.which("soffice")
    if program is None:
        _missing("LibreOffice (soffice)")
    beside = Path(program).resolve().parent
    # Elsewhere than on Debian LibreOffice comes whole, and its libraries lie in other places.
    if any(beside.glob("lib*lo.so")) and not (beside / _PARTS[part]).exists():
        _missing(f"LibreOffice {part}")
    return program


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing; under CI=true it is compulsory.")
    pytest.skip(f"{what} is not installed.")
