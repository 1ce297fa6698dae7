"""What people call things stands as text on every screen: no bold, link, colour, formula or tag."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from strategy.kernel.record import Kind, Record
from strategy.nouns import NOUNS
from strategy.nouns.municipality import Municipality
from tests.pages.conftest import URLS, Opener
from ui.frame.places import PAGE_OF
from ui.run import session

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


def _found(page: AppTest) -> list[str]:
    assert not page.exception, [item.message for item in page.exception]
    return [
        f"{kind}: {text[:300]!r}"
        for kind, text in _shown(page._tree)
        if any(sign in text for sign in SIGNS)
    ]


def test_what_people_call_things_is_text_on_every_page(on_demo: Opener) -> None:
    with session.open_store().write("Kim", "umbenannt") as tx:
        for noun, name in named_fields():
            tx.run(
                f"UPDATE {noun.TABLE} SET {name} = {name} || ?, version = ?",
                [f" {EVIL}", tx.action_id],
            )
    with session.open_store().read() as db:
        firsts = {
            table: db.value(f"SELECT min(id) FROM {table}")
            for table in PAGE_OF
            if table != "municipality"
        }
    screens = [(script, {}) for script in URLS]
    screens += [(PAGE_OF[table], {"id": one}) for table, one in firsts.items() if one]
    faults = []
    for script, query in screens:
        faults += [f"{script} {query}: {one}" for one in _found(on_demo(script, **query))]
    assert not faults, "\n".join(faults)
