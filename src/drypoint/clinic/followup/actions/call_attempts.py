"""A call that reached nobody: kept, so that the next one who looks knows. One that did is a check-in."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.models import CallAttempt, CallResult, CheckInInvitation
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.terms import InvalidInput

AHEAD = timedelta(minutes=1)
"""How far a browser's clock may be ahead of the server's."""


def record(
    *, by: Actor, invitation: CheckInInvitation, result: CallResult, tried_at: datetime
) -> CallAttempt:
    """Keep who tried to call, when, and what came of it.

    Raises ``NotAllowedNow`` where the question was answered meanwhile, ``InvalidInput`` for a time to come.
    """
    by.require(Permission.EDIT_CHART, clinic_id=invitation.clinic_id)
    by.require_named()
    if tried_at > timezone.now() + AHEAD:
        raise InvalidInput(_("This time is still to come."), where="tried_at")
    if invitation.check_ins.exists():
        raise NotAllowedNow(_("This question was answered meanwhile. Look at the answer."))
    return append(
        CallAttempt,
        by=by,
        verb="call_attempt.recorded",
        invitation=invitation,
        result=result,
        tried_at=tried_at,
    )
