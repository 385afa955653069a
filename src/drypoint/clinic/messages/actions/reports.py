"""What is heard of a message after it was handed over: delivered, come back, or a word to stop."""

from datetime import datetime
from typing import Any

from django.db import transaction

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import system
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.messages import gateways
from drypoint.clinic.messages.models import Message, MessageState, Route, TextGateway
from drypoint.clinic.people import numbers
from drypoint.clinic.people.actions import people
from drypoint.terms.errors import InvalidInput

STOP_WORDS = frozenset(
    "stop stopall unsubscribe cancel end quit revoke optout baja alto parar cancelar basta".split()
)
"""A reply of one of these ends text messages. The English ones are those that gateways know
(https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out); the Spanish ones are ours."""
_MAY_BE_DELIVERED = (
    MessageState.QUEUED,
    MessageState.SENDING,
    MessageState.SENT,
    MessageState.UNKNOWN,
    MessageState.FAILED,
    MessageState.BOUNCED,
)
_MAY_COME_BACK = (MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN)


def delivered(message: Message, *, by: str, at: datetime) -> bool:
    """A report says that it arrived; returns whether that was news. ``by``: who says it, in the audit."""
    return _reported(message, MessageState.DELIVERED, _MAY_BE_DELIVERED, by=by, at=at, error="")


def came_back(message: Message, *, by: str, at: datetime, kind: str) -> bool:
    """A report says that it did not arrive; ``kind`` is its code, never its words, which repeat addresses.

    What a report said was delivered stays so.
    """
    return _reported(message, MessageState.BOUNCED, _MAY_COME_BACK, by=by, at=at, error=kind[:80])


def from_gateway(gateway: TextGateway, said: Any, *, message_id: str, at: datetime) -> bool:
    """Take in a report or a reply of a text gateway; returns whether it was understood.

    A report names its message by ``message_id``, which its address carried, or by the gateway's own id.
    """
    sender = gateways.field_of(said, gateway.reply_from_field) if gateway.reply_from_field else ""
    words = gateways.field_of(said, gateway.reply_text_field) if gateway.reply_text_field else ""
    status = gateways.field_of(said, gateway.report_status_field) if gateway.report_status_field else ""
    if not status:
        return bool(sender and words) and _replied(gateway.clinic, sender, words)
    named = gateways.field_of(said, gateway.report_id_field)
    message = _named(gateway, message_id, named)
    if message is None:
        return False
    if status.lower() in gateways.values(gateway.delivered_values):
        delivered(message, by="text gateway", at=at)
    elif status.lower() in gateways.values(gateway.failed_values):
        came_back(
            message, by="text gateway", at=at, kind=f"report: {status}" if status.isalpha() else "report"
        )
    return True


def _named(gateway: TextGateway, message_id: str, named: str) -> Message | None:
    texts = gateway.clinic.messages.filter(route=Route.TEXT)
    if message_id:
        return texts.filter(pk=message_id).first()
    return texts.filter(gateway_id=named).first() if named else None


def _replied(clinic: Clinic, sender: str, words: str) -> bool:
    """End text messages to whoever has the number, if the reply asks that; other replies are not kept."""
    if words.strip().strip(".!").lower() not in STOP_WORDS:
        return True
    by = system(clinic_id=clinic.pk, name="text gateway")
    for person in clinic.people.filter(may_text=True):
        try:
            number = numbers.to_text(person.phone, country=clinic.country)
        except InvalidInput:
            continue
        if numbers.same(number, sender):
            people.end_messages(by=by, person=person, route="text")
    return True


def _reported(
    message: Message,
    state: MessageState,
    may_follow: tuple[MessageState, ...],
    *,
    by: str,
    at: datetime,
    error: str,
) -> bool:
    with transaction.atomic():
        changed = Message.objects.filter(pk=message.pk, state__in=may_follow).update(
            state=state, reported_at=at, error=error
        )
        if changed:
            audit.record(
                by=system(clinic_id=message.clinic_id, name=by),
                verb=f"message.{state}",
                subject=message,
                fields=["state"],
            )
    return bool(changed)
