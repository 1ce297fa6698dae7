"""``optimise PLAN``: the plan with the highest benefit within caps and rules, and why."""

from __future__ import annotations

import argparse
import json

from strategy.command_line import add_version
from strategy.figures.plan.limit_words import amount_words, key_words
from strategy.figures.plan.limits import CapKey
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store
from strategy.kernel.store.versions import get_version
from strategy.optimising.caps_file import read_caps_file
from strategy.optimising.problem import BENEFIT_SCALE, used
from strategy.optimising.proposal import Proposal, as_json, gap, propose
from strategy.optimising.saving import save_proposal
from strategy.optimising.solving import INFEASIBLE, OPTIMAL

NAME = "optimise"
HELP = "Sucht den Plan mit dem höchsten Nutzen innerhalb der Obergrenzen und Regeln."
ACTOR = "Kommandozeile"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="Plandatei")
    add_version(parser)
    parser.add_argument(
        "--caps",
        metavar="DATEI.json",
        help="Obergrenzen und Regeln, die statt derer des Plans gelten sollen",
    )
    parser.add_argument(
        "--seconds",
        type=float,
        metavar="N",
        help="so lange höchstens suchen; ohne Angabe bis zum Beweis",
    )
    parser.add_argument("--json", action="store_true", help="als JSON, Beträge in Cent")
    parser.add_argument("--save", metavar="NAME", help="das Ergebnis als Szenario anlegen")


def run(args: argparse.Namespace) -> int:
    # A NaN is neither above nor below, so the question is asked this way round.
    if args.seconds is not None and not 0 < args.seconds <= 86_400:
        raise Refused("--seconds braucht eine Zahl über 0 und bis 86400; zum Beispiel 30.")
    given = None if args.caps is None else read_caps_file(args.caps)
    store = Store.open(args.plan)
    try:
        with store.read() as db:
            version = get_version(db, args.version)
        # Closed before saving: the search may take minutes and looks at one state of the plan.
        with store.read(version.name) as db:
            proposal = propose(db, given, args.seconds)
        if args.save and proposal.solution.choice is not None:
            save_proposal(store, ACTOR, version.name, proposal, args.save)
    finally:
        store.close()
    if args.json:
        print(json.dumps(as_json(proposal), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_told(proposal)))
    # No plan found is a failure to a script, although it is an answer.
    return 1 if proposal.solution.choice is None else 0


def _told(proposal: Proposal) -> list[str]:
    solution = proposal.solution
    if solution.status == INFEASIBLE:
        said = [f"- {item.words}" for item in proposal.conflict]
        return ["Kein Plan ist möglich; diese Vorgaben widersprechen sich:", *said]
    if solution.choice is None:
        return ["In der Zeit wurde kein Plan gefunden; geben Sie mit --seconds mehr Zeit."]
    points = german.number(solution.objective / BENEFIT_SCALE, 2)
    proof = "bewiesen" if solution.status == OPTIMAL else _open(proposal)
    lines = [f"Nutzen {points} Punkte ({proof}), {len(solution.choice)} Maßnahmen:"]
    known = proposal.question.problem.by_id
    for name in sorted(solution.choice):
        start, planned = solution.choice[name], known[name].planned
        moved = "" if start == planned else f" (bisher {planned})"
        lines.append(f"  {start}  {name}  {known[name].title}{moved}")
    lines += ["", "Nicht dabei:"] if proposal.out else []
    lines += [f"  {item.id}  {item.title}: {item.why}" for item in proposal.out]
    lines += ["", "Obergrenzen:"] if proposal.question.problem.caps else []
    total = used(proposal.question.problem, solution.choice)
    lines += [_cap(key, limit, total[key]) for key, limit in proposal.limits.caps.items()]
    for ids, words in (
        (proposal.question.unrated, "ohne Nutzwert, zählt mit 0"),
        (proposal.question.unknown_cost, "Kosten zum Teil unbekannt, zählen mit 0"),
    ):
        lines += [f"  {name}: {words}" for name in ids]
    # Terminals and grep treat a non-breaking space as another sign.
    return [line.replace(german.NBSP, " ") for line in lines]


def _open(proposal: Proposal) -> str:
    bound = german.number(proposal.solution.bound / BENEFIT_SCALE, 2)
    share = german.percent(round(100 * gap(proposal.solution), 2), 2)
    return f"nicht bewiesen; mehr als {bound} sind nicht möglich, Abstand {share}"


def _cap(key: CapKey, limit: int, amount: int) -> str:
    said = f"{amount_words(key.kind, amount)} von {amount_words(key.kind, limit)}"
    return f"  {key_words(key)}: {said}"
