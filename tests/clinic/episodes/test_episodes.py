"""Opening, revising and closing episodes; facts above a visit."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.actors import patient
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.episodes.actions import (
    clearances,
    episodes,
    goals,
    histories,
    plans_of_care,
    trigger_points,
)
from drypoint.clinic.episodes.models import Clearance, ClearanceAnswer, ClosingReason, Episode, Goal
from drypoint.clinic.episodes.rows import TriedTreatment
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.keys import new_id
from drypoint.clinic.records import redact
from drypoint.clinic.visits.models import Visit, VisitStatus
from drypoint.terms import InvalidInput


def sign_all(care: Care) -> None:
    Visit.objects.filter(episode=care.episode).update(status=VisitStatus.SIGNED)


def close(care: Care, **changes: object) -> None:
    details = {"closed_on": date(2027, 4, 1), "reason": ClosingReason.GOALS_MET, **changes}
    episodes.close(by=care.therapist, episode=care.episode, revision=care.episode.revision, **details)  # type: ignore[arg-type]


def test_episode_opens_for_a_known_complaint_only(care: Care) -> None:
    with pytest.raises(InvalidInput) as wrong:
        episodes.open(
            by=care.therapist,
            person=care.person,
            complaint="broken_heart",
            title="x",
            therapist=care.member,
            opened_on=BEGUN.date(),
        )
    assert wrong.value.where == "complaint"
    assert list(care.clinic.episodes.ongoing()) == [care.episode]


def test_episode_revision_refuses_the_second_of_two(care: Care) -> None:
    first, second = Episode.objects.get(), Episode.objects.get()
    details = {"by": care.therapist, "complaint": "hip_buttock_pain", "therapist": care.member}
    episodes.revise(episode=first, revision=1, title="Right one", **details)
    with pytest.raises(Conflict):
        episodes.revise(episode=second, revision=1, title="Late one", **details)
    assert Episode.objects.get().title == "Right one"


def test_episode_closes_when_every_visit_is_signed_and_opens_again(care: Care) -> None:
    with pytest.raises(NotAllowedNow, match="signed note"):
        close(care)
    sign_all(care)
    with pytest.raises(InvalidInput, match="before it began"):
        close(care, closed_on=date(2027, 2, 1))
    close(care, words="Walks without pain")
    assert not care.clinic.episodes.ongoing().exists()
    with pytest.raises(NotAllowedNow, match="closed"):
        histories.record(by=care.therapist, episode=care.episode, onset="late")
    with pytest.raises(NotAllowedNow, match="closed"):
        histories.record(by=care.themselves, episode=care.episode, onset="late")
    episodes.reopen(by=care.therapist, episode=care.episode, revision=care.episode.revision)
    assert (care.episode.closed_on, care.episode.closing_reason, care.episode.closing_words) == (None, "", "")
    with pytest.raises(NotAllowedNow, match="open"):
        episodes.reopen(by=care.therapist, episode=care.episode, revision=care.episode.revision)


def test_episode_closed_without_reason_is_refused_by_the_database(care: Care) -> None:
    for broken in (
        {"closed_on": date(2027, 4, 1)},
        {"closed_on": date(2026, 1, 1), "closing_reason": "other"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Episode.objects.update(**broken)


def test_history_is_told_by_the_person_and_corrected_by_the_therapist(care: Care) -> None:
    told = histories.record(
        by=care.themselves,
        episode=care.episode,
        onset="After a long walk",
        previous_treatments=[{"kind": "massage", "result": "eased for a day"}],
        medicines=["ibuprofen"],
    )
    assert told.recorded_as == "patient"
    better = histories.record(
        by=care.therapist, episode=care.episode, onset="After a marathon", supersedes=told
    )
    assert list(care.episode.histories.current()) == [better]
    told.refresh_from_db()
    assert told.previous_treatments == (TriedTreatment(kind="massage", result="eased for a day"),)
    with pytest.raises(Conflict):
        histories.record(by=care.therapist, episode=care.episode, onset="also", supersedes=told)
    with pytest.raises(Conflict):
        histories.record(by=care.therapist, episode=care.episode, onset="first?")
    with pytest.raises(ValidationError):
        histories.record(by=care.therapist, episode=care.episode, medicines=[""], supersedes=better)


def test_history_of_another_episode_or_person_is_foreign(care: Care) -> None:
    told = histories.record(by=care.therapist, episode=care.episode, onset="x")
    other = Care(name="Southside")
    with pytest.raises(ForeignRecord):
        histories.record(by=other.therapist, episode=other.episode, onset="y", supersedes=told)
    with pytest.raises(ForeignRecord):
        histories.record(by=other.therapist, episode=care.episode, onset="y")
    stranger = patient(clinic_id=care.clinic.pk, person_id=new_id())
    with pytest.raises(ForeignRecord):
        histories.record(by=stranger, episode=care.episode, onset="y")


def test_plan_of_care_is_signed_by_a_named_professional(care: Care) -> None:
    def plan(by: object, **changes: object) -> object:
        details = {
            "indication": "Pain on walking, exercise alone did not help",
            "needling": True,
            "needling_reason": "Active points found",
            "planned_visits": 4,
            "interval_days": 7,
            "tried_before": [{"kind": "exercise", "result": "no change"}],
            "other_treatments": [{"kind": "loading programme"}],
            **changes,
        }
        return plans_of_care.record(by=by, episode=care.episode, **details)  # type: ignore[arg-type]

    with pytest.raises(NotPermitted):
        plan(factories.acting(care.clinic, "assistant"))
    with pytest.raises(NotPermitted, match="named"):
        plan(factories.setting_up(care.clinic))
    first = plan(care.therapist)
    second = plan(care.therapist, needling=False, needling_reason="Better without", supersedes=first)
    assert list(care.episode.plans_of_care.current()) == [second]


def test_goal_needs_measure_value_and_unit_together(care: Care) -> None:
    with pytest.raises(InvalidInput) as wrong:
        goals.set(by=care.therapist, episode=care.episode, words="less pain", target_value=2)
    assert wrong.value.where == "target_value"
    words = goals.set(by=care.therapist, episode=care.episode, words="Walk an hour")
    number = goals.set(
        by=care.therapist, episode=care.episode, words="Pain 2", measure="nprs", target_value=2, unit="points"
    )
    met = goals.meet(by=care.therapist, goal=number, met_on=date(2027, 4, 1))
    assert set(care.episode.goals.current()) == {words, met}
    with pytest.raises(NotAllowedNow, match="met already"):
        goals.meet(by=care.therapist, goal=met, met_on=date(2027, 4, 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=words.pk).update(target_value=1)


def test_trigger_point_keeps_one_identity_across_visits(care: Care) -> None:
    place = {"by": care.therapist, "episode": care.episode, "muscle": "gluteus_medius", "side": "left"}
    first = trigger_points.locate(**place)
    assert trigger_points.locate(**place) == first
    assert trigger_points.locate(**place, site=2) != first
    located = AuditEvent.objects.filter(verb="trigger_point.located")
    assert (located.count(), located[0].about_person_id) == (2, care.person.pk)


@pytest.mark.parametrize(
    ("change", "where"),
    [({"muscle": "glutes"}, "muscle"), ({"side": "midline"}, "side"), ({"site": 0}, "site")],
)
def test_trigger_point_is_in_the_atlas(care: Care, change: dict[str, object], where: str) -> None:
    place = {"muscle": "gluteus_medius", "side": "left", **change}
    with pytest.raises(InvalidInput) as wrong:
        trigger_points.locate(by=care.therapist, episode=care.episode, **place)  # type: ignore[arg-type]
    assert wrong.value.where == where


def ask(care: Care) -> Clearance:
    return clearances.ask(
        by=care.therapist,
        episode=care.episode,
        asked_whom="Dr Weber",
        finding_ids=["anticoagulant"],
        question="May superficial needling go ahead?",
        asked_at=BEGUN,
    )


def test_clearance_holds_until_its_day_with_conditions_named(care: Care) -> None:
    asked = ask(care)
    assert not asked.allows_on(BEGUN.date())
    answered = clearances.answer(
        by=care.therapist,
        clearance=asked,
        answer=ClearanceAnswer.WITH_CONDITIONS,
        answered_at=BEGUN,
        conditions="Press for two minutes",
        valid_until=date(2027, 6, 1),
    )
    assert list(care.episode.clearances.current()) == [answered]
    assert answered.allows_on(date(2027, 6, 1))
    assert not answered.allows_on(date(2027, 6, 2))
    refused = clearances.answer(
        by=care.therapist, clearance=answered, answer=ClearanceAnswer.NO, answered_at=BEGUN
    )
    assert not refused.allows_on(BEGUN.date())


@pytest.mark.parametrize(
    ("answer", "conditions", "where"),
    [
        (ClearanceAnswer.PENDING, "", "answer"),
        (ClearanceAnswer.WITH_CONDITIONS, " ", "conditions"),
        (ClearanceAnswer.YES, "only the calf", "conditions"),
    ],
)
def test_clearance_answer_must_be_one(
    care: Care, answer: ClearanceAnswer, conditions: str, where: str
) -> None:
    asked = ask(care)
    with pytest.raises(InvalidInput) as wrong:
        clearances.answer(
            by=care.therapist, clearance=asked, answer=answer, answered_at=BEGUN, conditions=conditions
        )
    assert wrong.value.where == where


def test_clearance_is_about_findings_and_gone_when_redacted(care: Care) -> None:
    with pytest.raises(InvalidInput, match="findings"):
        clearances.ask(
            by=care.therapist,
            episode=care.episode,
            asked_whom="Dr",
            finding_ids=(),
            question="?",
            asked_at=BEGUN,
        )
    asked = ask(care)
    redact(asked, by=factories.acting(care.clinic, "owner"), reason="Wrong person")
    with pytest.raises(NotAllowedNow, match="redacted"):
        clearances.answer(by=care.therapist, clearance=asked, answer=ClearanceAnswer.NO, answered_at=BEGUN)
