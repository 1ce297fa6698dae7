"""What was made before from the same content: a key for contents, and a memory under such keys.

A key holds the content itself, so whatever is kept under it can never be out of date.
"""

from __future__ import annotations

import functools
import pickle
import threading
from collections import OrderedDict
from typing import Any, Generic, TypeVar

import pandas as pd
import plotly.graph_objects as go

_LARGEST_BYTES = 2_000_000

Kept = TypeVar("Kept")


def content_key(*content: Any) -> bytes | None:
    """The content as bytes; None where it is too large or cannot be told from other content.

    Equal keys mean equal content, equal content nearly always has equal keys.
    """
    try:
        key = pickle.dumps([_plain(item) for item in content], protocol=5)
    except (pickle.PicklingError, TypeError, AttributeError):
        return None
    return key if len(key) <= _LARGEST_BYTES else None


class ContentMemory(Generic[Kept]):
    """At most ``most`` things and ``most_bytes`` in their keys; the longest unused give way."""

    def __init__(self, most: int, most_bytes: int = 50_000_000) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self._most, self._most_bytes, self._bytes = most, most_bytes, 0

    def find(self, key: bytes | None) -> Kept | None:
        """What is kept under ``key``."""
        if key is None:
            return None
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def keep(self, key: bytes | None, made: Kept) -> None:
        """Keep ``made`` under ``key``; nothing is kept without a key."""
        if key is None:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = made
            self._bytes += len(key)
            while len(self._kept) > self._most or self._bytes > self._most_bytes:
                gone, _ = self._kept.popitem(last=False)
                self._bytes -= len(gone)


def _plain(value: Any) -> Any:
    """``value`` as something two equal calls share: functions by their code and what they hold."""
    if isinstance(value, str | int | float | bytes | pd.DataFrame | pd.Series | None):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return [(key, _plain(item)) for key, item in value.items()]
    if isinstance(value, functools.partial):
        return ("partial", _plain(value.func), _plain(value.args), _plain(value.keywords))
    if isinstance(value, go.Figure):
        # Known by its address: whoever keeps something under this key keeps the figure too.
        return ("figure", id(value))
    code = getattr(value, "__code__", None)
    if code is None:
        return value
    held = [_plain(cell.cell_contents) for cell in value.__closure__ or ()]
    return (
        value.__module__,
        value.__qualname__,
        code.co_firstlineno,
        held,
        _plain(value.__defaults__),
        _plain(value.__kwdefaults__),
    )
