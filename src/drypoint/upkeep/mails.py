"""The words of a message and handing it to the mail server. No word of health, no name of a body part."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from drypoint.clinic.messages.models import Message, Purpose


def words_of(message: Message) -> tuple[str, str]:
    """Subject and body, in the language of who gets it."""
    said = {"clinic": message.clinic.name, "link": f"{settings.OWN_ADDRESS}{message.link_path}"}
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
    """Hand a message to the mail server; raises ``OSError`` when it is not taken."""
    subject, body = words_of(message)
    EmailMessage(subject, body, to=[message.address]).send(fail_silently=False)
