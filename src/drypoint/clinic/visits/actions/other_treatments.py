"""Recording what else was done."""

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.visits.access import append_unsigned, require_visit
from drypoint.clinic.visits.models import OtherTreatment, TreatmentKind, Visit
from drypoint.terms import InvalidInput

LONGEST_MINUTES = 480


def record(
    *,
    by: Actor,
    visit: Visit,
    kind: TreatmentKind,
    minutes: int | None = None,
    words: str = "",
    supersedes: OtherTreatment | None = None,
) -> OtherTreatment:
    """Record one treatment; ``minutes`` are those spent one to one, ``None`` where it is not timed."""
    require_visit(by, visit)
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        raise InvalidInput(_("Give the minutes, from 1 to 480."), where="minutes")
    return append_unsigned(
        OtherTreatment,
        by=by,
        verb="other_treatment.recorded",
        supersedes=supersedes,
        visit=visit,
        kind=kind,
        minutes=minutes,
        words=words,
    )
