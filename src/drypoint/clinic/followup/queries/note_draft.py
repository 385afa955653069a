"""The note of a visit, drafted whole from the record. What was not recorded is said to be so."""

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
from drypoint.clinic.followup.queries import note_sections as care
from drypoint.clinic.followup.queries import note_treatment as treatment
from drypoint.clinic.followup.queries.note_source import Language, NoteSource, read
from drypoint.clinic.people.models import Person
from drypoint.clinic.visits.canonical import fingerprint, plain
from drypoint.clinic.visits.models import Visit
from drypoint.documents import (
    Addendum,
    Letterhead,
    NoteSection,
    PersonStrip,
    ProfessionalSignature,
    Stamp,
    Topic,
    VisitNoteContent,
    as_text,
)
from drypoint.documents.contents import Paper

__all__ = ["as_text", "draft_note", "letterhead", "person_strip", "signature_of", "signed_by", "signed_note"]

_LETTER_PAPER = frozenset({"US", "CA", "MX"})
VERSION = "1"
"""Of the way in which notes are drafted."""


def draft_note(
    visit: Visit,
    *,
    language: Language = "en",
    at: datetime | None = None,
    procedure_code: str | None = None,
) -> VisitNoteContent:
    """The unsigned note as the record stands, as the documents room prints it.

    Raises ``NotAllowedNow`` when the person's date of birth, which stands on every page, is not known.
    """
    source = read(visit, language, procedure_code=procedure_code)
    with translation.override(language):
        sections = tuple(one for one in _sections(source) if one is not None)
    clinic = visit.clinic
    return VisitNoteContent(
        language=language,
        paper=paper(clinic),
        letterhead=letterhead(clinic),
        person=person_strip(visit.episode.person),
        stamp=Stamp(
            reference=str(visit.pk),
            version=VERSION,
            at=source.local(at if at is not None else timezone.now()),
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


def newer_topics(note: Note) -> tuple[Topic, ...]:
    """Topics in which the record says something else by now than the signed note; empty: they agree."""
    frozen = msgspec.convert(note.content, VisitNoteContent)
    now = draft_note(
        note.visit, language=frozen.language, at=note.signed_at, procedure_code=note.procedure_code or None
    )
    before = {section.topic: section for section in frozen.sections}
    after = {section.topic: section for section in now.sections}
    return tuple(topic for topic in Topic if before.get(topic) != after.get(topic))


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


def _sections(source: NoteSource) -> tuple[NoteSection | None, ...]:
    return (
        care.visit_section(source),
        care.history_section(source),
        care.screening_section(source),
        care.examination_section(source),
        care.indication_section(source),
        care.consent_section(source),
        care.drawing_section(source),
        care.palpation_section(source),
        treatment.needling_section(source),
        treatment.other_treatments_section(source),
        treatment.exercises_section(source),
        treatment.response_section(source),
        treatment.tolerance_section(source),
        treatment.after_care_section(source),
        treatment.billing_section(source),
        treatment.decision_section(source),
    )
