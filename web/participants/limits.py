"""How often somebody may ask: token buckets per address, per participant and for wrong codes.

A whole hall stands behind one address, so an address is given what a thousand phones need at once;
one phone, and whoever tries codes, is given little.  Wrong codes of a workshop never keep anybody
else from the right one: 29⁶ codes at what one address may ask take weeks, and joining is no secret.
The code of a card opens its text, so there right and wrong look the same to whoever tries.  Phones
of one hall are told apart by what their browsers say of themselves; where one has tried for all of
its kind, the others get a cookie and are counted one by one.  Whoever changes what he says, or
takes a new cookie each time, meets the limit of the address.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request


@dataclass
class _Bucket:
    left: float
    seen: float


class Limit:
    """``burst`` times at once, then ``rate`` times a second, for each key.

    At most ``most`` keys are remembered; the one not seen for longest is forgotten first, which
    can only be to its advantage.
    """

    def __init__(
        self,
        rate: float,
        burst: float,
        most: int = 20_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rate, self.burst, self.most = rate, burst, most
        self._clock = clock
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def take(self, key: Hashable, cost: float = 1.0) -> int:
        """Count one; 0 where it is allowed, else the whole seconds until it would be."""
        bucket = self._bucket(key)
        if bucket.left >= cost:
            bucket.left -= cost
            return 0
        return max(1, math.ceil((cost - bucket.left) / self.rate))

    def give_back(self, key: Hashable) -> None:
        """What was counted turned out not to count."""
        bucket = self._bucket(key)
        bucket.left = min(self.burst, bucket.left + 1)

    def wait(self, key: Hashable) -> int:
        """As ``take``, without counting."""
        if key not in self._buckets:
            return 0
        bucket = self._bucket(key)
        return 0 if bucket.left >= 1 else max(1, math.ceil((1 - bucket.left) / self.rate))

    def __len__(self) -> int:
        return len(self._buckets)

    def _bucket(self, key: Hashable) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(self.burst, now)
            if len(self._buckets) > self.most:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(key)
            bucket.left = min(self.burst, bucket.left + (now - bucket.seen) * self.rate)
            bucket.seen = now
        return bucket


@dataclass(frozen=True)
class RequestLimits:
    """The limits of the pages that everybody may open."""

    # Everything from one address: a thousand phones that load the page and its two files at once.
    address: Limit
    # Devices that join from one address.
    joining: Limit
    # What one device sends, and what it asks for.
    sending: Limit
    asking: Limit
    # Codes of workshops that do not exist, from one device and from one address.
    wrong_of_device: Limit
    wrong: Limit
    # Codes of cards that do not exist, from one phone that keeps our cookie, from one kind of phone
    # at an address and from the address.
    wrong_cards_of_phone: Limit
    wrong_cards_of_kind: Limit
    wrong_cards: Limit


def public_limits() -> RequestLimits:
    """Fresh limits for one server."""
    return RequestLimits(
        address=Limit(rate=400, burst=6_000),
        joining=Limit(rate=15, burst=1_500),
        sending=Limit(rate=2, burst=25),
        asking=Limit(rate=3, burst=60),
        wrong_of_device=Limit(rate=0.1, burst=20),
        wrong=Limit(rate=2, burst=300),
        wrong_cards_of_phone=Limit(rate=0.1, burst=20),
        wrong_cards_of_kind=Limit(rate=0.5, burst=60),
        # 29⁸ codes: even with 5,000 cards the first hit takes most of a year.
        wrong_cards=Limit(rate=5, burst=600),
    )


def address_of(request: Request) -> str:
    """The address that is counted; of IPv6 the network, because one household has 2^64 of them.

    Behind a proxy on this machine uvicorn has already put the visitor's address in place.
    """
    return _network(request.client.host) if request.client else "unbekannt"


def kind_of(request: Request) -> tuple[str, str]:
    """Address and browser as it describes itself; phones without a cookie differ in no more."""
    said = (request.headers.get(name, "")[:300] for name in ("user-agent", "accept-language"))
    return address_of(request), hashlib.sha256("\n".join(said).encode()).hexdigest()


@lru_cache(maxsize=4096)
def _network(host: str) -> str:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
