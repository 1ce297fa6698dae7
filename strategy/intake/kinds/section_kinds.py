"""Headings inside a budget, "Erträge" and "Aufwendungen": the kind of the lines below them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_SECTION = (
    r"^[^a-zäöü]*(?:ordentliche |außerordentliche |laufende |investive )?"
    r"(erträge|aufwendungen|einzahlungen|auszahlungen|einnahmen|ausgaben)"
    r"(?: aus [a-zäöüß ]*tätigkeit)?\s*:?$"
)
_KIND = {
    "erträge": "Ertrag",
    "einnahmen": "Ertrag",
    "aufwendungen": "Aufwand",
    "ausgaben": "Aufwand",
    "einzahlungen": "Einzahlung",
    "auszahlungen": "Auszahlung",
}


def kinds_by_section(columns: dict[str, Any], notices: list[str]) -> None:
    """Fill the unknown kinds of ``columns`` in place; their keys follow as if it had been said.

    A section ends at the next heading and at its own sum, so that nothing below a result is taken
    for a part of it.
    """
    titles = pc.utf8_lower(pc.fill_null(pc.cast(columns["title"], pa.string()), ""))
    has_amount, subtotal = _mask(columns["has_amount"]), _mask(columns["subtotal"])
    named = _mask(pc.match_substring_regex(titles, _SECTION))
    heads = named & ~has_amount
    if not heads.any():
        return
    words = pc.extract_regex(titles, _SECTION.replace("(erträge", "(?P<word>erträge", 1))
    found = pc.struct_field(words, "word").to_pylist()
    # Where a section begins or ends, and the last such place above every row.
    borders = ~has_amount | subtotal
    last = np.maximum.accumulate(np.where(borders, np.arange(len(borders)), -1))
    opened = (last >= 0) & heads[np.maximum(last, 0)]
    own = pc.cast(columns["line_kind"], pa.string())
    filled = opened & has_amount & ~subtotal & ~_mask(pc.is_valid(own))
    if not filled.any():
        return
    given = pa.array(
        [
            _KIND[found[place]] if taken else None
            for taken, place in zip(filled.tolist(), last.tolist(), strict=True)
        ],
        pa.string(),
    )
    columns["line_kind"] = pc.coalesce(own, given)
    keys = pc.cast(columns["line_key"], pa.string())
    columns["line_key"] = pc.if_else(
        pa.array(filled), pc.binary_join_element_wise(keys, pc.fill_null(given, ""), "+"), keys
    )
    notices.append(
        f"{int(filled.sum())} Zeile(n) ohne eigene Art haben die der Zwischenüberschrift darüber "
        "(Erträge, Aufwendungen …)."
    )


def _mask(column: Any) -> np.ndarray[Any, Any]:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return np.asarray(pc.fill_null(whole, False).to_numpy(zero_copy_only=False), dtype=bool)
