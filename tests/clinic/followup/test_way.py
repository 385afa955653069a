"""The way of a visit and the page of an episode."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.clinic import factories
from tests.clinic.followup.test_check_ins import WELL, answer
from tests.clinic.followup.whole_visit import full_visit, sign
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.episodes.actions import histories, plans_of_care
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.followup.queries.episode_page import EpisodePage, Point, episode_page
from drypoint.clinic.followup.queries.way import Step, StepState, Way, next_step
from drypoint.clinic.people.actions import medicines
from drypoint.clinic.visits.actions import (
    consents,
    examinations,
    measurements,
    other_treatments,
    palpation,
    rankings,
    redactions,
    screenings,
)
from drypoint.clinic.visits.models import MeasuredWhen, TreatmentKind, TriggerPointStatus
from drypoint.clinic.visits.queries.consents import current_consent


def states(way: Way) -> dict[Step, StepState]:
    return {one.step: one.state for one in way.steps}


def reason(way: Way, step: Step) -> str:
    return next(one.reason for one in way.steps if one.step is step)


def plan_care(care: Care, *, needling: bool = True) -> None:
    examinations.record(by=care.therapist, episode=care.episode, visit=care.visit, summary="x")
    plans_of_care.record(
        by=care.therapist,
        episode=care.episode,
        indication="x",
        needling=needling,
        needling_reason="y",
        planned_visits=1,
        interval_days=7,
    )


def test_way_begins_with_the_history_and_goes_step_by_step(care: Care) -> None:
    way = next_step(care.visit)
    assert way.next is Step.HISTORY
    assert states(way)[Step.SCREENING] is StepState.WAITING
    assert states(way)[Step.PLAN] is StepState.BLOCKED
    histories.record(by=care.therapist, episode=care.episode, onset="x")
    assert next_step(care.visit).next is Step.SCREENING
    care.screen()
    assert next_step(care.visit).next is Step.EXAMINATION
    plan_care(care)
    assert next_step(care.visit).next is Step.CONSENT
    care.consent()
    assert next_step(care.visit).next is Step.PAIN_DRAWING
    care.draw()
    assert next_step(care.visit).next is Step.RANKING
    rankings.rank(by=care.therapist, visit=care.visit)
    assert next_step(care.visit).next is Step.PALPATION
    palpation.record(
        by=care.therapist,
        visit=care.visit,
        muscle="gluteus_medius",
        side="left",
        status=TriggerPointStatus.ACTIVE,
    )
    assert next_step(care.visit).next is Step.PLAN
    plan = care.propose()
    way = next_step(care.visit)
    assert way.next is Step.REVIEW
    assert "Sign" in reason(way, Step.SESSION)
    care.sign(plan)
    assert next_step(care.visit).next is Step.SESSION


def test_way_of_a_finished_visit_has_no_next_step(care: Care) -> None:
    full_visit(care)
    rankings.rank(by=care.therapist, visit=care.visit)
    way = next_step(care.visit)
    assert way.next is Step.NOTE
    assert states(way)[Step.CHECK_IN] is StepState.BLOCKED
    sign(care)
    assert next_step(care.visit).next is Step.CHECK_IN
    answer(care)
    done = next_step(care.visit)
    assert done.next is None
    assert set(states(done).values()) == {StepState.DONE}


def test_way_without_needling_leaves_its_steps_out(care: Care) -> None:
    plan_care(care, needling=False)
    way = states(next_step(care.visit))
    assert way[Step.SESSION] is way[Step.CONSENT] is way[Step.RANKING] is StepState.NOT_NEEDED
    assert way[Step.PAIN_DRAWING] is StepState.WAITING


def test_way_of_a_signed_visit_without_session_says_there_was_no_needling(care: Care) -> None:
    sign(care)
    way = next_step(care.visit)
    assert "no needling" in reason(way, Step.SESSION)


def test_way_passes_optional_steps_that_later_ones_overtook(care: Care) -> None:
    care.ready()
    palpation.record(
        by=care.therapist,
        visit=care.visit,
        muscle="gluteus_medius",
        side="left",
        status=TriggerPointStatus.LATENT,
    )
    way = next_step(care.visit)
    assert states(way)[Step.RANKING] is StepState.NOT_NEEDED
    assert way.next is Step.HISTORY


def test_way_leaves_ranking_out_where_it_is_switched_off(care: Care) -> None:
    type(care.clinic).objects.update(kind="real")
    way = next_step(type(care.visit).objects.get())
    assert "switched off" in reason(way, Step.RANKING)


def test_way_is_blocked_by_screening_withdrawal_and_open_session(care: Care) -> None:
    care.screen(no_consent=True)
    assert "does not allow" in reason(next_step(care.visit), Step.REVIEW)
    other = Care(name="Two")
    other.ready()
    consent = current_consent(other.episode)
    assert consent is not None
    consents.withdraw(by=other.themselves, consent=consent, withdrawn_at=BEGUN)
    assert "withdrawn" in reason(next_step(other.visit), Step.SESSION)
    third = Care(name="Three")
    third.begin()
    way = next_step(third.visit)
    assert "each needle" in reason(way, Step.NOTE)
    assert states(way)[Step.SESSION] is not StepState.DONE


def measure(care: Care, visit: Any, value: float, days: float) -> None:
    measurements.record(
        by=care.therapist,
        visit=visit,
        instrument="nprs",
        value=value,
        when=MeasuredWhen.BEFORE,
        measured_at=BEGUN + timedelta(days=days),
    )


def test_episode_page_gathers_series_visits_points_and_next_step(care: Care) -> None:
    assert episode_page(care.episode).series == ()
    full_visit(care)
    sign(care)
    answer(care, answers=WELL | {"pain_nprs": 3, "soreness_nprs": 4})
    later = care.start_visit(days=7)
    measure(care, later, 3.5, 7)
    page = episode_page(Episode.objects.get())
    pain = next(one for one in page.series if one.instrument == "nprs")
    assert [(point.value, point.when) for point in pain.points] == [
        (6.5, "before"),
        (4.0, "after"),
        (3.0, "check_in"),
        (3.5, "before"),
    ]
    soreness = next(one for one in page.series if one.instrument == "soreness_nprs")
    assert soreness.points == (Point(at=BEGUN + timedelta(hours=20), value=4, when="check_in"),)
    assert [(one.needled, one.insertions) for one in page.visits] == [(True, 1), (False, 0)]
    assert page.visits[0].decision is not None
    assert {one.trigger_point.muscle: one.status for one in page.trigger_points} == {
        "gluteus_medius": "active",
        "piriformis": "none",
    }
    assert page.open_visit == later
    assert page.way is not None
    assert page.way.next is Step.SCREENING
    assert len(page.goals) == 2


def test_episode_page_leaves_redacted_and_superseded_facts_out(care: Care) -> None:
    measure(care, care.visit, 9, 0)
    fact = care.visit.measurements.get()
    redactions.redact(by=factories.acting(care.clinic, "owner"), fact=fact, reason="Wrong person")
    fact.refresh_from_db()
    assert fact.value is None
    assert episode_page(care.episode).series == ()


def statements(episode: Episode) -> tuple[int, EpisodePage]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = episode_page(Episode.objects.select_related("clinic").get(pk=episode.pk))
    return len(captured) - 1, page


def test_episode_page_takes_as_many_statements_for_twenty_visits_as_for_one(care: Care) -> None:
    def record(visit: Any, day: float) -> None:
        measure(care, visit, 5, day)
        palpation.record(
            by=care.therapist,
            visit=visit,
            muscle="gluteus_medius",
            side="left",
            status=TriggerPointStatus.ACTIVE,
        )
        other_treatments.record(by=care.therapist, visit=visit, kind=TreatmentKind.TAPING)

    record(care.visit, 0)
    sign(care)
    answer(care)
    few, _page = statements(care.episode)
    for day in range(1, 20):
        care.visit = care.start_visit(days=day)
        record(care.visit, day)
        sign(care)
        answer(care, hours=24 * day + 20)
    many, page = statements(care.episode)
    assert len(page.visits) == 20
    assert len(page.series[0].points) == 20
    assert many == few <= 12
    care.start_visit(days=20)
    type(care.clinic).objects.update(kind="real")
    with_open_visit, page = statements(care.episode)
    assert page.way is not None
    assert with_open_visit <= 12


@pytest.mark.parametrize("visits", [1, 3])
def test_way_takes_a_fixed_number_of_statements(care: Care, visits: int) -> None:
    for day in range(1, visits):
        care.start_visit(days=day)
    visit = type(care.visit).objects.select_related("clinic", "episode").get(pk=care.visit.pk)
    with CaptureQueriesContext(connection) as captured:
        next_step(visit)
    assert len(captured) == 1


def test_way_is_open_past_an_unknown_medicine_and_closed_while_a_question_is_open(
    care: Care,
) -> None:
    medicines.record(by=care.therapist, person=care.person, text="zzyzx drops")
    screening = care.screen()
    assert screening.outcome == "incomplete"
    plan_care(care)
    care.consent()
    care.propose()
    assert states(next_step(care.visit))[Step.REVIEW] is not StepState.BLOCKED
    screenings.record(by=care.therapist, visit=care.visit, answers={}, supersedes=screening)
    assert states(next_step(care.visit))[Step.REVIEW] is StepState.BLOCKED
