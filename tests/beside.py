"""Run in a thread of its own, because browser tests leave an event loop in the main one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def beside(run: Callable[[], T]) -> T:
    """What ``run`` returns."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns."""
    return beside(lambda: asyncio.run(work))
