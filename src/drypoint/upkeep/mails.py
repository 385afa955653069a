"""Handing a message to the mail server."""

from contextlib import suppress
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from drypoint.clinic.messages.actions.outbox import NotTaken, Refused, Unclear, Unreachable
from drypoint.clinic.messages.models import Message, Purpose
from drypoint.upkeep import smtp
from drypoint.upkeep.words import stop_address, words_of

PERMANENT = range(500, 600)
"""Replies of a mail server that will not change (RFC 5321, section 4.2.1)."""


def send(message: Message) -> None:
    """Hand a message to the mail server.

    Raises ``Unreachable`` when there is no server, ``NotTaken`` and ``Refused`` when it said no or fell
    silent before the message itself was begun, ``Unclear`` when it fell silent after. None repeats the
    server's words.
    """
    words = words_of(message)
    server = get_connection()
    try:
        server.open()
    except OSError as failed:
        raise Unreachable(type(failed).__name__) from None
    try:
        EmailMessage(
            words.subject, words.body, to=[message.address], connection=server, headers=_headers(message)
        ).send(fail_silently=False)
    except (SMTPResponseException, SMTPRecipientsRefused) as failed:
        codes = _codes(failed)
        kind = f"{type(failed).__name__} {codes[0]}"
        if all(code in PERMANENT for code in codes):
            raise Refused(kind) from None
        raise NotTaken(kind) from None
    except ValueError as failed:
        raise Refused(type(failed).__name__) from None
    except OSError as failed:
        if isinstance(server, smtp.EmailBackend) and not server.may_have_sent():
            raise NotTaken(type(failed).__name__) from None
        raise Unclear(type(failed).__name__) from None
    finally:
        # A broken goodbye changes nothing of what became of the message.
        with suppress(OSError):
            server.close()


def message_id(message: Message) -> str:
    """The ``Message-ID`` by which a bounce names it (RFC 5322, section 3.6.4)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<drypoint.{message.pk}@{domain}>"


def key_in(written: str) -> UUID | None:
    """The message that a ``Message-ID`` of ours names."""
    begins, _at, _domain = written.strip().strip("<>").partition("@")
    try:
        return UUID(begins.removeprefix("drypoint.")) if begins.startswith("drypoint.") else None
    except ValueError:
        return None


def _headers(message: Message) -> dict[str, str]:
    """No answer from a holiday robot, please (RFC 3834); patients may stop by one press (RFC 8058)."""
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}
    if message.purpose == Purpose.CHECK_IN:
        headers["List-Unsubscribe"] = f"<{stop_address(message)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _codes(failed: SMTPResponseException | SMTPRecipientsRefused) -> list[int]:
    if isinstance(failed, SMTPRecipientsRefused):
        return [code for code, _words in failed.recipients.values()]
    return [failed.smtp_code]
