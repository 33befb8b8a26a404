"""A line to a server that is cut when so much has gone through it: the server has all, its answer never comes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imap_stub import HOST


class CutLine:
    """It carries bytes both ways. Once ``after`` bytes went to the server (0: never), its next answer is the end."""

    def __init__(self, port: int) -> None:
        self.after = 0
        self.cuts = 0
        self._server = port
        self._listening = socket.create_server((HOST, 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Carry nothing any more."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection((HOST, self._server))
            gone = [0]
            for one, other, counts in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._carry, args=(one, other, gone, counts), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, gone: list[int], counts: bool) -> None:
        with suppress(OSError), one:
            while said := one.recv(65536):
                gone[0] += len(said) * counts
                if not counts and self.after and gone[0] >= self.after:
                    self.cuts += 1
                    break
                other.sendall(said)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def cut_line(port: int) -> Iterator[CutLine]:
    """The line, while it is needed."""
    line = CutLine(port)
    try:
        yield line
    finally:
        line.close()
