"""Who works in the clinic and in which role."""

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Membership, User
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import OWNER, Permission
from drypoint.clinic.records import create, hold, only_once
from drypoint.clinic.records import revise as revise_record


def add(
    *,
    by: Actor,
    email: str,
    name: str,
    role: str,
    title: str = "",
    language: str = "en",
    password: str | None = None,
) -> Membership:
    """Let somebody work here. An unknown e-mail gets a new sign-in, a known one keeps its own.

    Raises ``NotAllowedNow`` for a sign-in that exists and whose mailbox nobody has proven: another clinic, or
    somebody of this one who gave it to a patient, may know its password.

    Without ``password`` a new sign-in stays closed until its owner sets one by the reset mail.
    """
    by.require(Permission.EDIT_STAFF, clinic_id=by.clinic_id)
    with only_once("email", _("This person works here already.")):
        known = User.objects.filter(email=email.strip().lower()).first()
        if known is not None and not known.memberships.filter(clinic_id=by.clinic_id).exists():
            known.require_proven()
        user = known or User.objects.known_or_new(
            email, clinic_id=by.clinic_id, name=name, language=language, password=password
        )
        return create(Membership, by=by, verb="membership.added", user=user, role=role, title=title)


def revise(*, by: Actor, membership: Membership, revision: int, role: str, title: str) -> None:
    """Change role and title. The last active owner stays owner."""
    by.require(Permission.EDIT_STAFF, clinic_id=membership.clinic_id)
    with transaction.atomic():
        if role != OWNER.code:
            _keep_an_owner(membership)
        revise_record(membership, by=by, verb="membership.revised", revision=revision, role=role, title=title)


def deactivate(*, by: Actor, membership: Membership, revision: int) -> None:
    """End somebody's work here: they can no longer act; what they recorded stays theirs."""
    by.require(Permission.EDIT_STAFF, clinic_id=membership.clinic_id)
    with transaction.atomic():
        _keep_an_owner(membership)
        revise_record(membership, by=by, verb="membership.deactivated", revision=revision, active=False)


def reactivate(*, by: Actor, membership: Membership, revision: int) -> None:
    """Let somebody work here again."""
    by.require(Permission.EDIT_STAFF, clinic_id=membership.clinic_id)
    revise_record(membership, by=by, verb="membership.reactivated", revision=revision, active=True)


def _keep_an_owner(membership: Membership) -> None:
    if membership.role != OWNER.code:
        return
    hold(membership.clinic)
    others = membership.clinic.memberships.filter(role=OWNER.code, active=True).exclude(pk=membership.pk)
    if not others.exists():
        raise NotAllowedNow(_("A clinic needs an owner. Make somebody else owner first."))
