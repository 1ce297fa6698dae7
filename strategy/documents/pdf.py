"""A Word document as PDF by LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from strategy.kernel.errors import Refused

# A large strategy takes half a minute; what takes longer hangs.
_SECONDS = 240


def has_libreoffice() -> bool:
    """Whether this machine can make PDF files."""
    return shutil.which("soffice") is not None


def as_pdf(word: Path, target: Path) -> None:
    """Write ``word`` as PDF to ``target``; raises Refused where LibreOffice is missing or fails."""
    program = shutil.which("soffice")
    if program is None:
        raise Refused(
            "Für PDF wird LibreOffice gebraucht, das hier nicht installiert ist; wählen Sie Word "
            "oder installieren Sie LibreOffice."
        )
    with tempfile.TemporaryDirectory(prefix="werkbank-pdf-") as folder:
        # A profile of its own: with a shared one LibreOffice does nothing while a window is open.
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", folder]
        try:
            subprocess.run([*command, str(word)], capture_output=True, timeout=_SECONDS, check=True)
            made = Path(folder) / f"{word.stem}.pdf"
            target.write_bytes(made.read_bytes())
        except (subprocess.SubprocessError, FileNotFoundError) as error:
            raise Refused(
                "LibreOffice konnte das PDF nicht schreiben; wählen Sie Word und speichern Sie es "
                "dort als PDF."
            ) from error
