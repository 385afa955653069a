"""The note shows what was recorded although something spoke against it, until somebody has looked."""

from tests.clinic.followup.whole_visit import full_visit, sign
from tests.clinic.visits.care import BEGUN, Care, event, inserted

from drypoint.clinic.followup.queries.note_draft import draft_note, newer_topics
from drypoint.clinic.visits.actions import recordings
from drypoint.clinic.visits.models import SessionEvent
from drypoint.clinic.visits.queries.sessions import questioned
from drypoint.documents import Topic, as_text


def test_note_names_what_nobody_has_looked_at(care: Care) -> None:
    full_visit(care)
    bare = inserted(1, insertion="i7", needle="n7", muscle="gluteus_maximus")
    out = event("removed", 2, insertion="i7")
    lost = event("needle_opened", 1, needle="n7", data={"lot": "typed"})
    told = recordings.record(by=care.therapist, visit=care.visit, events=[lost, bare, out])
    assert told.refused == {}
    asked = [one for one in questioned(care.visit) if "clock" not in one.questions]
    assert len(questioned(care.visit)) >= len(asked)
    text = as_text(draft_note(care.visit, at=BEGUN))
    assert "gluteus maximus, left" in text.lower()
    assert "not on the signed plan" in text
    assert "lot is not known here" in text
    for one in questioned(care.visit):
        found = SessionEvent.objects.select_related("visit").get(pk=one.event.id)
        recordings.look(by=care.therapist, event=found)
    assert questioned(care.visit) == ()
    assert "not on the signed plan" not in as_text(draft_note(care.visit, at=BEGUN))


def test_signed_note_tells_that_events_arrived_after_it(care: Care) -> None:
    full_visit(care)
    note = sign(care)
    assert newer_topics(note) == ()
    late = inserted(2, insertion="i9", needle="n9")
    recordings.record(by=care.therapist, visit=care.visit, events=[late])
    assert Topic.NEEDLING in newer_topics(note)
    assert "note_signed" in questioned(care.visit)[0].questions
