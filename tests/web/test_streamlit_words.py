"""The English words that the pinned Streamlit can show, against our list of German ones."""

from __future__ import annotations

import json
import re
from pathlib import Path

import streamlit

from web.front.own_files import WEB_FILES

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
# Words of parts that no page has: recording, camera, chat, deploying, developers' menus, charts of
# other libraries.  A new one is either given a German word or, where no page shows it, added here.
LEFT = Path(__file__).parent / "streamlit_words_left.txt"
# Libraries that Streamlit carries along; their words are no part of its pages.
OTHERS = re.compile(
    "[Pp]lotly|[Vv]ega|mapbox|maplibre|mermaid|echarts|katex|deck|highlight|Json|DocString"
    "|graphviz|pdf|audio",
    re.I,
)
SHOWN = re.compile(
    r"(?:children|label|title|placeholder|[\"`]aria-label[\"`]|ariaLabel|alt|content|tooltip"
    r"|[\"`]aria-description[\"`]|emptyMessage|help)\s*:\s*\[?([\"`])((?:(?!\1)[^\\$]|\\.){3,160})\1"
)
SENTENCE = re.compile(r"[A-Z][\w’',:.!?()\- /]*[a-z.!?]")
NAME_OF_A_PART = re.compile(r"[A-Z][a-z]+([A-Z][a-z]*)+")


def shown_words() -> set[str]:
    """Every text that stands where Streamlit's scripts make something visible or spoken."""
    return {
        word.strip()
        for script in SCRIPTS.glob("*.js")
        if not OTHERS.search(script.name)
        for _, word in SHOWN.findall(script.read_text(encoding="utf-8", errors="replace"))
        if SENTENCE.fullmatch(word) and not NAME_OF_A_PART.fullmatch(word)
    }


def test_every_english_word_is_german_or_known_not_to_be_shown() -> None:
    list_ = (WEB_FILES / "german_words.js").read_text(encoding="utf-8")
    german = {json.loads(key) for key in re.findall(r'^    ("(?:[^"\\]|\\.)+"):', list_, re.M)}
    patterns = re.findall(r"^\s*\[\s*/(.*?)/[a-z]*,", list_, re.M)
    shown = shown_words()
    left = {
        word for word in shown - german if not any(re.search(pattern, word) for pattern in patterns)
    }
    known = set(LEFT.read_text(encoding="utf-8").splitlines())
    assert len(shown) > 150, "the scripts are written otherwise; look how this test finds words"
    assert left == known, f"new: {left - known}, gone: {known - left}"
