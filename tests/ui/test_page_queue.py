"""Pages wait for their turn, in the order in which they came, but never for a slow one."""

from __future__ import annotations

import threading
import time

import pytest

from ui.run.page_queue import PageQueue

# As long as the busiest machine may need; a turn that is free is taken at once.
PATIENCE = 120.0


def test_one_after_the_other_in_the_order_of_arrival() -> None:
    queue, order, inside = PageQueue(PATIENCE), list[int](), list[int]()

    def make(number: int) -> None:
        with queue.enter():
            inside.append(number)
            assert len(inside) == 1
            time.sleep(0.005)
            inside.remove(number)
            order.append(number)

    with queue.enter():
        pages = [threading.Thread(target=make, args=(number,)) for number in range(12)]
        for waiting, page in enumerate(pages, start=1):
            page.start()
            _wait_for_waiting(queue, waiting)
    for page in pages:
        page.join(PATIENCE)
    assert order == list(range(12))


def test_a_slow_page_does_not_hold_up_the_others() -> None:
    queue, done = PageQueue(0.05), threading.Event()

    def make() -> None:
        with queue.enter():
            done.set()

    with queue.enter():
        page = threading.Thread(target=make)
        page.start()
        assert done.wait(PATIENCE)
        page.join(PATIENCE)
        # The turn that was passed on is not given back a second time by who had it first.
        with queue.enter():
            holder = queue._holder
    assert queue._holder is None
    assert holder is not None


def test_who_was_overtaken_takes_nothing_from_anybody() -> None:
    queue = PageQueue(0.01)
    slow, entered, leave = queue.enter(), threading.Event(), threading.Event()

    def make() -> None:
        with queue.enter():
            entered.set()
            leave.wait(PATIENCE)

    with slow:
        page = threading.Thread(target=make)
        page.start()
        assert entered.wait(PATIENCE)
        theirs = queue._holder
    assert queue._holder is theirs is not None
    leave.set()
    page.join(PATIENCE)
    assert queue._holder is None


def test_a_page_that_fails_passes_its_turn_on() -> None:
    queue = PageQueue(PATIENCE)
    with pytest.raises(ZeroDivisionError), queue.enter():
        raise ZeroDivisionError
    with queue.enter():
        pass


def _wait_for_waiting(queue: PageQueue, number: int) -> None:
    begun = time.monotonic()
    while len(queue._waiting) < number:
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.001)
