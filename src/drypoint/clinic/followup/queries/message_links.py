"""Where a message leads, and whether it is still to be sent."""

from datetime import datetime

from django.urls import reverse

from drypoint.clinic.followup.models import CheckIn, CheckInInvitation
from drypoint.clinic.followup.queries.check_in_board import unanswered
from drypoint.clinic.followup.queries.invitations import link_token, token_of
from drypoint.clinic.messages.models import Message, Purpose
from drypoint.clinic.messages.ways import still_reaches


def path_of(message: Message) -> str:
    """The path of the page that a message leads to; a check-in's link is made here, and kept nowhere."""
    if message.purpose == Purpose.ALERT:
        return reverse("check-in-board")
    if message.purpose == Purpose.TRIAL:
        return reverse("outbox")
    return reverse("check-in", args=[token_of(message.about)])


def no_longer(message: Message, *, now: datetime) -> str:
    """Why a message is not to be sent any more, in one word for the outbox; empty: it is."""
    if message.purpose == Purpose.ALERT:
        waits = CheckIn.objects.filter(clinic_id=message.clinic_id, pk=message.about).waiting()
        if not waits.exists():
            return "acknowledged"
        return "" if message.member is not None and message.member.active else "left"
    if message.purpose == Purpose.TRIAL:
        return ""
    invitation = (
        CheckInInvitation.objects.filter(clinic_id=message.clinic_id, pk=message.about)
        .select_related("visit__episode__person__clinic")
        .first()
    )
    if invitation is None or not invitation.is_open_at(now) or link_token(invitation) is None:
        return "closed"
    if not unanswered(message.clinic, now=now).filter(pk=invitation.pk).exists():
        return "answered"
    person = invitation.visit.episode.person
    return "" if still_reaches(person, message.route, message.address) else "opted_out"
