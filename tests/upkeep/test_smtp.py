"""What becomes of a message when a mail server falls silent: before and after it was handed over."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.clinic.messages.writing import NOON, queued
from tests.clinic.visits.care import Care

from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import Message, MessageState
from drypoint.upkeep import mails

REPLIES = {
    "EHLO": b"250 here",
    "MAIL": b"250 ok",
    "RCPT": b"250 ok",
    "DATA": b"354 go on",
    "QUIT": b"221 bye",
}


@contextmanager
def mail_server(hangs_up_at: str) -> Iterator[int]:
    """A mail server on this machine that hangs up at one word of its caller; the port it listens on."""

    def serve(listening: socket.socket) -> None:
        caller, _address = listening.accept()
        with caller, caller.makefile("rwb") as talk:
            talk.write(b"220 here\r\n")
            talk.flush()
            for line in talk:
                word = line.decode()[:4].strip().upper()
                if word == hangs_up_at:
                    return
                if word in REPLIES or word == ".":
                    talk.write(REPLIES.get(word, b"250 taken") + b"\r\n")
                    talk.flush()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = threading.Thread(target=serve, args=(listening,), daemon=True)
        serving.start()
        yield listening.getsockname()[1]
        serving.join(timeout=5)


@pytest.mark.parametrize(
    ("hangs_up_at", "becomes"),
    [
        ("EHLO", MessageState.QUEUED),
        ("MAIL", MessageState.QUEUED),
        ("RCPT", MessageState.QUEUED),
        ("DATA", MessageState.UNKNOWN),
        (".", MessageState.UNKNOWN),
        ("QUIT", MessageState.SENT),
        ("never", MessageState.SENT),
    ],
)
def test_message_is_tried_again_only_when_it_cannot_have_gone_out(
    db: None, settings: Any, hangs_up_at: str, becomes: str
) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "drypoint.upkeep.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
    queued(Care())
    with mail_server(hangs_up_at) as port:
        settings.EMAIL_PORT = port
        outbox.send_due(now=NOON, send=mails.send)
    assert Message.objects.get().state == becomes
