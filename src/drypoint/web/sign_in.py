"""How people enter: by invitation only, then to the page of their role."""

import base64
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import second_steps
from drypoint.clinic.accounts.models import User
from drypoint.config import sealing
from drypoint.web import identity

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: owners invite staff, the clinic gives patients their sign-in."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str | None:
        """Whose tries to sign in are counted together.

        Where there is https, a proxy of ours stands before us and every browser seems to be it: its word
        counts, and of what it forwards only the last part, since the browser may have written the rest.
        """
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        known: str | None = request.META.get("REMOTE_ADDR")
        return (forwarded or known) if settings.SECURE_PROXY_SSL_HEADER else known

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page after signing in."""
        return first_page(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the own sign-in page."""
        return reverse("my_sign_in")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """To the sign-in page."""
        return reverse("account_login")

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""


class SecondStepAdapter(DefaultMFAAdapter):
    """Second steps are sealed in the database. Of a passkey it holds the public half alone, as it is."""

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it was. What does not open becomes a secret that nobody has: no code fits it."""
        try:
            return sealing.opened(encrypted_text)
        except sealing.NotOpened:
            log.error("a second step does not open with this server's keys: see 'drypoint doctor'")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a device names when it asks for its lock; a passkey holds for the name in the address only."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Drypoint"}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        """Proposed for a new one."""
        return _("Passkey %(number)d") % {"number": second_steps.how_many(user, type) + 1}


def first_page(request: HttpRequest) -> str:
    """Today for staff, the own care for patients, the choice of clinic for staff of several."""
    if not request.user.is_authenticated:
        return reverse("account_login")
    if identity.memberships(request):
        return reverse("today")
    return reverse("my_care")
