"""Let LibreOffice calculate a workbook afresh, whatever values it carries."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it after a full recalculation."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice fehlt; unter CI=true wird immer nachgerechnet.")
        pytest.skip("LibreOffice (soffice) fehlt, es kann nicht nachgerechnet werden.")
    profile, out = folder / "profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS)
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(workbook)],
        check=True, capture_output=True, timeout=240,
    )
    return out / workbook.name
