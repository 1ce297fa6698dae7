"""Cells under a heading of money that name no amount: "siehe Anlage 3", "folgt", "in Planung"."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.recognising.headers import same_header
from strategy.kernel.written_number import is_unknown

# What points elsewhere may carry the number of a page or annex; "siehe 12.500" may be an amount.
_POINTS_ELSEWHERE = re.compile(
    r"\(?(?:siehe|s\.|vgl\.?|vergleiche|lt\.?|laut|gem\.?|gemäß|anlage|anl\.|kapitel|kap\.|seite"
    r"|ziffer|tz\.|fußnote|folgt|noch)(?![a-zäöüß]).*",
    re.IGNORECASE,
)
_MAY_BE_MONEY = re.compile(
    r"€|eur\b|euro|(?<![a-z])t€|tsd|mio|mrd|[0-9]{4}|[0-9][.,][0-9]", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}(?:/[0-9]{2,4})?\b")
_NUMERALS = re.compile(
    r"null|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert|tausend|million"
    r"|milliarde|\bein(?:e[nrms]?)?\b|halb",
    re.IGNORECASE,
)
# One letter is a sign of a column of its own ("x", "S" for Soll) and may turn the amount.
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}|(?:[^\W\d_]\.\s?){2,}")


def names_no_amount(text: str, header: str = "") -> bool:
    """Whether a cell says in words that the amount stands elsewhere or is not known yet.

    False for whatever may still be an amount: digits, numerals, and a heading repeated in the rows.
    """
    text = " ".join(text.split())
    if not _WORD.search(text) or text.startswith("#") or _NUMERALS.search(text):
        return False
    if header and same_header(text) in same_header(header):
        return False
    if not any(sign.isdigit() for sign in text):
        return not _MAY_BE_MONEY.search(text)
    rest = _YEAR.sub(" ", text)
    return bool(_POINTS_ELSEWHERE.fullmatch(text)) and not _MAY_BE_MONEY.search(rest)


def said_rows(texts: pa.Array, more: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows whose cell says "k. A." or other words where the amount belongs, ``more`` among them.

    Such a row is a line whose amount is unknown; one with an empty cell or a dash is a heading.
    """
    mask = np.zeros(len(texts), dtype=bool)
    mask[list(more)] = True
    if texts.null_count == len(texts):
        return mask
    distinct = pc.unique(texts).to_pylist()
    # "x" marks whole rows in some lists, so it is no word for an amount.
    words = [t for t in distinct if t and t != "x" and _LETTER.search(t) and is_unknown(t)]
    if words:
        plain = texts.cast(pa.string()) if isinstance(texts, pa.DictionaryArray) else texts
        mask |= np.asarray(pc.is_in(plain, value_set=pa.array(words, pa.string())))
    return mask
