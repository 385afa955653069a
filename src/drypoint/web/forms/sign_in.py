"""The forms of the sign-in pages that do more than allauth's own."""

from allauth.account.forms import ResetPasswordKeyForm
from django.db import transaction

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
