"""Check-ins of a clinic: who is not well, who has answered, who is asked now, who keeps silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Value, When

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.models import CheckIn, CheckInInvitation, TriageLevel
from drypoint.clinic.followup.models.check_in import CheckInQuerySet
from drypoint.clinic.messages.queries import on_call

CANNOT_WAIT = (TriageLevel.EMERGENCY, TriageLevel.SAME_DAY)
NOT_WELL = (TriageLevel.EMERGENCY, TriageLevel.SAME_DAY, TriageLevel.CALL_CLINIC)
SILENT_AFTER = timedelta(hours=24)
"""After so long without an answer a link counts as silent. Our choice."""
LOOKED_BACK = timedelta(days=14)
"""How far back the board looks for silent and acknowledged ones."""
SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Each list newest or most urgent first, at most ``SHOWN`` long."""

    not_well: list[CheckIn]
    answered: list[CheckIn]
    asked: list[CheckInInvitation]
    silent: list[CheckInInvitation]
    acknowledged: list[CheckIn]


def board(clinic: Clinic, *, now: datetime) -> Board:
    """Five statements, however many check-ins there are."""
    waiting = _of(clinic).waiting().annotate(urgency=_URGENCY).order_by("urgency", "-answered_at", "-id")
    unanswered = (
        CheckInInvitation.objects.filter(
            clinic_id=clinic.pk, check_ins__isnull=True, revoked_at__isnull=True, due_at__lte=now
        )
        .select_related("visit__episode__person")
        .order_by("-due_at", "-id")
    )
    late = now - SILENT_AFTER
    return Board(
        not_well=list(waiting.filter(level__in=NOT_WELL)[:SHOWN]),
        answered=list(waiting.exclude(level__in=NOT_WELL)[:SHOWN]),
        asked=list(unanswered.filter(due_at__gt=late)[:SHOWN]),
        silent=list(unanswered.filter(due_at__lte=late, due_at__gt=now - LOOKED_BACK)[:SHOWN]),
        acknowledged=list(
            _of(clinic)
            .current()
            .filter(acknowledged_at__gt=now - LOOKED_BACK)
            .select_related("visit__episode__person", "acknowledged_by__user")
            .order_by("-acknowledged_at", "-id")[:SHOWN]
        ),
    )


def unread_by_all(clinic: Clinic, *, now: datetime) -> bool:
    """Whether an answer that cannot wait is unread although the last one on call was to be told of it."""
    told = on_call(clinic)
    if not told:
        return False
    urgent = CheckIn.objects.filter(clinic_id=clinic.pk, answered_at__lte=now - told[-1].after).waiting()
    return urgent.filter(level__in=CANNOT_WAIT).exists()


def _of(clinic: Clinic) -> CheckInQuerySet:
    return CheckIn.objects.filter(clinic_id=clinic.pk).select_related("visit__episode__person")


_URGENCY = Case(
    *(When(level=level, then=Value(rank)) for rank, level in enumerate(TriageLevel.values)),
    output_field=IntegerField(),
)
