"""Recognise rows that are sums of others: they are shown and never counted twice."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.reading.grid import distinct_texts, spread

# "10 = Ordentliche Erträge", "13 - Summe investive Auszahlungen", "./. Erträge", "Gesamtsumme".
_SUM_LABEL = (
    r"(?i)^\s*(?:[0-9]{1,4}[a-z]?[.)]?\s*)?(?:"
    r"[=∑Σ]|\./\.|(?:[-–:]\s*)?(?:(?:zwischen|teil|gesamt|end|zeilen|spalten)?summen?\b"
    r"|saldo\b|salden\b|zwischensaldo\b|insgesamt\s*:?\s*$|(?:sub|grand )?total\s*:?\s*$"
    r"|gesamt\s*:?\s*$|gesamt(?:betrag|ergebnis|haushalt|erträge|aufwendungen|einzahlungen"
    r"|auszahlungen|kosten|saldo)\b|übertrag\b))"
)
_LONGEST_LABEL = 160
_REGIONAL_KEY = re.compile(r"\d{2}|\d{3}|\d{5}|\d{8}|\d{9}|\d{12}")


def sum_labels(texts: pa.Array) -> np.ndarray[Any, Any]:
    """True where a label announces a sum."""
    hits = pc.fill_null(spread(texts, _announce), False)
    return np.asarray(hits.to_numpy(zero_copy_only=False))


def is_sum_label(text: str | None) -> bool:
    """Whether one label announces a sum."""
    return bool(sum_labels(pa.array([text], pa.string()))[0])


def _announce(texts: pa.Array) -> pa.Array:
    return pc.and_(
        pc.match_substring_regex(texts, _SUM_LABEL),
        pc.less_equal(pc.utf8_length(texts), _LONGEST_LABEL),
    )


def upper_regions(codes: pa.Array) -> np.ndarray[Any, Any] | None:
    """True where an official regional key stands for a land or district whose municipalities
    (eight digits) are in the same column; None if the column holds no such keys."""
    distinct = [code for code in distinct_texts(codes).to_pylist() if code]
    if not 1 < len(distinct) < 20_000 or not all(map(_REGIONAL_KEY.fullmatch, distinct)):
        return None
    longest = max(map(len, distinct))
    if longest < 8:
        return None
    upper = [
        code
        for code in distinct
        if len(code) < longest and any(o != code and o.startswith(code) for o in distinct)
    ]
    if not upper:
        return None
    hits = spread(codes, lambda texts: pc.is_in(texts, value_set=pa.array(upper, texts.type)))
    return np.asarray(pc.fill_null(hits, False).to_numpy(zero_copy_only=False))
