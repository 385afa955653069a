"""Inviting to a check-in, answering it, acknowledging it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor, system
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.clinic.followup.models import AfterCare, Channel, CheckIn, CheckInInvitation, Movement
from drypoint.clinic.followup.queries.check_in_times import (
    LUNG,
    OPEN_FOR,
    SAFETY,
    proposals,
    session_ended_at,
)
from drypoint.clinic.followup.queries.invitations import token_hash, token_of
from drypoint.clinic.followup.queries.under import structures_under
from drypoint.clinic.keys import new_id
from drypoint.clinic.messages.ways import Ways
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append, changed_meanwhile, create, hold
from drypoint.clinic.visits.actions import engine_results
from drypoint.clinic.visits.models import EngineName, Visit
from drypoint.clinic.visits.queries.persons import screen_request
from drypoint.clinic.visits.queries.plans import current_screening
from drypoint.terms import InvalidInput


def invite(
    *, by: Actor, visit: Visit, due_at: datetime, expires_at: datetime, channel: Channel
) -> tuple[CheckInInvitation, str]:
    """Make a link for one check-in; returns it with its token, of which only the hash is kept.

    Raises ``NotAllowedNow`` without the person's date of birth, which the link asks for.
    """
    by.require(Permission.EDIT_CHART, clinic_id=visit.clinic_id)
    if expires_at <= due_at:
        raise InvalidInput(_("The link must stay open after it is due."), where="expires_at")
    if visit.episode.person.birth_date is None:
        raise NotAllowedNow(_("Record the date of birth first: the link asks for it."))
    return _link(by, visit, due_at, expires_at, channel)


def _link(
    by: Actor, visit: Visit, due_at: datetime, expires_at: datetime, channel: Channel
) -> tuple[CheckInInvitation, str]:
    invitation_id = new_id()
    token = token_of(invitation_id)
    invitation = create(
        CheckInInvitation,
        by=by,
        verb="check_in.invited",
        id=invitation_id,
        visit=visit,
        token_sha256=token_hash(token),
        due_at=due_at,
        expires_at=expires_at,
        channel=channel,
    )
    return invitation, token


def invite_proposed(*, by: Actor, visit: Visit, channel: Channel) -> list[CheckInInvitation]:
    """Make a link for each check-in of ``check_in_times.proposals`` that has none yet."""
    by.require(Permission.EDIT_CHART, clinic_id=visit.clinic_id)
    with transaction.atomic():
        hold(visit)
        return [
            invite(by=by, visit=visit, due_at=due_at, expires_at=due_at + OPEN_FOR, channel=channel)[0]
            for due_at in proposals(visit)
        ]


def invite_after_session(*, visit: Visit) -> list[CheckInInvitation]:
    """The system's own links for a session after which nobody of the clinic made any.

    So a check-in is due after every session, whether or not somebody handed over an after-care sheet; without
    a date of birth, which a link asks for, the person stands on the board to be called. Where links were made
    before a needle lay over a lung, the safety question alone is added.
    """
    by = system(clinic_id=visit.clinic_id, name="scheduler")
    if not _times_lacking(visit):
        return []  # what nearly every look finds: it needs no lock
    with transaction.atomic():
        hold(visit)
        return [
            _link(by, visit, due_at, due_at + OPEN_FOR, _channel_to(visit.episode.person))[0]
            for due_at in _times_lacking(visit)
        ]


def _times_lacking(visit: Visit) -> list[datetime]:
    """When the system's own links are to be due: all times, or the safety question alone, or none."""
    if not visit.check_in_invitations.exists():
        return proposals(visit)
    if _asks_soon(visit) or LUNG not in structures_under(visit):
        return []
    return proposals(visit)[:1]


def _asks_soon(visit: Visit) -> bool:
    """Whether a link asks within 6 h of the session's end, revoked by somebody or not."""
    ended_at = session_ended_at(visit)
    return visit.check_in_invitations.filter(due_at__range=(ended_at, ended_at + 2 * SAFETY)).exists()


def _channel_to(person: Person) -> Channel:
    way = Ways(person.clinic, now=timezone.now()).to(person)
    return Channel.CALL if way is None else Channel(way[0])


