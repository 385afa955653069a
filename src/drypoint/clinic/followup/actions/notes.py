"""Signing the note of a visit, and adding to it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.queries import require_licence, today
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.models import Note, NoteAddendum, NoteWords, ProcedureCode
from drypoint.clinic.followup.queries.note_draft import draft_note, signed_by
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append, hold, revise
from drypoint.clinic.visits.access import append_unsigned, require_visit
from drypoint.clinic.visits.canonical import fingerprint, plain
from drypoint.clinic.visits.models import NeedlingSession, SessionStatus, Visit, VisitStatus
from drypoint.documents import Language, Topic, as_text
from drypoint.terms import InvalidInput


def sign(
    *,
    by: Actor,
    visit: Visit,
    revision: int,
    language: Language = "en",
    procedure_code: ProcedureCode | None = None,
    consent_copy_given: bool = False,
    signed_at: datetime | None = None,
) -> Note:
    """Freeze the note as the record stands; the visit is signed then and its facts are closed.

    ``procedure_code`` is what the therapist confirmed; ``consent_copy_given`` states that the person has a
    signed copy of the consent. Raises ``NotAllowedNow`` without a licence or while a needling session is
    open, ``Conflict`` when somebody signed meanwhile.
    """
    require_visit(by, visit, Permission.SIGN)  # an open visit, which alone may become signed (TRANSITIONS)
    member = by.require_named()
    at = signed_at or timezone.now()
    require_licence(by, on=at.astimezone(visit.clinic.zone).date())
    with transaction.atomic():
        hold(visit)
        session = NeedlingSession.objects.filter(visit=visit).first()
        if session is not None and session.status not in {SessionStatus.CLOSED, SessionStatus.INCIDENT}:
            raise NotAllowedNow(_("Close the needling session first: each needle must be accounted for."))
        draft = draft_note(
            visit,
            language=language,
            at=at,
            procedure_code=procedure_code,
            consent_copy_given=consent_copy_given,
        )
        content = signed_by(draft, member=member, at=at)
        frozen = plain(content)
        revise(visit, by=by, verb="visit.signed", revision=revision, status=VisitStatus.SIGNED)
        return append(
            Note,
            by=by,
            verb="note.signed",
            visit=visit,
            content=frozen,
            text=as_text(content),
            language=language,
            signed_by_id=member,
            signed_at=at,
            sha256=fingerprint(frozen),
            procedure_code=procedure_code or "",
        )


def word(
    *, by: Actor, visit: Visit, topic: Topic, text: str, supersedes: NoteWords | None = None
) -> NoteWords:
    """Say something under a topic in one's own words; an empty text takes them out again.

    Raises ``NotAllowedNow`` once the note is signed and ``Conflict`` when somebody was faster.
    """
    require_visit(by, visit)
    return append_unsigned(
        NoteWords,
        by=by,
        verb="note.worded",
        supersedes=supersedes,
        chain=("visit", "topic"),
        visit=visit,
        topic=topic.value,
        text=text.strip(),
    )


def add(*, by: Actor, note: Note, text: str) -> NoteAddendum:
    """Add signed words to a signed note; ``NotAllowedNow`` without a licence."""
    by.require(Permission.SIGN, clinic_id=note.clinic_id)
    member = by.require_named()
    require_licence(by, on=today(note.clinic))
    if not text.strip():
        raise InvalidInput(_("Write the addendum."), where="text")
    return append(
        NoteAddendum,
        by=by,
        verb="note.addendum_signed",
        visit=note.visit,
        note=note,
        text=text.strip(),
        signed_by_id=member,
        signed_at=timezone.now(),
    )
