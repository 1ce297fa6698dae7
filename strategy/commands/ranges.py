"""``ranges PLAN``: how far the planned cost may turn out differently."""

from __future__ import annotations

import argparse
import json

from strategy.command_line import add_version
from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.kernel.store.versions import get_version
from strategy.ranging.ranges import Range, Ranges, as_json, ranges_of

NAME = "ranges"
HELP = "Gibt aus, wie weit die Kosten der Maßnahmen vom Plan abweichen können."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    add_version(parser)
    parser.add_argument("--json", action="store_true", help="als JSON, Beträge in Cent")


def run(args: argparse.Namespace) -> int:
    store = Store.open(args.plan)
    try:
        with store.read() as db:
            version = get_version(db, args.version)
        with store.read(version.name) as db:
            found = ranges_of(db)
    finally:
        store.close()
    if args.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(line.replace(german.NBSP, " ") for line in _told(found)))
    return 0


def _told(found: Ranges) -> list[str]:
    lines = ["Kosten der Maßnahmen (Plan; in 50, 80 und 95 von 100 Fällen nicht mehr als):"]
    lines += [_range(item) for item in found.cost]
    lines += ["Eigenanteil:", *(_range(item) for item in found.own_share)]
    if found.caps:
        lines.append("Wie wahrscheinlich eine Obergrenze überschritten wird:")
    for item in found.caps:
        unit = f" in {item.key.unit}" if item.key.unit else ""
        kind = "Eigenanteil" if item.key.kind == "own_share" else item.key.kind
        share = german.percent(round(100 * item.probability, 1), 1)
        limit = german.money(item.limit)
        lines.append(f"  {kind} {item.key.year}{unit}, höchstens {limit}: {share}")
    if found.drivers:
        lines.append("Woher die Abweichung kommt:")
    lines += [
        f"  {name}: {german.percent(round(100 * share, 1), 1)}" for name, share in found.drivers
    ]
    return lines


def _range(item: Range) -> str:
    name = "gesamt" if item.year is None else str(item.year)
    amounts = " · ".join(german.money(value) for value in (item.p50, item.p80, item.p95))
    return f"  {name}: {german.money(item.plan)}; {amounts}"
