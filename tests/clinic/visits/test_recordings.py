"""What a device recorded is a fact: stored whatever speaks against it, and asked about."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care, event, inserted, whole_session

from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.keys import new_id
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.visits.actions import consents, recordings, sessions
from drypoint.clinic.visits.actions.recordings import MOST, Recorded
from drypoint.clinic.visits.models import EngineResult, NeedlingSession, SessionEvent, Visit, VisitStatus
from drypoint.clinic.visits.queries.consents import current_consent
from drypoint.clinic.visits.queries.sessions import session_state, stored_events
from drypoint.needling import SessionStatus
from drypoint.terms import InvalidInput

NOW = BEGUN + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's clock: an hour after the session began."""
    monkeypatch.setattr(recordings.timezone, "now", lambda: NOW)


def record(care: Care, *events: dict[str, Any], **details: Any) -> Recorded:
    return recordings.record(by=care.therapist, visit=care.visit, events=events, **details)


def questions(recorded: Recorded, asked: dict[str, Any]) -> list[str]:
    return list(recorded.stored[UUID(asked["id"])].questions)


def test_nothing_is_recorded_before_the_start_by_strangers_or_by_the_wrong_role(care: Care) -> None:
    care.ready()
    with pytest.raises(NotAllowedNow, match="Start the session"):
        record(care, event("opened"))
    with pytest.raises(NotAllowedNow, match="Start the session"):
        record(care)
    sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)
    elsewhere = factories.acting(factories.make_clinic(name="Elsewhere"), "owner")
    with pytest.raises(ForeignRecord):
        recordings.record(by=elsewhere, visit=care.visit, events=[event("opened")])
    for role in ("front_desk", "researcher"):
        with pytest.raises(NotPermitted):
            recordings.record(
                by=factories.acting(care.clinic, role), visit=care.visit, events=[event("opened")]
            )
    assert not SessionEvent.objects.exists()


def test_assistant_records_on_a_second_device(care: Care) -> None:
    care.begin()
    assistant = factories.acting(care.clinic, "assistant")
    record(care, event("needle_opened", needle="n1"), inserted())
    second = {**event("twitched", 2, insertion="i1"), "device": "tablet-2"}
    told = recordings.record(by=assistant, visit=care.visit, events=[second])
    assert told.state.insertions[0].twitches == 1
    stored = stored_events(care.visit)
    assert [one.by for one in stored] == [care.member.pk, care.member.pk, assistant.membership_id]
    assert [one.number for one in stored] == [1, 2, 3]


def test_batch_is_stored_once_with_one_audit_row(care: Care) -> None:
    care.begin()
    events = whole_session()
    first = record(care, *events)
    audited = AuditEvent.objects.count()
    again = record(care, *reversed(events), events[0])
    assert first.state == again.state == session_state(care.visit)
    assert again.stored == first.stored
    assert (again.fresh, again.refused) == ((), {})
    assert AuditEvent.objects.count() == audited
    assert NeedlingSession.objects.get().status == SessionStatus.CLOSED
    row = AuditEvent.objects.get(verb="session.events_recorded")
    assert (row.about_person_id, "inserted" in row.fields) == (care.person.pk, True)


def test_without_events_it_only_tells_where_the_session_stands(care: Care) -> None:
    care.begin()
    record(care, event("needle_opened", needle="n1"), inserted())
    audited = AuditEvent.objects.count()
    told = record(care)
    assert (told.state.needles_in, told.stored, AuditEvent.objects.count()) == (1, {}, audited)


def test_what_cannot_be_read_is_refused_one_by_one(care: Care) -> None:
    care.begin()
    good = event("opened")
    bad = [
        event("teleported"),
        {**event("opened"), "at": "yesterday"},
        {**event("opened"), "at": "0001-01-01T00:00:00+14:00"},
        inserted(muscle="glutes"),
        inserted(side="midline"),
        event("inserted", needle="n9"),
        {**event("opened"), "device": "x" * 65},
        event("adverse_event", data={"kind": "a\u0000b"}),
        {**event("opened"), "id": "no-id"},
    ]
    told = record(care, *bad, good, "nonsense", {"type": "opened"})  # type: ignore[arg-type]
    assert set(told.refused) == {*(one["id"] for one in bad), ""}
    assert all(told.refused.values())
    assert [str(key) for key in told.stored] == [good["id"]]
    escaped = record(care, event("adverse_event", data={"kind": r"a \u0000 typed out"}))
    assert not escaped.refused


def test_id_that_is_taken_is_refused_and_what_stands_stays(care: Care) -> None:
    care.begin()
    mine = event("opened")
    record(care, mine)
    other = Care(name="Southside")
    other.begin()
    theirs = event("opened")
    record(other, theirs)
    twice = event("paused")
    told = record(care, theirs, {**mine, "device": "tablet-2"}, twice, {**twice, "at": NOW.isoformat()})
    assert set(told.refused) == {theirs["id"], mine["id"], twice["id"]}
    assert len(stored_events(care.visit)) == 2
    assert len(stored_events(other.visit)) == 1


