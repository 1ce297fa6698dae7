"""Codes that a spreadsheet has turned into numbers or dates: nobody can get them back."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_MONTHS = r"jan|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez"
_SPOILT = (
    r"[0-9]+[.,]?[0-9]*e[+-]?[0-9]{2,3}"  # 1,11205E+15 of an account with many digits
    r"|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?: 00:00:00)?"  # a date cell of a workbook
    r"|[0-9]{1,2}\.[0-9]{1,2}\.(?:19|20)[0-9]{2}(?: 00:00:00)?"
    rf"|[0-9]{{1,2}}\.?[ -]?(?:{_MONTHS})[a-zä]*\.?(?:[ -]?[0-9]{{2,4}})?"  # 11.3 as "11. Mrz"
    rf"|(?:{_MONTHS})[a-zä]*\.?[ -]?[0-9]{{2,4}}"  # 3.26 as "Mrz 26"
)
_DATE = re.compile(r"e[+-]?[0-9]", re.IGNORECASE)


def are_spoilt(codes: pa.Array) -> pa.Array:
    """Whether each code looks like the exponent or the date that Excel made of it."""
    # RE2 looks through a hundred thousand codes in the time Python takes for its first thousand.
    found = pc.match_substring_regex(
        pc.utf8_trim_whitespace(codes), f"^(?:{_SPOILT})$", ignore_case=True
    )
    return pc.fill_null(found, False)


def what_it_became(code: str) -> str:
    """ "eine Zahl mit Exponent" or "ein Datum"."""
    return "eine Zahl mit Exponent" if _DATE.search(code) else "ein Datum"
