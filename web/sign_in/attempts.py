"""How often somebody may try to sign in: after some failures the waiting time doubles each time."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from strategy.identity.accounts import key_of

# A town hall signs in from one address.  Counted for the account alone, five tries of anybody would
# keep its owner out; so a few are free from one address, and from everywhere together many more.
FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 20
FREE_FROM_EVERYWHERE = 200
# Longer than the check of a password on a busy machine, or the first waits would be none.
FIRST_WAIT = 4.0
LONGEST_WAIT = 300.0
_FORGET_SECONDS = 3600.0
# A town hall's typing errors of one morning must not add up; one guess a minute finds no password.
_EASE_SECONDS = 60.0
_MOST = 20_000


@dataclass
class _Count:
    failures: int = 0
    last: float = 0.0
    eased: float = 0.0
    until: float = 0.0


class Attempts:
    """Failed attempts, counted per account at one address, per address, and per account from
    everywhere; times in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def begin(self, name: str, address: str) -> int:
        """Seconds to wait before the next try, 0 where it may go on.

        A try counts as failed from its start, or a hundred at once would each find no failure;
        ``succeeded`` takes that back.  A try that has to wait does not count.
        """
        now = self._now()
        pairs = self._of(name, address)
        wait = max(count.until - now for count, _ in pairs)
        if wait > 0:
            return math.ceil(wait)
        for count, free in pairs:
            count.failures += 1
            count.last = now
            beyond = count.failures - free
            if beyond >= 0:
                count.until = now + min(FIRST_WAIT * 2.0 ** min(beyond, 20), LONGEST_WAIT)
        return 0

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of an account at an address; other counts only lose this one try.

        Else whoever owns one account could clear the count between guesses at others.
        """
        (account, _), *shared = self._of(name, address)
        account.failures, account.until = 0, 0.0
        for count, free in shared:
            count.failures -= 1
            if count.failures < free:
                count.until = 0.0

    def _of(self, name: str, address: str) -> list[tuple[_Count, int]]:
        account = key_of(name)[:200]
        return [
            (self._count(f"account {account} at {address}"), FREE_PER_ACCOUNT),
            (self._eased(f"address {address}"), FREE_PER_ADDRESS),
            (self._eased(f"account {account}"), FREE_FROM_EVERYWHERE),
        ]

    def _eased(self, key: str) -> _Count:
        """A count of many people's tries, which loses one a minute."""
        count = self._count(key)
        minutes = int((self._now() - count.eased) / _EASE_SECONDS)
        count.failures = max(0, count.failures - minutes)
        count.eased += minutes * _EASE_SECONDS
        return count

    def _count(self, key: str) -> _Count:
        now = self._now()
        count = self._counts.pop(key, None)
        if count is None or now - count.last > _FORGET_SECONDS:
            count = _Count(last=now, eased=now)
        self._counts[key] = count
        while len(self._counts) > _MOST:
            self._counts.popitem(last=False)
        return count
