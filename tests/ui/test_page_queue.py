"""Pages wait for their turn, in the order in which they came, but never for a slow one."""

from __future__ import annotations

import threading
import time

import pytest

from ui.run.page_queue import PageQueue

# As long as the busiest machine may need; a turn that is free is taken at once.
PATIENCE = 120.0


def test_one_after_the_other_in_the_order_of_arrival() -> None:
    turns, order, inside = PageQueue(PATIENCE), list[int](), list[int]()

    def make(number: int) -> None:
        with turns.enter():
            inside.append(number)
            assert len(inside) == 1
            time.sleep(0.005)
            inside.remove(number)
            order.append(number)

    with turns.enter():
        pages = [threading.Thread(target=make, args=(number,)) for number in range(12)]
        for waiting, page in enumerate(pages, start=1):
            page.start()
            _wait_for_waiting(turns, waiting)
    for page in pages:
        page.join(PATIENCE)
    assert order == list(range(12))


def test_a_slow_page_does_not_hold_up_the_others() -> None:
    turns, done = PageQueue(0.05), threading.Event()

    def make() -> None:
        with turns.enter():
            done.set()

    with turns.enter():
        page = threading.Thread(target=make)
        page.start()
        assert done.wait(PATIENCE)
        page.join(PATIENCE)
        # The turn that was passed on is not given back a second time by who had it first.
        with turns.enter():
            holder = turns._holder
    assert turns._holder is None
    assert holder is not None


def test_who_was_overtaken_takes_no_turn_from_anybody() -> None:
    turns = PageQueue(0.01)
    slow, entered, leave = turns.enter(), threading.Event(), threading.Event()

    def make() -> None:
        with turns.enter():
            entered.set()
            leave.wait(PATIENCE)

    with slow:
        page = threading.Thread(target=make)
        page.start()
        assert entered.wait(PATIENCE)
        theirs = turns._holder
    assert turns._holder is theirs is not None
    leave.set()
    page.join(PATIENCE)
    assert turns._holder is None


def test_a_page_that_fails_passes_its_turn_on() -> None:
    turns = PageQueue(PATIENCE)
    with pytest.raises(ZeroDivisionError), turns.enter():
        raise ZeroDivisionError
    with turns.enter():
        pass


def _wait_for_waiting(turns: PageQueue, number: int) -> None:
    begun = time.monotonic()
    while len(turns._waiting) < number:
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.001)
