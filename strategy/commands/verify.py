"""``verify PLAN NAME --hash …``: whether an edition is the one on paper."""

from __future__ import annotations

import argparse

from strategy.kernel.store.check import opened_copy
from strategy.kernel.store.fingerprint import verify
from strategy.kernel.store.versions import get_version

NAME = "verify"
HELP = "Vergleicht die Prüfsumme einer festgeschriebenen Fassung mit einer gedruckten."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei; sie wird dabei nicht verändert")
    parser.add_argument("name", metavar="NAME", help="Name oder Titel der Fassung")
    parser.add_argument(
        "--hash",
        required=True,
        metavar="PRÜFSUMME",
        help="kurz oder lang, wie sie auf dem Papier steht; Striche und Leerzeichen sind gleich",
    )


def run(args: argparse.Namespace) -> int:
    # A copy: a file that is to be proved must not be touched by the proof.
    with opened_copy(args.plan) as store:
        with store.read() as db:
            edition = get_version(db, args.name)
        # Found by name or title first; its tables lie in a schema of their own.
        with store.read(edition.name) as db:
            verdict = verify(db, edition, args.hash)
    print(verdict.sentence)
    return 0 if verdict.fits else 1
