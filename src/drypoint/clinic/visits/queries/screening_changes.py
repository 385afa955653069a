"""What a patient's own answers changed since the therapist's last screening of the visit."""

from dataclasses import dataclass
from typing import Any

from drypoint.clinic.visits.models import AnsweredBy, Screening


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """One answer, before and now; ``None``: not answered."""

    question: str
    before: Any
    now: Any


def by_therapist_before(screening: Screening) -> Screening | None:
    """The therapist's screening that the patient's own answers took the place of; ``None`` where none did."""
    found = screening
    while found.answered_by == AnsweredBy.PATIENT:
        if found.supersedes_id is None:
            return None
        found = Screening.objects.get(clinic_id=screening.clinic_id, pk=found.supersedes_id)
    return None if found.pk == screening.pk else found


def changed_answers(before: Screening, now: Screening) -> tuple[AnswerChange, ...]:
    """Answers that are not what they were, in the order of the newer ones."""
    old, new = before.person_request.get("answers", {}), now.person_request.get("answers", {})
    return tuple(
        AnswerChange(question=asked, before=old.get(asked), now=new.get(asked))
        for asked in dict.fromkeys((*new, *old))
        if old.get(asked) != new.get(asked)
    )
