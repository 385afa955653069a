"""The needling session: started on a signed plan, closed by the count, stopped at once by a withdrawal."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care, event, inserted, whole_session

from drypoint.clinic.accounts.models import Credential
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.visits.actions import consents, sessions
from drypoint.clinic.visits.actions.sessions import RecordedEvents
from drypoint.clinic.visits.models import NeedlingSession, SessionEvent, Visit, VisitStatus
from drypoint.clinic.visits.queries.consents import current_consent
from drypoint.clinic.visits.queries.sessions import session_state
from drypoint.needling import SessionStatus
from drypoint.terms import InvalidInput


def record(care: Care, *events: dict[str, Any], **details: Any) -> RecordedEvents:
    return sessions.record_events(by=care.therapist, visit=care.visit, events=events, **details)


def start(care: Care) -> NeedlingSession:
    return sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)


def test_session_starts_once_on_a_signed_plan(care: Care) -> None:
    with pytest.raises(NotAllowedNow, match="Start the session"):
        record(care, event("opened"))
    with pytest.raises(NotAllowedNow, match="Sign the needling plan"):
        start(care)
    care.screen()
    care.consent()
    plan = care.propose()
    with pytest.raises(NotAllowedNow, match="Sign the needling plan"):
        start(care)
    care.sign(plan)
    session = start(care)
    assert (session.plan, session.therapist, session.status) == (plan, care.member, "open")
    with pytest.raises(Conflict):
        start(care)


def test_session_does_not_start_when_something_changed_since_the_signature(care: Care) -> None:
    care.ready()
    consent = current_consent(care.episode)
    assert consent is not None
    consents.withdraw(by=care.themselves, consent=consent, withdrawn_at=BEGUN)
    Credential.objects.filter(membership=care.member, kind="needling").update(expires=date(2027, 2, 1))
    with pytest.raises(NotAllowedNow, match=r"expired.*withdrawn"):
        start(care)
    assert not NeedlingSession.objects.exists()


def test_session_is_started_by_whoever_needles(care: Care) -> None:
    care.ready()
    with pytest.raises(NotPermitted, match="named"):
        sessions.start(by=factories.setting_up(care.clinic), visit=care.visit, started_at=BEGUN)
    with pytest.raises(NotAllowedNow, match="No valid credential"):
        sessions.start(by=factories.acting(care.clinic, "assistant"), visit=care.visit, started_at=BEGUN)


def test_session_closes_when_each_needle_is_accounted_for(care: Care) -> None:
    session = care.needle()
    state = session_state(care.visit)
    assert (session.status, state.state, state.sharps) == ("closed", SessionStatus.CLOSED, 1)
    assert state.insertions[0].dwell_seconds == 120
    assert state.insertions[0].twitches == 2


def test_same_events_again_change_nothing(care: Care) -> None:
    care.begin()
    events = whole_session()
    first = record(care, *events[:4])
    audited = AuditEvent.objects.count()
    again = record(care, *events[:4], *events[:4])
    assert len(first.accepted) == 4
    assert (again.accepted, again.refused, again.state) == ((), {}, first.state)
    assert (SessionEvent.objects.count(), AuditEvent.objects.count()) == (4, audited)
    whole = record(care, *reversed(events))
    assert whole.state.state is SessionStatus.CLOSED


def test_batch_leaves_one_audit_row_with_types_only(care: Care) -> None:
    care.begin()
    record(care, event("adverse_event", data={"kind": "felt faint"}), event("opened"))
    row = AuditEvent.objects.get(verb="session.events_recorded")
    assert (row.fields, row.about_person_id) == (["adverse_event", "opened"], care.person.pk)


def test_closing_is_refused_while_the_count_does_not_allow_it(care: Care) -> None:
    care.begin()
    told = record(care, event("needle_opened", needle="n1"), inserted(), closing := event("closed", 9))
    assert told.refused.keys() == {UUID(closing["id"])}
    assert "Needles still in: 1" in told.refused[UUID(closing["id"])]
    assert told.state.state is SessionStatus.OPEN
    assert not SessionEvent.objects.filter(type="closed").exists()
    lost = record(care, event("removed", 5, insertion="i1"), event("count_checked", 6, data={"sharps": 0}))
    assert lost.state.unaccounted == 1
    named = record(care, event("closed", 7, data={"missing": ["n1"]}))
    assert named.state.state is SessionStatus.INCIDENT
    assert NeedlingSession.objects.get().status == "incident"


def test_late_event_that_upsets_the_account_opens_the_session_again(care: Care) -> None:
    care.needle()
    record(care, event("needle_opened", 2, needle="n2"))
    assert NeedlingSession.objects.get().status == "open"


def test_withdrawal_stops_needling_at_once_but_never_removals(care: Care) -> None:
    care.begin()
    record(care, event("needle_opened", needle="n1"), inserted(1))
    consent = current_consent(care.episode)
    assert consent is not None
    consents.withdraw(by=care.themselves, consent=consent, withdrawn_at=BEGUN + timedelta(minutes=2))
    told = record(
        care,
        further := inserted(3, insertion="i2"),
        stirred := event("manipulated", 3, insertion="i1"),
        current := event("estim_on", 3),
        event("removed", 4, insertion="i1"),
        event("adverse_event", 4, data={"kind": "felt faint"}),
        event("count_checked", 5, data={"sharps": 1}),
        event("closed", 6),
    )
    assert told.refused.keys() == {UUID(one["id"]) for one in (further, stirred, current)}
    assert all("withdrawn" in why for why in told.refused.values())
    assert (told.state.state, told.state.adverse_events) == (SessionStatus.CLOSED, ("felt faint",))


def test_insertion_before_the_withdrawal_that_arrives_late_is_kept(care: Care) -> None:
    care.begin()
    consent = current_consent(care.episode)
    assert consent is not None
    consents.withdraw(by=care.themselves, consent=consent, withdrawn_at=BEGUN + timedelta(minutes=2))
    told = record(care, event("needle_opened", needle="n1"), inserted(1))
    assert (len(told.accepted), told.state.needles_in) == (2, 1)


def test_insertion_off_the_plan_needs_a_reason_and_covered_regions(care: Care) -> None:
    care.begin()
    off_plan = {"muscle": "gluteus_maximus", "needle": "n1"}
    bare = record(care, inserted(1, insertion="i1", **off_plan))
    (why,) = bare.refused.values()
    assert "not on the signed plan" in why
    said = record(care, inserted(1, insertion="i1", data={"note": "Point found on the way"}, **off_plan))
    assert said.refused == {}
    far = record(
        care,
        inserted(2, insertion="i2", needle="n1", muscle="trapezius_upper", data={"note": "Also sore there"}),
    )
    (why,) = far.refused.values()
    assert "consent does not cover" in why
    other_side = record(care, inserted(3, insertion="i3", side="right"))
    assert "not on the signed plan" in next(iter(other_side.refused.values()))


@pytest.mark.parametrize(
    ("change", "where"), [({"muscle": "glutes"}, "muscle"), ({"side": "midline"}, "side")]
)
def test_insertion_nowhere_refuses_the_batch(care: Care, change: dict[str, str], where: str) -> None:
    care.begin()
    with pytest.raises(InvalidInput) as wrong:
        record(care, event("opened"), inserted(**change))
    assert wrong.value.where == f"events[].{where}"
    assert not SessionEvent.objects.exists()


def test_batch_that_is_not_understood_is_refused_whole(care: Care) -> None:
    care.begin()
    with pytest.raises(InvalidInput) as wrong:
        record(care, event("opened"), event("teleported"))
    assert wrong.value.where == "events"
    first = event("opened")
    record(care, first)
    with pytest.raises(InvalidInput, match="Two different events"):
        record(care, {**first, "device": "tablet-2"})


def test_event_id_of_another_visit_is_taken(care: Care) -> None:
    care.begin()
    record(care, first := event("opened"))
    other = Care(name="Southside")
    other.begin()
    with pytest.raises(InvalidInput, match="taken"):
        record(other, first)
    with pytest.raises(ForeignRecord):
        sessions.record_events(by=other.therapist, visit=care.visit, events=[])


def test_signed_visit_takes_only_what_does_not_needle(care: Care) -> None:
    care.needle()
    Visit.objects.update(status=VisitStatus.SIGNED)
    care.visit.refresh_from_db()
    told = record(care, inserted(2, insertion="i2"), event("adverse_event", 8, data={"kind": "bruise"}))
    assert "addendum" in next(iter(told.refused.values()))
    assert told.state.adverse_events == ("bruise",)


def test_lot_of_each_needle_is_kept_and_an_unusable_one_is_told(care: Care) -> None:
    care.begin()
    good, bad = factories.make_lot(care.clinic), factories.make_lot(care.clinic, "L-2")
    owner = factories.acting(care.clinic, "owner")
    lots.recall(by=owner, lot=bad, revision=bad.revision, reason="Blunt tips")
    told = record(
        care,
        event("needle_opened", needle="n1"),
        event("needle_opened", needle="n2"),
        inserted(1),
        lots={"n1": good, "n2": bad},
    )
    assert len(told.warnings) == 1
    assert "L-2" in told.warnings[0]
    opened = SessionEvent.objects.filter(type="needle_opened").order_by("lot__lot")
    assert [one.lot for one in opened] == [good, bad]
    assert SessionEvent.objects.get(type="inserted").lot is None
    with pytest.raises(ForeignRecord):
        record(
            care,
            event("needle_opened", needle="n3"),
            lots={"n3": factories.make_lot(factories.make_clinic(name="Elsewhere"))},
        )


def test_session_is_described_in_words(care: Care) -> None:
    session = care.begin()
    words = {"skin_preparation": "70 % isopropanol", "stimulation": "none", "tolerance": "well"}
    stale = NeedlingSession.objects.get()
    sessions.describe(by=care.therapist, session=session, revision=1, **words)
    assert NeedlingSession.objects.get().tolerance == "well"
    with pytest.raises(Conflict):
        sessions.describe(by=care.therapist, session=stale, revision=1, **words)
