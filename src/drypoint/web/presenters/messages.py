"""Whether anybody is told, and what became of each message, in words that are true."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.messages.models import Message, MessageState, Route
from drypoint.clinic.messages.queries import may_send, may_text, on_call, text_gateway

LEVELS = {
    MessageState.QUEUED: "note",
    MessageState.SENDING: "note",
    MessageState.SENT: "done",
    MessageState.DELIVERED: "done",
    MessageState.BOUNCED: "stop",
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


STATES = {
    (MessageState.SENT, Route.EMAIL): gettext_lazy("Taken by the mail server"),
    (MessageState.SENT, Route.TEXT): gettext_lazy("Taken by the gateway"),
    (MessageState.DELIVERED, Route.EMAIL): gettext_lazy("Delivered, as its mail server says"),
    (MessageState.DELIVERED, Route.TEXT): gettext_lazy("Delivered, as the gateway says"),
    (MessageState.NOT_CONFIGURED, Route.EMAIL): gettext_lazy("Not sent: no mail server is set"),
    (MessageState.NOT_CONFIGURED, Route.TEXT): gettext_lazy("Not sent: no text gateway is on"),
}
"""Where the way of a message says more than its state."""
REASONS: tuple[tuple[str, Promise | str], ...] = (
    ("HTTP 401", gettext_lazy("the gateway refuses the clinic's account or secret")),
    ("HTTP 403", gettext_lazy("the gateway refuses the clinic's account or secret")),
    ("HTTP 404", gettext_lazy("the gateway's address answers nothing there")),
    ("HTTP 429", gettext_lazy("the gateway takes no more just now")),
    ("HTTP 400", gettext_lazy("the gateway refuses it: check number and settings")),
    ("HTTP 422", gettext_lazy("the gateway refuses it: check number and settings")),
    ("HTTP ", gettext_lazy("the gateway refuses it, or broke")),
    ("answer", gettext_lazy("the gateway refuses it: check number and settings")),
    ("not by https", gettext_lazy("the gateway's address does not begin with https://")),
    ("no gateway", gettext_lazy("no text gateway is set up")),
    ("secret not opened", gettext_lazy("the gateway's secret does not open on this server")),
    ("report", gettext_lazy("the network could not deliver it")),
    ("SMTPRecipientsRefused", gettext_lazy("the mail server refuses the address")),
    ("SMTPAuthenticationError", gettext_lazy("the mail server refuses this server's password")),
    ("SMTP", gettext_lazy("the mail server refuses it")),
    ("5.1.", gettext_lazy("there is no such address")),
    ("5.2.", gettext_lazy("the mailbox is full or closed")),
    ("5.", gettext_lazy("the other side refuses it for good")),
    ("4.", gettext_lazy("the other side could not take it for days")),
    ("ConnectionRefusedError", gettext_lazy("no server answered")),
    ("gaierror", gettext_lazy("the server's name is not known")),
    ("TimeoutError", gettext_lazy("the server fell silent")),
    ("SSL", gettext_lazy("the server's certificate is not to be trusted")),
)
"""What a kind of failure means, by how it begins; the first that fits."""


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
        by = _("%(wait)s, by e-mail and text message") if one.mobile else _("%(wait)s, by e-mail")
        names.append(f"{one.member.user.name}: {by % {'wait': wait}}")
    if not (may_send() or (may_text(clinic) and any(one.mobile for one in told))):
        return OnCallWords(
            is_told=False,
            title=_("Nobody is told of an answer that cannot wait"),
            lines=[_("These are on call, but nothing is set up on this server to tell them:"), *names],
        )
    return OnCallWords(
        is_told=True,
        title=_("Emergency and same-day answers are sent to who is on call"),
        lines=[
            *names,
            _("In this order, until somebody has read it here. A message can be late or lost."),
        ],
    )


def rows(messages: Iterable[Message], clinic: Clinic) -> list[Row]:
    """Messages in words; addresses are not shown."""
    return [_row(message, clinic) for message in messages]


def _row(message: Message, clinic: Clinic) -> Row:
    to = message.member.user.name if message.member else message.person.full_name if message.person else ""
    moment = message.sent_at or message.tried_at or message.created_at
    tries = ngettext("%d try", "%d tries", message.attempts) % message.attempts if message.attempts else ""
    state = MessageState(message.state)
    return Row(
        to=to,
        purpose=f"{message.get_purpose_display()} · {message.get_route_display()}",
        when=date_format(timezone.localtime(moment, clinic.zone), "j M Y, H:i"),
        level=LEVELS[state],
        state=str(STATES.get((state, Route(message.route)), state.label)),
        note=" · ".join(str(part) for part in (tries, reason(message)) if part),
    )


def reason(message: Message) -> str:
    """Why it was held back or not taken, with the code of the failure; empty where nothing went wrong."""
    if message.error in NOT_NEEDED:
        return str(NOT_NEEDED[message.error])
    means = next((words for begins, words in REASONS if message.error.startswith(begins)), "")
    return f"{means} ({message.error})" if means else message.error


def ways(clinic: Clinic) -> list[tuple[str, str, str]]:
    """How each way stands: a level, its name and what holds."""
    gateway = text_gateway(clinic)
    if not settings.OWN_ADDRESS:
        mail = text = ("incomplete", _("this server does not know its own address"))
    else:
        mail = ("clear", _("goes out")) if may_send() else ("incomplete", _("no mail server is set"))
        if gateway is None or not gateway.is_on:
            text = ("incomplete", _("no text gateway is on"))
        elif may_text(clinic):
            text = ("clear", _("goes out through %(name)s") % {"name": gateway.name})
        else:
            text = ("stop", _("the gateway's secret does not open on this server"))
    return [(mail[0], str(Route.EMAIL.label), mail[1]), (text[0], str(Route.TEXT.label), text[1])]
