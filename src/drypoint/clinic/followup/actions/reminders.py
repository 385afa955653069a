"""What the scheduler queues: check-ins when they are due, alerts until somebody has acknowledged."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.models import CheckIn, CheckInInvitation, TriageLevel
from drypoint.clinic.followup.queries.check_in_times import SAFETY, session_ended_at
from drypoint.clinic.followup.queries.invitations import link_token
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import Purpose
from drypoint.clinic.messages.queries import on_call
from drypoint.clinic.visits.models import SessionStatus

CANNOT_WAIT = (TriageLevel.EMERGENCY, TriageLevel.SAME_DAY)
LOOKED_BACK = timedelta(days=7)
"""Older ones are no news: they stand on the board."""
LATE = timedelta(hours=12)
"""A reminder that could not be queued for so long, because no server ran, is not sent in the night after."""
SESSIONS_FOR = timedelta(days=1)
"""How far back sessions are looked at that have no check-in link yet."""
QUIET_FROM, QUIET_UNTIL = time(20), time(8)
"""Of the clinic's day: usual reminders wait. Ours; the safety message and alerts never wait."""


def queue_due(clinic: Clinic, *, now: datetime) -> int:
    """Queue what is due and was not queued before; returns how many."""
    _links_that_nobody_made(clinic, now)
    queued = [*_check_ins(clinic, now), *_alerts(clinic, now)]
    return sum(message is not None for message in queued)


def _links_that_nobody_made(clinic: Clinic, now: datetime) -> None:
    ended = (SessionStatus.CLOSED, SessionStatus.INCIDENT)
    sessions = clinic.needling_sessions.filter(
        status__in=ended, started_at__gt=now - SESSIONS_FOR, visit__check_in_invitations__isnull=True
    ).exclude(visit__episode__person__birth_date__isnull=True)
    for session in sessions.select_related("visit__episode__person", "visit__clinic"):
        check_ins.invite_after_session(visit=session.visit)


def _check_ins(clinic: Clinic, now: datetime) -> Iterable[object]:
    """To people who agreed to e-mail. Who did not is on the clinic's board, to be called."""
    due = CheckInInvitation.objects.filter(
        clinic_id=clinic.pk,
        due_at__lte=now,
        due_at__gt=now - LATE,
        expires_at__gt=now,
        revoked_at__isnull=True,
        check_ins__isnull=True,
        visit__episode__person__may_email=True,
    ).exclude(visit__episode__person__email="")
    for invitation in due.select_related("visit__episode__person", "visit__clinic"):
        is_safety = invitation.due_at - session_ended_at(invitation.visit) <= SAFETY
        token = link_token(invitation)
        if token is None or (not is_safety and _is_quiet(clinic, now)):
            continue
        person = invitation.visit.episode.person
        yield outbox.queue(
            clinic=clinic,
            key=f"check_in:{invitation.pk}",
            purpose=Purpose.CHECK_IN,
            to=person,
            address=person.email,
            language=person.language,
            link_path=reverse("check-in", args=[token]),
            due_at=now,
        )


def _alerts(clinic: Clinic, now: datetime) -> Iterable[object]:
    """One to each on call, in order, until a named person has acknowledged the answer."""
    waiting = CheckIn.objects.filter(clinic_id=clinic.pk, answered_at__gt=now - LOOKED_BACK).waiting()
    urgent = list(waiting.filter(level__in=CANNOT_WAIT))
    for told in on_call(clinic) if urgent else ():
        for check_in in urgent:
            if check_in.answered_at + told.after <= now:
                yield outbox.queue(
                    clinic=clinic,
                    key=f"alert:{check_in.pk}:{told.member.pk}",
                    purpose=Purpose.ALERT,
                    to=told.member,
                    address=told.member.user.email,
                    language=told.member.user.language,
                    link_path=reverse("check-in-board"),
                    due_at=now,
                )


def _is_quiet(clinic: Clinic, now: datetime) -> bool:
    local = timezone.localtime(now, clinic.zone).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL
