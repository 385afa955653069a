"""Proposing a needling plan, which reviews it, and signing it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import changed_meanwhile
from drypoint.clinic.visits.access import append_unsigned, hold_unsigned, require_visit
from drypoint.clinic.visits.actions import engine_results
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import EngineName, NeedlingPlan, Visit
from drypoint.clinic.visits.queries.plans import plan_blockers
from drypoint.clinic.visits.queries.reviews import as_reviewed, review_request
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.terms import InvalidInput


def propose(
    *,
    by: Actor,
    visit: Visit,
    insertions: Sequence[PlannedInsertion | dict[str, Any]],
    indication: str,
    supersedes: NeedlingPlan | None = None,
) -> NeedlingPlan:
    """Plan insertions and have them reviewed against this visit's screening and the local rules of its day.

    The plan is not signed yet.

    ``InvalidInput`` names an insertion that is not understood; ``NotAllowedNow`` without a screening.
    """
    require_visit(by, visit)
    planned = _understood(insertions)
    request = review_request(visit, as_reviewed(planned))
    if request is None:
        raise NotAllowedNow(_("Screen the person first: the review needs it."))
    with transaction.atomic():
        return append_unsigned(
            NeedlingPlan,
            by=by,
            verb="needling_plan.proposed",
            supersedes=supersedes,
            chain=("visit",),
            visit=visit,
            insertions=planned,
            indication=indication,
            review=engine_results.run(by=by, visit=visit, engine=EngineName.REVIEW, request=request),
        )


def sign(
    *, by: Actor, plan: NeedlingPlan, reasons: Mapping[str, str], signed_at: datetime | None = None
) -> None:
    """Sign a plan, once, with a reason or modification for each finding that asks for one.

    Raises ``NotAllowedNow`` with every sentence of ``plan_blockers``, ``Conflict`` when it was signed or
    replaced meanwhile.
    """
    visit = plan.visit
    require_visit(by, visit, Permission.SIGN)
    member = by.require_named()
    given = {finding: words.strip() for finding, words in reasons.items() if words.strip()}
    at = signed_at or timezone.now()
    with transaction.atomic():
        hold_unsigned(visit)
        on = timezone.localdate(at, timezone=visit.clinic.zone)
        if blockers := plan_blockers(plan, by=by, on=on, reasons=given):
            raise NotAllowedNow(" ".join(blocker.sentence for blocker in blockers))
        changed = NeedlingPlan.objects.filter(pk=plan.pk, signed_at__isnull=True).update(
            reasons=given, signed_by_id=member, signed_at=at
        )
        if not changed:
            raise Conflict(changed_meanwhile())
        audit.record(by=by, verb="needling_plan.signed", subject=plan, fields=["reasons", "signed_at"])
    plan.refresh_from_db()


def _understood(insertions: Sequence[PlannedInsertion | dict[str, Any]]) -> tuple[PlannedInsertion, ...]:
    try:
        planned = msgspec.convert(plain(tuple(insertions)), tuple[PlannedInsertion, ...])
    except msgspec.ValidationError as wrong:
        raise InvalidInput(str(wrong), where="insertions") from wrong
    if not planned:
        raise InvalidInput(_("Plan at least one insertion."), where="insertions")
    for number, insertion in enumerate(planned):
        if (insertion.muscle is None) == (insertion.zone is None):
            raise InvalidInput(_("Choose a muscle or a zone."), where=f"insertions[{number}].muscle")
    return planned
