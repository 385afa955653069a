"""What the tests of messages share: a visit, a mail server that is set, and a round's queueing."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.clinic import factories
from tests.clinic.visits.care import Care

from drypoint.clinic.followup.actions import check_ins, reminders
from drypoint.clinic.followup.models import Channel
from drypoint.clinic.messages import queries
from drypoint.clinic.messages.actions import on_call, outbox
from drypoint.clinic.messages.models import Message, Purpose

NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)
"""A day after the visit, in the clinic's time: UTC."""


def agreed(care: Care) -> None:
    type(care.person).objects.filter(pk=care.person.pk).update(may_email=True, email="ana@home.test")


def invited(care: Care, due_at: datetime) -> None:
    check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=due_at,
        expires_at=due_at + timedelta(days=7),
        channel=Channel.PRINTED,
    )


def queue_due(clinic: Any, *, now: datetime) -> int:
    """One round's queueing for a clinic; how many messages it queued."""
    reminders.links(clinic, now)
    return reminders.alerts(clinic, now) + reminders.questions(clinic, now)


def queued(care: Care, key: str = "k", due_at: datetime = NOON, about: UUID | None = None) -> Message:
    made = outbox.queue(
        clinic=care.clinic,
        key=key,
        purpose=Purpose.CHECK_IN,
        to=care.person,
        address="ana@home.test",
        language="es",
        about=about or care.visit.pk,
        due_at=due_at,
    )
    assert made is not None
    return made


def answered(care: Care, *, at: datetime, **answers: Any) -> Any:
    return check_ins.answer(by=care.therapist, visit=care.visit, answers=answers, answered_at=at)


def named(care: Care, *waits: int) -> list[Any]:
    members = [factories.make_member(care.clinic, name=f"On Call {number}") for number in range(len(waits))]
    on_call.name(
        by=factories.acting(care.clinic, "owner"),
        clinic=care.clinic,
        entries=[(member.pk, minutes) for member, minutes in zip(members, waits, strict=True)],
        supersedes=queries.current_on_call(care.clinic),
    )
    return members
