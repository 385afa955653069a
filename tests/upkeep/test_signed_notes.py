"""The doctor notices a signed note that was changed behind the record's back."""

from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.followup.actions import notes
from drypoint.clinic.followup.models import Note
from drypoint.upkeep.doctor import _signed_notes


def test_a_note_that_was_changed_after_it_was_signed_is_a_problem(db: None) -> None:
    care = Care()
    note = notes.sign(by=care.therapist, visit=care.visit, revision=1, signed_at=BEGUN)
    assert [(finding.ok, "1 signed" in finding.says) for finding in _signed_notes()] == [(True, True)]

    Note.objects.filter(pk=note.pk).update(content={**note.content, "language": "es"})

    finding = next(_signed_notes())
    assert not finding.ok
    assert "1 of 1" in finding.says
