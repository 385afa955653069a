"""The note of a visit, drafted whole from the record. What was not recorded is said to be so."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from msgspec.structs import replace

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.models import Note
from drypoint.clinic.followup.queries import note_consent as consent
from drypoint.clinic.followup.queries import note_needling as needling
from drypoint.clinic.followup.queries import note_response as response
from drypoint.clinic.followup.queries import note_sections as care
from drypoint.clinic.followup.queries import note_treatment as treatment
from drypoint.clinic.followup.queries.note_source import Language, NoteSource, read
from drypoint.clinic.people.models import Person
from drypoint.clinic.visits.canonical import fingerprint, plain
from drypoint.clinic.visits.models import Visit
from drypoint.documents import (
    Addendum,
    Callout,
    Letterhead,
    NoteSection,
    PersonStrip,
    ProfessionalSignature,
    RequiredItem,
    Stamp,
    Topic,
    VisitNoteContent,
    as_text,
    lines_of_topic,
)
from drypoint.documents.contents import Paper

__all__ = ["as_text", "draft_note", "letterhead", "person_strip", "signature_of", "signed_by", "signed_note"]

_LETTER_PAPER = frozenset({"US", "CA", "MX"})
VERSION = "2"
"""Of the way in which notes are drafted."""


def draft_note(
    visit: Visit,
    *,
    language: Language = "en",
    at: datetime | None = None,
    procedure_code: str | None = None,
    consent_copy_given: bool = False,
) -> VisitNoteContent:
    """The unsigned note as the record stands, as the documents room prints it.

    ``procedure_code`` and ``consent_copy_given`` are what the signer states; the record does not know them.

    Raises ``NotAllowedNow`` when the person's date of birth, which stands on every page, is not known.
    """
    drafted_at = at if at is not None else timezone.now()
    source = read(
        visit, language, at=drafted_at, procedure_code=procedure_code, consent_copy_given=consent_copy_given
    )
    with translation.override(language):
        sections = with_own_words(source, tuple(one for one in _sections(source) if one is not None))
    clinic = visit.clinic
    return VisitNoteContent(
        language=language,
        paper=paper(clinic),
        letterhead=letterhead(clinic),
        person=person_strip(visit.episode.person),
        stamp=Stamp(
            reference=str(visit.pk),
            version=VERSION,
            at=source.local(drafted_at),
        ),
        is_demo=clinic.is_demo,
        sections=sections,
    )


def signed_by(draft: VisitNoteContent, *, member: UUID, at: datetime) -> VisitNoteContent:
    """The draft with the signature of a member of staff over the hash of its content."""
    signature = signature_of(member, at=at)
    return replace(draft, signature=replace(signature, content_sha256=fingerprint(plain(draft))))


def signature_of(member: UUID, *, at: datetime) -> ProfessionalSignature:
    """A member of staff signing at a time, with the licence that held then."""
    membership = Membership.objects.select_related("user", "clinic").get(pk=member)
    local = at.astimezone(membership.clinic.zone)
    licence = accounts.licence(membership, on=local.date())
    return ProfessionalSignature(
        name=membership.user.name,
        profession=(licence.profession if licence is not None else "") or membership.title,
        licence=licence.number if licence is not None else None,
        signed_at=local,
    )


def signed_note(note: Note) -> VisitNoteContent:
    """A signed note as it was frozen, with its addenda so far."""
    content = msgspec.convert(note.content, VisitNoteContent)
    zone = note.clinic.zone
    addenda = note.addenda.current().select_related("signed_by__user").order_by("signed_at", "id")
    return replace(
        content,
        addenda=tuple(
            Addendum(at=one.signed_at.astimezone(zone), by=one.signed_by.signature, text=one.text)
            for one in addenda
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChange:
    """What the record says otherwise by now in one topic of a signed note, line by line."""

    topic: Topic
    signed: tuple[str, ...]
    """Lines of the signed note that no longer stand."""
    now: tuple[str, ...]
    """Lines that the record says instead, or besides."""


def changes_since(note: Note) -> tuple[TopicChange, ...] | None:
    """What the record says otherwise than the signed note; empty: they agree.

    ``None`` for a note that another version of the program drafted, which words things in another way.
    """
    frozen = msgspec.convert(note.content, VisitNoteContent)
    if frozen.stamp.version != VERSION:
        return None
    stated = {item for section in frozen.sections for item in section.records}
    now = draft_note(
        note.visit,
        language=frozen.language,
        at=note.signed_at,
        procedure_code=note.procedure_code or None,
        consent_copy_given=RequiredItem.CONSENT_SIGNED_COPY in stated,
    )
    before = {section.topic: section for section in frozen.sections}
    after = {section.topic: section for section in now.sections}
    return tuple(
        _topic_change(topic, frozen, now) for topic in Topic if before.get(topic) != after.get(topic)
    )


def newer_topics(note: Note) -> tuple[Topic, ...]:
    """Topics in which the record says something else by now than the signed note; empty: they agree."""
    return tuple(one.topic for one in changes_since(note) or ())


def _topic_change(topic: Topic, frozen: VisitNoteContent, now: VisitNoteContent) -> TopicChange:
    signed, newer = (lines_of_topic(content, topic) for content in (frozen, now))
    return TopicChange(
        topic=topic,
        signed=tuple(line for line in signed if line not in newer),
        now=tuple(line for line in newer if line not in signed),
    )


def letterhead(clinic: Clinic) -> Letterhead:
    """The clinic as it names itself on paper."""
    return Letterhead(
        clinic_name=clinic.legal_name or clinic.name,
        address_lines=tuple(line.strip() for line in clinic.postal_address.splitlines() if line.strip()),
        phone=clinic.phone,
    )


def person_strip(person: Person) -> PersonStrip:
    """Whom a document is about; raises ``NotAllowedNow`` without a date of birth."""
    born: date | None = person.birth_date
    if born is None:
        raise NotAllowedNow(_("Record the date of birth first: it stands on every page of a document."))
    return PersonStrip(name=person.full_name, born=born, clinic_number=str(person.number))


def paper(clinic: Clinic) -> Paper:
    """The paper of the clinic's country."""
    return "us-letter" if clinic.country in _LETTER_PAPER else "a4"


def with_own_words(source: NoteSource, sections: tuple[NoteSection, ...]) -> tuple[NoteSection, ...]:
    """The sections with what the therapist wrote in their own words, each marked as theirs."""
    drafted = {one.topic: one for one in sections}
    for topic, text in source.own_words.items():
        marked = Callout(tone="plain", title=_("In the therapist's own words"), lines=(text,))
        one = drafted.get(Topic(topic), NoteSection(topic=Topic(topic), blocks=()))
        drafted[one.topic] = replace(one, blocks=(*one.blocks, marked))
    return tuple(drafted[topic] for topic in Topic if topic in drafted)


def _sections(source: NoteSource) -> tuple[NoteSection | None, ...]:
    return (
        care.visit_section(source),
        care.history_section(source),
        care.screening_section(source),
        care.examination_section(source),
        care.indication_section(source),
        consent.consent_section(source),
        care.drawing_section(source),
        care.palpation_section(source),
        needling.needling_section(source),
        treatment.other_treatments_section(source),
        treatment.exercises_section(source),
        response.response_section(source),
        response.tolerance_section(source),
        treatment.after_care_section(source),
        treatment.billing_section(source),
        treatment.decision_section(source),
    )
