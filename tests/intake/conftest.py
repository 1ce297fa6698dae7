"""Files to read: the real ones beside the project, and made-up ones with one trap each."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from strategy.cli import main
from strategy.kernel.store import Store
from tests.intake.command_door import Door

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("Der Ordner ../shared/data mit echten Dateien fehlt.")
    return SHARED


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a text table: ``text_file("a;b\\n1;2\\n", encoding="cp1252")``."""

    def write(content: str, name: str = "tabelle.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode(encoding))
        return path

    return write


@pytest.fixture
def raw_workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write an xlsx archive from the XML of its sheets: ``raw_workbook({"Blatt": "<row>…"})``.

    ``hidden`` names sheets that are not visible, ``extra`` adds parts to the archive.
    """

    def write(
        sheets: dict[str, str],
        hidden: tuple[str, ...] = (),
        extra: dict[str, str] | None = None,
        name: str = "mappe.xlsx",
    ) -> Path:
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006"
        names = list(sheets)
        states = ['state="hidden"' if n in hidden else "" for n in names]
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            + "".join(
                f'<sheet name="{n}" sheetId="{i}" {state} r:id="s{i}"/>'
                for i, (n, state) in enumerate(zip(names, states, strict=True), 1)
            )
            + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            + "".join(
                f'<Relationship Id="s{i}" Type="{office}/worksheet" '
                f'Target="worksheets/sheet{i}.xml"/>'
                for i in range(1, len(names) + 1)
            )
            + "</Relationships>",
        }
        for i, rows in enumerate(sheets.values(), 1):
            parts[f"xl/worksheets/sheet{i}.xml"] = (
                f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
            )
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in (parts | (extra or {})).items():
                archive.writestr(part, content)
        return path

    return write


UNITS = "Nummer;Bezeichnung\n10;Hauptamt\n20;Kämmerei\n"
RATES = "Entgeltgruppe;Jahr;Personalkosten\nE9a;2026;65000\n"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("words")
    plan = folder / "plan.duckdb"
    assert main(["init", str(plan), "--name", "Probe", "--state", "ST", "--year", "2026"]) == 0
    # To open a plan that is open in this process already takes a tenth of the time.
    kept_open = Store.open(plan)
    made = Door(plan, folder, {})
    made.take("organisation", UNITS)
    made.take("rates", RATES)
    made.take("applications", "Bezeichnung\nDMS\nFinanzwesen\nMeldewesen\n")
    yield made
    kept_open.close()
