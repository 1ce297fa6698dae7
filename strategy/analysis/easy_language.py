"""Leichte Sprache: whether a text keeps the rules that can be counted."""

from __future__ import annotations

import re

# Netzwerk Leichte Sprache asks for short sentences and for long words cut by hyphens; the numbers
# are those of its examples and no law.
MOST_WORDS, LONGEST_WORD = 10, 14


def easy_notes(text: str) -> list[str]:
    """What is too hard in a text, one German sentence each; empty where nothing is."""
    notes = []
    for sentence in _sentences(text):
        words = sentence.split()
        if len(words) > MOST_WORDS:
            start = " ".join(words[:4])
            notes.append(
                f"Der Satz „{start} …“ hat {len(words)} Wörter; höchstens {MOST_WORDS} sind leicht."
            )
    for word in dict.fromkeys(re.findall(r"[\w·-]+", text)):
        # A hyphen or a raised dot shows where a long word may be read in parts.
        longest = max((len(part) for part in re.split(r"[-·]", word)), default=0)
        if longest > LONGEST_WORD:
            notes.append(f"Das Wort „{word}“ ist lang; trennen Sie es mit einem Bindestrich.")
    return notes


def _sentences(text: str) -> list[str]:
    # A line ends a sentence as well: texts in Leichte Sprache have one to a line.
    return [part.strip() for part in re.split(r"(?<=[.!?:])\s+|\n+", text) if part.strip()]
