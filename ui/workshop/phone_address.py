"""Under which address phones in the room reach this server, and whether they can at all."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass

from streamlit import config

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)(:[0-9]{1,5})?")
HINT = (
    "Die Werkbank ist nur auf diesem Rechner erreichbar; Telefone kommen so nicht auf die Seite. "
    "Beenden Sie sie und starten Sie sie für das Netz neu: python app.py --host 0.0.0.0"
)
NO_NETWORK = (
    "Dieser Rechner ist mit keinem Netz verbunden, das Telefone erreichen können; verbinden Sie "
    "ihn mit dem WLAN des Saals und laden Sie die Seite neu."
)


@dataclass(frozen=True)
class PhoneAddress:
    """``base`` is like "http://192.168.1.20:8501"; ``trouble`` says why phones cannot come.

    With a trouble the base still leads to the page, but from this machine only.
    """

    base: str
    trouble: str = ""

    def participation(self, code: str) -> str:
        """Where phones take part."""
        return f"{self.base}/mitmachen/{code}"

    @property
    def shown(self) -> str:
        """The address as it is read out: without its scheme."""
        return self.base.partition("://")[2]


def phone_address(scheme: str, host: str) -> PhoneAddress:
    """The address to print, for somebody who opened the workbench under ``scheme://host``.

    A name or address of the network is kept as it is.  Somebody at the server itself says
    "localhost", which means another machine on every phone; then the address of this machine in
    its network is taken.
    """
    name, port = _split(host)
    if not _is_own(name):
        return PhoneAddress(f"{scheme}://{host}")
    # Bound to loopback only, the server hears no phone, whatever address is printed.
    if _is_own(str(config.get_option("server.address") or "0.0.0.0")):
        return PhoneAddress(f"{scheme}://{host}", HINT)
    own = lan_address()
    if own is None:
        return PhoneAddress(f"{scheme}://{host}", NO_NETWORK)
    return PhoneAddress(f"{scheme}://{own}{port}")


def lan_address() -> str | None:
    """The address of this machine in its network; None where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only says from which address it would send.
            # 192.0.2.0/24 is set aside for examples (RFC 5737) and belongs to nobody.
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if _is_own(found) else found


def _split(host: str) -> tuple[str, str]:
    """Name and ":port" of a host header; what is none is taken as this machine."""
    match = _HOST.fullmatch(host)
    # The host header comes from the browser and ends up on a printed page.
    return (match[1].strip("[]"), match[2] or "") if match else ("localhost", "")


def _is_own(name: str) -> bool:
    if name.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == ""
