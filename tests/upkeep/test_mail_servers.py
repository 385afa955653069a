"""The fake mail server against a real one: to our sender both are the same."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.clinic.messages.writing import NOON, queued
from tests.clinic.visits.care import Care
from tests.fake_servers import Behaviour, MailServer, Taken, running

from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import Message, MessageState
from drypoint.upkeep import senders


class _Handler:
    """aiosmtpd made to do what the fake one does."""

    def __init__(self, does: Behaviour, taken: Taken) -> None:
        self.does, self.taken = does, taken

    async def handle_RCPT(  # noqa: N802 (named by aiosmtpd)
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        does = self.does(address)
        if does == "die":
            server.transport.abort()
        return {"refuse": "550 no such user", "later": "451 try later"}.get(does, "250 ok")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        (line,) = [
            one for one in envelope.content.decode().splitlines() if one.lower().startswith("message-id:")
        ]
        self.taken.keep(line.partition("<")[2].rstrip(">"))
        if self.does(envelope.rcpt_tos[0]) == "vanish":
            server.transport.abort()
        return "250 taken"


@contextmanager
def real(does: Behaviour, taken: Taken) -> Iterator[int]:
    """aiosmtpd on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(_Handler(does, taken), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def fake(does: Behaviour, taken: Taken) -> Iterator[int]:
    """Ours."""
    with running(MailServer(does, taken)) as port:
        yield port


@pytest.mark.parametrize("server", [fake, real], ids=["fake", "aiosmtpd"])
@pytest.mark.parametrize(
    ("does", "becomes", "is_taken"),
    [
        ("accept", MessageState.SENT, True),
        ("refuse", MessageState.FAILED, False),
        ("later", MessageState.QUEUED, False),
        ("die", MessageState.QUEUED, False),
        ("vanish", MessageState.UNKNOWN, True),
    ],
)
def test_both_servers_make_the_same_of_a_message(
    db: None, settings: Any, server: Any, does: str, becomes: str, is_taken: bool
) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "drypoint.upkeep.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
    message, taken = queued(Care()), Taken()
    with server(lambda _address: does, taken) as port:
        settings.EMAIL_PORT = port
        outbox.send_due(now=NOON, send=senders.send)
    assert Message.objects.get().state == becomes
    assert taken.ids == ({f"drypoint.{message.pk}@localhost": 1} if is_taken else {})
