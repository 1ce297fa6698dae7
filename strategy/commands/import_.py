"""``import PLAN KIND FILE``: take a real file into a plan, or say what would happen."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategy.kernel.errors import Refused, StrategyError, Unreadable

if TYPE_CHECKING:
    from strategy.intake.comparing.preview import Preview
    from strategy.kernel.store import Store

NAME = "import"
HELP = "Liest eine Datei (.xlsx, .xls, .ods, .csv; OParl auch .json, .zip, Ordner) in einen Plan."
ACTOR = "Kommandozeile"
KIND_NAMES = (
    "budget",
    "applications",
    "projects",
    "services",
    "measures",
    "organisation",
    "keys",
    "cards",
    "points",
    "costs",
    "rates",
    "maturity",
    "oparl",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument(
        "kind",
        metavar="ART",
        choices=KIND_NAMES,
        help=f"was die Datei enthält: {', '.join(KIND_NAMES)}",
    )
    parser.add_argument("file", metavar="DATEI", help="Datei, die eingelesen wird")
    parser.add_argument("--sheet", metavar="BLATT", help="Name des Tabellenblatts")
    parser.add_argument("--mapping", metavar="DATEI", help="Zuordnung als JSON-Datei")
    parser.add_argument(
        "--workshop", metavar="W-NNNN", help="Werkstatt, zu der Karten oder Punkte gehören"
    )
    parser.add_argument(
        "--leave-out",
        action="store_true",
        help="weglassen, was abgelehnt ist, und das Übrige übernehmen",
    )
    parser.add_argument("--dry-run", action="store_true", help="nur zeigen, nichts schreiben")
    parser.add_argument("--json", action="store_true", help="Ergebnis als JSON ausgeben")


def run(args: argparse.Namespace) -> int:
    """Preview, print, write; a rejected row refuses the whole, also in a dry run.

    What a mapping could settle is told with its key, which the page asks for in its own way.
    """
    try:
        return _run(args)
    except StrategyError as error:
        # Only some errors have a hint, and it speaks of keys that a page does not know.
        hint = getattr(error, "hint", "")
        raise (Refused(f"{error} {hint}") if hint else error) from error


def _run(args: argparse.Namespace) -> int:
    from strategy.intake.oparl.importing import preview_oparl
    from strategy.intake.writing.importing import preview_import
    from strategy.kernel.german import money
    from strategy.kernel.store import Store
    from strategy.plans.technical_log import log_beside_plans

    log_beside_plans()
    # Read first: a mistake in it should not cost the reading of a large file.
    mapping = _mapping(args.mapping)
    if args.kind == "maturity":
        return _run_maturity(args, mapping)
    store = Store.open(args.plan)
    try:
        preview = (
            preview_oparl(store, args.file)
            if args.kind == "oparl"
            else preview_import(
                store,
                args.kind,
                args.file,
                sheet=args.sheet,
                mapping=_with_workshop(mapping, args.workshop),
            )
        )
        if args.json:
            # default=str for days and decimals, which JSON does not know.
            print(json.dumps(preview.as_json(), ensure_ascii=False, indent=1, default=str))
        else:
            for sentence in [*preview.detected.sentences(), *preview.notices]:
                print(sentence)
            for year, kinds in preview.totals.items():
                for kind, cents in kinds.items():
                    print(f"{kind} {year}: {money(cents)}")
            for rows in preview.rows_left_out:
                print(rows.sentence())
            # Twenty show what is wrong; --json tells all of them.
            for cell in preview.rejected[:20]:
                print(f"Zeile {cell.row}: {cell.reason}")
            print(
                f"Gelesen {preview.read}, neu {preview.added}, geändert {preview.changed}, "
                f"unverändert {preview.unchanged}, nicht mehr enthalten {preview.missing}, "
                f"abgelehnt {len(preview.rejected_rows)}."
            )
        if args.dry_run and preview.rejected and not args.leave_out:
            first = preview.rejected[0]
            raise Refused(
                f"{len(preview.rejected_rows)} Zeile(n) von „{preview.file}“ könnten nicht "
                f"übernommen werden, zuerst Zeile {first.row}: {first.reason.rstrip('.')}; bitte "
                'berichtigen Sie die Datei oder lassen Sie diese Zeilen mit "skip_rows" in der '
                "Zuordnung weg."
            )
        if not args.dry_run:
            _apply(store, preview, args.leave_out)
    finally:
        store.close()
    return 0


def _apply(store: Store, preview: Preview, leave_out: bool) -> None:
    from strategy.intake.oparl.importing import apply_oparl
    from strategy.intake.writing.importing import apply_import

    apply = apply_oparl if preview.kind == "oparl" else apply_import
    apply(store, preview, ACTOR, leave_out=preview.rejected_rows if leave_out else [])


def _run_maturity(args: argparse.Namespace, mapping: str | None) -> int:
    """A maturity catalogue is one object with its questions, so nothing is compared."""
    from strategy.intake.writing.maturity_import import import_catalogue, read_catalogue, summary
    from strategy.kernel.store import Store

    store = Store.open(args.plan)
    try:
        found = summary(read_catalogue(args.file, sheet=args.sheet, mapping=mapping))
        if not args.dry_run:
            import_catalogue(store, args.file, ACTOR, sheet=args.sheet, mapping=mapping)
    finally:
        store.close()
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(
            f"Modell „{found['model']}“, Version {found['edition']}: {found['questions']} Fragen, "
            f"Stufen {found['lowest']} bis {found['highest']}, Regel: {found['rule']}."
        )
    return 0


def _with_workshop(mapping: str | None, workshop: str | None) -> dict[str, Any] | str | None:
    if workshop is None:
        return mapping
    from strategy.intake.recognising.mapping import read_mapping

    # Judged before it is opened here, so that a broken one gets the same sentence as everywhere.
    read_mapping(mapping)
    return {**json.loads(mapping or "{}"), "workshop": workshop}


def _mapping(path: str | None) -> str | None:
    if path is None:
        return None
    try:
        # Editors on Windows put a byte order mark in front, which JSON refuses.
        return Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(
            f"Die Zuordnung „{Path(path).name}“ kann nicht gelesen werden; bitte geben Sie eine "
            "vorhandene JSON-Datei in UTF-8 an."
        ) from error
