"""Write docs/data_model.md and the generated part of docs/glossary.md from the nouns.

Run as ``python docs/make_data_model.py``; a test tells when the two are behind the nouns.
"""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from strategy.kernel.record import Record, Spec  # noqa: E402
from strategy.nouns import NOUNS  # noqa: E402

BEGIN, END = "<!-- generated from the nouns -->", "<!-- end of the generated part -->"


def data_model() -> str:
    """The whole of docs/data_model.md."""
    parts = [
        "# Data model\n",
        "Generated from the nouns by `python docs/make_data_model.py`: "
        f"{len(NOUNS)} tables in every",
        'version of a plan. Every table also has `id` ("M-0017") and `version` (number of the',
        "action that last wrote the row). Unknown is NULL; amounts are integer cents.\n",
    ]
    for noun in NOUNS:
        parts.append(f"## {noun.TABLE}: {noun.SINGULAR} ({noun.PREFIX}-)\n")
        parts.append((noun.__doc__ or "").strip().splitlines()[0] + "\n")
        parts.append("| column | German word | type | needed | refers to, values |")
        parts.append("| --- | --- | --- | --- | --- |")
        parts += [_row(spec) for spec in noun.specs()]
        parts.append("")
    return "\n".join(parts)


def _row(spec: Spec) -> str:
    about = ""
    if spec.ref:
        target = "any table" if spec.ref == "*" else spec.ref
        about = f"{target}, on delete {spec.on_delete}"
    elif spec.choices is not None:
        about = ", ".join(str(choice) for choice in spec.choices)
    need = "yes" if spec.required else ""
    return f"| {spec.name} | {spec.label} | {spec.sql_type} ({spec.kind}) | {need} | {about} |"


def glossary() -> str:
    """The generated part of docs/glossary.md: identifier to German word."""
    words: dict[str, set[str]] = {}
    for noun in NOUNS:
        words.setdefault(noun.TABLE, set()).add(f"{noun.SINGULAR}, {noun.PLURAL}")
        _collect(noun, words)
    lines = ["| identifier | German word |", "| --- | --- |"]
    lines += [f"| {name} | {' · '.join(sorted(words[name]))} |" for name in sorted(words)]
    return "\n".join(lines)


def _collect(noun: type[Record], words: dict[str, set[str]]) -> None:
    for spec in noun.specs():
        words.setdefault(spec.name, set()).add(spec.label)


def with_glossary(text: str) -> str:
    """The text of docs/glossary.md with its generated part renewed."""
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    return f"{head}{BEGIN}\n\n{glossary()}\n\n{END}{tail}"


if __name__ == "__main__":
    (DOCS / "data_model.md").write_text(data_model(), encoding="utf-8")
    page = DOCS / "glossary.md"
    page.write_text(with_glossary(page.read_text(encoding="utf-8")), encoding="utf-8")