def revoke(*, by: Actor, invitation: CheckInInvitation) -> None:
    """Close a link at once."""
    by.require(Permission.EDIT_CHART, clinic_id=invitation.clinic_id)
    with transaction.atomic():
        now = timezone.now()
        changed = CheckInInvitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True).update(
            revoked_at=now
        )
        if not changed:
            raise NotAllowedNow(_("This link is closed already."))
        invitation.revoked_at = now
        audit.record(by=by, verb="check_in.invitation_revoked", subject=invitation, fields=["revoked_at"])


def answer(
    *,
    by: Actor,
    visit: Visit,
    answers: dict[str, Any],
    answered_at: datetime,
    invitation: CheckInInvitation | None = None,
    exercises_done: float | None = None,
    tightness_nrs: float | None = None,
    movement: Movement | None = None,
    words: str = "",
    language: str = "en",
) -> CheckIn:
    """Keep a check-in with what triage makes of ``answers`` (the triage engine's answers).

    By the person, through the link of an open ``invitation`` (``invitations.actor_of``) or their sign-in, or
    by staff on the telephone. It can be answered again while the link is open, since things change; each
    answer stands on its own. It is accepted whatever state episode and visit are in: somebody may be
    reporting harm.
    Triage is run for the clinic's staff whether or not the clinic lets patients see its level: that is
    for the page to ask. ``exercises_done`` is the share done of what was prescribed, 0 to 1.
    """
    by.require_or_own(Permission.EDIT_CHART, clinic_id=visit.clinic_id, person_id=visit.episode.person_id)
    if invitation is not None and not (
        invitation.visit_id == visit.pk and invitation.is_open_at(timezone.now())
    ):
        raise NotAllowedNow(_("This link is closed. Call the clinic if you need help."))
    if exercises_done is not None and not 0 <= exercises_done <= 1:
        raise InvalidInput(_("Give the share of exercises done, from none to all."), where="exercises_done")
    if tightness_nrs is not None and not 0 <= tightness_nrs <= 10:
        raise InvalidInput(_("Give a number from 0 to 10."), where="tightness_nrs")
    with transaction.atomic():
        triage = engine_results.run(
            by=by,
            visit=visit,
            engine=EngineName.TRIAGE,
            request=_triage_request(visit, answers, answered_at, language),
        )
        return append(
            CheckIn,
            by=by,
            verb="check_in.answered",
            visit=visit,
            invitation=invitation,
            answers={
                "triage": answers,
                "exercises_done": exercises_done,
                "tightness_nrs": tightness_nrs,
                "movement": movement,
                "words": words,
            },
            triage=triage,
            level=triage.result["level"],
            answered_at=answered_at,
        )


def acknowledge(*, by: Actor, check_in: CheckIn, words: str = "") -> None:
    """Note that a named member of staff has read a check-in, and what they did. Once."""
    by.require(Permission.EDIT_CHART, clinic_id=check_in.clinic_id)
    member = by.require_named()
    with transaction.atomic():
        hold(check_in.visit)
        changed = CheckIn.objects.filter(pk=check_in.pk, acknowledged_at__isnull=True).update(
            acknowledged_by_id=member, acknowledged_at=timezone.now(), acknowledged_words=words.strip()
        )
        if not changed:
            raise Conflict(changed_meanwhile())
        audit.record(by=by, verb="check_in.acknowledged", subject=check_in, fields=["acknowledged_at"])
    check_in.refresh_from_db()


def _triage_request(
    visit: Visit, answers: dict[str, Any], answered_at: datetime, language: str
) -> dict[str, Any]:
    screening = current_screening(visit)
    person = (
        screening.person_request
        if screening is not None
        else screen_request(visit, answers={}, pregnancy_weeks=None, language=language)
    )
    sheet = AfterCare.objects.current().filter(clinic_id=visit.clinic_id, visit=visit).first()
    ended_at = session_ended_at(visit)
    return {
        "person": {**person, "language": language},
        "under": list(sheet.under if sheet is not None else structures_under(visit)),
        "hours_since": max(0.0, (answered_at - ended_at).total_seconds() / 3600),
        "answers": answers,
    }
