"""One browser tab as the server sees it: Streamlit's WebSocket protocol without a browser."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120.0


class ServerSaid(Exception):
    """The page showed a message of its error handler instead of its content."""


@dataclass
class Run:
    """One script run as a user waits for it: seconds to the last message, bytes, messages."""

    seconds: float
    size: int
    messages: int
    alarms: list[str] = field(default_factory=list)


class Tab:
    """An open session.  ``rerun`` asks for a page and waits until its script has finished."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.cookie = cookie
        self.address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self.known: set[str] = set()
        self.page = ""
        self.socket: ClientConnection | None = None

    async def __aenter__(self) -> Tab:
        self.socket = await connect(
            self.address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            ping_interval=None,
            open_timeout=PATIENCE,
            compression=None,
            additional_headers={"cookie": self.cookie} if self.cookie else None,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.socket is not None:
            await self.socket.close()

    def fill(self, wish: BackMsg) -> None:
        """Add what stands in the widgets; a tab in which nobody types has nothing to add."""

    def seen(self, message: ForwardMsg) -> None:
        """Look at what the page shows."""

    async def rerun(self, page: str | None = None, query: str = "", fragment: str = "") -> Run:
        """Run the script of ``page`` (its address, "" for the first one; None: the open one), or
        one ``fragment`` of it."""
        assert self.socket is not None
        wish = BackMsg()
        wish.rerun_script.query_string = query
        self.page = self.page if page is None else page
        wish.rerun_script.page_name = self.page
        # A browser names the big messages it still has, and the server does not send them again.
        wish.rerun_script.cached_message_hashes.extend(self.known)
        if fragment:
            wish.rerun_script.fragment_id = fragment
            wish.rerun_script.is_auto_rerun = True
        self.fill(wish)
        run = Run(0.0, 0, 0)
        started = time.perf_counter()
        await self.socket.send(wish.SerializeToString())
        while True:
            data = await self.socket.recv(decode=False)
            run.size += len(data)
            run.messages += 1
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            self.seen(message)
            if kind == "delta":
                if message.metadata.cacheable:
                    self.known.add(message.hash)
                element = message.delta.new_element
                if element.WhichOneof("type") in ("alert", "exception"):
                    run.alarms.append(_words(element))
            elif kind == "page_not_found":
                raise ServerSaid(f"no page {page!r}")
            elif kind == "script_finished" and (
                message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                run.seconds = time.perf_counter() - started
                return run


def _words(element: object) -> str:
    shown = getattr(element, "alert", None)
    return str(shown.body) if shown is not None and shown.body else "exception"
