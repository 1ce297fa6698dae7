"""Let LibreOffice calculate a workbook afresh, whatever values it carries."""

from __future__ import annotations

from pathlib import Path

from tests.office import converted

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it after a full recalculation."""
    return converted(workbook, "xlsx:Calc MS Excel 2007 XML", folder, by="Calc", settings=_ALWAYS)
