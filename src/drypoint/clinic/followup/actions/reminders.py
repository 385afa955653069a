"""What the scheduler queues: check-ins when they are due, alerts until somebody has acknowledged."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.models import CheckIn, CheckInInvitation
from drypoint.clinic.followup.queries.check_in_board import (
    CANNOT_WAIT,
    SILENT_AFTER,
    message_key,
    unanswered,
)
from drypoint.clinic.followup.queries.check_in_times import SAFETY, session_ended_at
from drypoint.clinic.followup.queries.invitations import link_token
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import GONE_OUT, Purpose, Route
from drypoint.clinic.messages.queries import OnCall, on_call
from drypoint.clinic.messages.ways import Ways
from drypoint.clinic.visits.models import SessionEvent, SessionStatus

LOOKED_BACK = timedelta(days=7)
"""Older ones are no news: they stand on the board."""
LATE = timedelta(hours=12)
"""A reminder that might have gone for so long and did not, because no server ran, is dropped. Quiet hours
do not count, but for the safety message, which might have gone in them too."""
SESSIONS_FOR = timedelta(days=1)
"""How far back sessions are looked at: by when they began, and by when the last of them was entered."""
LONGEST_QUIET = timedelta(hours=13)
"""The quiet hours of the night on which clocks go back."""
QUIET_FROM, QUIET_UNTIL = time(20), time(8)
"""Of the clinic's day: usual reminders wait. Ours; the safety message and alerts never wait."""


def alerts(clinic: Clinic, now: datetime) -> int:
    """Queue the alerts that are due; returns how many."""
    return sum(message is not None for message in _alerts(clinic, now))


def links(clinic: Clinic, now: datetime) -> int:
    """Make the check-in links that nobody made; returns how many."""
    ended = (SessionStatus.CLOSED, SessionStatus.INCIDENT)
    since = now - SESSIONS_FOR
    entered = SessionEvent.objects.filter(
        clinic_id=clinic.pk, visit_id=OuterRef("visit_id"), received_at__gt=since
    )
    sessions = clinic.needling_sessions.filter(
        # By when it was entered too: one from paper may be days old, or be closed days after it was begun.
        Q(started_at__gt=since) | Q(created_at__gt=since) | Exists(entered),
        status__in=ended,
    )
    return sum(
        len(check_ins.invite_after_session(visit=session.visit))
        for session in sessions.select_related("visit__episode__person", "visit__clinic")
    )


def questions(clinic: Clinic, now: datetime) -> int:
    """Queue the check-ins that are due; returns how many."""
    return sum(message is not None for message in _check_ins(clinic, now))


def second_questions(clinic: Clinic, now: datetime) -> int:
    """Queue one more message to each who kept silent after the last question of a visit; returns how many."""
    return sum(message is not None for message in _second_questions(clinic, now))


STEPS: tuple[Callable[[Clinic, datetime], int], ...] = (alerts, links, questions, second_questions)
"""What a round does for each clinic: what cannot wait first."""


def _check_ins(clinic: Clinic, now: datetime) -> Iterable[object]:
    """To people who agreed to be written to. Who did not is on the clinic's board, to be called."""
    ways = Ways(clinic, now=now)
    for invitation in _may_be_written_to(clinic, now).filter(due_at__gt=now - LATE - LONGEST_QUIET):
        is_safety = invitation.due_at - session_ended_at(invitation.visit) <= SAFETY
        might_go_for = now - invitation.due_at if is_safety else _awake(clinic, invitation.due_at, now)
        if link_token(invitation) is None or might_go_for >= LATE:
            continue
        if not is_safety and _is_quiet(clinic, now):
            continue
        yield _ask(ways, invitation, message_key(invitation), now)


def _second_questions(clinic: Clinic, now: datetime) -> Iterable[object]:
    """Once a visit, where the first message is known to have gone out and no other question is to come."""
    if _is_quiet(clinic, now):
        return
    silent_since = now - SILENT_AFTER
    last = CheckInInvitation.objects.filter(
        clinic_id=clinic.pk, visit_id=OuterRef("visit_id"), due_at__gt=OuterRef("due_at")
    )
    silent = _may_be_written_to(clinic, now).filter(
        ~Exists(last), due_at__lte=silent_since, due_at__gt=silent_since - LATE - LONGEST_QUIET
    )
    sent = clinic.messages.filter(state__in=GONE_OUT, sent_at__lte=silent_since)
    ways = Ways(clinic, now=now)
    for invitation in silent:
        if sent.filter(key=message_key(invitation)).exists():
            yield _ask(ways, invitation, f"check_in_again:{invitation.visit_id}", now)


def _may_be_written_to(clinic: Clinic, now: datetime) -> QuerySet[CheckInInvitation]:
    person = "visit__episode__person"
    agreed = Q(**{f"{person}__may_email": True}) | Q(**{f"{person}__may_text": True})
    found = unanswered(clinic, now=now).filter(
        agreed, expires_at__gt=now, visit__episode__person__birth_date__isnull=False
    )
    return found.select_related(person, "visit__clinic")


def _ask(ways: Ways, invitation: CheckInInvitation, key: str, now: datetime) -> object:
    person, clinic = invitation.visit.episode.person, invitation.visit.clinic
    way = ways.to(person)
    if way is None:
        return None
    route, address = way
    return outbox.queue(
        clinic=clinic,
        key=key,
        purpose=Purpose.CHECK_IN,
        to=person,
        route=route,
        address=address,
        language=person.language,
        about=invitation.pk,
        due_at=now,
    )


def _alerts(clinic: Clinic, now: datetime) -> Iterable[object]:
    """One to each on call, in order, until a named person has acknowledged the answer."""
    waiting = CheckIn.objects.filter(clinic_id=clinic.pk, answered_at__gt=now - LOOKED_BACK).waiting()
    urgent = list(waiting.filter(level__in=CANNOT_WAIT))
    for told in on_call(clinic) if urgent else ():
        for check_in in urgent:
            if check_in.answered_at + told.after > now:
                continue
            key = f"alert:{check_in.pk}:{told.member.pk}"
            yield _tell(clinic, told, check_in, key, Route.EMAIL, told.member.user.email, now)
            if told.mobile:
                yield _tell(clinic, told, check_in, f"{key}:text", Route.TEXT, told.mobile, now)


def _tell(
    clinic: Clinic, told: OnCall, check_in: CheckIn, key: str, route: Route, address: str, now: datetime
) -> object:
    return outbox.queue(
        clinic=clinic,
        key=key,
        purpose=Purpose.ALERT,
        to=told.member,
        route=route,
        address=address,
        language=told.member.user.language,
        about=check_in.pk,
        due_at=now,
    )


def _awake(clinic: Clinic, since: datetime, until: datetime) -> timedelta:
    """How much of the time between the two lies outside the quiet hours, by the clinic's clock."""
    total, day = timedelta(), timezone.localtime(since, clinic.zone).date()
    while day <= timezone.localtime(until, clinic.zone).date():
        begins, ends = (
            # In UTC: a difference within one zone would leave out the hour by which clocks change.
            datetime.combine(day, at, tzinfo=clinic.zone).astimezone(UTC)
            for at in (QUIET_UNTIL, QUIET_FROM)
        )
        total += max(timedelta(), min(ends, until) - max(begins, since))
        day += timedelta(days=1)
    return total


def _is_quiet(clinic: Clinic, now: datetime) -> bool:
    local = timezone.localtime(now, clinic.zone).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL
