"""Reads of messages and of who is on call."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.messages import gateways
from drypoint.clinic.messages.models import (
    Message,
    MessageState,
    MessageTemplate,
    OnCallList,
    Route,
    TextGateway,
)

STUCK_AFTER = timedelta(minutes=15)
"""A message that is due for so long and was not tried says that nothing sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """One who is told, and when after the answer."""

    member: Membership
    after: timedelta
    """From the answer; waits of those before are in it."""
    mobile: str = ""
    """A number for a text message beside the mail, as E.164; empty: by mail alone."""


def may_send() -> bool:
    """Whether a mail server and this server's own address are set; else no mail is sent, and it says so."""
    return bool(settings.MAIL_IS_SET and settings.OWN_ADDRESS)


def may_text(clinic: Clinic) -> bool:
    """Whether the clinic's text gateway is on, opens, and this server's own address is set."""
    gateway = text_gateway(clinic)
    return bool(settings.OWN_ADDRESS and gateway and gateway.is_on and gateways.can_open(gateway))


def may_go(clinic: Clinic, route: str) -> bool:
    """Whether anything can be sent this way."""
    return may_send() if route == Route.EMAIL else may_text(clinic)


def text_gateway(clinic: Clinic) -> TextGateway | None:
    """The clinic's gateway, on or off."""
    return clinic.text_gateways.select_related("clinic").first()


def gateway_of(clinic_id: UUID) -> TextGateway | None:
    """The gateway of the clinic that the address of a report names."""
    return TextGateway.objects.filter(clinic_id=clinic_id).select_related("clinic").first()


def last_template(clinic: Clinic, purpose: str, route: str, language: str) -> MessageTemplate | None:
    """The last words of the clinic's own, or its last going back to the shipped ones."""
    found = clinic.message_templates.current().filter(purpose=purpose, route=route, language=language)
    return found.select_related("recorded_by__user").first()


def template_versions(clinic: Clinic, purpose: str, route: str, language: str) -> QuerySet[MessageTemplate]:
    """Every version of a message's words, newest first."""
    found = clinic.message_templates.filter(purpose=purpose, route=route, language=language)
    return found.select_related("recorded_by__user").order_by("-recorded_at", "-id")


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
            told.append(OnCall(member=member, after=after, mobile=entry.get("mobile", "")))
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
