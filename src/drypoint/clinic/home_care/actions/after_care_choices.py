"""Choosing what the clinic tells where texts on after-care disagree."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.home_care.models import AfterCareChoice
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.safety import load_aftercare


def choose(
    *,
    by: Actor,
    clinic: Clinic,
    question: str,
    position: str,
    reason: str,
    supersedes: AfterCareChoice | None = None,
) -> AfterCareChoice:
    """Sign the answer ``position`` to ``question`` for the clinic's sheets; an empty one takes it back.

    Needs ``APPROVE_RULES`` and a valid licence.
    """
    by.require(Permission.APPROVE_RULES, clinic_id=clinic.pk)
    queries.require_licence(by, on=queries.today(clinic))
    asked = next(
        (one for one in load_aftercare().disagreements if one.id == question and one.for_clinic), None
    )
    if asked is None:
        raise ValidationError({"question": _("There is no such question.")})
    if position not in {"", *(one.id for one in asked.positions)}:
        raise ValidationError({"position": _("Choose one of the answers.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason stays on record.")})
    return append(
        AfterCareChoice,
        by=by,
        verb="after_care_choice.signed",
        supersedes=supersedes,
        chain=("question",),
        question=question,
        position=position,
        reason=reason.strip(),
    )
