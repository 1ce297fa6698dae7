"""The key that signs the history of the plans of this machine.

It lies beside the plans and never in one: whoever has a plan file alone cannot forge its history.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

KEY_VARIABLE = "STRATEGY_KEY"
_BESIDE_THE_PLANS = Path(__file__).resolve().parents[3] / "data" / "local" / "history.key"
_BYTES = 32


@dataclass(frozen=True)
class SigningKey:
    """``name`` tells keys apart and gives nothing of the secret away."""

    name: str
    secret: bytes

    def sign(self, link: str) -> str:
        """The mark of a link (HMAC-SHA256, 64 hex digits)."""
        return hmac.new(self.secret, link.encode(), hashlib.sha256).hexdigest()

    def fits(self, link: str, mark: str | None) -> bool:
        """Whether this key made the mark of that link."""
        return mark is not None and hmac.compare_digest(self.sign(link), mark)


def key_path() -> Path:
    """Where the key of this machine lies."""
    return Path(os.environ.get(KEY_VARIABLE) or _BESIDE_THE_PLANS)


def signing_key() -> SigningKey | None:
    """The key of this machine, made at its first use; None where none can be kept."""
    return _key_in(key_path())


@lru_cache(maxsize=8)
def _key_in(path: Path) -> SigningKey | None:
    # Kept for as long as the program runs: a key that is taken away meanwhile must not make the
    # rest of the day's history look as if somebody else had written it.
    try:
        secret = _read(path) or _make(path)
    except (OSError, ValueError):
        return None
    return SigningKey(hashlib.sha256(b"name of " + secret).hexdigest()[:8], secret)


def _read(path: Path) -> bytes | None:
    if not path.exists():
        return None
    secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(secret) != _BYTES:
        raise ValueError("not a key")
    return secret


def _make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = secrets.token_bytes(_BYTES)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(6)}.teil")
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write(made.hex() + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    try:
        # Two programs may start at once: a link fails where the other was first, a rename would
        # replace the key that the other has already signed with.
        os.link(partial, path)
    except FileExistsError:
        return _read(path) or made
    except OSError:
        # File systems without hard links (FAT, some network shares).
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return made
