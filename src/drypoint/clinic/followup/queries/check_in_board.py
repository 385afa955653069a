"""Check-ins of a clinic: who is not well, must be called, has answered, is asked, is silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.followup.models import CallAttempt, Channel, CheckIn, CheckInInvitation, TriageLevel
from drypoint.clinic.followup.models.check_in import CheckInQuerySet
from drypoint.clinic.messages.models import Message, MessageState, Purpose
from drypoint.clinic.messages.queries import on_call
from drypoint.clinic.messages.ways import Ways

CANNOT_WAIT = (TriageLevel.EMERGENCY, TriageLevel.SAME_DAY)
NOT_WELL = (TriageLevel.EMERGENCY, TriageLevel.SAME_DAY, TriageLevel.CALL_CLINIC)
SILENT_AFTER = timedelta(hours=24)
"""After so long without an answer a link counts as silent. Our choice."""
LOOKED_BACK = timedelta(days=14)
"""How far back the board looks for silent and acknowledged ones."""
SHOWN = 50
LOOKED_AT = 1000
"""Most unanswered links that are sorted into lists."""
NOT_GONE_OUT = (
    MessageState.FAILED,
    MessageState.BOUNCED,
    MessageState.UNKNOWN,
    MessageState.NOT_CONFIGURED,
)
"""States of a message after which nobody can say that the person was asked."""
DUE_WITHIN = timedelta(hours=24)
"""How far ahead the board looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A link that is unanswered, or soon due, with what was done to ask."""

    invitation: CheckInInvitation
    message: Message | None = None
    """The last one that asked, if any."""
    is_asked_again: bool = False
    can_be_written_to: bool = True
    mail_came_back: bool = False
    """Whether their address is known not to work."""
    calls: tuple[CallAttempt, ...] = ()
    """Calls that reached nobody, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Each list newest or most urgent first, at most ``SHOWN`` long."""

    not_well: list[CheckIn]
    to_call: list[Question]
    """Due, and no message can ask, or it is not known to have gone out."""
    answered: list[CheckIn]
    asked: list[Question]
    silent: list[Question]
    due: list[Question]
    """Soon."""
    acknowledged: list[CheckIn]


def board(clinic: Clinic, *, now: datetime) -> Board:
    """As many statements however many check-ins there are: what no message can ask is never only "asked"."""
    waiting = _of(clinic).waiting().annotate(urgency=_URGENCY).order_by("urgency", "-answered_at", "-id")
    open_questions = unanswered(clinic, now=now).filter(due_at__gt=now - LOOKED_BACK)
    found = open_questions.select_related("visit__episode__person").order_by("-due_at", "-id")[:LOOKED_AT]
    questions = _questions(clinic, list(found), now=now)
    to_call = [one for one in questions if must_be_called(one)]
    called = {one.invitation.pk for one in to_call}
    asked = [one for one in questions if one.invitation.pk not in called]
    late = now - SILENT_AFTER
    return Board(
        not_well=list(waiting.filter(level__in=NOT_WELL)[:SHOWN]),
        answered=list(waiting.exclude(level__in=NOT_WELL)[:SHOWN]),
        to_call=to_call[:SHOWN],
        asked=[one for one in asked if one.invitation.due_at > late][:SHOWN],
        silent=[one for one in asked if one.invitation.due_at <= late][:SHOWN],
        due=[Question(invitation=one) for one in _soon(clinic, now)[:SHOWN]],
        acknowledged=list(
            _of(clinic)
            .current()
            .filter(acknowledged_at__gt=now - LOOKED_BACK)
            .select_related("visit__episode__person", "acknowledged_by__user")
            .order_by("-acknowledged_at", "-id")[:SHOWN]
        ),
    )


def _questions(clinic: Clinic, found: list[CheckInInvitation], *, now: datetime) -> list[Question]:
    ways = Ways(clinic, now=now)
    about = [one.pk for one in found]
    messages: dict[UUID, list[Message]] = {}
    for message in clinic.messages.filter(purpose=Purpose.CHECK_IN, about__in=about).order_by("created_at"):
        messages.setdefault(message.about, []).append(message)
    calls: dict[UUID, list[CallAttempt]] = {}
    tried = CallAttempt.objects.current().filter(clinic_id=clinic.pk, invitation__in=about)
    for call in tried.select_related("recorded_by__user").order_by("-tried_at"):
        calls.setdefault(call.invitation_id, []).append(call)
    return [
        Question(
            invitation=one,
            message=messages[one.pk][-1] if one.pk in messages else None,
            is_asked_again=len(messages.get(one.pk, ())) > 1,
            can_be_written_to=ways.to(one.visit.episode.person) is not None,
            mail_came_back=ways.came_back(one.visit.episode.person),
            calls=tuple(calls.get(one.pk, ())),
        )
        for one in found
    ]


def _soon(clinic: Clinic, now: datetime) -> QuerySet[CheckInInvitation]:
    found = CheckInInvitation.objects.filter(
        clinic_id=clinic.pk,
        check_ins__isnull=True,
        revoked_at__isnull=True,
        due_at__gt=now,
        due_at__lte=now + DUE_WITHIN,
    )
    return found.select_related("visit__episode__person").order_by("due_at", "id")


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


def must_be_called(question: Question) -> bool:
    """Whether nothing but a call asks: by what became of the message, if any, and how the link reaches."""
    message = question.message
    if message is not None and message.state != MessageState.NOT_NEEDED:
        return message.state in NOT_GONE_OUT
    if question.invitation.channel in {Channel.QR_CODE, Channel.PRINTED}:
        return False  # handed over
    return not question.can_be_written_to


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
