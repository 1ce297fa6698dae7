"""One browser's HTTP as far as a phone needs it: one kept connection, one cookie, nothing more."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import dataclass, field

PATIENCE = 60.0


@dataclass
class Reply:
    """Status, headers in small letters, body as text."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Browser:
    """Asks one server; a connection that the server has closed meanwhile is opened anew."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    patience: float = PATIENCE
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def ask(
        self, path: str, form: str | None = None, headers: dict[str, str] | None = None
    ) -> Reply:
        """GET, or POST with a form."""
        lines = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"host: 127.0.0.1:{self.port}",
            "user-agent: Mozilla/5.0 (Android 10; Mobile)",
            "accept-language: de-DE,de",
            "accept-encoding: gzip",
        ]
        if self.cookies:
            lines.append("cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        body = b""
        if form is not None:
            body = form.encode()
            lines += [
                "content-type: application/x-www-form-urlencoded",
                f"content-length: {len(body)}",
                "sec-fetch-site: same-origin",
            ]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        data = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        return await asyncio.wait_for(self._exchange(data), self.patience)

    async def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _exchange(self, data: bytes) -> Reply:
        for fresh in (False, True):
            if fresh or self._reader is None or self._reader.at_eof():
                await self.close()
                self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
            assert self._reader is not None and self._writer is not None
            try:
                self._writer.write(data)
                return await self._reply(self._reader)
            except (ConnectionError, asyncio.IncompleteReadError):
                # The server gave up an idle connection just now; browsers ask once more.
                if fresh:
                    raise
        raise AssertionError("unreachable")

    async def _reply(self, reader: asyncio.StreamReader) -> Reply:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split()[1])
        headers: dict[str, str] = {}
        for line in head[1:]:
            name, _, value = line.partition(":")
            name, value = name.strip().lower(), value.strip()
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            elif name:
                headers[name] = value
        if status == 304:
            return Reply(status, headers, "")
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(await reader.readline(), 16):
                body += (await reader.readexactly(size + 2))[:-2]
            await reader.readline()
        else:
            body = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Reply(status, headers, body.decode("utf-8", "replace"))
