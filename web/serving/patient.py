"""The HTTP protocol of the server: uvicorn's, which by itself waits for ever for a request's end.

uvicorn limits neither the time nor the size of a head, and a body that never comes is never given
up; proxies usually do that, but the workbench also stands without one.  Only public methods of its
protocol are overridden: those that asyncio and the parser call.
"""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import Any

from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from web.serving.waiting import Crowd, Patience

SENTENCES = {
    400: "Diese Anfrage war nicht zu lesen; bitte laden Sie die Seite neu.",
    408: "Die Anfrage kam nicht vollständig an; bitte laden Sie die Seite neu.",
    431: "Die Anfrage ist zu groß; bitte löschen Sie die Cookies dieser Seite und laden Sie neu.",
    503: "Gerade sind zu viele Verbindungen offen; bitte versuchen Sie es in einer Minute noch "
    "einmal.",
}
_BUSY = PlainTextResponse(SENTENCES[503], 503, {"retry-after": "60", "connection": "close"})


class _Stage(Enum):
    HEAD = "its head is not complete"
    BODY = "its body is not complete"
    ANSWER = "it is being answered"
    IDLE = "it was answered; the next may come"
    # Given up, or a WebSocket from now on, which has a protocol of its own.
    OVER = "over"


class PatientProtocol(HttpToolsProtocol):
    """One connection, with an end to the waiting; ``patient`` gives it its limits."""

    patience: Patience
    crowd: Crowd

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # uvicorn's own refusal is English; here ``on_headers_complete`` counts instead.
        self.most, self.limit_concurrency = self.limit_concurrency, None
        self._stage = _Stage.HEAD
        # Bytes of the head so far, or of the body within the running time.
        self._bytes = 0
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def address(self) -> str:
        """The address of the visitor, or of the proxy before him."""
        return self.client[0] if self.client else ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new visitor; also one who never says anything is waited for no longer."""
        super().connection_made(transport)
        self._wait(self.patience.head_seconds)
        self.crowd.is_unfinished(self, self.address)
        self.crowd.make_room(len(self.connections))

    def connection_lost(self, exc: Exception | None) -> None:
        """The visitor has gone."""
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Let uvicorn read it, then see how far the request has come."""
        if self._stage is _Stage.OVER:
            return
        # The parser tells of a request only after empty lines, which may go on for ever.
        if self._stage is _Stage.IDLE or (self._stage is _Stage.HEAD and not self._bytes):
            self._stage, self._bytes = _Stage.HEAD, 0
            self._wait(self.patience.head_seconds)
        # Counted before it is read: the end of the head begins anew.
        self._bytes += len(data)
        super().data_received(data)
        if self._stage is _Stage.HEAD and self._bytes > self.patience.head_bytes:
            self._refuse(431)
        if self._stage in (_Stage.HEAD, _Stage.BODY):
            self.crowd.is_unfinished(self, self.address)

    def on_message_begin(self) -> None:
        """The first byte of a request; also of one that was sent right behind another."""
        super().on_message_begin()
        if self._stage is _Stage.ANSWER:
            self._stage, self._bytes = _Stage.HEAD, 0
            self._wait(self.patience.head_seconds)

    def on_headers_complete(self) -> None:
        """The head is complete; it may have come in one piece, however long."""
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self.patience.head_bytes:
            self._refuse(431)
            return
        self._stage, self._bytes = _Stage.BODY, 0
        self._wait(self.patience.body_seconds)
        # uvicorn counts tasks as well; those of connections that were given up end a little later,
        # and would count against whoever comes next.
        full = self.most is not None and len(self.connections) >= self.most
        self.app = _BUSY if full else self.config.loaded_app
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body; of a refused request nothing more is taken."""
        if self._stage is not _Stage.OVER:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is complete; from now on the visitor waits for us."""
        if self._stage is _Stage.OVER:
            return
        super().on_message_complete()
        # uvicorn answers some requests before their body has come.
        answered = self.cycle is not None and self.cycle.response_complete
        self._stage = _Stage.IDLE if answered else _Stage.ANSWER
        self._note()

    def on_response_complete(self) -> None:
        """The answer is sent; uvicorn keeps the silent connection for a time of its own."""
        super().on_response_complete()
        if self._stage is _Stage.ANSWER and self.cycle.response_complete:
            self._stage = _Stage.IDLE
            self._note()

    def handle_websocket_upgrade(self) -> None:
        """It becomes a WebSocket, on which long silence is no fault."""
        self._leave()
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        """The parser could not read it."""
        self._refuse(400)

    def give_up(self) -> None:
        """Others need the place."""
        self._refuse(408)

    def _note(self) -> None:
        if self._stage is _Stage.IDLE:
            self.crowd.is_idle(self, self.address)
        else:
            self.crowd.forget(self, self.address)

    def _leave(self) -> None:
        self._stage = _Stage.OVER
        self.crowd.forget(self, self.address)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait(self, seconds: float) -> None:
        # One timer for each connection that looks again where the time was put off: most requests
        # are complete at once, and setting a new timer for each of them would cost more.
        self._due = self.loop.time() + seconds
        if self._timer is None or self._timer.when() > self._due:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self.loop.call_at(self._due, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._stage not in (_Stage.HEAD, _Stage.BODY):
            return
        if self.loop.time() < self._due:
            self._wait(self._due - self.loop.time())
        # Reading pauses where the visitor is faster than we are.
        elif self._stage is _Stage.BODY and (
            self.flow.read_paused or self._bytes >= self.patience.body_bytes
        ):
            self._bytes = 0
            self._wait(self.patience.body_seconds)
        else:
            self._refuse(408)

    def _refuse(self, status: int) -> None:
        """Close, and say why to whoever has asked something and was told nothing yet."""
        begun = self.cycle is not None and not self.cycle.response_complete
        if self._stage is _Stage.HEAD:
            # An answer to silence would be taken for one to the next request, and one in a head
            # that follows another request for the answer to that.
            heard = self._bytes > 0 and not begun
        else:
            heard = self._stage is _Stage.BODY and not self.cycle.response_started
        heard = heard and not self.pipeline
        self._leave()
        if self.transport.is_closing():
            return
        if heard:
            self.transport.write(_words(status))
        if begun:
            # Before the page can send its own answer behind ours.
            self.cycle.disconnected = True
        self.transport.close()


def patient(patience: Patience, most: int | None) -> type[PatientProtocol]:
    """The protocol of one server, which makes one object of it for each connection."""

    class Protocol(PatientProtocol):
        pass

    Protocol.patience, Protocol.crowd = patience, Crowd(patience, most)
    return Protocol


def _words(status: int) -> bytes:
    body = SENTENCES[status].encode()
    head = (
        b"content-type: text/plain; charset=utf-8\r\nx-content-type-options: nosniff\r\n"
        b"cache-control: no-store\r\nconnection: close\r\ncontent-length: "
    )
    return STATUS_LINE[status] + head + str(len(body)).encode() + b"\r\n\r\n" + body
