"""Figures that were drawn before: the same data gives the same picture.

Plotly checks every property it is given, which takes longer than all queries of a page.  A figure
is kept under everything its function was called with, so it can never be out of date.
"""

from __future__ import annotations

import functools
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, ParamSpec

import pandas as pd
import plotly.graph_objects as go

_MOST_FIGURES = 400
_LARGEST_BYTES = 500_000

Given = ParamSpec("Given")

_lock = threading.Lock()
# The arguments stay with the figure: a figure among them is known by its address in memory.
_figures: OrderedDict[bytes, tuple[go.Figure, Any]] = OrderedDict()


def drawn(draw: Callable[Given, go.Figure]) -> Callable[Given, go.Figure]:
    """``draw``, which must depend on its arguments alone, with a memory of its figures.

    Nobody may change a figure he gets.
    """

    @functools.wraps(draw)
    def remembered(*args: Given.args, **named: Given.kwargs) -> go.Figure:
        try:
            key = pickle.dumps((_plain(draw), _plain(args), _plain(named)), protocol=5)
        except (pickle.PicklingError, TypeError, AttributeError):
            return draw(*args, **named)
        if len(key) > _LARGEST_BYTES:
            return draw(*args, **named)
        with _lock:
            if key in _figures:
                _figures.move_to_end(key)
                return _figures[key][0]
        figure = draw(*args, **named)
        with _lock:
            _figures[key] = figure, (args, named)
            while len(_figures) > _MOST_FIGURES:
                _figures.popitem(last=False)
        return figure

    return remembered


def _plain(value: Any) -> Any:
    """``value`` as something two equal calls share: functions by their code and what they hold."""
    if isinstance(value, pd.DataFrame):
        columns = [(name, str(value[name].dtype), value[name].tolist()) for name in value.columns]
        return (value.index.tolist(), columns)
    if isinstance(value, pd.Series):
        return (str(value.dtype), value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return [(key, _plain(item)) for key, item in value.items()]
    if isinstance(value, functools.partial):
        return ("partial", _plain(value.func), _plain(value.args), _plain(value.keywords))
    if isinstance(value, go.Figure):
        return ("figure", id(value))
    code = getattr(value, "__code__", None)
    if code is None:
        return value
    held = [_plain(cell.cell_contents) for cell in value.__closure__ or ()]
    return (value.__module__, value.__qualname__, code.co_firstlineno, held,
            _plain(value.__defaults__), _plain(value.__kwdefaults__))
