"""OParl as files: one JSON file with all objects, or a folder with one list per type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from strategy.excel.safe_file import prepare_folder, replacing
from strategy.excel.source import version_name
from strategy.kernel.store import Store
from strategy.nouns.visibility import Audience
from strategy.publishing.oparl import oparl_objects
from strategy.publishing.oparl_base import TYPES, Objects
from strategy.relations.audience import read_for

# Where the house's own server would answer; whoever puts the files elsewhere says so.
ADDRESS = "http://localhost:8501/oparl/v1"


def write_oparl(
    store: Store,
    path: Path | str,
    version: str,
    *,
    audience: Audience = Audience.PUBLIC,
    address: str = ADDRESS,
) -> tuple[Path, Objects]:
    """Write a version for an audience; ``path`` ends with .json, or is a new or empty folder.

    Raises Refused, NotFound or NotWritten; what stood there before is then untouched.
    """
    target = Path(path)
    with read_for(store, version_name(store, version), audience) as db:
        made = oparl_objects(db, address)
    if target.suffix.lower() == ".json":
        with replacing(target) as partial:
            partial.write_text(
                _text(_page([x for xs in made.by_type.values() for x in xs])), "utf-8"
            )
        return target, made
    prepare_folder(target)
    for type_, word in TYPES.items():
        items = made.by_type[type_]
        whole = items[0] if type_ == "System" else _page(items)
        (target / f"{word}.json").write_text(_text(whole), "utf-8")
    for object_id, text in made.texts.items():
        (target / f"{object_id}.txt").write_text(text, "utf-8")
    return target, made


def _page(items: list[Any]) -> dict[str, Any]:
    """A list as OParl writes it, with everything on its only page."""
    return {
        "data": items,
        "pagination": {"totalElements": len(items), "currentPage": 1, "totalPages": 1},
        "links": {},
    }


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
