"""A difference in its machine-readable form: money in cents, posts as text, days as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from strategy.differences.comparing import Cell, Difference, MeasureChange
from strategy.differences.state import MeasureState, Money, Sum
from strategy.kernel import german
from strategy.kernel.record import Kind, OnDelete, Spec
from strategy.nouns.measure import Measure

CHANGE_WORDS = {
    "added": "neu",
    "dropped": "entfällt",
    "moved": "verschoben",
    "recosted": "andere Kosten",
    "restaffed": "andere Stellen",
    "reranked": "anderer Rang",
    "text": "anderer Text",
    "other": "andere Angaben",
}


def change_words(item: MeasureChange) -> str:
    """What happened to a measure, in German: "verschoben, andere Kosten"."""
    return ", ".join(CHANGE_WORDS[kind] for kind in item.change)


def counted_amounts(
    item: MeasureChange, amount: Callable[[Money], Sum]
) -> tuple[int | None, int | None]:
    """What a measure adds to the plan before and after: 0 where it is not in the plan, None where
    it is and no amount is known."""
    before, after = (
        0 if state is None or not state.in_plan else amount(state.whole).known
        for state in (item.before, item.after)
    )
    return before, after


def as_json(found: Difference) -> dict[str, Any]:
    """All of it; ``money`` adds up to the difference of ``totals`` to the cent.

    An amount is null where nothing of it is known, and 0 where no line stands; lines without an
    amount are counted beside it and in no sum.
    """
    return {
        "from": {"name": found.first.name, "title": found.first.title},
        "to": {"name": found.second.name, "title": found.second.title},
        "measures": [_measure(item) for item in found.measures],
        "money": [_money(found, cell) for cell in found.money],
        "own_share": [_money(found, cell) for cell in found.own_money],
        "totals": {
            "before_cents": found.cost.before,
            "after_cents": found.cost.after,
            "own_before_cents": found.own_share.before,
            "own_after_cents": found.own_share.after,
            "before_unknown_lines": found.cost.before_left_out,
            "after_unknown_lines": found.cost.after_left_out,
            "before_measures_without_amount": found.silent.before,
            "after_measures_without_amount": found.silent.after,
        },
        "fte": [
            {
                "unit": cell.key[0] or None,
                "year": cell.key[1],
                "before": None if cell.before is None else fte_text(cell.before),
                "after": None if cell.after is None else fte_text(cell.after),
                "before_unknown_lines": cell.before_left_out,
                "after_unknown_lines": cell.after_left_out,
            }
            for cell in found.posts
        ],
        "goals": _groups(found, found.goals),
        "domains": _groups(found, found.domains),
        "rows": [
            {
                "table": change.noun.TABLE,
                "added": change.added.num_rows,
                "dropped": change.dropped.num_rows,
                "changed": change.changed.num_rows,
            }
            for change in found.rows
        ],
    }


def left_out_sentence(found: Difference) -> str:
    """What both totals leave out because its amount is unknown, in German; "" where nothing is."""
    told = []
    for title, lines, silent in (
        (found.first.title, found.cost.before_left_out, found.silent.before),
        (found.second.title, found.cost.after_left_out, found.silent.after),
    ):
        parts = []
        if silent:
            parts.append(german.counted(silent, "Maßnahme", "Maßnahmen") + " ohne bekannten Betrag")
        if lines:
            parts.append(german.counted(lines, "Kostenzeile", "Kostenzeilen") + " ohne Betrag")
        if parts:
            told.append(f"„{title}“: {' und '.join(parts)}")
    return f"Die Summen lassen Unbekanntes aus: {'; '.join(told)}." if told else ""


def field_words(name: str, value: Any, titles: Mapping[str, str]) -> str:
    """The value of a field of a measure as a list of changes prints it; references by name."""
    spec = Measure.spec(name)
    if german.is_unknown(value):
        return spec.empty_word
    match spec.kind:
        case Kind.MONEY:
            return german.money(int(value))
        case Kind.PERCENT:
            return german.percent(value)
        case Kind.FTE:
            return german.fte(value)
        case Kind.NUMBER | Kind.INTEGER:
            return german.number(value)
        case Kind.DAY:
            return german.day(value)
        case Kind.FLAG:
            return "ja" if value else "nein"
        case _:
            return titles.get(str(value), str(value))


@dataclass(frozen=True)
class Deletion:
    """An entry beside the measures that stands in the first version only."""

    id: str
    noun: str
    name: str


def deletions(found: Difference) -> list[Deletion]:
    """Every entry that the second version does not have any more, measures left out: those are
    told with their money."""
    gone = []
    for change in found.rows:
        if change.noun is Measure:
            continue
        for row in change.dropped.to_pylist():
            value = row.get(change.noun.NAME)
            name = found.titles.get(str(value), str(value)) if value else str(row["id"])
            whole = next(
                (row[s.name] for s in change.noun.specs() if _owns(s) and row[s.name]), None
            )
            told = f"{name} ({found.titles.get(whole, whole)})" if whole else name
            gone.append(Deletion(str(row["id"]), change.noun.SINGULAR, told))
    return gone


def _owns(spec: Spec) -> bool:
    return bool(spec.ref) and spec.on_delete is OnDelete.CASCADE


def fte_text(e4: int) -> str:
    """ "1.5" for 15000."""
    # :f, as normalize() alone would write 10 as 1E+1.
    return f"{(Decimal(e4) / 10_000).normalize():f}"


def _measure(item: MeasureChange) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": item.id,
        "title": item.title,
        "change": list(item.change),
        "before": _state(item.before),
        "after": _state(item.after),
    }
    if item.texts:
        told["fields"] = [
            {"field": name, "before": _plain(old), "after": _plain(new)}
            for name, old, new in item.texts
        ]
    return told


def _state(item: MeasureState | None) -> dict[str, Any] | None:
    if item is None:
        return None
    years: dict[int, Money] = {}
    for (year, _, _), part in item.money.items():
        known = years.get(year, Money(Sum(), Sum()))
        years[year] = Money(known.cost + part.cost, known.own + part.own)
    posts: dict[int, Sum] = {}
    for (year, _), e4 in item.posts.items():
        posts[year] = posts.get(year, Sum()) + e4
    return {
        "title": item.row["title"],
        "status": item.row["status"],
        "starts_on": _plain(item.row["starts_on"]),
        "ends_on": _plain(item.row["ends_on"]),
        "start_year": item.start_year,
        "stages": {str(year): item.stages[year] for year in sorted(item.stages)},
        "in_plan": item.in_plan,
        **_amounts(item.whole),
        "years": {str(year): _amounts(money) for year, money in sorted(years.items())},
        "fte": {
            str(year): None if e4.known is None else fte_text(e4.known)
            for year, e4 in sorted(posts.items())
            if not e4.empty
        },
        "utility": None if item.utility is None else float(item.utility),
    }


def _amounts(money: Money) -> dict[str, int | None]:
    return {
        "cost_cents": money.cost.known,
        "grant_cents": money.granted,
        "own_cents": money.own.known,
        "unknown_lines": money.cost.left_out,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _money(found: Difference, cell: Cell) -> dict[str, Any]:
    dezernat, year, kind = cell.key
    return {
        "dezernat": dezernat or None,
        "title": found.titles.get(dezernat),
        "year": year,
        "kind": kind,
        "before_cents": cell.before,
        "after_cents": cell.after,
        "before_unknown_lines": cell.before_left_out,
        "after_unknown_lines": cell.after_left_out,
    }


def _groups(found: Difference, cells: Iterable[Cell]) -> list[dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for cell in cells:
        name, what = cell.key
        entry = told.setdefault(name, {"id": name or None, "title": found.titles.get(name)})
        entry[f"{what}_before"], entry[f"{what}_after"] = cell.before, cell.after
        if what == "own_cents":
            entry["unknown_lines_before"] = cell.before_left_out
            entry["unknown_lines_after"] = cell.after_left_out
    return list(told.values())
