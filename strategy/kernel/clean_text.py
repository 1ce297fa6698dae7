"""Texts from outside as the plan keeps them: one spelling of every letter, nothing invisible."""

from __future__ import annotations

import html
import re
import unicodedata

# Signs that nobody sees or types, but that web pages and PDF files leave behind: two names that
# look alike would not be the same.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# Excel writes a line break inside a cell as a vertical tab into text files; dropped, it would
# glue two words together.
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_SUSPECT = re.compile(
    "[\x0b\x0c\x85\u00a0\u00ad\u0300-\u036f\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]"
)
_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|em|b|i|u|ul|ol|li|a|h[1-6]|table|tr|td|th|tbody|font|pre|blockquote)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINE_TAG = re.compile(r"<(?:br\s*/?|/p|/div|/li|/tr|/h[1-6])>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#[0-9]{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
# UTF-8 read as cp1252 and written as UTF-8 again: "ü" has become "Ã¼", "–" has become "â€“".
_TWICE = re.compile("[ÃÂ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|â€.")


def is_suspect(text: str) -> bool:
    """Whether ``visible`` may change the text."""
    return _SUSPECT.search(text) is not None


def visible(text: str) -> str:
    """The text in composed letters (NFC), with plain blanks and without invisible signs.

    A Mac writes "ü" as two signs; to everybody it is the same letter.
    """
    if text.isascii() and "\x0b" not in text and "\x0c" not in text:
        return text
    bare = _INVISIBLE.sub("", _BREAKS.sub("\n", text))
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", bare))


def without_markup(text: str) -> str:
    """The words of a text that a program exported as HTML: "<p>A &amp; B</p>" is "A & B"."""
    bare = html.unescape(text) if _ENTITY.search(text) else text
    if "<" in bare and _TAG.search(bare):
        bare = _TAG.sub("", _LINE_TAG.sub("\n", bare))
        # What was escaped twice is plain only now.
        bare = html.unescape(bare) if _ENTITY.search(bare) else bare
    return bare.strip() if bare != text else text


def encoded_once(text: str) -> str:
    """A text whose umlauts were encoded twice, as it was meant; any other as it stands."""
    if not _TWICE.search(text):
        return text
    try:
        return _bytes_of(text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _bytes_of(text: str) -> bytes:
    """Each sign as the one byte it was; five bytes have no sign in cp1252, they stand as such."""
    return b"".join(
        sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else sign.encode("cp1252")
        for sign in text
    )
