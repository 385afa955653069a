"""Reads of accounts: what a clinic has accepted and set, who may needle today."""

from datetime import date
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import (
    Clinic,
    ClinicThreshold,
    Credential,
    FeatureAcceptance,
    Location,
    Membership,
    User,
)
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import ROLES, Permission
from drypoint.safety import ClinicThresholds


def today(clinic: Clinic) -> date:
    """The date it is now at the clinic."""
    return timezone.localdate(timezone=clinic.zone)


def clinic_with_public_atlas(clinic_id: UUID) -> Clinic | None:
    """The clinic, where it has opened its atlas to people who are not signed in; None for any other id."""
    return Clinic.objects.filter(pk=clinic_id, public_atlas=True).first()


def features(clinic: Clinic) -> frozenset[Feature]:
    """The switches of the intended use that are on: all in a demo clinic, else those accepted by name."""
    if clinic.is_demo:
        return frozenset(Feature)
    return frozenset(feature for feature, last in last_acceptances(clinic).items() if last.accepted)


def last_acceptances(clinic: Clinic) -> dict[Feature, FeatureAcceptance]:
    """What was said last on each switch, acceptance or withdrawal; the next one supersedes it."""
    said = clinic.feature_acceptances.current().select_related("recorded_by__user")
    return {Feature(one.feature): one for one in said}


def thresholds(clinic: Clinic) -> dict[str, ClinicThreshold]:
    """Thresholds in force, by key; one that nobody set is not there."""
    return {key: last for key, last in last_thresholds(clinic).items() if last.value is not None}


def safety_thresholds(clinic: Clinic) -> ClinicThresholds:
    """The thresholds in force as the safety rules take them."""
    values = {
        key: last.value
        for key, last in last_thresholds(clinic).items()
        if key in ClinicThresholds.__struct_fields__
    }
    return msgspec.convert(values, ClinicThresholds, strict=False)


DECISION = "decision_"
"""Before the name of a number of the decision rules."""


def decision_thresholds(clinic: Clinic) -> dict[str, float]:
    """The clinic's own numbers of the decision rules, by name; those it has not signed are not there."""
    return {
        key.removeprefix(DECISION): float(last.value)
        for key, last in last_thresholds(clinic).items()
        if key.startswith(DECISION) and last.value is not None
    }


def last_thresholds(clinic: Clinic) -> dict[str, ClinicThreshold]:
    """What was signed last on each key, taken back or not; the next signature supersedes it."""
    signed = clinic.thresholds.current().select_related("recorded_by__user")
    return {one.key: one for one in signed}


def staff(clinic: Clinic) -> QuerySet[Membership]:
    """Everybody who works or worked here, active first, by name."""
    return clinic.memberships.select_related("user").order_by("-active", "user__name", "id")


def therapists(clinic: Clinic) -> QuerySet[Membership]:
    """Active members whose role may sign, by name."""
    roles = [code for code, role in ROLES.items() if Permission.SIGN in role.permissions]
    return staff(clinic).filter(active=True, role__in=roles)


def locations(clinic: Clinic) -> QuerySet[Location]:
    """Places in use, by name."""
    return clinic.locations.filter(archived_at__isnull=True).order_by("name")


def workplaces(user_id: UUID) -> QuerySet[Membership]:
    """The active memberships of one user, over all clinics."""
    return (
        Membership.objects.filter(user_id=user_id, active=True, user__is_active=True)
        .select_related("clinic", "user")
        .order_by("clinic__name", "id")
    )


def staff_credentials(clinic: Clinic) -> dict[UUID, list[Credential]]:
    """Everybody's licences and trainings, revoked ones too, by membership; newest first."""
    found: dict[UUID, list[Credential]] = {}
    recorded = clinic.credentials.current().select_related("recorded_by__user")
    for one in recorded.order_by("-valid_from", "-id"):
        found.setdefault(one.membership_id, []).append(one)
    return found


