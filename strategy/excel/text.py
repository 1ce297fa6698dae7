"""Text that is safe in a cell: never a formula, no character that breaks the file, not too long.

The same rules exist twice, for single values in Python and for whole columns in SQL, because half
a million rows are written by the database.  A test holds the two together.
"""

from __future__ import annotations

import re

# What a spreadsheet program would read as the beginning of a formula.
FORMULA_STARTERS = "=+-@\t\r"

# A cell holds 32.767 UTF-16 units; the rest of the room is for the remark that the text was cut.
CELL_LIMIT = 32_767
_KEPT = 32_600
_KEPT_WIDE = 16_200
_CUT = (" … [gekürzt, der ganze Text hat ", " Zeichen und steht im Export als CSV]")
_ILLEGAL = "\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff"
_SQL_ILLEGAL = r"\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}"
_ODD = rf"[{_SQL_ILLEGAL}\r&<>_]"
_ILLEGAL_CHARACTERS = re.compile(f"[{_ILLEGAL}]")
_WIDE = re.compile("[\U00010000-\U0010ffff]")


def clean_text(text: str) -> str:
    """The text as it may stand in a cell; where it had to be cut, its end says so."""
    text = _ILLEGAL_CHARACTERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) + len(_WIDE.findall(text)) <= CELL_LIMIT:
        return text
    kept = _KEPT_WIDE if _WIDE.search(text) else _KEPT
    return f"{text[:kept]}{_CUT[0]}{len(text)}{_CUT[1]}"


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet program could take the text for a formula."""
    return text[:1] != "" and text[0] in FORMULA_STARTERS


def clean_sql(expression: str) -> str:
    """``clean_text`` as SQL."""
    unbroken = f"replace(replace({expression}, chr(13) || chr(10), chr(10)), chr(13), chr(10))"
    clean = f"regexp_replace({unbroken}, '[{_SQL_ILLEGAL}]', '', 'g')"
    wide = f"length(regexp_replace({clean}, '[^\\x{{10000}}-\\x{{10FFFF}}]', '', 'g'))"
    remark = f"'{_CUT[0]}' || CAST(length({clean}) AS TEXT) || '{_CUT[1]}'"
    # strlen counts bytes and is never below the number of characters: most texts end there.
    return (
        f"CASE WHEN strlen({expression}) <= {CELL_LIMIT} THEN {clean} "
        f"WHEN length({clean}) + {wide} <= {CELL_LIMIT} THEN {clean} "
        f"ELSE left({clean}, CASE WHEN {wide} > 0 THEN {_KEPT_WIDE} ELSE {_KEPT} END) "
        f"|| {remark} END"
    )


def escaped_sql(expression: str) -> str:
    """Cleaned text ready to stand between XML tags, as SQL.

    A literal "_x0041_" would be shown as "A" by Excel, so its underscore is written out.
    """
    unread = f"regexp_replace({clean_sql(expression)}, '_(x[0-9A-Fa-f]{{4}}_)', '_x005F_\\1', 'g')"
    escaped = f"replace(replace(replace({unread}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
    # Nearly every text is harmless; one look is much cheaper than five replacements.
    plain = f"NOT regexp_matches({expression}, '{_ODD}')"
    harmless = f"strlen({expression}) <= {CELL_LIMIT} AND {plain}"
    return f"CASE WHEN {harmless} THEN {expression} ELSE {escaped} END"


def starts_formula_sql(expression: str) -> str:
    """``starts_formula`` as SQL."""
    starters = ", ".join(f"chr({ord(sign)})" for sign in FORMULA_STARTERS)
    return f"left({expression}, 1) IN ({starters})"
