"""A bad line from browsers to a server: it delays, repeats, reorders and cuts requests, loses answers."""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LATE_S = (0.3, 2.5)
OWN = (b"/session/events/", b"/session/snapshot/", b"/recorder/keys/")
"""What the recorder itself asks for; pages and files meet a fault more seldom."""


@dataclass
class FaultyLine:
    """Listens on ``port`` as long as the run lasts, so that browsers see one server that comes and goes."""

    chance: random.Random
    upstream: int = 0
    """Port of the server now."""
    is_bad: bool = False
    faults: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def port(self) -> int:
        """Where browsers connect."""
        return int(self._listener.getsockname()[1])

    @contextmanager
    def working(self) -> Iterator["FaultyLine"]:
        """Until the end of the block."""
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            yield self
        finally:
            self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client:
            client.settimeout(20)
            try:
                request = _read_request(client)
                if request:
                    self._forward(client, request)
            except OSError:
                return

    def _fate(self, request: bytes) -> tuple[str, float]:
        with self._lock:
            self.requests += 1
            is_own = any(part in request.split(b"\r\n", 1)[0] for part in OWN)
            if not self.is_bad or self.chance.random() > (0.5 if is_own else 0.04):
                return "passed", 0
            fate = self.chance.choice(("delayed", "sent twice", "sent late again", "cut", "answer lost"))
            self.faults[fate] += 1
            return fate, self.chance.uniform(*LATE_S)

    def _forward(self, client: socket.socket, request: bytes) -> None:
        fate, late = self._fate(request)
        if fate == "cut":
            self._ask(request[: len(request) // 2], is_whole=False)
            return
        if fate == "delayed":
            time.sleep(late)
        if fate == "sent twice":
            self._ask(request)
        if fate == "sent late again":
            threading.Timer(late, self._ask, args=(request,)).start()
        answer = self._ask(request)
        if fate != "answer lost":
            client.sendall(answer)

    def _ask(self, request: bytes, *, is_whole: bool = True) -> bytes:
        """The server's answer; nothing where there is no server."""
        try:
            with socket.create_connection(("127.0.0.1", self.upstream), timeout=20) as server:
                server.sendall(request)
                if not is_whole:
                    return b""
                return b"".join(iter(lambda: server.recv(65536), b""))
        except OSError:
            return b""


def _read_request(client: socket.socket) -> bytes:
    """One request with its body, asking the server to close after it."""
    got = b""
    while b"\r\n\r\n" not in got:
        if not (more := client.recv(65536)):
            return b""
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        if not (more := client.recv(65536)):
            return b""
        body += more
    return b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body
