"""How somebody new gets a password: through a link, mailed or handed over. Nobody types it for them."""

import logging
import secrets
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic, User
from drypoint.clinic.accounts.queries import is_known
from drypoint.clinic.messages.queries import may_send

log = logging.getLogger(__name__)


def first_password(email: str) -> str | None:
    """For a new sign-in whose link is mailed: a password that nobody knows. None: the link is handed over.

    With one, no page shows the link any more: whoever sets a password through it has the mailbox.
    """
    return secrets.token_urlsafe(48) if may_send() and not is_known(email) else None


def mail_link(request: HttpRequest, user: User, *, clinic: Clinic) -> None:
    """Mail the link with which somebody new sets a password, and tell who asked what became of it."""
    said = {"clinic": clinic.name, "link": f"{settings.OWN_ADDRESS}{path_for(user)}"}
    with translation.override(user.language):
        subject = _("%(clinic)s: set your password") % said
        body = (
            _(
                "A sign-in was opened for you at %(clinic)s. Set your password here; the link works once:\n\n"
                "%(link)s\n\nIf you do not expect this, do nothing."
            )
            % said
        )
    try:
        send_mail(subject, body, None, [user.email])
    except (SMTPException, OSError, ValueError) as failed:
        log.warning("the mail with a set-up link did not go out: %s", type(failed).__name__)
        messages.warning(
            request,
            _("The mail to %(email)s did not go out. “Forgot your password?” on the sign-in page sends it.")
            % {"email": user.email},
        )
    else:
        messages.success(
            request, _("A link to set their password was mailed to %(email)s.") % {"email": user.email}
        )


def path_for(user: User) -> str:
    """The page on which they set it, once."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
