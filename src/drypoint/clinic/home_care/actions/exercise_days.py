"""Ticking what was done of the exercises at home."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.home_care.models import ExerciseDay
from drypoint.clinic.home_care.queries import programme_of
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.visits.models import Visit
from drypoint.terms import InvalidInput


def tick(
    *,
    by: Actor,
    visit: Visit,
    on: datetime.date,
    today: datetime.date,
    done: Sequence[str] = (),
    effort: int | None = None,
    pain: int | None = None,
    words: str = "",
    supersedes: ExerciseDay | None = None,
) -> ExerciseDay:
    """Keep one day of the visit's programme, by the person, or by staff for them.

    It may be told after the visit's note is signed: it happens at home. Raises ``NotAllowedNow`` when the
    visit gave no exercise, ``InvalidInput`` for a day outside the programme or an exercise that is not in it.
    """
    by.require_or_own(Permission.EDIT_CHART, clinic_id=visit.clinic_id, person_id=visit.episode.person_id)
    programme = programme_of(visit, today=today)
    if programme is None:
        raise NotAllowedNow(_("No exercises were given at this visit."))
    if not programme.begins <= on <= today:
        raise InvalidInput(_("Choose a day from the visit until today."), where="on")
    if unknown := set(done) - set(programme.keys):
        raise InvalidInput(
            _("The programme was changed meanwhile. Look at it again."), where=sorted(unknown)[0]
        )
    return append(
        ExerciseDay,
        by=by,
        verb="exercise_day.ticked",
        supersedes=supersedes,
        chain=("visit", "on"),
        visit=visit,
        on=on,
        done=tuple(key for key in programme.keys if key in set(done)),
        effort=effort,
        pain=pain,
        words=words.strip(),
    )
