"""The words of a message and handing it to the mail server. No word of health, no name of a body part."""

from contextlib import suppress
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from drypoint.clinic.followup.queries.message_links import path_of
from drypoint.clinic.messages.actions.outbox import NotTaken, Refused, Unclear, Unreachable
from drypoint.clinic.messages.models import Message, Purpose
from drypoint.upkeep import smtp

PERMANENT = range(500, 600)
"""Replies of a mail server that will not change (RFC 5321, section 4.2.1)."""


def words_of(message: Message) -> tuple[str, str]:
    """Subject and body, in the language of who gets it."""
    said = {"clinic": message.clinic.name, "link": f"{settings.OWN_ADDRESS}{path_of(message)}"}
    with translation.override(message.language):
        if message.purpose == Purpose.ALERT:
            subject = _("%(clinic)s: something waits for you") % said
            body = _(
                "Something in Drypoint cannot wait. Sign in and look:\n\n%(link)s\n\n"
                "If nobody says that it was read, the next one on the list is told."
            )
        else:
            subject = _("%(clinic)s: a short question for you") % said
            body = _(
                "%(clinic)s asks you a few short questions. It takes a minute:\n\n%(link)s\n\n"
                "Nobody watches the answers around the clock. If something is urgent, call; the page says "
                "which number. You can tell the clinic at any time that you want no more such mails."
            )
        return subject, body % said


def send(message: Message) -> None:
    """Hand a message to the mail server.

    Raises ``Unreachable`` when there is no server, ``NotTaken`` and ``Refused`` when it said no or fell
    silent before the message itself was begun, ``Unclear`` when it fell silent after. None repeats the
    server's words.
    """
    subject, body = words_of(message)
    server = get_connection()
    try:
        server.open()
    except OSError as failed:
        raise Unreachable(type(failed).__name__) from None
    try:
        EmailMessage(subject, body, to=[message.address], connection=server).send(fail_silently=False)
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


def _codes(failed: SMTPResponseException | SMTPRecipientsRefused) -> list[int]:
    if isinstance(failed, SMTPRecipientsRefused):
        return [code for code, _words in failed.recipients.values()]
    return [failed.smtp_code]