def awaits_set_up(user: User) -> bool:
    """Whether the sign-in has no password yet and opens one workplace, or one person's care, nothing else.

    Only then may the clinic hand out the link that sets one: a sign-in that is used elsewhere is not
    theirs to open.
    """
    if user.has_usable_password():
        return False
    opened: int = user.memberships.count() + user.patient_accesses.values("person").distinct().count()
    return opened == 1


def is_known(email: str) -> bool:
    """Whether somebody signs in with this e-mail already, here or elsewhere on this server."""
    return User.objects.filter(email=email.strip().lower()).exists()


def expiring(clinic: Clinic, *, on: date, until: date) -> QuerySet[Credential]:
    """Credentials of active staff that hold on ``on`` and end by ``until``, soonest first."""
    return (
        clinic.credentials.current()
        .filter(membership__active=True, revoked_at__isnull=True, expires__range=(on, until))
        .select_related("membership__user")
        .order_by("expires", "id")
    )


def licence(membership: Membership, *, on: date) -> Credential | None:
    """The licence of ``membership`` that holds on ``on``, if any."""
    return _holding(_credentials(membership.clinic_id, membership.id), CredentialKind.LICENCE, on)


def needling_credential(membership: Membership, *, on: date) -> Credential | None:
    """The needling credential of ``membership`` that holds on ``on``, if any."""
    return _holding(_credentials(membership.clinic_id, membership.id), CredentialKind.NEEDLING, on)


def missing_for_needling(membership: Membership, *, on: date) -> list[str]:
    """What ``membership`` lacks on ``on`` to needle, a sentence each; empty when nothing."""
    return _missing(
        _credentials(membership.clinic_id, membership.id),
        (CredentialKind.LICENCE, CredentialKind.NEEDLING),
        on,
    )


def require_licence(actor: Actor, *, on: date) -> Credential:
    """The actor's licence on ``on``; raises ``NotAllowedNow`` saying what is missing."""
    return _require(actor, (CredentialKind.LICENCE,), on)


def require_needling_credential(actor: Actor, *, on: date) -> Credential:
    """The actor's needling credential on ``on``; raises ``NotAllowedNow`` saying what is missing.

    Needs a valid licence and a valid needling credential: without both nobody signs a needling plan or
    starts a session.
    """
    return _require(actor, (CredentialKind.LICENCE, CredentialKind.NEEDLING), on)


def _require(actor: Actor, kinds: tuple[CredentialKind, ...], on: date) -> Credential:
    credentials = _credentials(actor.clinic_id, actor.require_named())
    holding = _holding(credentials, kinds[-1], on)
    if (missing := _missing(credentials, kinds, on)) or holding is None:
        raise NotAllowedNow(" ".join([*missing, _("The owner records credentials on the staff page.")]))
    return holding


def _credentials(clinic_id: UUID, membership_id: UUID) -> list[Credential]:
    return list(
        Credential.objects.current()
        .filter(clinic_id=clinic_id, membership_id=membership_id)
        .order_by("-valid_from", "-id")
    )


def _holding(credentials: list[Credential], kind: CredentialKind, on: date) -> Credential | None:
    return next((one for one in credentials if one.kind == kind and one.holds_on(on)), None)


def _missing(credentials: list[Credential], kinds: tuple[CredentialKind, ...], on: date) -> list[str]:
    return [_why_not(credentials, kind, on) for kind in kinds if _holding(credentials, kind, on) is None]


def _why_not(credentials: list[Credential], kind: CredentialKind, on: date) -> str:
    name = kind.label
    last = next((one for one in credentials if one.kind == kind and one.revoked_at is None), None)
    if last is None:
        return _("No valid credential is recorded: %(credential)s.") % {"credential": name}
    if last.expires is not None and last.expires < on:
        day = date_format(last.expires, "DATE_FORMAT")
        return _("%(credential)s: expired on %(day)s.") % {"credential": name, "day": day}
    day = date_format(last.valid_from, "DATE_FORMAT")
    return _("%(credential)s: valid only from %(day)s.") % {"credential": name, "day": day}
