"""The process that limited processes are forked from; run as a module by ``limited_process``.

Loading Arrow and the readers costs more than reading most files.  This process loads them once,
reads nothing itself, and forks a child for every request; whatever a file does to its child, it
stays.  Its one argument is the descriptor of a socket.  Every message on it is a request with a
connection of its own, on which the answer is written when the child has ended.  When somebody
closes that connection, the child is killed; when the socket is closed, everything ends.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

# The libraries take 90 MB; a town that imports twice a year need not keep them.
_IDLE_SECONDS = 300
_LONGEST_MESSAGE = 65_536


@dataclass(frozen=True)
class _Child:
    """A running child: closed ``alive`` means it has ended, closed ``asked_by`` that it must."""

    pid: int
    alive: int
    asked_by: socket.socket


class _Server:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: list[_Child] = []
        self.told = 0.0
        self.ready = selectors.DefaultSelector()
        self.ready.register(control, selectors.EVENT_READ, None)

    def serve(self) -> None:
        """Until nobody is there to ask any more."""
        while True:
            events = self.ready.select(_IDLE_SECONDS)
            if not events and not self.children:
                return
            for key, _ in events:
                child = key.data
                if child is None:
                    if not self._take_request():
                        return
                elif child not in self.children:
                    continue
                elif key.fd == child.alive:
                    self._answer(child)
                else:
                    # Whoever asked has given up.  The end of the child is noticed like any other.
                    self.ready.unregister(child.asked_by)
                    os.kill(child.pid, signal.SIGKILL)

    def end(self) -> None:
        for child in self.children:
            os.kill(child.pid, signal.SIGKILL)

    def _take_request(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self.control, _LONGEST_MESSAGE, 1)
        if not message or not descriptors:
            return False
        asked_by = socket.socket(fileno=descriptors[0])
        request = json.loads(message)
        _load(request["module"])
        # Nothing is written to this pipe.  The child alone holds its other end, so that it closes
        # however the child ends; a signal could come before anybody waits for it.
        alive, held = os.pipe()
        pid = os.fork()
        if pid == 0:
            for other in self.children:
                other.asked_by.close()
            asked_by.close()
            self.control.close()
            self.ready.close()
            _work(request["module"], Path(request["folder"]))
        os.close(held)
        child = _Child(pid, alive, asked_by)
        self.children.append(child)
        self.ready.register(alive, selectors.EVENT_READ, child)
        self.ready.register(asked_by, selectors.EVENT_READ, child)
        return True

    def _answer(self, child: _Child) -> None:
        _, status, used = os.wait4(child.pid, 0)
        answer = {
            "code": os.waitstatus_to_exitcode(status),
            "seconds": used.ru_utime + used.ru_stime + self._own_seconds(),
            "peak": used.ru_maxrss * 1024,
        }
        # Whoever gave up waiting has closed the connection.
        with contextlib.suppress(OSError):
            child.asked_by.sendall(json.dumps(answer).encode())
        if child.asked_by in self.ready.get_map():
            self.ready.unregister(child.asked_by)
        self.ready.unregister(child.alive)
        child.asked_by.close()
        os.close(child.alive)
        self.children.remove(child)

    def _own_seconds(self) -> float:
        """Processor time of this process since it was asked last: loading, above all."""
        before, self.told = self.told, time.process_time()
        return self.told - before


def _load(module: str) -> None:
    """Load what the children of this module need, once; a failure is left to the child to tell."""
    if module in sys.modules:
        return
    try:
        importlib.import_module(module).load()
    except Exception:
        return
    # A collection in a child would write to every object and so copy all memory it shares.
    gc.collect()
    gc.freeze()


def _work(module: str, folder: Path) -> NoReturn:
    code = 1
    try:
        os.chdir(folder)
        code = importlib.import_module(module).main(folder)
    except BaseException:
        traceback.print_exc()
    finally:
        # Not ``sys.exit``: nothing that the server keeps may be unwound or flushed in its child.
        os._exit(code)


def main(descriptor: int) -> int:
    """Serve the socket with this descriptor."""
    server = _Server(socket.socket(fileno=descriptor))
    try:
        server.serve()
    finally:
        server.end()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
