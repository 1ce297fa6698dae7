"""Figures that were drawn before: the same data gives the same picture.

Plotly checks every property it is given, which takes longer than all queries of a page.  A figure
is kept under everything its function was called with, so it can never be out of date.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import plotly.graph_objects as go

from ui.run.content import ContentMemory, content_key

Given = ParamSpec("Given")
Told = TypeVar("Told")

# The arguments stay with the figure: a figure among them is known by its address in memory.
_figures: ContentMemory[tuple[go.Figure, Any]] = ContentMemory(400)
_words: ContentMemory[Any] = ContentMemory(1_000)


def drawn(draw: Callable[Given, go.Figure]) -> Callable[Given, go.Figure]:
    """``draw``, which must depend on its arguments alone, with a memory of its figures.

    Nobody may change a figure he gets.
    """

    @functools.wraps(draw)
    def remembered(*args: Given.args, **named: Given.kwargs) -> go.Figure:
        key = content_key(draw, args, named)
        known = _figures.find(key)
        if known is not None:
            return known[0]
        figure = draw(*args, **named)
        _figures.keep(key, (figure, (args, named)))
        return figure

    return remembered


def told(tell: Callable[Given, Told]) -> Callable[Given, Told]:
    """``tell``, which must depend on its arguments alone, with a memory of what it said.

    Meant for sentences: nobody may change what he gets.
    """

    @functools.wraps(tell)
    def remembered(*args: Given.args, **named: Given.kwargs) -> Told:
        key = content_key(tell, args, named)
        known = _words.find(key)
        if known is None:
            known = tell(*args, **named)
            _words.keep(key, known)
        return cast(Told, known)

    return remembered
