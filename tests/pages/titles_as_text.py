"""Whether what people call things stands as text: no bold, link, colour, formula or tag."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from strategy.kernel.record import Kind, Record
from strategy.nouns import NOUNS
from strategy.nouns.municipality import Municipality

EVIL = "**fett** [x](http://y) $a$ :red[x] # h <b>"
# Any of these without a backslash is read as Markdown.
SIGNS = ("**fett", "[x](http", " $a$", " :red[x", " # h", " <b>")
# Elements whose words are shown as they are, and parts of the others that are no words.
NO_MARKDOWN = (
    "Arrow",
    "Dataframe",
    "PlotlyChart",
    "BidiComponent",
    "ComponentInstance",
    "Json",
    "Text",
    "Code",
)
NO_WORDS = {
    *("id", "form_id", "element_id", "url", "page"),
    *("value", "set_value", "default", "raw_values", "placeholder", "query_string"),
}


def named_fields() -> list[tuple[type[Record], str]]:
    """Every noun with each field that people fill with words of their own."""
    return [
        (noun, spec.name) for noun in NOUNS for spec in noun.specs() if spec.name in _named(noun)
    ]


def _named(noun: type[Record]) -> set[str]:
    """The fields of a noun that people fill with words of their own and other screens repeat."""
    if noun is Municipality:
        return {"title", "level_1", "level_2", "level_3", "head", "council", "administration"}
    spec = noun.spec(noun.NAME) if noun.NAME != "id" else None
    written = spec and spec.kind in (Kind.TEXT, Kind.LONG) and not spec.ref and not spec.choices
    return {noun.NAME} if written else set()


def _strings(message: Message, skip: Collection[str]) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in skip:
            continue
        for item in [value] if isinstance(value, str | bytes | Message) else _each(value):
            if isinstance(item, str):
                yield item
            elif isinstance(item, Message):
                yield from _strings(item, skip)


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Iterable) else []


def _shown(node: Any) -> Iterator[tuple[str, str]]:
    """Kind and text of everything below a node that the browser reads as Markdown."""
    proto = getattr(node, "proto", None)
    if isinstance(proto, Message) and type(proto).__name__ not in NO_MARKDOWN:
        kind = type(proto).__name__
        skip = NO_WORDS | {"options"} if kind in ("Selectbox", "MultiSelect") else NO_WORDS
        yield from ((kind, text) for text in _strings(proto, skip))
    for child in getattr(node, "children", {}).values():
        yield from _shown(child)


def read_as_markup(page: AppTest) -> list[str]:
    """Where the page shows EVIL in a way that the browser reads as Markdown or as a tag."""
    found = [
        f"{kind}: {text[:300]!r}"
        for kind, text in _shown(page._tree)
        # A block of HTML knows no Markdown; there only the tag would be one.
        if any(sign in text for sign in (SIGNS[-1:] if kind == "Html" else SIGNS))
    ]
    # Plotly knows no Markdown, but draws <b> in every label as bold.
    drawn = (json.loads(item.proto.spec) for item in page.get("plotly_chart"))
    return found + [f"PlotlyChart: {text[:300]!r}" for spec in drawn for text in _labels(spec)]


def _labels(spec: Any) -> Iterator[str]:
    """Texts of a chart in which the tag stands as a tag."""
    if isinstance(spec, str):
        if "# h <b" in spec:
            yield spec
    elif isinstance(spec, list):
        for item in spec:
            yield from _labels(item)
    elif isinstance(spec, dict):
        for name, item in spec.items():
            # Keys by which the boxes of a treemap find each other; nobody sees them.
            if name not in ("ids", "parents"):
                yield from _labels(item)
