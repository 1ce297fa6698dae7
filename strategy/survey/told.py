"""A reading as words for the command line and as JSON for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from strategy.kernel import german
from strategy.survey.findings import ReplyReading

_SHOWN = 200


def counts_sentence(reading: ReplyReading) -> str:
    """What was found, in one sentence."""
    told = reading.counts()
    parts = [
        f"{german.number(told['read'])} Zeilen gelesen",
        f"{german.number(told['untouched'])} unverändert",
        f"{german.number(told['changes'])} geänderte Angaben",
        f"{german.number(told['new'])} neue Zeilen",
        f"{german.number(told['conflicts'])} Konflikte",
        f"{german.number(told['missing'])} fehlende Zeilen",
        f"{german.number(told['errors'])} Fehler",
    ]
    return ", ".join(parts) + "."


def lines(reading: ReplyReading) -> list[str]:
    """Everything a reader of the command line needs to decide, one line each."""
    who = f" (ausgefüllt von {reading.sender})" if reading.sender else ""
    found = [f"{reading.file_name}: {reading.unit_title}, „{reading.survey.title}“{who}"]
    found.append(f"  {counts_sentence(reading)}")
    found += [f"  Fehler: {problem}" for problem in reading.problems[:_SHOWN]]
    found += [
        f"  Konflikt {one.key} (Blatt „{one.sheet}“, {one.cell}): {one.name}, {one.label}: "
        f"ausgegeben {one.sent}, im Plan {one.before}, vom Amt {one.after}"
        for one in reading.conflicts[:_SHOWN]
    ]
    found += [
        f"  Geändert (Blatt „{one.sheet}“, {one.cell}): {one.name}, {one.label}: "
        f"{one.before} → {one.after}"
        for one in reading.changes[:_SHOWN]
    ]
    found += [
        f"  Neu (Blatt „{one.sheet}“, Zeile {one.row}): {one.name}" for one in reading.new[:_SHOWN]
    ]
    found += [
        f"  Fehlt (Blatt „{one.sheet}“): {one.object_id} {one.name}; im Plan bleibt es stehen"
        for one in reading.missing[:_SHOWN]
    ]
    found += [f"  Hinweis: {notice}" for notice in reading.notices[:_SHOWN]]
    if reading.remark:
        found.append(f"  Anmerkung des Amtes: {reading.remark}")
    return found


def as_json(reading: ReplyReading) -> dict[str, Any]:
    """The reading without cells and base."""
    return {
        "file": reading.file_name,
        "unit": reading.unit_title,
        "round": reading.survey.id,
        "reply": reading.reply.id,
        "sender": reading.sender,
        "filled_on": reading.filled_on,
        "remark": reading.remark,
        "counts": reading.counts(),
        "changes": [asdict(one) for one in reading.changes],
        "conflicts": [{**asdict(one), "key": one.key} for one in reading.conflicts],
        "new": [asdict(one) for one in reading.new],
        "missing": [asdict(one) for one in reading.missing],
        "errors": [{**asdict(one), "sentence": str(one)} for one in reading.problems],
        "notices": list(reading.notices),
    }
