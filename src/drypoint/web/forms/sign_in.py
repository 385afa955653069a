"""The forms of the sign-in pages that do more than allauth's own."""

import struct
from typing import Any

from allauth.account.forms import ResetPasswordKeyForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.accounts.actions import sign_ins


class ResetFromKeyForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password through a link.

    A sign-in that has a password gets such a link by mail alone (``staff.set_up_link`` shows one only while
    there is none): whoever opens it has the mailbox.
    """

    def save(self) -> None:
        """Set the password; the mailbox is proven where there was one before."""
        came_by_mail = self.user.has_usable_password()
        with transaction.atomic():
            super().save()
            if came_by_mail:
                sign_ins.prove(self.user)


MALFORMED = (LookupError, TypeError, ValueError, AttributeError, struct.error)
"""What the libraries raise on an answer that no device wrote; they turn only some of it into words."""
NOT_RECOGNISED = _("This passkey was not recognised. Try again, or sign in another way.")
OLDER_THAN_PROOF = _(
    "This passkey was added before your e-mail address was proven, so it does not stand for your password. "
    "Sign in with your password; the passkey is your second step."
)
NAME = _("Name, so that you can tell it from others")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey. It always asks for the device's own lock, so that it stands for both steps."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)
    """As allauth calls it: the passkey is refused unless the device asked for its lock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME
        self.fields["name"].max_length = 60

    def clean(self) -> dict[str, Any]:
        """Refused too when no device wrote the answer."""
        try:
            return super().clean()  # type: ignore[no-any-return]
        except MALFORMED as wrong:
            raise forms.ValidationError(NOT_RECOGNISED) from wrong


class _Answer:
    """An answer of a device, refused in words when none wrote it."""

    def clean_credential(self) -> Authenticator:
        """The passkey that it is of."""
        try:
            return super().clean_credential()  # type: ignore[misc,no-any-return]
        except MALFORMED as wrong:
            raise forms.ValidationError(NOT_RECOGNISED) from wrong


class PasskeySignInForm(_Answer, LoginWebAuthnForm):  # type: ignore[misc]
    """Instead of password and second step."""

    def clean_credential(self) -> Authenticator:
        """Not one from before the mailbox was proven: somebody else may have added it (H51).

        After the new password it is a second step like any other.
        """
        found = super().clean_credential()
        if found.user.proven_at is not None and found.created_at < found.user.proven_at:
            raise forms.ValidationError(OLDER_THAN_PROOF)
        return found


class PasskeySecondStepForm(_Answer, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """After the password."""


class PasskeyAgainForm(_Answer, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before the own sign-in is changed."""


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name."""

    name = forms.CharField(label=NAME, max_length=60)
