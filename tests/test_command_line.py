"""The command line speaks German: every help text, every refusal of a wrong call."""

from __future__ import annotations

import errno
import re

import pytest

from strategy.cli import main
from strategy.command_line import refused_by_system

COMMANDS = (
    "backup",
    "check",
    "demo",
    "export",
    "figures",
    "import",
    "init",
    "repair",
    "report",
    "restore",
    "template",
)
ENGLISH = re.compile(r"\b(usage|options|arguments?|show this|required|invalid|expected)\b")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_german(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*([command] if command else []), "--help"])
    said = capsys.readouterr().out
    assert caught.value.code == 0
    assert said.startswith("Aufruf: python -m strategy") and "zeigt diese Hilfe" in said
    assert not ENGLISH.search(said)
    assert command or all(name in said for name in COMMANDS)


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ([], "es fehlt BEFEHL"),
        (["figures"], "es fehlt PLAN"),
        (["wetter"], "„wetter“ ist bei BEFEHL nicht vorgesehen"),
        (["import", "p", "wetter", "x.csv"], "„wetter“ ist bei ART nicht vorgesehen"),
        (["import", "p", "budget", "x.csv", "--sheet"], "zu --sheet fehlt der Wert"),
        (["check", "p", "--alles"], "unbekannt ist --alles"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    typed: list[str], trouble: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(typed)
    said = capsys.readouterr().err
    assert caught.value.code == 2
    assert said.startswith(f"Der Aufruf ist nicht richtig: {trouble}.\nAufruf: ")
    assert not ENGLISH.search(said)


def test_what_the_system_refuses_is_said_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    """Already to ask whether a file is there fails in the closed folder of another user."""
    assert main(["check", "x" * 300]) == 1
    assert "lässt sich nicht lesen oder schreiben" in capsys.readouterr().err
    denied = PermissionError(errno.EACCES, "Permission denied", "/srv/plan.duckdb")
    assert "„plan.duckdb“ gehört einem anderen Benutzer" in refused_by_system(denied)
    full = OSError(errno.ENOSPC, "No space left on device", "/srv/plan.duckdb")
    assert "Datenträger ist voll" in refused_by_system(full)
