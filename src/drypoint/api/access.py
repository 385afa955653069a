"""Who may ask an engine over HTTP."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.queries import features, workplaces
from drypoint.clinic.errors import NotPermitted

SWITCHED: dict[str, Feature] = {
    "rank": Feature.RANKING,
    "forecast": Feature.FORECAST,
    "decide": Feature.DECISION,
}
"""Engines behind a switch of the intended use. Staff may always screen, review and triage."""


def require_staff(request: HttpRequest, engine: str) -> None:
    """Let pass somebody who works in a clinic and, in a real one, has a second factor and the switch on.

    A request names no clinic and no patient, so one such clinic is enough.

    Raises:
        NotPermitted: with what is missing.
    """
    user = request.user
    clinics = [membership.clinic for membership in workplaces(user.pk)]  # type: ignore[arg-type]
    if not clinics:
        raise NotPermitted(_("This is for staff of a clinic."))
    entered = [clinic for clinic in clinics if clinic.is_demo or is_mfa_enabled(user)]
    if not entered:
        raise NotPermitted(_("Set up a second factor first."))
    feature = SWITCHED.get(engine)
    if feature is not None and not any(feature in features(clinic) for clinic in entered):
        raise NotPermitted(
            _("Your clinic has not accepted this function yet. An owner can, in the settings.")
        )