def test_correction_of_a_correction_is_refused_whichever_came_first(care: Care) -> None:
    care.begin()
    opened = event("opened")
    first = event("corrected", 1, data={"corrects": opened["id"]})
    second = event("corrected", 2, data={"corrects": first["id"]})
    told = record(care, opened, first, second)
    assert set(told.refused) == {second["id"]}
    lone = event("corrected", 3, data={"corrects": str(new_id())})
    record(care, lone)
    named = {**event("corrected", 4, data={"corrects": opened["id"]}), "id": lone["data"]["corrects"]}
    assert set(record(care, named).refused) == {named["id"]}
    assert session_state(care.visit).taken_back[0].event == UUID(opened["id"])


def test_out_before_in_and_out_twice_are_kept_and_lose_nothing(care: Care) -> None:
    care.begin()
    out, again = event("removed", 3, insertion="i1"), event("removed", 4, insertion="i1")
    early = record(care, out)
    assert (early.refused, early.state.may_close) == ({}, False)
    told = record(care, again, event("needle_opened", 1, needle="n1"), inserted(1))
    assert told.state.insertions[0].dwell_seconds == 120
    assert (told.state.needles_in, told.state.sharps) == (0, 1)


def test_consent_that_was_withdrawn_is_asked_about_and_every_event_kept(care: Care) -> None:
    care.begin()
    consent = current_consent(care.episode)
    assert consent is not None
    consents.withdraw(by=care.themselves, consent=consent, withdrawn_at=BEGUN + timedelta(minutes=2))
    before, after = inserted(1), inserted(3, insertion="i2", needle="n2")
    out = event("removed", 4, insertion="i2")
    told = record(care, before, after, out)
    assert told.refused == {}
    assert [questions(told, one) for one in (before, after, out)] == [[], ["no_consent"], []]
    care.consent(at=BEGUN + timedelta(minutes=10))
    late = inserted(5, insertion="i3", needle="n3")
    renewed = inserted(11, insertion="i4", needle="n4")
    told = record(care, late, renewed)
    assert [questions(told, one) for one in (late, renewed)] == [["no_consent"], []]


def test_muscle_off_the_plan_is_reviewed_at_once_and_asked_about_without_a_reason(care: Care) -> None:
    care.begin()
    kept = EngineResult.objects.count()
    bare = inserted(1, muscle="gluteus_maximus")
    said = inserted(2, insertion="i2", muscle="gluteus_maximus", side="right", data={"note": "Sore"})
    far = inserted(3, insertion="i3", muscle="trapezius_upper", data={"note": "Sore"})
    told = record(care, bare, said, far)
    assert [questions(told, one) for one in (bare, said, far)] == [
        ["not_on_plan"],
        [],
        ["not_consented_here"],
    ]
    assert EngineResult.objects.count() == kept + 1
    assert [one["insertion"] for one in told.reviews] == ["i1", "i2", "i3"]
    assert all(len(one["under"]) == 1 for one in told.reviews)
    review = EngineResult.objects.order_by("pk").last()
    assert review is not None
    assert [one["muscle"] for one in review.request["plan"]["insertions"]][-1] == "trapezius_upper"
    assert record(care, bare, said, far).reviews == []


def test_without_a_screening_nothing_is_reviewed_and_the_insertion_is_kept(care: Care) -> None:
    care.begin()
    care.visit.screenings.update(redacted_at=NOW)
    told = record(care, inserted(1, muscle="gluteus_maximus"))
    assert (told.reviews, told.state.needles_in) == ([], 1)


def test_a_review_that_cannot_be_made_holds_up_nothing_that_happened(
    care: Care, monkeypatch: pytest.MonkeyPatch
) -> None:
    care.begin()

    def unreadable(**_asked: Any) -> None:
        raise InvalidInput("An answer of an older version.")

    monkeypatch.setattr(recordings.engine_results, "run", unreadable)
    told = record(care, inserted(muscle="gluteus_maximus", data={"note": "Found by palpation"}))
    assert told.reviews == [] and len(told.fresh) == 1
    assert SessionEvent.objects.count() == 1


def test_late_batch_after_the_note_was_signed_is_kept_and_asked_about(care: Care) -> None:
    care.needle()
    Visit.objects.update(status=VisitStatus.SIGNED)
    late = inserted(2, insertion="i2", needle="n2")
    harm = event("adverse_event", 8, data={"kind": "bruising"})
    told = record(care, late, harm)
    assert [questions(told, one) for one in (late, harm)] == [["note_signed"], ["note_signed"]]
    assert NeedlingSession.objects.get().status == SessionStatus.OPEN


