"""Texts of users in places that read Markdown."""

from __future__ import annotations

import re

from strategy.kernel import german


def plain(text: object) -> str:
    """The text on one line with every Markdown sign standing for itself; unknown in a word."""
    if german.is_unknown(text) or text == "":
        return german.UNKNOWN
    # A colon is a sign only before a letter (":red[", ":house:"); elsewhere it is punctuation.
    return re.sub(r"([\\`*_{}\[\]<>#~$]|:(?=[a-z]))", r"\\\1", " ".join(str(text).split()))
