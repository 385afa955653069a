"""The note on the screen: the same content as on paper, with ways to what it is drafted from."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.billing.code import BillingMuscle, ProcedureCode
from drypoint.clinic.followup.models import Note, NoteWords
from drypoint.clinic.followup.queries.note_draft import changes_since
from drypoint.clinic.visits.models import Visit
from drypoint.documents import Block, RequirementState, VisitNoteContent, layout_of_visit_note, missing_items
from drypoint.documents import requirements as required
from drypoint.documents.session_note import Topic, session_note_rules

_ROUTES: dict[Topic, str] = {
    Topic.HISTORY_CHANGES: "history",
    Topic.SCREENING: "screening",
    Topic.EXAMINATION: "examination",
    Topic.INDICATION_AND_PLAN: "plan_of_care",
    Topic.CONSENT: "consent",
    Topic.PAIN_DRAWING: "pain_drawing",
    Topic.PALPATION: "palpation",
    Topic.NEEDLING: "session",
    Topic.OTHER_TREATMENTS: "other_treatments",
    Topic.EXERCISES: "exercises",
    Topic.RESPONSE: "reassessment",
    Topic.TOLERANCE: "session",
    Topic.AFTER_CARE: "after-care",
    Topic.BILLING: "session",
    Topic.DECISION: "decision",
}
"""The page where what a topic says is recorded."""


@dataclass(frozen=True, slots=True)
class BlockShown:
    """One block with the name of the template that draws it."""

    kind: str
    block: Block


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionShown:
    """One heading of the note; ``url`` leads to where it can be changed."""

    title: str
    blocks: list[BlockShown]
    url: str
    words_url: str = ""
    """Where the therapist adds their own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A required item that nobody recorded."""

    label: str
    topic: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeShown:
    """The proposed code with the muscles it counts."""

    code: str
    muscles: list[tuple[str, str, bool]]
    """Billing muscle, the parts that were needled, whether counting them as one is unverified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementShown:
    """One thing that boards and payers ask a note to state."""

    label: str
    topic: str
    level: str
    word: str
    reason: str
    asked_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerShown:
    """One topic in which the record went on."""

    topic: str
    signed: tuple[str, ...]
    now: tuple[str, ...]


def requirements(content: VisitNoteContent) -> list[RequirementShown]:
    """Every requirement with whether the note meets it, and who asks for it."""
    rules = session_note_rules()
    shown = {
        RequirementState.MET: ("done", _("In the note")),
        RequirementState.NOT_APPLICABLE: ("note", _("Does not apply")),
        RequirementState.MISSING: ("incomplete", _("Missing")),
    }
    return [
        RequirementShown(
            label=_in_page_language(one.row.label),
            topic=topic_name(one.row.topic),
            level=shown[one.state][0],
            word=shown[one.state][1],
            reason=one.reason,
            asked_by="; ".join(rules.sources[key].citation for key in one.row.sources),
        )
        for one in required(content)
    ]


def said_words(words: NoteWords) -> list[tuple[str, str]]:
    """Own words as somebody else saved them, to compare with one's own."""
    return [(_("In your own words"), words.text)]


def sections(
    content: VisitNoteContent, visit: Visit, *, may_change: bool, may_word: bool = False
) -> list[SectionShown]:
    """The note as its PDF prints it, block by block."""
    layout = layout_of_visit_note(content)
    titles = {row.title.in_language(content.language): row.topic for row in session_note_rules().topics}
    return [
        SectionShown(
            title=section.title,
            blocks=[BlockShown(type(block).__name__.lower(), block) for block in section.blocks],
            url=_url(titles[section.title], visit) if may_change and section.title in titles else "",
            words_url=reverse("note-words", args=[visit.pk, titles[section.title]])
            if may_change and may_word and section.title in titles
            else "",
        )
        for section in layout.sections
    ]


def not_recorded(content: VisitNoteContent) -> str:
    """The words for what nobody recorded."""
    return layout_of_visit_note(content).not_recorded


def missing(content: VisitNoteContent, visit: Visit) -> list[Missing]:
    """Required items that the note does not state, each with where to record it."""
    return [
        Missing(
            label=_in_page_language(row.label),
            topic=topic_name(row.topic),
            url=_url(row.topic, visit),
        )
        for row in missing_items(content)
    ]


def newer(note: Note) -> list[NewerShown] | None:
    """Topics in which the record went on after the note was signed; ``None`` where it cannot be compared."""
    found = changes_since(note)
    if found is None:
        return None
    return [NewerShown(topic=topic_name(one.topic), signed=one.signed, now=one.now) for one in found]


def topic_name(topic: Topic) -> str:
    """A heading of the note in the page's language."""
    return next(_in_page_language(row.title) for row in session_note_rules().topics if row.topic is topic)


def code(found: ProcedureCode | None) -> CodeShown | None:
    """The proposed code, if a muscle was needled."""
    if found is None:
        return None
    return CodeShown(code=found.code, muscles=[_counted(row) for row in found.counted])


def signature(content: VisitNoteContent) -> str:
    """Who signed, as what."""
    signed = content.signature
    return "" if signed is None else ", ".join(part for part in (signed.name, signed.profession) if part)


def _counted(row: BillingMuscle) -> tuple[str, str, bool]:
    parts = ", ".join(
        atlas.load().muscle(part).name.in_language(get_language() or "en") for part in row.needled
    )
    name = row.muscle.replace("_", " ")
    side = {"left": _("left"), "right": _("right")}.get(str(row.side), "")
    return (f"{name}, {side}" if side else name, parts, row.unverified)


def _url(topic: Topic, visit: Visit) -> str:
    name = _ROUTES.get(topic)
    return reverse(name, args=[visit.pk]) if name is not None else ""


def _in_page_language(text: Any) -> str:
    said: str = text.in_language(get_language() or "en")
    return said
