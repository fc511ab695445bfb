"""A server's bad days: a proxy before a real server that drops, stalls or refuses connections when told to."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Proxy:
    """Listens on a free port of 127.0.0.1 and passes everything on to a server, until it is told otherwise."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._drops: list[int] = []
        self._refusing = self._stalling = False
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._refusing = True
        self._listener.close()
        self.cut()

    def drop_after(self, *sizes: int) -> None:
        """Each of the next connections is cut after it has brought so many bytes from the server; 0: at once."""
        self._drops = list(sizes)
        self.cut()

    def refuse(self) -> None:
        """From now on the server is gone."""
        self._refusing = True
        self.cut()

    def stall(self) -> None:
        """From now on connections are taken and nothing comes back."""
        self._stalling = True

    def cut(self) -> None:
        """End every connection that is open."""
        with self._lock:
            doomed, self._open = self._open, set()
        for one in doomed:
            _close(one)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            limit = self._drops.pop(0) if self._drops else None
            if self._refusing or limit == 0:
                _close(client)
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                _close(client)
                continue
            with self._lock:
                self._open |= {client, server}
            threading.Thread(target=self._pass, args=(client, server, None), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, limit), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, limit: int | None) -> None:
        left = limit
        with suppress(OSError):
            while data := source.recv(1 << 16):
                if self._stalling:
                    continue
                if left is not None:
                    data = data[:left]
                    left -= len(data)
                target.sendall(data)
                if left == 0:
                    break
        for one in (source, target):
            _close(one)
            with self._lock:
                self._open.discard(one)


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
