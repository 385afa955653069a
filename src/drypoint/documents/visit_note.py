"""The signed note of one visit."""

import datetime
from enum import StrEnum

from drypoint.documents.blocks import Block, Callout, Fact, Facts, Section
from drypoint.documents.contents import DocumentContent, ProfessionalSignature, aware
from drypoint.documents.labels import labels
from drypoint.documents.layout import Layout, lay_out
from drypoint.documents.session_note import RequiredItem, RequiredRow, Topic, session_note_rules
from drypoint.documents.typesetting import typeset
from drypoint.terms import InvalidInput, Value


class NotApplicable(Value, frozen=True):
    """A required item that this visit does not have, and why."""

    item: RequiredItem
    reason: str


class NoteSection(Value, frozen=True):
    """One topic of the note.

    ``records`` names the required items that the blocks state. A required item that is not named is printed
    as "not recorded", so name an item only where its fact, column or sentence is really there.
    """

    topic: Topic
    blocks: tuple[Block, ...]
    records: tuple[RequiredItem, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()


class RequirementState(StrEnum):
    """Whether the note states what boards and payers ask for."""

    MET = "met"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"


class Requirement(Value, frozen=True):
    """One required item and how the note stands to it."""

    row: RequiredRow
    state: RequirementState
    reason: str = ""
    """Why it does not apply, in the note's language."""


class Addendum(Value, frozen=True):
    """What was added after signing; the note itself stays as it was."""

    at: datetime.datetime
    by: str
    text: str

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` for a time without an offset from UTC."""
        aware(self.at, "at")


class VisitNoteContent(DocumentContent, frozen=True):
    """One visit note. Topics may come in any order and are printed in the order of ``Topic``.

    A topic that must be there and is not given, or is given without blocks, says "not recorded".
    """

    sections: tuple[NoteSection, ...]
    signature: ProfessionalSignature | None = None
    """``None`` for a draft, which says so on its first page."""
    addenda: tuple[Addendum, ...] = ()
    title: str | None = None
    """``None`` for "Visit note"."""

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` when a topic comes twice."""
        topics = [section.topic for section in self.sections]
        if len(set(topics)) < len(topics):
            raise InvalidInput("Give each topic once.", where="sections")


def requirements(content: VisitNoteContent) -> tuple[Requirement, ...]:
    """Every item that was required when the note was drafted, in the order in which they are printed."""
    recorded = {item for section in content.sections for item in section.records if section.blocks}
    reasons = {one.item: one.reason for section in content.sections for one in section.not_applicable}
    version = content.stamp.version
    drafted = int(version) if version.isdecimal() else 1
    found: list[Requirement] = []
    for row in session_note_rules().required:
        if row.since > drafted:
            continue
        if row.item in recorded:
            found.append(Requirement(row=row, state=RequirementState.MET))
        elif row.item in reasons:
            found.append(
                Requirement(row=row, state=RequirementState.NOT_APPLICABLE, reason=reasons[row.item])
            )
        else:
            found.append(Requirement(row=row, state=RequirementState.MISSING))
    return tuple(found)


def missing_items(content: VisitNoteContent) -> tuple[RequiredRow, ...]:
    """The required items that the note does not state, in the order in which they are printed."""
    return tuple(one.row for one in requirements(content) if one.state is RequirementState.MISSING)


def layout_of_visit_note(content: VisitNoteContent) -> Layout:
    """The note with its topics in order and its gaps named."""
    words = labels().visit_note
    opening: tuple[Block, ...] = ()
    if content.signature is None:
        opening = (
            Callout(
                tone="attention", title=content.say(words.draft), lines=(content.say(words.draft_meaning),)
            ),
        )
    return lay_out(
        content,
        title=content.title or content.say(words.title),
        opening=opening,
        sections=(*_topics(content), *_signature(content), *_addenda(content)),
    )


def visit_note(content: VisitNoteContent) -> bytes:
    """The note as PDF (UA-1, A-2a); raises ``TypesettingFailed``."""
    return typeset("visit_note", layout_of_visit_note(content), at=content.stamp.at)


def _topics(content: VisitNoteContent) -> tuple[Section, ...]:
    given = {section.topic: section.blocks for section in content.sections}
    gaps = missing_items(content)
    sections: list[Section] = []
    for row in session_note_rules().topics:
        gap = tuple(Fact(label=content.say(item.label)) for item in gaps if item.topic is row.topic)
        blocks = given.get(row.topic, ())
        if gap:
            blocks = (*blocks, Facts(facts=gap))
        if blocks or row.topic in given:
            sections.append(Section(title=content.say(row.title), blocks=blocks))
    return tuple(sections)


def _signature(content: VisitNoteContent) -> tuple[Section, ...]:
    if content.signature is None:
        return ()
    words = labels().visit_note
    block = content.signature.block(content, content.say(words.electronic))
    return (Section(title=content.say(words.signature), blocks=(block,)),)


def _addenda(content: VisitNoteContent) -> tuple[Section, ...]:
    if not content.addenda:
        return ()
    words = labels().visit_note
    blocks = tuple(
        Callout(
            tone="plain",
            title=content.say(words.addendum, time=content.write(addendum.at), name=addendum.by),
            lines=(addendum.text,),
        )
        for addendum in content.addenda
    )
    return (Section(title=content.say(words.addenda), blocks=blocks),)
