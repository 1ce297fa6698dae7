"""``survey out PLAN DIR`` and ``survey in PLAN FILE…``: the survey per Amt by workbooks."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategy.command_line import GermanParser
from strategy.kernel.errors import Refused, StrategyError

# Only for the types: at run time the survey is imported when the command is used.
if TYPE_CHECKING:
    from strategy.kernel.store import Store
    from strategy.survey.findings import ReplyReading
    from strategy.survey.raw_book import RawBook

NAME = "survey"
HELP = "Erhebung bei den Ämtern: gibt Erhebungsbögen aus (out) und liest sie wieder ein (in)."
ACTOR = "Kommandozeile"


def add_arguments(parser: GermanParser) -> None:
    ways = parser.add_subparsers(title="Wege", dest="way", required=True, metavar="WEG")
    out = ways.add_parser("out", help="schreibt je Amt eine Arbeitsmappe in einen Ordner")
    out.add_argument("plan", metavar="PLAN", help="Plandatei")
    out.add_argument("folder", metavar="ORDNER", help="Ordner für die Arbeitsmappen")
    out.add_argument(
        "--round", metavar="ER-NNNN", help="Erhebung (ohne Angabe: die neueste offene)"
    )
    out.add_argument("--new", metavar="TITEL", help="legt dafür eine neue Erhebung an")
    out.add_argument("--due", metavar="TT.MM.JJJJ", help="Frist der neuen Erhebung")
    out.add_argument("--asked-by", metavar="WER", help="wer fragt, für die neue Erhebung")
    out.add_argument("--reason", metavar="WOZU", help="wozu gefragt wird, für die neue Erhebung")
    out.add_argument(
        "--open", action="store_true", help="nur für Ämter, die noch nicht geantwortet haben"
    )
    into = ways.add_parser("in", help="liest zurückgekommene Arbeitsmappen ein")
    into.add_argument("plan", metavar="PLAN", help="Plandatei")
    into.add_argument("files", metavar="DATEI", nargs="+", help="ausgefüllte Arbeitsmappen")
    into.add_argument(
        "--round",
        metavar="ER-NNNN",
        default="",
        help="Erhebung; nötig für Dateien einer älteren oder abgeschlossenen",
    )
    into.add_argument("--dry-run", action="store_true", help="nur zeigen, nichts schreiben")
    into.add_argument("--json", action="store_true", help="Ergebnis als JSON ausgeben")
    into.add_argument(
        "--accept",
        choices=("theirs", "mine"),
        default="mine",
        help="bei Konflikten gilt der Wert des Amtes (theirs) oder des Plans (mine)",
    )
    into.add_argument(
        "--leave-out-errors",
        action="store_true",
        help="Zeilen mit Fehlern weglassen und die übrigen übernehmen",
    )
    into.add_argument(
        "--marked", metavar="ORDNER", help="schreibt dorthin Kopien mit den Fehlern als Kommentaren"
    )


def run(args: argparse.Namespace) -> int:
    from strategy.kernel.store import Store
    from strategy.plans.technical_log import log_beside_plans

    # Why a returned workbook could not be read stands there, as for every import.
    log_beside_plans()
    store = Store.open(args.plan)
    try:
        return _out(store, args) if args.way == "out" else _in(store, args)
    finally:
        store.close()


def _out(store: Store, args: argparse.Namespace) -> int:
    from strategy.kernel import german
    from strategy.kernel.records import save_
    from strategy.nouns.survey_round import SurveyRound
    from strategy.survey.sending import current_round, send_round

    folder = Path(args.folder)
    # Before anything is noted in the plan: workbooks without a folder would count as given out.
    _make_folder(folder)
    if args.new:
        with store.write(ACTOR, f"Erhebung „{args.new}“ angelegt") as tx:
            made = save_(
                tx,
                SurveyRound(
                    title=args.new,
                    due=german.parse_date(args.due),
                    asked_by=args.asked_by,
                    reason=args.reason,
                ),
            )
        round_id = made.id
    elif args.round:
        round_id = args.round
    else:
        with store.read() as db:
            round_id = current_round(db).id
    books = send_round(store, ACTOR, round_id, _today(), only_open=args.open)
    for book in books:
        _write(folder / book.file_name, book.data)
    print(f"{len(books)} Erhebungsbögen für {round_id} geschrieben: {folder}")
    return 0


def _in(store: Store, args: argparse.Namespace) -> int:
    """Files with errors are refused one by one; the others are written in one action."""
    from strategy.survey.applying import Decision, apply_replies
    from strategy.survey.limited import read_books
    from strategy.survey.told import as_json, lines

    paths = [Path(name) for name in args.files]
    answers: list[dict[str, Any]] = []
    good: list[tuple[ReplyReading, Decision]] = []
    written: list[dict[str, Any]] = []
    failed = False
    decision = Decision(leave_out_errors=args.leave_out_errors, default=args.accept)
    for path, book in zip(paths, read_books(paths), strict=True):
        try:
            reading = _compared(store, book, args.round)
        except StrategyError as error:
            failed = True
            answers.append({"file": path.name, "error": str(error)})
            if not args.json:
                print(str(error), file=sys.stderr)
            continue
        refused = bool(reading.problems) and not args.leave_out_errors
        # The code tells a script that at least one file needs somebody, though others were taken.
        failed |= refused
        answers.append({**as_json(reading), "applied": False})
        if not args.json:
            print("\n".join(lines(reading)))
        if args.marked and reading.problems:
            _mark(reading, path, Path(args.marked))
        if not refused:
            good.append((reading, decision))
            written.append(answers[-1])
        elif not args.json:
            print(
                f"„{path.name}“ wurde wegen der Fehler nicht übernommen; berichtigen Sie die "
                "Zeilen oder lassen Sie sie mit --leave-out-errors weg.",
                file=sys.stderr,
            )
    if good and not args.dry_run:
        # Printed only once it is written: who reads the answer may rely on it.
        for taken, answer in zip(apply_replies(store, ACTOR, good, _today()), written, strict=True):
            answer |= {"applied": True, "confirmed": taken.confirmed}
            if not args.json:
                print(
                    f"Übernommen aus „{taken.file_name}“: {taken.added} neu, {taken.changed} "
                    f"geändert, {taken.confirmed} bestätigt, {taken.left_out} Zeilen weggelassen."
                )
    if args.json:
        print(json.dumps(answers, ensure_ascii=False, indent=1, default=str))
    return 1 if failed else 0


def _compared(store: Store, book: RawBook | StrategyError, expected_round: str) -> ReplyReading:
    from strategy.survey.comparing import compare_reply

    if isinstance(book, StrategyError):
        raise book
    with store.read() as db:
        return compare_reply(db, book, expected_round)


def _mark(reading: ReplyReading, path: Path, folder: Path) -> None:
    from strategy.survey.marking import mark_errors, marked_name

    _make_folder(folder)
    _write(folder / marked_name(path.name), mark_errors(reading, path.read_bytes()))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"Der Ordner {folder} lässt sich nicht anlegen; wählen Sie einen anderen."
        ) from error


def _write(path: Path, data: bytes) -> None:
    from strategy.excel.safe_file import replacing

    # Beside its place and then moved: a full disk leaves no half workbook to be sent.
    with replacing(path) as partial:
        partial.write_bytes(data)


def _today() -> date:
    from strategy.kernel import german

    return datetime.now(german.TIME_ZONE).date()
