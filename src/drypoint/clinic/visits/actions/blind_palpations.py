"""Recording what a second examiner felt without knowing what the first had found."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.records import append
from drypoint.clinic.visits.access import hold_unsigned, require_visit
from drypoint.clinic.visits.models import BlindPalpation, Visit
from drypoint.clinic.visits.queries.second_looks import JUDGED, has_palpated, places_to_look_at
from drypoint.terms import InvalidInput


def record(
    *, by: Actor, visit: Visit, looks: Sequence[dict[str, Any]], unaware: bool, agreed: bool
) -> list[BlindPalpation]:
    """Record a second look at places that the visit's own palpation was at, all of them or none.

    A look names ``muscle``, ``side``, ``site`` and any of ``JUDGED``. ``unaware``: the examiner says they
    know nothing of the first findings; ``agreed``: that the person agreed to be palpated again. It enters no
    ranking, plan or note and is not corrected afterwards.

    Raises ``NotAllowedNow`` for somebody who treats in this visit or palpated in it, and without either word.
    """
    require_visit(by, visit)
    examiner = by.require_named()
    if examiner == visit.therapist_id or has_palpated(visit, examiner):
        raise NotAllowedNow(
            _("This is your own palpation. A second look is for a colleague who does not know it.")
        )
    if not (unaware and agreed):
        raise NotAllowedNow(_("Confirm both sentences first: without them this is no blind second look."))
    asked = [(look["muscle"], look["side"], look["site"]) for look in looks]
    if not looks or len(set(asked)) != len(asked):
        raise InvalidInput(_("Say what you felt at one place at least."))
    with transaction.atomic():
        hold_unsigned(visit)
        if set(asked) - set(places_to_look_at(visit)):
            raise NotAllowedNow(_("Nobody has palpated there yet. Let the first examiner save first."))
        if any(all(look.get(name) is None for name in JUDGED) for look in looks):
            raise InvalidInput(_("Say what you felt at one place at least."))
        mine = BlindPalpation.objects.filter(clinic_id=visit.clinic_id, visit=visit, examiner_id=examiner)
        if set(asked) & set(mine.values_list("muscle", "side", "site")):
            raise NotAllowedNow(_("You looked there already; a second look is saved once."))
        return [
            append(
                BlindPalpation,
                by=by,
                verb="blind_palpation.recorded",
                visit=visit,
                examiner_id=examiner,
                **_as_kept(look),
            )
            for look in looks
        ]


def _as_kept(look: dict[str, Any]) -> dict[str, Any]:
    place = {name: look[name] for name in ("muscle", "side", "site")}
    return place | {name: look.get(name) for name in JUDGED}
