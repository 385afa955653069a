"""The words of one message with its links, made when it is sent: no word of health or of the body."""

from django.conf import settings

from drypoint.clinic.followup.queries.message_links import path_of
from drypoint.clinic.messages import stop_links, wording
from drypoint.clinic.messages.models import Message


def words_of(message: Message) -> wording.Words:
    """Subject and body, in the language of who gets it."""
    return wording.said_by(
        message.clinic,
        message.purpose,
        message.route,
        message.language,
        link=f"{settings.OWN_ADDRESS}{path_of(message)}",
        stop=stop_address(message),
    )


def stop_address(message: Message) -> str:
    """Where who got it says: no more."""
    return f"{settings.OWN_ADDRESS}{stop_links.path_of(message)}"
