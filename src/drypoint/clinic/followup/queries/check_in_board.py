"""Check-ins of a clinic: who is not well, must be called, has answered, is asked, is silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.followup.models import Channel, CheckIn, CheckInInvitation, TriageLevel
from drypoint.clinic.followup.models.check_in import CheckInQuerySet
from drypoint.clinic.messages.models import MessageState
from drypoint.clinic.messages.queries import on_call

CANNOT_WAIT = (TriageLevel.EMERGENCY, TriageLevel.SAME_DAY)
NOT_WELL = (TriageLevel.EMERGENCY, TriageLevel.SAME_DAY, TriageLevel.CALL_CLINIC)
SILENT_AFTER = timedelta(hours=24)
"""After so long without an answer a link counts as silent. Our choice."""
LOOKED_BACK = timedelta(days=14)
"""How far back the board looks for silent and acknowledged ones."""
SHOWN = 50
LOOKED_AT = 1000
"""Most unanswered links that are sorted into lists."""
NOT_GONE_OUT = (MessageState.FAILED, MessageState.UNKNOWN, MessageState.NOT_CONFIGURED)
"""States of a message after which nobody can say that the person was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Each list newest or most urgent first, at most ``SHOWN`` long."""

    not_well: list[CheckIn]
    to_call: list[CheckInInvitation]
    """Due, and no mail can ask, or the mail is not known to have gone out."""
    answered: list[CheckIn]
    asked: list[CheckInInvitation]
    silent: list[CheckInInvitation]
    acknowledged: list[CheckIn]


def board(clinic: Clinic, *, now: datetime) -> Board:
    """Five statements, however many check-ins there are: what no mail can ask is never only "asked"."""
    waiting = _of(clinic).waiting().annotate(urgency=_URGENCY).order_by("urgency", "-answered_at", "-id")
    open_questions = unanswered(clinic, now=now).filter(due_at__gt=now - LOOKED_BACK)
    found = open_questions.select_related("visit__episode__person").order_by("-due_at", "-id")[:LOOKED_AT]
    states = dict(
        clinic.messages.filter(key__in=[message_key(one) for one in found]).values_list("key", "state")
    )
    to_call = [one for one in found if must_be_called(one, states.get(message_key(one)))]
    called = {one.pk for one in to_call}
    asked = [one for one in found if one.pk not in called]
    late = now - SILENT_AFTER
    return Board(
        not_well=list(waiting.filter(level__in=NOT_WELL)[:SHOWN]),
        answered=list(waiting.exclude(level__in=NOT_WELL)[:SHOWN]),
        to_call=to_call[:SHOWN],
        asked=[one for one in asked if one.due_at > late][:SHOWN],
        silent=[one for one in asked if one.due_at <= late][:SHOWN],
        acknowledged=list(
            _of(clinic)
            .current()
            .filter(acknowledged_at__gt=now - LOOKED_BACK)
            .select_related("visit__episode__person", "acknowledged_by__user")
            .order_by("-acknowledged_at", "-id")[:SHOWN]
        ),
    )


def unanswered(clinic: Clinic, *, now: datetime) -> QuerySet[CheckInInvitation]:
    """Links that are due and unanswered: neither through them nor, since then, without any link."""
    return _without_answer().filter(clinic_id=clinic.pk, due_at__lte=now)


def mails_wanted(*, now: datetime) -> int:
    """How many check-ins of all real clinics are to go to people by e-mail, now or later."""
    return (
        _without_answer()
        .filter(
            expires_at__gt=now,
            clinic__kind=ClinicKind.REAL,
            visit__episode__person__may_email=True,
            visit__episode__person__birth_date__isnull=False,
        )
        .exclude(visit__episode__person__email="")
        .count()
    )


def _without_answer() -> QuerySet[CheckInInvitation]:
    since = CheckIn.objects.filter(
        clinic_id=OuterRef("clinic_id"),
        visit_id=OuterRef("visit_id"),
        invitation__isnull=True,  # on the telephone, or signed in
        answered_at__gte=OuterRef("due_at"),
    )
    return CheckInInvitation.objects.filter(~Exists(since), check_ins__isnull=True, revoked_at__isnull=True)


def message_key(invitation: CheckInInvitation) -> str:
    """Under which the message that asks is kept, once."""
    return f"check_in:{invitation.pk}"


def must_be_called(invitation: CheckInInvitation, state: str | None) -> bool:
    """Whether nothing but a call asks: by ``state`` of the message, if any, and how the link reaches."""
    if state is not None and state != MessageState.NOT_NEEDED:
        return state in NOT_GONE_OUT
    if invitation.channel in {Channel.QR_CODE, Channel.PRINTED}:
        return False  # handed over
    person = invitation.visit.episode.person
    return not (person.may_email and person.email and person.birth_date)


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
