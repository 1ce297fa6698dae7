"""A mail server of a few lines on this machine, so that what really goes over the wire is read."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, MailSink)
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line.decode().strip()
            if word.upper() == "DATA":
                self._say("354 go on")
                server.received.append(self._message())
                self._say("250 kept")
            elif word.upper().startswith("RCPT") and server.refused in word:
                self._say("550 nobody here")
            elif word.upper() == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailSink(socketserver.ThreadingTCPServer):
    """Keeps every message; answers "nobody here" for addresses that hold ``refused``."""

    daemon_threads = True

    def __init__(self, refused: str) -> None:
        self.received: list[bytes] = []
        self.refused = refused
        super().__init__(("127.0.0.1", 0), _Talk)


@contextmanager
def mail_sink(refused: str = "\0") -> Iterator[MailSink]:
    """A server that listens until the test is over; its port is ``server_address[1]``."""
    with MailSink(refused) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
