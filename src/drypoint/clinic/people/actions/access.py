"""A person's own sign-in to their care."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import User
from drypoint.clinic.actors import Actor
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.people.models import PatientAccess, Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import create, only_once


def grant(*, by: Actor, person: Person, email: str, password: str | None = None) -> PatientAccess:
    """Let the person sign in with ``email`` and see their own care, nothing of anyone else.

    Raises ``NotAllowedNow`` for a sign-in of another clinic whose mailbox nobody has proven.
    """
    by.require(Permission.EDIT_PEOPLE, clinic_id=person.clinic_id)
    with only_once("email", _("This person, or this e-mail, has an access here already.")):
        user = User.objects.known_or_new(
            email,
            clinic_id=person.clinic_id,
            name=person.full_name,
            language=person.language,
            password=password,
        )
        return create(
            PatientAccess,
            by=by,
            verb="patientaccess.granted",
            user=user,
            person=person,
            granted_by_id=by.membership_id,
        )


def revoke(*, by: Actor, access: PatientAccess) -> None:
    """End the access at once."""
    by.require(Permission.EDIT_PEOPLE, clinic_id=access.clinic_id)
    now = timezone.now()
    with transaction.atomic():
        if not PatientAccess.objects.filter(pk=access.pk, revoked_at__isnull=True).update(revoked_at=now):
            raise NotAllowedNow(_("This access was revoked already."))
        access.revoked_at = now
        audit.record(by=by, verb="patientaccess.revoked", subject=access, fields=["revoked_at"])
