"""A letter to a doctor: why, what was found, what is asked, and a page to answer on."""

import datetime

from drypoint.documents.blocks import AnswerForm, AnswerLine, Block, Callout, Fact, Facts, Paragraph, Section
from drypoint.documents.contents import DocumentContent, ProfessionalSignature, known_facts
from drypoint.documents.dates import written_date
from drypoint.documents.labels import labels
from drypoint.documents.layout import Layout, lay_out
from drypoint.documents.typesetting import typeset
from drypoint.terms import InvalidInput


class ReferralLetterContent(DocumentContent, frozen=True):
    """A question to a doctor about one patient."""

    recipient: tuple[str, ...]
    """Name and address, a line each."""
    written_on: datetime.date
    salutation: str
    urgent: bool
    why: tuple[str, ...]
    findings: tuple[Block, ...]
    planned: tuple[str, ...]
    question: str
    signature: ProfessionalSignature
    meanwhile: str | None = None
    """What will and will not be done until the answer comes."""
    agreed_to_share: str | None = None
    """When and how the patient agreed that this is shared; ``None`` is printed as "not recorded"."""

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` for a letter to nobody or without a question."""
        if not any(line.strip() for line in self.recipient):
            raise InvalidInput("Say to whom the letter goes.", where="recipient")
        if not self.question.strip():
            raise InvalidInput("Say what you ask the doctor.", where="question")


def layout_of_referral_letter(content: ReferralLetterContent) -> Layout:
    """The letter, and its answer on a page of its own that can be sent back alone."""
    words = labels().referral_letter
    opening: tuple[Block, ...] = (Paragraph(text=content.salutation),)
    if content.urgent:
        opening = (Callout(tone="urgent", title=content.say(words.urgent)), *opening)
    shared = Facts(facts=(Fact(label=content.say(words.consent_to_share), value=content.agreed_to_share),))
    meanwhile: tuple[Block, ...] = ()
    if content.meanwhile is not None:
        meanwhile = (known_facts((content.say(words.meanwhile), content.meanwhile)),)
    return lay_out(
        content,
        title=content.say(words.title),
        recipient=content.recipient,
        dated=written_date(content.written_on, content.language),
        opening=opening,
        sections=(
            Section(title=content.say(words.why), blocks=_paragraphs(content.why)),
            Section(title=content.say(words.findings), blocks=content.findings),
            Section(title=content.say(words.planned), blocks=_paragraphs(content.planned)),
            Section(
                title=content.say(words.question),
                blocks=(
                    Callout(tone="plain", title=content.question),
                    *meanwhile,
                    shared,
                    content.signature.block(content, ""),
                ),
            ),
            _answer(content),
        ),
    )


def referral_letter(content: ReferralLetterContent) -> bytes:
    """The letter as PDF (UA-1, A-2a); raises ``TypesettingFailed``."""
    return typeset("referral_letter", layout_of_referral_letter(content), at=content.stamp.at)


def _paragraphs(texts: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(Paragraph(text=text) for text in texts)


def _answer(content: ReferralLetterContent) -> Section:
    words, head = labels().referral_letter, content.letterhead
    ways = ", ".join(way for way in (*head.address_lines, head.phone, head.email) if way)
    about = ", ".join(fact.value or "" for fact in content.person.facts(content.language))
    return Section(
        title=content.say(words.answer),
        new_page=True,
        blocks=(
            Facts(
                facts=(
                    Fact(label=content.say(words.about), value=about),
                    Fact(label=content.say(words.asked), value=content.question),
                )
            ),
            AnswerForm(
                instruction=content.say(words.answer_instruction, clinic=head.clinic_name, ways=ways),
                choices=tuple(
                    content.say(choice)
                    for choice in (words.may, words.may_if, words.may_not, words.see_first)
                ),
                lines=(
                    AnswerLine(label=content.say(words.conditions), lines=4),
                    AnswerLine(label=content.say(words.valid_until)),
                    AnswerLine(label=content.say(words.doctor_name)),
                    AnswerLine(label=content.say(words.doctor_signature), lines=2),
                ),
            ),
        ),
    )
