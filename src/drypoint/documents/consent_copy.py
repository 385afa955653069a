"""The patient's copy of a consent: what was told, numbers with their sources, the answer, the signature."""

import datetime
from typing import Literal

from drypoint.documents.blocks import (
    Block,
    BodyFigure,
    Bullets,
    Callout,
    Column,
    Fact,
    Facts,
    Paragraph,
    Section,
    SignatureBlock,
    Table,
)
from drypoint.documents.contents import DocumentContent, PersonSignature, aware, known_facts, unbroken
from drypoint.documents.labels import labels
from drypoint.documents.layout import Layout, lay_out
from drypoint.documents.typesetting import typeset
from drypoint.terms import Value


class ConsentRisk(Value, frozen=True):
    """One risk as it was told, in the document's language."""

    name: str
    meaning: str
    how_often: str | None
    """Such as "about 19 in 100"; ``None`` when nobody published a number."""
    denominator: str | None = None
    """What was counted, such as "treatments" or "people asked the next day"."""
    range_between_studies: str | None = None
    sources: tuple[str, ...] = ()
    """Citations; printed once each in a numbered list."""
    unverified: bool = False


class Needler(Value, frozen=True):
    """Who will do the needling, and their training, which some states ask to be named."""

    name: str
    profession: str
    licence: str | None = None
    training: str | None = None


class QuestionAsked(Value, frozen=True):
    """What the patient asked and what was answered."""

    question: str
    answer: str


