"""Handing a text message to the clinic's HTTP gateway, with the standard library alone."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from time import monotonic

from drypoint.clinic.messages import gateways
from drypoint.clinic.messages.actions.outbox import NotTaken, Refused, Unclear, Unreachable
from drypoint.clinic.messages.models import Message, TextGateway
from drypoint.clinic.messages.queries import text_gateway
from drypoint.config import sealing
from drypoint.upkeep.words import words_of

TIMEOUT_SECONDS = 10
"""For each wait: a gateway that falls silent must not hold up the next alert."""
LONGEST_ANSWER_SECONDS = 20
TRY_LATER = frozenset({401, 403, 404, 408, 425, 429, 503})
"""Answers that say nothing of this message: an account refused, an address that moved, too many at once,
closed for a while. Each says that the message was not taken (RFC 9110; 429 in RFC 6585; 425 in RFC 8470)."""


def send(message: Message) -> str:
    """Hand a message to the gateway; returns by which id it names it, or nothing.

    Raises ``Unreachable`` when there is none, ``NotTaken`` when it said "later", ``Refused`` when it said no,
    ``Unclear`` when it fell silent or broke after the request was begun. None repeats the gateway's words.
    """
    gateway = text_gateway(message.clinic)
    if gateway is None:
        raise NotTaken("no gateway")
    try:
        call = gateways.call(
            gateway, number=message.address, text=words_of(message).body, message_id=str(message.pk)
        )
    except sealing.NotOpened:
        raise NotTaken("secret not opened") from None
    if not call.is_https and not gateways.is_here(call.host):
        raise NotTaken("not by https")
    with _connected(call) as connection:
        try:
            connection.request(call.method, call.path, call.body, call.headers)
            response = connection.getresponse()
            body = _read(response)
        except ValueError as failed:  # a header that cannot be written: nothing was sent
            raise Refused(type(failed).__name__) from None
        except (OSError, HTTPException) as failed:
            raise Unclear(type(failed).__name__) from None
    return _judged(gateway, response, body)


@contextmanager
def _connected(call: gateways.Call) -> Iterator[HTTPConnection]:
    kind = HTTPSConnection if call.is_https else HTTPConnection
    with closing(kind(call.host, call.port, timeout=TIMEOUT_SECONDS)) as connection:
        try:
            connection.connect()
        except OSError as failed:  # also a certificate that is not to be trusted
            raise Unreachable(type(failed).__name__) from None
        # Headers and body leave in one go, as few gateways expect them apart.
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection


def _read(response: HTTPResponse) -> bytes:
    """The answer's beginning; an answer that trickles is cut off."""
    parts, left, begun = [], gateways.MOST_ANSWER, monotonic()
    while left and (part := response.read1(left)):
        parts.append(part)
        left -= len(part)
        if monotonic() - begun > LONGEST_ANSWER_SECONDS:
            raise TimeoutError
    return b"".join(parts)


def _judged(gateway: TextGateway, response: HTTPResponse, body: bytes) -> str:
    status = response.status
    if status in TRY_LATER:
        raise NotTaken(f"HTTP {status}")
    if status >= 500:
        raise Unclear(f"HTTP {status}")  # it may have broken after it passed the message on
    if not 200 <= status < 300:
        raise Refused(f"HTTP {status}")
    answer = gateways.read(body, response.headers.get("Content-Type", ""))
    if gateway.success_field:
        said = gateways.field_of(answer, gateway.success_field)
        code = said if said.isalnum() and len(said) <= 20 else "?"
        if said.lower() in gateways.values(gateway.later_values):
            raise NotTaken(f"answer {code}")
        if said.lower() not in gateways.values(gateway.success_values):
            raise (Refused if said else Unclear)(f"answer {code}")
    return gateways.field_of(answer, gateway.id_field) if gateway.id_field else ""
