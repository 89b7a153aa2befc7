"""A wire that can be cut: a TCP proxy before a server, which passes on, refuses, hangs, or loses the answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto


class Fault(Enum):
    """What the wire does with a connection."""

    NONE = auto()
    REFUSES = auto()
    HANGS = auto()
    LOSES_THE_ANSWER = auto()


class Wire:
    """Listens on ``port`` and leads to ``to``. ``asked`` counts the connections that came."""

    def __init__(self, to: int) -> None:
        self.to, self.fault, self.asked = to, Fault.NONE, 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Cut all that is open and listen no more."""
        for one in [self._listening, *self._open]:
            _cut(one)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                came, _ = self._listening.accept()
                self.asked += 1
                threading.Thread(target=self._serve, args=(came, self.fault), daemon=True).start()

    def _serve(self, came: socket.socket, fault: Fault) -> None:
        self._open.add(came)
        if fault is Fault.REFUSES:
            return _cut(came)
        if fault is Fault.HANGS:
            return None
        with suppress(OSError):
            there = socket.create_connection(("127.0.0.1", self.to))
            self._open.add(there)
            threading.Thread(target=_pump, args=(came, there), daemon=True).start()
            if fault is Fault.LOSES_THE_ANSWER:
                return _lose(there, came)
            _pump(there, came)
        return None


@contextmanager
def wire(to: int) -> Iterator[Wire]:
    """A wire to the server at the port ``to``."""
    made = Wire(to)
    try:
        yield made
    finally:
        made.close()


def _lose(there: socket.socket, came: socket.socket) -> None:
    """Pass on the server's leave to send, and then, with the answer that it has done it, nothing."""
    while (piece := there.recv(65536)).startswith(b"HTTP/1.1 100"):
        came.sendall(piece)
    _cut(came)
    _cut(there)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    _cut(target)


def _cut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        one.close()
