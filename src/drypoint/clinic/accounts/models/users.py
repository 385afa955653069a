"""Sign-ins. One human has one, whatever clinics they work at or are cared for by."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.keys import new_id


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail whatever its case; allauth and Django ask it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without ``password`` one that cannot sign in until a reset."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(validate_unique=False, validate_constraints=False)
        user.save(force_insert=True)
        return user

    def known_or_new(
        self, email: str, *, clinic_id: UUID, name: str, language: str, password: str | None
    ) -> "User":
        """The user with this e-mail, made if there is none. An existing one is not changed in any way.

        Raises ``NotAllowedNow`` for a sign-in that another clinic opened and whose mailbox nobody has proven:
        who opened it may know its password, and would get into this clinic with it.
        """
        known = self.filter(email=email.strip().lower()).first()
        if known is None:
            return self.create_user(email, password, name=name, language=language, opened_by_id=clinic_id)
        if known.opened_by_id != clinic_id:
            known.require_proven()
        return known

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do hangs on memberships, never on the user."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, null=True, editable=False)
    """The clinic whose staff opened this sign-in; they may have chosen its first password."""
    proven_at = models.DateTimeField(null=True, editable=False)
    """When a password was set through a link that only the mailbox got."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            # Stored in lower case only, so that the unique key means unique whatever the case.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
        ]

    def require_proven(self) -> None:
        """Raise ``NotAllowedNow`` unless a password was set through a link that only the mailbox got."""
        if self.proven_at is None:
            raise NotAllowedNow(
                _(
                    "This e-mail has a sign-in that somebody else opened. Ask the person to set a new "
                    "password with “Forgot your password?” on the sign-in page, which proves that the "
                    "mailbox is theirs, then try again; or use another e-mail."
                )
            )

    def get_full_name(self) -> str:
        """The name as shown to colleagues."""
        return self.name

    def get_short_name(self) -> str:
        """The same name: it is not ours to shorten."""
        return self.name

    def get_username(self) -> str:
        """The e-mail: there are no user names."""
        return self.email
