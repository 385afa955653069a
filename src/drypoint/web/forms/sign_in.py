"""The forms of the sign-in pages that do more than allauth's own."""

from typing import Any

from allauth.account.forms import ResetPasswordKeyForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
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


NAME = _("Name, so that you can tell it from others")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey. It always asks for the device's own lock, so that it stands for both steps."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)
    """As allauth calls it: the passkey is refused unless the device asked for its lock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME
        self.fields["name"].max_length = 60


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name."""

    name = forms.CharField(label=NAME, max_length=60)
