"""Serving the page on this computer, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

LOOPBACK = "127.0.0.1"
#: So many bytes may come in one request: what people drop at once, with something to spare for what surrounds it.
MOST_BYTES = 160 * 1024 * 1024


class PageServer:
    """A server on the loopback address: made, asked for its port, and then run until it is closed."""

    def __init__(self, application: Callable[..., Any], port: int = 0) -> None:
        from waitress.server import create_server  # noqa: PLC0415

        self._is_ending = False
        self._server = create_server(
            application,
            host=LOOPBACK,
            port=port,
            threads=8,
            ident=None,
            max_request_header_size=64 * 1024,
            max_request_body_size=2 * MOST_BYTES,  # the application says it in words, up to here
            connection_limit=200,
            clear_untrusted_proxy_headers=True,
        )

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.effective_port)

    def run(self) -> None:
        """Answer until ``close`` is called, or the process is interrupted; what is being answered is finished."""
        from waitress.wasyncore import close_all, loop  # noqa: PLC0415

        with suppress(KeyboardInterrupt):
            while not self._is_ending:
                loop(timeout=1, map=self._server._map, count=1)
        self._server.task_dispatcher.shutdown()
        close_all(self._server._map, ignore_all=True)

    def close(self) -> None:
        """Stop answering; from any thread."""
        self._is_ending = True
        self._server.pull_trigger()
