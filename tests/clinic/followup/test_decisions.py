"""The next step: suggested by rules, chosen by a professional."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.clinic import factories
from tests.clinic.followup.test_check_ins import WELL, answer
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.accounts.actions import thresholds
from drypoint.clinic.actors import actor_for
from drypoint.clinic.episodes.actions import goals, plans_of_care
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.followup.actions import decisions
from drypoint.clinic.followup.models import Decision, NextStepChoice
from drypoint.clinic.followup.queries.course import decision_request
from drypoint.clinic.visits.actions import engine_results, measurements
from drypoint.clinic.visits.models import EngineName, MeasuredWhen, Visit
from drypoint.terms import InvalidInput


def score(care: Care, value: float, day: float, when: MeasuredWhen) -> None:
    measurements.record(
        by=care.therapist,
        visit=care.visit,
        instrument="nprs",
        value=value,
        when=when,
        measured_at=BEGUN + timedelta(days=day),
    )


def test_course_counts_days_from_the_first_visit(care: Care) -> None:
    bare = decision_request(care.visit, "nprs")
    assert bare == {"instrument": "nprs", "observations": [], "language": "en", "sessions": []}
    score(care, 6.5, 0, MeasuredWhen.BEFORE)
    score(care, 4.0, 0.05, MeasuredWhen.AFTER)
    care.needle()
    answer(care, hours=48, answers=WELL | {"pain_nprs": 3})
    answer(care, hours=72)
    goals.set(
        by=care.therapist, episode=care.episode, words="Pain 2", measure="nprs", target_value=2, unit="points"
    )
    request = decision_request(care.visit, "nprs")
    assert request["observations"] == [
        {"day": 0.0, "value": 6.5, "kind": "before"},
        {"day": pytest.approx(0.05), "value": 4.0, "kind": "after"},
        {"day": 2.0, "value": 3.0, "kind": "check_in"},
    ]
    assert (request["sessions"], request["goal"]) == ([{"day": 0.0, "twitches": 1}], 2)
    assert request["safety_level"] == "nothing_reported"
    assert decision_request(care.visit, "ndi")["observations"] == []


def test_suggestion_is_kept_and_off_in_a_real_clinic(care: Care) -> None:
    kept = decisions.suggest(by=care.therapist, visit=care.visit)
    assert kept.result["choice"] in NextStepChoice.values
    assert kept.result["because"]
    type(care.clinic).objects.update(kind="real")
    with pytest.raises(NotAllowedNow, match="switched off"):
        decisions.suggest(by=care.therapist, visit=Visit.objects.get())


def test_forecast_is_kept_and_off_in_a_real_clinic(care: Care) -> None:
    score(care, 6.5, 0, MeasuredWhen.BEFORE)
    kept = decisions.foresee(by=care.therapist, visit=care.visit)
    assert kept.engine == EngineName.FORECAST
    assert kept.result["enough"] is False
    assert len(kept.result["forecast"]) == 42
    assert engine_results.replay(kept)
    type(care.clinic).objects.update(kind="real")
    with pytest.raises(NotAllowedNow, match="switched off"):
        decisions.foresee(by=care.therapist, visit=Visit.objects.get())


def test_course_tells_exercise_plan_population_and_the_clinics_numbers(care: Care) -> None:
    plans_of_care.record(
        by=care.therapist,
        episode=care.episode,
        indication="Pain on walking",
        needling=True,
        needling_reason="Taut band",
        planned_visits=3,
        interval_days=7,
    )
    care.needle()
    owner = actor_for(factories.make_therapist(care.clinic, "owner"))
    thresholds.sign(
        by=owner,
        clinic=care.clinic,
        key="decision_response_percent",
        value=Decimal(90),
        reason="We want to be surer",
    )
    request = decision_request(care.visit, "nprs")
    assert request["planned"] == [{"day": 7.0}, {"day": 14.0}]
    assert request["thresholds"] == {"response_percent": 90.0}
    suggested = decisions.suggest(by=care.therapist, visit=care.visit)
    (used,) = (one for one in suggested.result["thresholds"] if one["id"] == "response_percent")
    assert used["value"] == 90
    type(care.episode).objects.update(complaint="neck_pain")
    assert decision_request(Visit.objects.get(), "nprs")["population"] == "neck_pain"


def test_decision_against_the_suggestion_says_why(care: Care) -> None:
    suggestion = decisions.suggest(by=care.therapist, visit=care.visit)
    suggested = NextStepChoice(suggestion.result["choice"])
    other = NextStepChoice.REFER if suggested != NextStepChoice.REFER else NextStepChoice.STOP
    with pytest.raises(InvalidInput, match="another step"):
        decisions.decide(by=care.therapist, visit=care.visit, chosen=other, suggestion=suggestion)
    agreed = decisions.decide(by=care.therapist, visit=care.visit, chosen=suggested, suggestion=suggestion)
    assert agreed.agrees is True
    changed = decisions.decide(
        by=care.therapist,
        visit=care.visit,
        chosen=other,
        suggestion=suggestion,
        reason="Night pain told at the door",
        supersedes=agreed,
    )
    assert changed.agrees is False
    with pytest.raises(Conflict):
        decisions.decide(by=care.therapist, visit=care.visit, chosen=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=changed.pk).update(agrees=True)


def test_decision_without_suggestion_neither_agrees_nor_departs(care: Care) -> None:
    alone = decisions.decide(by=care.therapist, visit=care.visit, chosen=NextStepChoice.CONTINUE)
    assert (alone.suggested, alone.agrees) == ("", None)


def test_decision_is_a_professionals_and_on_this_visits_suggestion(care: Care) -> None:
    with pytest.raises(NotPermitted):
        decisions.decide(
            by=factories.acting(care.clinic, "assistant"), visit=care.visit, chosen=NextStepChoice.STOP
        )
    later = care.start_visit(days=7)
    elsewhere = decisions.suggest(by=care.therapist, visit=later)
    no_decision = engine_results.run(
        by=care.therapist,
        visit=care.visit,
        engine=EngineName.CHANGE,
        request={"instrument": "nprs", "before": 6, "after": 4},
    )
    for wrong in (elsewhere, no_decision):
        with pytest.raises(ForeignRecord):
            decisions.decide(
                by=care.therapist, visit=care.visit, chosen=NextStepChoice.STOP, suggestion=wrong
            )