class Withdrawal(Value, frozen=True):
    """When consent was taken back, and who was told. A reason is never asked."""

    at: datetime.datetime
    told_to: str

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` for a time without an offset from UTC."""
        aware(self.at, "at")


class ConsentCopyContent(DocumentContent, frozen=True):
    """A consent, given or declined, as the person saw it."""

    decision: Literal["given", "declined"]
    text_version: str
    regions: tuple[str, ...]
    covers: str | None
    """Such as "this visit" or "up to six visits in this episode"."""
    needler: Needler
    explained: tuple[str, ...]
    risks: tuple[ConsentRisk, ...]
    own_risks: tuple[str, ...]
    alternatives: tuple[str, ...]
    right_to_stop: tuple[str, ...]
    safety_net: tuple[str, ...]
    """When to get help afterwards."""
    safety_net_phone: str
    signature: PersonSignature
    questions: tuple[QuestionAsked, ...] = ()
    withdrawal: Withdrawal | None = None
    places: BodyFigure | None = None
    """The regions on the body."""


def layout_of_consent_copy(content: ConsentCopyContent) -> Layout:
    """The consent as the patient reads it, a withdrawal first."""
    words = labels().consent_copy
    title = words.title if content.decision == "given" else words.title_declined
    opening: tuple[Block, ...] = (Paragraph(text=content.say(words.copy)),)
    if content.withdrawal is not None:
        opening = (_withdrawn(content, content.withdrawal), *opening)
    sections = (
        Section(title=content.say(words.about), blocks=(_about(content), *_places(content))),
        Section(title=content.say(words.explained), blocks=_paragraphs(content.explained)),
        Section(title=content.say(words.risks), blocks=_risks(content)),
        Section(
            title=content.say(words.own_risks),
            blocks=_list_or(content.own_risks, content.say(labels().shared.none_named)),
        ),
        Section(
            title=content.say(words.alternatives),
            blocks=_list_or(content.alternatives, content.say(labels().shared.none_named)),
        ),
        Section(title=content.say(words.right_to_stop), blocks=_paragraphs(content.right_to_stop)),
        Section(
            title=content.say(words.safety_net),
            blocks=(_safety_net(content),),
            with_next=not content.questions,
        ),
        *_questions(content),
        # Signature and how to withdraw stay on one page, with the numbers to call: never alone on a last one.
        Section(
            title=content.say(words.signature),
            blocks=(_signature(content),),
            with_next=content.decision == "given",
        ),
        *_how_to_withdraw(content),
    )
    return lay_out(content, title=content.say(title), opening=opening, sections=sections)


def consent_copy(content: ConsentCopyContent) -> bytes:
    """The consent copy as PDF (UA-1, A-2a); raises ``TypesettingFailed``."""
    return typeset("consent_copy", layout_of_consent_copy(content), at=content.stamp.at)


def _places(content: ConsentCopyContent) -> tuple[Block, ...]:
    return () if content.places is None else (content.places,)


def _paragraphs(texts: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(Paragraph(text=text) for text in texts)


def _list_or(items: tuple[str, ...], nothing: str) -> tuple[Block, ...]:
    return (Bullets(items=items),) if items else (Paragraph(text=nothing),)


def _about(content: ConsentCopyContent) -> Facts:
    words, shared, needler = labels().consent_copy, labels().shared, content.needler
    decided = words.given if content.decision == "given" else words.declined
    return Facts(
        facts=(
            Fact(label=content.say(decided), value=content.write(content.signature.signed_at)),
            Fact(label=content.say(words.regions), value=", ".join(content.regions) or None),
            *known_facts((content.say(words.covers), content.covers)).facts,
            Fact(label=content.say(words.version), value=content.text_version),
            Fact(label=content.say(words.needler), value=f"{needler.name}, {needler.profession}"),
            *known_facts((content.say(shared.licence), needler.licence)).facts,
            # Some states ask for the training to be named: where it is not known, the copy says so.
            Fact(label=content.say(shared.training), value=needler.training),
        )
    )


def _risks(content: ConsentCopyContent) -> tuple[Block, ...]:
    if not content.risks:
        return ()
    words = labels().consent_copy
    citations = list(dict.fromkeys(source for risk in content.risks for source in risk.sources))
    rows = tuple(
        (
            f"{risk.name}\n{risk.meaning}",
            _how_often(content, risk),
            ", ".join(str(citations.index(source) + 1) for source in risk.sources) or "–",
        )
        for risk in content.risks
    )
    columns = (
        Column(title=content.say(words.risk), names_row=True, share=3),
        Column(title=content.say(words.how_often), share=3),
        Column(title=content.say(words.source)),
    )
    table = Table(columns=columns, rows=rows)
    if not citations:
        return (table,)
    numbered = "\n".join(f"{number}. {citation}" for number, citation in enumerate(citations, 1))
    return (table, Callout(tone="plain", title=content.say(words.sources), lines=(numbered,)))


def _how_often(content: ConsentCopyContent, risk: ConsentRisk) -> str:
    words = labels().consent_copy
    lines = [risk.how_often or content.say(words.no_rate)]
    if risk.denominator is not None:
        lines.append(content.say(words.counted_in, denominator=risk.denominator))
    if risk.range_between_studies is not None:
        lines.append(content.say(words.range, range=risk.range_between_studies))
    if risk.unverified:
        lines.append(content.say(words.unchecked))
    return "\n".join(lines)


def _safety_net(content: ConsentCopyContent) -> Callout:
    title = content.say(labels().consent_copy.call)
    return Callout(tone="attention", title=title, lines=content.safety_net, phone=content.safety_net_phone)


def _questions(content: ConsentCopyContent) -> tuple[Section, ...]:
    if not content.questions:
        return ()
    facts = tuple(Fact(label=asked.question, value=asked.answer) for asked in content.questions)
    title = content.say(labels().consent_copy.questions)
    return (Section(title=title, blocks=(Facts(facts=facts),)),)


def _signature(content: ConsentCopyContent) -> SignatureBlock:
    words, shared, signature = labels().consent_copy, labels().shared, content.signature
    decided = words.given if content.decision == "given" else words.declined
    return SignatureBlock(
        title=content.say(decided),
        facts=(
            Fact(label=content.say(words.typed), value=signature.name),
            Fact(label=content.say(words.signs_as), value=signature.signs_as),
            Fact(label=content.say(shared.signed_at), value=content.write(signature.signed_at)),
        ),
        drawn=signature.figure(content),
    )


def _withdrawn(content: ConsentCopyContent, withdrawal: Withdrawal) -> Callout:
    words = labels().consent_copy
    return Callout(
        tone="urgent",
        title=content.say(words.withdrawn, time=content.write(withdrawal.at)),
        lines=(
            content.say(words.withdrawn_to, name=withdrawal.told_to),
            content.say(words.withdrawn_meaning),
        ),
    )


def _how_to_withdraw(content: ConsentCopyContent) -> tuple[Section, ...]:
    words = labels().consent_copy
    if content.decision == "declined":
        return ()
    block: Block = Paragraph(text=content.say(words.not_withdrawn, phone=unbroken(content.letterhead.phone)))
    if content.withdrawal is not None:
        block = _withdrawn(content, content.withdrawal)
    return (Section(title=content.say(words.withdrawal), blocks=(block,)),)
