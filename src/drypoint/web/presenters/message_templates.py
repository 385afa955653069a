"""Words of messages, as the owner looks at them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.actions.reminders import QUIET_FROM, QUIET_UNTIL
from drypoint.clinic.messages import wording
from drypoint.clinic.messages.models import MessageTemplate, Purpose, Route
from drypoint.clinic.messages.queries import last_template
from drypoint.web.presenters.clinic_settings import who_and_when

WRITTEN = (Purpose.CHECK_IN, Purpose.ALERT)
"""Messages whose words are the clinic's to write."""
SAMPLE_TOKEN = "x" * 43
"""As long as a real link's."""
GSM_TEXT, GSM_PART, WIDE_TEXT, WIDE_PART = 160, 153, 70, 67
"""Characters of one text message, and of each part of a longer one: 7-bit and UCS-2 (3GPP TS 23.040)."""
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic 7-bit alphabet (3GPP TS 23.038, 6.2.1); an accent outside it makes the whole message wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message in one language."""

    name: str
    says: str
    url: str
    is_own: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A message as it arrives, with sample links."""

    subject: str
    body: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Words of an earlier day, or going back."""

    said: str
    who: str


def groups(clinic: Clinic) -> list[tuple[str, list[Row]]]:
    """By message and way."""
    return [
        (
            f"{purpose.label} · {route.label}",
            [_row(clinic, purpose, route, code, str(name)) for code, name in settings.LANGUAGES],
        )
        for purpose in WRITTEN
        for route in Route
    ]


def title(purpose: str, route: str, language: str) -> str:
    """Of the page of one message."""
    name = dict(settings.LANGUAGES)[language]
    return f"{Purpose(purpose).label} · {Route(route).label} · {name}"


def seen(clinic: Clinic, words: wording.Words, *, purpose: str, route: str, language: str) -> Seen:
    """As it would arrive; nothing is sent."""
    address = settings.OWN_ADDRESS or "https://clinic.example"
    link = reverse("check-in-board" if purpose == Purpose.ALERT else "check-in", args=_args(purpose))
    full = wording.filled(
        words,
        clinic=clinic,
        language=language,
        link=f"{address}{link}",
        stop=f"{address}{reverse('stop_messages', args=[SAMPLE_TOKEN[:38]])}",
    )
    return Seen(subject=full.subject, body=full.body, note=_parts(full.body) if route == Route.TEXT else "")


def names(purpose: str) -> list[tuple[str, str]]:
    """What may stand in braces, with what takes its place."""
    means = {
        "clinic": _("the clinic's name"),
        "link": _("the address of the page that the message is about"),
        "stop": _("the address on which one says: no more"),
    }
    return [(f"{{{name}}}", means[name]) for name in wording.names_of(purpose)]


def versions(found: Iterable[MessageTemplate]) -> list[Version]:
    """Newest first."""
    return [
        Version(said=one.body or _("Back to the words that Drypoint brings."), who=who_and_when(one))
        for one in found
    ]


def spoken_name(clinic: Clinic) -> str:
    """What stands in place of a name that says something of health; empty where the name itself is said."""
    said = wording.spoken_name(clinic, clinic.language)
    return "" if said == clinic.name else said


def quiet_hours() -> str:
    """In words."""
    return _(
        "From %(from)d:00 to %(until)d:00 by the clinic's clock only the safety message and alerts go out."
    ) % {
        "from": QUIET_FROM.hour,
        "until": QUIET_UNTIL.hour,
    }


def _row(clinic: Clinic, purpose: str, route: str, language: str, name: str) -> Row:
    last = last_template(clinic, purpose, route, language)
    is_own = last is not None and bool(last.body)
    return Row(
        name=name,
        says=wording.standing(clinic, purpose, route, language).body,
        url=reverse("message_template", args=[purpose, route, language]),
        is_own=is_own,
        note=_("Your own, by %(who)s") % {"who": who_and_when(last)}
        if last is not None and is_own
        else _("As Drypoint brings it"),
    )


def _args(purpose: str) -> list[str]:
    return [] if purpose == Purpose.ALERT else [SAMPLE_TOKEN]


def _parts(body: str) -> str:
    is_wide = bool(set(body) - GSM)
    one, more = (WIDE_TEXT, WIDE_PART) if is_wide else (GSM_TEXT, GSM_PART)
    count = 1 if len(body) <= one else -(-len(body) // more)
    return ngettext(
        "%(characters)d characters: the gateway counts it as %(count)d text message.",
        "%(characters)d characters: the gateway counts it as %(count)d text messages.",
        count,
    ) % {"characters": len(body), "count": count}
