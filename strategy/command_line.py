"""The command line's own words in German: help, headings, and what is wrong with a call."""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

# What argparse says in English, and how it is said here.  An unknown sentence is left out rather
# than shown: the usage line that follows says how it goes.
_TROUBLES = (
    (r"the following arguments are required: (.+)", "es fehlt {0}"),
    (r"unrecognized arguments: (.+)", "unbekannt ist {0}"),
    (r"argument (.+?): expected .+", "zu {0} fehlt der Wert"),
    (r"argument (.+?): invalid choice: '(.*?)' .*", "„{1}“ ist bei {0} nicht vorgesehen"),
    (r"argument (.+?): invalid \w+ value: '(.*)'", "„{1}“ ist bei {0} nicht lesbar"),
)


def refused_by_system(error: OSError) -> str:
    """What the system refuses, in German: the plans of another user, a full disk, a lost drive.

    Folders of plans are closed to others, and even to ask whether a file is there is an error then.
    """
    name = Path(str(error.filename)).name if error.filename else "Die Datei"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"„{name}“ gehört einem anderen Benutzer dieses Rechners oder ist gesperrt; starten "
            "Sie das Programm als dieser Benutzer oder prüfen Sie die Zugriffsrechte des Ordners."
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Der Datenträger ist voll, „{name}“ wurde nicht geschrieben; schaffen Sie Platz."
    return f"„{name}“ lässt sich nicht lesen oder schreiben; prüfen Sie Ordner und Dateinamen."


def keep_libraries_quiet() -> None:
    """From now on only Python's own ``print`` reaches the output of this process.

    HiGHS greets with two English lines as soon as it is made, before it can be told not to, and
    the JSON of a command is then none any more.  What libraries print in C goes nowhere; their
    errors stay on stderr.  For the start of a program, before it has printed anything.
    """
    if os.name == "nt" and sys.stdout.isatty():
        # A window of Windows shows umlauts only as Python itself writes to it.
        return
    own = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    # A name of its own for the encoding and the buffering that Python had chosen for it.
    given = sys.stdout
    sys.stdout = os.fdopen(
        own,
        "w",
        encoding=given.encoding,
        errors=given.errors,
        buffering=1 if given.isatty() else -1,
    )


class GermanParser(argparse.ArgumentParser):
    """A parser that helps and refuses in German; wrong usage ends the program with 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False})
        self._positionals.title = "Angaben"
        self._optionals.title = "Schalter"
        self.add_argument("-h", "--help", action="help", help="zeigt diese Hilfe")

    def format_usage(self) -> str:
        """How the program is called."""
        return super().format_usage().replace("usage:", "Aufruf:", 1)

    def format_help(self) -> str:
        """The whole help text."""
        return super().format_help().replace("usage:", "Aufruf:", 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the program is called."""
        self.exit(2, f"Der Aufruf ist nicht richtig{_said(message)}.\n{self.format_usage()}")


def add_version(parser: argparse.ArgumentParser) -> None:
    """The switch by which a command is told which version of the plan it speaks of."""
    parser.add_argument(
        "--version",
        # The draft's name, written out: help must not load the database.
        default="main",
        metavar="FASSUNG",
        help="Name oder Titel der Fassung (ohne Angabe: der Entwurf)",
    )


def add_audience(parser: argparse.ArgumentParser) -> None:
    """The switch by which a command is told for whom its output is."""
    parser.add_argument(
        "--audience",
        default="Verwaltung",
        metavar="ZIELGRUPPE",
        help="öffentlich, Vertretung oder Verwaltung (ohne Angabe); was die Zielgruppe nicht sehen "
        "darf, fehlt mit Titel, Summe und Verknüpfung",
    )


def _said(message: str) -> str:
    for pattern, words in _TROUBLES:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return ": " + words.format(*match.groups())
    return ""
