"""What every document says besides its own text: whose paper, about whom, which version, which language."""

import datetime
from typing import Literal

from drypoint.documents.blocks import Drawing, Fact, Facts, Figure, SignatureBlock
from drypoint.documents.dates import written_date, written_time
from drypoint.documents.labels import Language, labels
from drypoint.terms import InvalidInput, Text, Value

Paper = Literal["a4", "us-letter"]


def unbroken(phone: str) -> str:
    """A telephone number that stays on one line."""
    return phone.replace(" ", "\u00a0")


def aware(moment: datetime.datetime, where: str) -> None:
    """Raise ``InvalidInput`` for a time without its offset from UTC, which means another moment elsewhere."""
    if moment.tzinfo is None:
        raise InvalidInput("Give the time with its offset from UTC.", where=where)


class Letterhead(Value, frozen=True):
    """The clinic as it names itself on paper."""

    clinic_name: str
    address_lines: tuple[str, ...]
    phone: str
    email: str | None = None


class PersonStrip(Value, frozen=True):
    """Whom the document is about: three facts, so that no page is filed under another person."""

    name: str
    born: datetime.date
    clinic_number: str

    def facts(self, language: Language) -> tuple[Fact, ...]:
        """The strip's labelled facts."""
        words = labels().shared
        return (
            Fact(label=words.name.in_language(language), value=self.name),
            Fact(label=words.born.in_language(language), value=written_date(self.born, language)),
            Fact(label=words.clinic_number.in_language(language), value=self.clinic_number),
        )


class Stamp(Value, frozen=True):
    """Which document this is. ``at`` is the PDF's creation time too: same content, same bytes."""

    reference: str
    version: str
    at: datetime.datetime

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` for a time without an offset from UTC."""
        aware(self.at, "at")


class DocumentContent(Value, frozen=True):
    """The base of every document's content."""

    language: Language
    paper: Paper
    letterhead: Letterhead
    person: PersonStrip
    stamp: Stamp
    is_demo: bool
    """Whether the clinic is a fictional one: then each page says so."""

    def say(self, text: Text, **values: str) -> str:
        """``text`` in this document's language with ``{name}`` replaced by ``values``."""
        return text.in_language(self.language).format(**values)

    def write(self, moment: datetime.datetime) -> str:
        """A time in this document's language."""
        return written_time(moment, self.language)


class ProfessionalSignature(Value, frozen=True):
    """A signature by sign-in: who, as what, when, over which content."""

    name: str
    profession: str
    licence: str | None
    signed_at: datetime.datetime
    content_sha256: str | None = None

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` for a time without an offset from UTC."""
        aware(self.signed_at, "signed_at")

    def block(self, content: DocumentContent, title: str) -> SignatureBlock:
        """This signature as it is printed."""
        words = labels().shared
        facts = [
            Fact(label=content.say(words.signed_by), value=self.name),
            Fact(label=content.say(words.profession), value=self.profession),
            Fact(label=content.say(words.licence), value=self.licence),
            Fact(label=content.say(words.signed_at), value=content.write(self.signed_at)),
        ]
        if self.content_sha256 is not None:
            facts.append(Fact(label=content.say(words.content_hash), value=self.content_sha256))
        return SignatureBlock(title=title, facts=tuple(facts))


class PersonSignature(Value, frozen=True):
    """A patient's signature, or that of who signs for them: typed, drawn or both."""

    name: str
    signs_as: str
    """Such as "patient" or "mother", in the document's language."""
    signed_at: datetime.datetime
    drawn: Drawing | None = None

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` for a time without an offset from UTC."""
        aware(self.signed_at, "signed_at")

    def figure(self, content: DocumentContent) -> Figure | None:
        """The drawn signature as a picture with its words, if it was drawn."""
        if self.drawn is None:
            return None
        alt = content.say(labels().shared.drawn_signature, name=self.name)
        return Figure(svg=self.drawn.as_svg(), alt=alt)


def known_facts(*pairs: tuple[str, str | None]) -> Facts:
    """Facts of those labels that have a value: for what may be left out, unlike what must be recorded."""
    return Facts(facts=tuple(Fact(label=label, value=value) for label, value in pairs if value))
