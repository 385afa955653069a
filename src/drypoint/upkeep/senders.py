"""One way to hand over a message, whichever way it goes."""

from drypoint.clinic.messages.models import Message, Route
from drypoint.upkeep import mails, texts


def send(message: Message) -> str:
    """Hand it to the mail server or to the clinic's gateway; returns the gateway's id of it, or nothing.

    Raises ``outbox.NotTaken``, ``Refused`` or ``Unclear``.
    """
    if message.route == Route.TEXT:
        return texts.send(message)
    mails.send(message)
    return ""
