"""A fake mail server and a fake text gateway on this machine: they accept, delay, refuse, bounce and die.

Each decides by the address what it does, and keeps what it took, so that a test can count.
"""

import json
import re
import socket
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Behaviour = Callable[[str], str]
"""What to do by address or number: ``accept``, ``slow``, ``refuse``, ``later``, ``die`` (before it was
taken), or ``vanish`` (taken, but the connection is gone before the answer)."""


@dataclass
class Taken:
    """What a server took, by the id that the message carried."""

    ids: Counter[str] = field(default_factory=Counter)
    log: Path | None = None
    """Where each id is written before the answer, so that another process may read it."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, name: str) -> None:
        with self._lock:
            self.ids[name] += 1
            if self.log is not None:
                with self.log.open("a") as file:
                    file.write(f"{name}\n")


class _Mail(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        self.say("220 fake")
        recipient, reading, lines = "", False, []
        for raw in self.rfile:
            line = raw.decode("utf-8", errors="replace").rstrip("\r\n")
            if reading:
                if line != ".":
                    lines.append(line)
                    continue
                reading = False
                self.taken(recipient, lines)
                continue
            word = line[:4].upper()
            if word in {"EHLO", "HELO"}:
                self.say("250 fake")
            elif word == "RCPT":
                recipient = re.sub(r".*<(.*)>.*", r"\1", line)
                if not self.answered(recipient):
                    return
            elif word == "DATA":
                lines, reading = [], True
                self.say("354 go on")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def answered(self, recipient: str) -> bool:
        does = self.server.does(recipient)
        if does == "die":
            return False
        self.say({"refuse": "550 no such user", "later": "451 try later"}.get(does, "250 ok"))
        return True

    def taken(self, recipient: str, lines: list[str]) -> None:
        does = self.server.does(recipient)
        found = re.search(r"(?im)^Message-ID: <(.*?)>", "\n".join(lines))
        self.server.taken.keep(found[1] if found else "?")
        if does == "slow":
            time.sleep(self.server.delay_seconds)
        if does == "vanish":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """SMTP, just enough of it (RFC 5321)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, does: Behaviour, taken: Taken, delay_seconds: float = 0.05) -> None:
        self.does, self.taken, self.delay_seconds = does, taken, delay_seconds
        super().__init__(("127.0.0.1", 0), _Mail)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed is no news."""


class _Gateway(BaseHTTPRequestHandler):
    server: "Gateway"
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = json.loads(body)
        self.server.seen.append((dict(self.headers), said))
        does = self.server.does(said["to"])
        if does == "die":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        if does in {"refuse", "later", "broken", "odd"}:
            self.answer({"refuse": 400, "later": 429, "broken": 500, "odd": 200}[does], {"error": said["to"]})
            return
        self.server.taken.keep(said["reference"])
        if does == "slow":
            time.sleep(self.server.delay_seconds)
        if does == "vanish":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        self.answer(201, {"messages": [{"status": "0", "id": f"g-{said['reference']}"}]})

    def answer(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (named by the standard library)
        """Nothing."""


class Gateway(ThreadingHTTPServer):
    """An HTTP gateway that answers as Vonage's does, by and large."""

    daemon_threads = True

    def __init__(self, does: Behaviour, taken: Taken, delay_seconds: float = 0.05) -> None:
        self.does, self.taken, self.delay_seconds = does, taken, delay_seconds
        self.seen: list[tuple[dict[str, str], dict[str, Any]]] = []
        super().__init__(("127.0.0.1", 0), _Gateway)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed is no news."""


@contextmanager
def running(server: MailServer | Gateway) -> Iterator[int]:
    """Serves in a thread; the port."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def gateway_settings(port: int) -> dict[str, Any]:
    """What the clinic sets to send through the fake gateway."""
    return {
        "is_on": True,
        "name": "Fake",
        "method": "POST",
        "url": f"http://127.0.0.1:{port}/sms/{{user}}",
        "user": "acct 1",
        "headers": "Authorization: Basic {basic}\nX-Key: {secret}",
        "body_kind": "json",
        "body": '{"to": "{to}", "text": "{text}", "reference": "{id}", "report": "{report}"}',
        "success_field": "messages.0.status",
        "success_values": "0",
        "later_values": "1",
        "id_field": "messages.0.id",
        "report_id_field": "message-id",
        "report_status_field": "status",
        "delivered_values": "delivered",
        "failed_values": "failed expired",
        "reply_from_field": "from",
        "reply_text_field": "text",
    }
