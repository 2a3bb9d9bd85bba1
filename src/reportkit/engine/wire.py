"""Messages between client and child: JSON over a stream socket, after its length in four bytes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

# As the Jupyter protocol packs them: dates, NaN and lone surrogates included.
from jupyter_client.session import json_packer, json_unpacker

_LENGTH = 4
_CHUNK = 1 << 18


class Wire:
    """One end of the socket; several threads may send, one receives.

    Parameters
    ----------
    end : socket.socket
        A connected stream socket, in blocking mode.
    """

    def __init__(self, end: socket.socket) -> None:
        self.socket = end
        self._sending = threading.RLock()
        self._received = bytearray()

    def send(self, *messages: dict[str, Any]) -> None:
        """Send messages, together: the other end wakes up once for all of them.

        Raises
        ------
        OSError
            Where the other end is gone.
        """
        bodies = map(json_packer, messages)
        data = b"".join(len(body).to_bytes(_LENGTH, "big") + body for body in bodies)
        with self._sending:
            self.socket.sendall(data)

    def receive(self, *, wait: bool) -> list[dict[str, Any]]:
        """Read once and return the messages that are complete by now.

        Parameters
        ----------
        wait : bool
            Whether to wait until something arrives.

        Raises
        ------
        EOFError
            Where the other end is gone and nothing more will come.
        """
        try:
            data = self.socket.recv(_CHUNK, 0 if wait else socket.MSG_DONTWAIT)
        except BlockingIOError:
            return []
        except OSError:
            data = b""
        if not data:
            raise EOFError
        self._received += data
        return list(self._complete())

    def _complete(self) -> Iterator[dict[str, Any]]:
        while len(self._received) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._received[:_LENGTH], "big")
            if len(self._received) < end:
                return
            message = json_unpacker(bytes(self._received[_LENGTH:end]))
            del self._received[:end]
            yield message
