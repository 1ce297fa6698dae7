"""Run a piece of work in a process of its own, so that its time and its memory are its own."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from strategy.intake.gate.limited_process import spent


@dataclass(frozen=True)
class Measured:
    """Seconds of the work alone, processor seconds of it and of the processes it started, highest
    resident memory in bytes, and what it answered.

    ``peak`` adds the process and the largest of its own children, which may run side by side.
    """

    seconds: float
    processor: float
    peak: int
    answer: Any


def apart(prepare: Callable[..., Callable[[], Any]], *given: Any) -> Measured:
    """Call ``prepare(*given)`` (imports, not timed) in a fresh process, then time what it returns.

    Raises RuntimeError with the words of the failure where the work failed.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, prepare, given))
    process.start()
    there.close()
    try:
        done, seconds, processor, peak, answer = here.recv()
    except EOFError as error:
        raise RuntimeError(f"{prepare.__name__} ended without an answer") from error
    finally:
        process.join()
    if not done:
        raise RuntimeError(answer)
    return Measured(seconds, processor, peak, answer)


def _work(there: Connection, prepare: Callable[..., Callable[[], Any]], given: Any) -> None:
    try:
        work = prepare(*given)
        started, used = time.perf_counter(), _processor()
        answer = work()
        seconds, used = time.perf_counter() - started, _processor() - used
    except Exception as error:
        there.send((False, 0.0, 0.0, 0, f"{prepare.__name__}: {error!r}"))
        return
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    own, children = (
        resource.getrusage(who).ru_maxrss * unit
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    there.send((True, seconds, used, own + max(children, spent.peak), answer))


def _processor() -> float:
    times = os.times()
    own = times.user + times.system + times.children_user + times.children_system
    # Processes that read files are forked from a loaded one and so are not our own children.
    return own + spent.seconds
