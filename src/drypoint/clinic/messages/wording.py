"""What a message says: the clinic's own words where it wrote some, else those that Drypoint brings."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.messages.health_words import found_in
from drypoint.clinic.messages.models import Purpose, Route

YOUR_CLINIC = {"en": "Your clinic", "es": "Su clínica"}
"""Says a message where the clinic's own name holds a word of health."""
LONGEST_TEXT = 480
"""Characters of a text message's own words, without what takes the place of the names in braces. Ours."""
_NAMES = re.compile(r"\{(\w*)\}")
_LINKS = re.compile(r"https?:|www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Subject and body, with names in braces or filled in. A text message has no subject."""

    subject: str
    body: str


def names_of(purpose: str) -> tuple[str, ...]:
    """What may stand in braces; all but ``clinic`` must."""
    return ("clinic", "link", "stop") if purpose == Purpose.CHECK_IN else ("clinic", "link")


def shipped(purpose: str, route: str, language: str) -> Words:
    """The words that Drypoint brings, English where there are none in ``language``."""
    subject, body = _shipped()[purpose, route]
    return Words(subject=subject.get(language) or subject["en"], body=body.get(language) or body["en"])


def standing(clinic: Clinic, purpose: str, route: str, language: str) -> Words:
    """The words that go out now."""
    own = (
        clinic.message_templates.current()
        .filter(purpose=purpose, route=route, language=language)
        .exclude(body="")
        .first()
    )
    return Words(subject=own.subject, body=own.body) if own else shipped(purpose, route, language)


def filled(words: Words, *, clinic: Clinic, language: str, link: str, stop: str) -> Words:
    """``words`` with the names in braces filled in."""
    said = {"clinic": spoken_name(clinic, language), "link": link, "stop": stop}
    return Words(subject=_fill(words.subject, said), body=_fill(words.body, said))


def said_by(clinic: Clinic, purpose: str, route: str, language: str, *, link: str, stop: str) -> Words:
    """What a message says. Words kept before a list of forbidden words grew give way to the shipped ones."""
    words = standing(clinic, purpose, route, language)
    if found_in(f"{words.subject} {words.body}"):
        words = shipped(purpose, route, language)
    return filled(words, clinic=clinic, language=language, link=link, stop=stop)


def spoken_name(clinic: Clinic, language: str) -> str:
    """The clinic's name; one that says something of health is not said."""
    return YOUR_CLINIC.get(language, YOUR_CLINIC["en"]) if found_in(clinic.name) else clinic.name


def check(*, purpose: str, route: str, subject: str, body: str) -> None:
    """Raise ``ValidationError`` by field on words that may not go out, naming what is wrong."""
    for field, text in (("subject", subject), ("body", body)):
        if words := found_in(text):
            raise ValidationError(
                {
                    field: _("Leave out “%(words)s”: a message says nothing of health or of the body.")
                    % {"words": "”, “".join(words)}
                }
            )
        if unknown := [name for name in _NAMES.findall(text) if name not in names_of(purpose)]:
            known = " ".join(f"{{{name}}}" for name in names_of(purpose))
            raise ValidationError(
                {
                    field: _("“{%(name)s}” is not known here. What may stand in braces: %(known)s.")
                    % {"name": unknown[0], "known": known}
                }
            )
    if _LINKS.search(f"{subject} {body}"):
        raise ValidationError({"body": _("Write no address: {link} is the only one that a message carries.")})
    if missing := [f"{{{name}}}" for name in names_of(purpose)[1:] if f"{{{name}}}" not in body]:
        raise ValidationError({"body": _("Say %(name)s too.") % {"name": " ".join(missing)}})
    if route == Route.EMAIL and not subject.strip():
        raise ValidationError({"subject": _("An e-mail needs a subject.")})
    if "\n" in subject or "\r" in subject:
        raise ValidationError({"subject": _("The subject is one line.")})
    if route == Route.TEXT and len(body) > LONGEST_TEXT:
        raise ValidationError(
            {"body": _("A text message holds up to %(most)d characters.") % {"most": LONGEST_TEXT}}
        )


def _fill(text: str, said: dict[str, str]) -> str:
    return _NAMES.sub(lambda name: said.get(name[1], name[0]), text)


@cache
def _shipped() -> dict[tuple[str, str], tuple[dict[str, str], dict[str, str]]]:
    rows: list[dict[str, Any]] = json.loads(
        (resources.files("drypoint.clinic.messages") / "data" / "templates.json").read_text("utf-8")
    )
    return {(row["purpose"], row["route"]): (row["subject"], row["body"]) for row in rows}
