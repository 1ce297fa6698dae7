"""Step 2: interfaces between applications."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, flag, ref, text


@dataclass(frozen=True)
class ApplicationInterface(Record):
    """Data that flow from one application to another."""

    TABLE = "application_interface"
    PREFIX = "SN"
    SINGULAR = "Schnittstelle"
    PLURAL = "Schnittstellen"
    GENDER = Gender.FEMININE
    REPORT = Absent("drawn as a network on its page")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("drawn as a network on the page of applications")

    title: str | None = text("Bezeichnung", required=True)
    source_id: str | None = ref("Von", "application", on_delete="cascade", required=True)
    target_id: str | None = ref("Nach", "application", on_delete="cascade", required=True)
    format: str | None = text("Format")
    automatic: bool | None = flag("Automatisch")

    def validate(self) -> None:
        if self.source_id is not None and self.source_id == self.target_id:
            raise Refused(
                "Eine Schnittstelle verbindet zwei verschiedene Anwendungen; wählen Sie bei "
                "„Nach“ eine andere.",
                "target_id",
            )
