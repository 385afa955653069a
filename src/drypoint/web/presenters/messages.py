"""Whether anybody is told, and what became of each message, in words that are true."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.messages.models import Message, MessageState
from drypoint.clinic.messages.queries import may_send, on_call

LEVELS = {
    MessageState.QUEUED: "note",
    MessageState.SENDING: "note",
    MessageState.SENT: "done",
    MessageState.FAILED: "stop",
    MessageState.UNKNOWN: "reasons_needed",
    MessageState.NOT_NEEDED: "note",
    MessageState.NOT_CONFIGURED: "incomplete",
}


NOT_NEEDED = {
    "answered": gettext_lazy("answered meanwhile"),
    "closed": gettext_lazy("the link was closed"),
    "opted_out": gettext_lazy("no longer agreed, or another address"),
    "acknowledged": gettext_lazy("read by somebody meanwhile"),
    "left": gettext_lazy("no longer works here"),
}
"""Why a message was held back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallWords:
    """What the board and the settings say of alerts."""

    is_told: bool
    title: str
    lines: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message."""

    to: str
    purpose: str
    when: str
    level: str
    state: str
    note: str


def on_call_words(clinic: Clinic) -> OnCallWords:
    """Who is told of an answer that cannot wait, or that nobody is."""
    told = on_call(clinic)
    if not told:
        return OnCallWords(
            is_told=False,
            title=_("Nobody is told of an answer that cannot wait"),
            lines=[_("Nobody is on call. Answers stand here until somebody reads them.")],
        )
    names = []
    for one in told:
        minutes = int(one.after.total_seconds()) // 60
        wait = ngettext("after %d minute", "after %d minutes", minutes) % minutes if minutes else _("at once")
        names.append(f"{one.member.user.name}: {wait}")
    if not may_send():
        return OnCallWords(
            is_told=False,
            title=_("Nobody is told of an answer that cannot wait"),
            lines=[_("These are on call, but no mail server is set on this server:"), *names],
        )
    return OnCallWords(
        is_told=True,
        title=_("Emergency and same-day answers are mailed to who is on call"),
        lines=[
            *names,
            _("In this order, until somebody has read it here. A mail can be late or lost."),
        ],
    )


def rows(messages: Iterable[Message], clinic: Clinic) -> list[Row]:
    """Messages in words; addresses are not shown."""
    return [_row(message, clinic) for message in messages]


def _row(message: Message, clinic: Clinic) -> Row:
    to = message.member.user.name if message.member else message.person.full_name if message.person else ""
    moment = message.sent_at or message.tried_at or message.created_at
    tries = ngettext("%d try", "%d tries", message.attempts) % message.attempts if message.attempts else ""
    return Row(
        to=to,
        purpose=str(message.get_purpose_display()),
        when=date_format(timezone.localtime(moment, clinic.zone), "j M Y, H:i"),
        level=LEVELS[MessageState(message.state)],
        state=str(message.get_state_display()),
        note=" · ".join(str(part) for part in (tries, NOT_NEEDED.get(message.error, message.error)) if part),
    )
