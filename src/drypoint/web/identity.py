"""From a signed-in user to an actor in one clinic."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.actors import Actor, actor_for, patient
from drypoint.clinic.errors import ForeignRecord, NotPermitted
from drypoint.clinic.people.models import PatientAccess
from drypoint.clinic.people.queries import accesses

MEMBERSHIP = "membership"
"""Session key of the chosen membership, for people who work in several clinics."""


def memberships(request: HttpRequest) -> list[Membership]:
    """The active memberships of who signed in, by clinic name; asked of the database once a request."""
    if not hasattr(request, "_memberships"):
        request._memberships = list(queries.workplaces(request.user.pk))  # type: ignore[arg-type]
    return request._memberships  # type: ignore[attr-defined]


def enter_as_staff(request: HttpRequest) -> bool:
    """Set the request's actor and clinic; ``False`` when there are several clinics and none is chosen.

    Raises ``NotPermitted`` for somebody who works nowhere here.
    """
    found = memberships(request)
    if not found:
        raise NotPermitted(_("This page is for staff of a clinic."))
    chosen = request.session.get(MEMBERSHIP)
    mine = next((membership for membership in found if str(membership.id) == chosen), None)
    if mine is None:
        if len(found) > 1:
            return False
        mine = found[0]
    request.membership = mine  # type: ignore[attr-defined]
    _enter(request, mine.clinic, actor_for(mine))
    return True


def choose(request: HttpRequest, membership_id: str) -> Membership:
    """Work in another of one's clinics from now on; raises ``ForeignRecord`` for one that is not theirs."""
    for membership in memberships(request):
        if str(membership.id) == membership_id:
            request.session[MEMBERSHIP] = membership_id
            return membership
    raise ForeignRecord(_("This record does not exist here."))


def own_access(request: HttpRequest) -> PatientAccess | None:
    """The patient access of who signed in: whose care they may see, in which clinic."""
    return accesses(request.user.pk).first()  # type: ignore[arg-type]


def enter_as_patient(request: HttpRequest) -> None:
    """Set the request's actor, clinic and person; raises ``NotPermitted`` for somebody who is no patient."""
    access = own_access(request)
    if access is None:
        raise NotPermitted(_("This page is for patients. Ask your clinic for a sign-in."))
    request.person = access.person  # type: ignore[attr-defined]
    _enter(request, access.clinic, patient(clinic_id=access.clinic_id, person_id=access.person_id))


def must_enrol(request: HttpRequest) -> bool:
    """Whether this member of staff of a real clinic still has no second factor."""
    return not request.clinic.is_demo and not is_mfa_enabled(request.user)  # type: ignore[attr-defined]


def _enter(request: HttpRequest, clinic: Clinic, actor: Actor) -> None:
    request.clinic, request.actor = clinic, actor  # type: ignore[attr-defined]
    timezone.activate(clinic.zone)
    speak(request, request.user.language)  # type: ignore[union-attr]


def speak(request: HttpRequest, language: str) -> None:
    """Use ``language`` for this page unless the browser's own choice is remembered."""
    known = dict(settings.LANGUAGES)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and language in known:
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