def test_lots_are_told_and_questioned(care: Care) -> None:
    care.begin()
    owner = factories.acting(care.clinic, "owner")
    good, recalled = factories.make_lot(care.clinic), factories.make_lot(care.clinic, "L-2")
    lots.recall(by=owner, lot=recalled, revision=recalled.revision, reason="Blunt tips")
    old = factories.make_lot(care.clinic, "OLD", expires=date(2020, 1, 1))
    theirs = factories.make_lot(factories.make_clinic(name="Elsewhere"))
    named = [str(good.pk), str(recalled.pk), str(old.pk), str(theirs.pk), "typed"]
    opened = [event("needle_opened", needle=f"n{n}", data={"lot": lot}) for n, lot in enumerate(named)]
    told = record(care, *opened, event("needle_opened", needle="n9"))
    assert [questions(told, one) for one in opened] == [
        [],
        ["lot_recalled"],
        ["lot_expired"],
        ["lot_unknown"],
        ["lot_unknown"],
    ]
    by_needle = {one.payload["needle"]: one.lot for one in SessionEvent.objects.select_related("lot")}
    assert by_needle == {"n0": good, "n1": recalled, "n2": old, "n3": None, "n4": None, "n9": None}


@pytest.mark.parametrize("off", [timedelta(days=1), timedelta(days=-1), timedelta(days=-20800)])
def test_clock_that_is_a_day_off_is_put_right_once(care: Care, off: timedelta) -> None:
    care.begin()

    def by_its_clock(made: dict[str, Any]) -> dict[str, Any]:
        return {**made, "at": (datetime.fromisoformat(made["at"]) + off).isoformat(), "device": "tablet-2"}

    put_in = by_its_clock(inserted(10))
    told = record(care, put_in, sent_at=NOW + off)
    assert questions(told, put_in) == ["clock"]
    right = event("removed", 12, insertion="i1")
    assert record(care, right, sent_at=NOW - timedelta(seconds=59)).stored[UUID(right["id"])].questions == ()
    # Sent again after its clock was set: decided once.
    again = record(care, put_in, sent_at=NOW)
    assert again.stored == told.stored
    assert again.stored[UUID(put_in["id"])].clock_offset_ms == -off.total_seconds() * 1000
    (insertion,) = session_state(care.visit).insertions
    assert (insertion.inserted_at, insertion.dwell_seconds) == (BEGUN + timedelta(minutes=10), 120)
    assert SessionEvent.objects.get(type="inserted").at == BEGUN + timedelta(minutes=10) + off


def test_clock_that_was_set_before_sending_is_asked_about(care: Care) -> None:
    care.begin()
    early, late = event("paused", -60 * 24), event("resumed", 60 * 24)
    told = record(care, early, late, sent_at=NOW)
    assert [questions(told, one) for one in (early, late)] == [["clock"], ["clock"]]
    unreadable = event("paused")
    told = record(care, unreadable, sent_at=datetime(9999, 1, 1, tzinfo=UTC))
    assert told.stored[UUID(unreadable["id"])].clock_offset_ms == 0


def test_closing_that_the_count_does_not_allow_is_refused_and_the_rest_kept(care: Care) -> None:
    care.begin()
    told = record(care, event("needle_opened", needle="n1"), inserted(), closing := event("closed", 9))
    assert told.refused.keys() == {closing["id"]}
    assert "Needles still in: 1" in told.refused[closing["id"]]
    assert (len(told.stored), told.state.state) == (2, SessionStatus.OPEN)


def test_batch_is_bounded(care: Care) -> None:
    care.begin()
    with pytest.raises(InvalidInput, match=str(MOST)):
        record(care, *(event("paused") for _number in range(MOST + 1)))
    assert not SessionEvent.objects.exists()


def test_statements_do_not_grow_with_the_batch_or_the_log(care: Care) -> None:
    care.begin()
    counts = []
    for size in (1, 40, 40):
        batch = [inserted(1, needle=f"n{new_id()}", insertion=f"i{new_id()}") for _number in range(size)]
        opened = [event("needle_opened", needle=one["needle"], data={"lot": "x"}) for one in batch]
        with CaptureQueriesContext(connection) as made:
            record(care, *batch, *opened)
        counts.append(len(made))
    assert counts[0] <= 16
    # SQLite takes so many values at once: 80 rows go in two statements there.
    assert counts[1] <= counts[0] + 1
    assert counts[2] <= counts[0] + 1


def test_questioned_event_is_looked_at_once_by_a_therapist(care: Care) -> None:
    care.begin()
    bare = inserted(1, muscle="gluteus_maximus")
    record(care, bare, plain_one := event("paused"))
    asked = SessionEvent.objects.get(pk=bare["id"])
    with pytest.raises(NotPermitted):
        recordings.look(by=factories.acting(care.clinic, "assistant"), event=asked)
    seen = recordings.look(by=care.therapist, event=asked, words=" Palpated, sore ")
    assert (seen.looked_by, seen.words) == (care.member, "Palpated, sore")
    assert AuditEvent.objects.get(verb="session_event.looked_at").about_person_id == care.person.pk
    for nothing in (asked, SessionEvent.objects.get(pk=plain_one["id"])):
        with pytest.raises(NotAllowedNow, match="nothing to look at"):
            recordings.look(by=care.therapist, event=nothing)
