"""``diff PLAN A B``: what makes version B of version A."""

from __future__ import annotations

import argparse
import json

from strategy.differences.comparing import Difference, compare
from strategy.differences.told import as_json, change_words, fte_text, left_out_sentence
from strategy.excel.difference import write_difference
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store

NAME = "diff"
HELP = "Vergleicht zwei Fassungen: Maßnahmen, Geld, Stellen, Ziele und Lebensbereiche."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    parser.add_argument("first", metavar="A", help="Name oder Titel der ersten Fassung")
    parser.add_argument("second", metavar="B", help="Name oder Titel der zweiten Fassung")
    parser.add_argument("--json", action="store_true", help="als JSON, Beträge in Cent")
    parser.add_argument("--excel", metavar="ZIEL.xlsx", help="dazu eine Arbeitsmappe schreiben")
    parser.add_argument(
        "--word", metavar="ZIEL.docx", help="dazu die Änderungsliste als Word-Dokument schreiben"
    )


def run(args: argparse.Namespace) -> int:
    if args.excel and not args.excel.lower().endswith(".xlsx"):
        raise Refused(f"{args.excel} endet nicht auf .xlsx; geben Sie der Zieldatei diese Endung.")
    if args.word and not args.word.lower().endswith(".docx"):
        raise Refused(f"{args.word} endet nicht auf .docx; geben Sie der Zieldatei diese Endung.")
    store = Store.open(args.plan)
    try:
        found = compare(store, args.first, args.second)
        if args.excel:
            write_difference(store, args.excel, found)
        if args.word:
            # Imported here, so that a comparison on the screen does not wait for python-docx.
            from strategy.documents.change_list import write_change_list

            write_change_list(store, args.word, found)
    finally:
        store.close()
    if args.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(line.replace(german.NBSP, " ") for line in _told(found)))
    return 0


def _told(found: Difference) -> list[str]:
    lines = [f"Von „{found.first.title}“ zu „{found.second.title}“:"]
    if not found.rows:
        return [*lines, "Kein Unterschied."]
    for item in found.measures:
        lines.append(f"  {item.id}  {item.title}: {change_words(item)}")
    for name, cell in (("Kosten", found.cost), ("Eigenanteil", found.own_share)):
        moved = german.money(cell.moved)
        lines.append(f"{name}: {german.money(cell.before)} → {german.money(cell.after)} ({moved})")
    if missing := left_out_sentence(found):
        lines.append(missing)
    for cell in found.money:
        dezernat, year, kind = cell.key
        title = found.titles.get(dezernat, "ohne Zuordnung")
        amounts = f"{german.money(cell.before)} → {german.money(cell.after)}"
        lines.append(f"  {title}, {year}, {kind}: {amounts}")
    for cell in found.posts:
        unit, year = cell.key
        title = found.titles.get(unit, "ohne Zuordnung")
        before, after = (
            german.UNKNOWN if e4 is None else fte_text(e4) for e4 in (cell.before, cell.after)
        )
        lines.append(f"  {title}, {year}: {before} → {after} VZÄ".replace(".", ","))
    return lines
