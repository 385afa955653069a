"""Reads of messages and of who is on call."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.messages.models import Message, MessageState, OnCallList

STUCK_AFTER = timedelta(minutes=15)
"""A message that is due for so long and was not tried says that nothing sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """One who is told, and when after the answer."""

    member: Membership
    after: timedelta
    """From the answer; waits of those before are in it."""


def may_send() -> bool:
    """Whether a mail server and this server's own address are set; else nothing is sent, and it says so."""
    return bool(settings.MAIL_IS_SET and settings.OWN_ADDRESS)


def current_on_call(clinic: Clinic) -> OnCallList | None:
    """The list that stands."""
    return clinic.on_call_lists.current().select_related("recorded_by__user").first()


def on_call(clinic: Clinic) -> list[OnCall]:
    """Who is told, in order; those who no longer work here are left out, their waits stay."""
    found = current_on_call(clinic)
    if found is None:
        return []
    wanted = [UUID(entry["member"]) for entry in found.entries]
    working = {
        one.pk: one for one in clinic.memberships.filter(pk__in=wanted, active=True).select_related("user")
    }
    after, told = timedelta(), []
    for entry in found.entries:
        after += timedelta(minutes=entry["minutes"])
        if member := working.get(UUID(entry["member"])):
            told.append(OnCall(member=member, after=after))
    return told


def outbox(clinic: Clinic) -> QuerySet[Message]:
    """Everything that was to be sent, newest first."""
    return clinic.messages.select_related("member__user", "person").order_by("-created_at", "-id")


def failed_since(moment: datetime) -> int:
    """How many messages of all clinics failed since ``moment``, or are not known to have gone out."""
    lost = (MessageState.FAILED, MessageState.UNKNOWN)
    return Message.objects.filter(state__in=lost, tried_at__gte=moment).count()


def stuck(*, now: datetime) -> int:
    """How many messages of all clinics are due and untouched: the scheduler does not run."""
    return Message.objects.filter(state=MessageState.QUEUED, due_at__lt=now - STUCK_AFTER).count()
