"""Examination, plan of care and goals."""

from typing import Any

from django.test import Client
from django.urls import reverse
from tests.web.chart.conftest import Care

from drypoint.clinic.episodes.actions import goals, histories, plans_of_care
from drypoint.clinic.episodes.models import PlanOfCare
from drypoint.clinic.visits.actions import examinations

EXAMINED = {
    "neuro": "Reflexes equal",
    "summary": "Upper trapezius",
    "parts-count": "2",
    "parts-0-part": "Neck",
    "parts-0-words": "Turning right hurts",
    "tests-count": "1",
    "tests-0-name": "Spurling",
    "tests-0-side": "right",
    "tests-0-result": "negative",
}
PLANNED = {
    "indication": "Active trigger points, turning limited",
    "needling": "yes",
    "needling_reason": "Exercise alone did not help",
    "planned_visits": "4",
    "interval_days": "7",
    "review_on": "2026-12-01",
    "tried-count": "1",
    "tried-0-kind": "Massage",
    "tried-0-result": "no change",
    "others-count": "1",
    "others-0-kind": "Deep neck flexor training",
}


def _examination(care: Care) -> str:
    return reverse("examination", args=[care.visit.pk])


def _plan(care: Care) -> str:
    return reverse("plan_of_care", args=[care.visit.pk])


def _stands(care: Care) -> PlanOfCare:
    return care.episode.plans_of_care.current().get()


def _record_plan(care: Care, indication: str = "Theirs") -> PlanOfCare:
    return plans_of_care.record(
        by=care.actor,
        episode=care.episode,
        indication=indication,
        needling=False,
        needling_reason="She prefers not",
        planned_visits=2,
        interval_days=14,
    )


def test_examination_is_kept_and_leads_to_the_plan(care: Care) -> None:
    answer = care.browser.post(_examination(care), EXAMINED)
    assert answer.url == _plan(care)
    kept = care.visit.examinations.current().get()
    assert [(one.part, one.words) for one in kept.findings] == [("Neck", "Turning right hurts")]
    (test,) = kept.special_tests
    assert (test.name, test.positive, test.side) == ("Spurling", False, "right")


def test_examination_shows_again_what_stands_and_takes_a_correction(care: Care) -> None:
    care.browser.post(_examination(care), EXAMINED)
    page = care.browser.get(_examination(care))
    form, tests = page.context["form"], page.context["tests"]
    assert tests.forms[0]["result"].value() == "negative"
    again = {**EXAMINED, "supersedes": str(form["supersedes"].value()), "tests-0-result": "unclear"}
    care.browser.post(_examination(care), again)
    assert care.visit.examinations.current().get().special_tests[0].positive is None


def test_examination_row_without_a_result_is_marked(care: Care) -> None:
    answer = care.browser.post(_examination(care), {**EXAMINED, "tests-0-result": ""})
    assert answer.status_code == 422
    assert answer.context["tests"].forms[0].errors["result"]
    assert "Turning right hurts" in answer.content.decode()


def test_examination_gives_one_more_row_without_saving(care: Care) -> None:
    answer = care.browser.post(_examination(care), {**EXAMINED, "more": "tests"})
    assert answer.context["tests"].count == 2
    assert answer.context["parts"].count == 2
    assert not care.visit.examinations.exists()


def test_examination_shows_last_time_and_theirs(care: Care) -> None:
    examinations.record(by=care.actor, episode=care.episode, visit=care.visit, summary="Stiff")
    later = care.start_visit(days_later=7)
    assert "Stiff" in care.browser.get(reverse("examination", args=[later.pk])).content.decode()
    answer = care.browser.post(_examination(care), EXAMINED)
    assert answer.status_code == 409
    assert "Stiff" in answer.content.decode()
    assert "Turning right hurts" in answer.content.decode()


def test_plan_takes_what_was_tried_from_the_history(care: Care) -> None:
    histories.record(
        by=care.actor, episode=care.episode, previous_treatments=[{"kind": "Massage", "result": "no change"}]
    )
    tried = care.browser.get(_plan(care)).context["tried"]
    assert tried.forms[0]["kind"].value() == "Massage"


def test_plan_is_kept_whole(care: Care) -> None:
    answer = care.browser.post(_plan(care), PLANNED)
    assert answer.url == reverse("visit", args=[care.visit.pk])
    kept = _stands(care)
    assert kept.needling
    assert (kept.planned_visits, kept.interval_days) == (4, 7)
    assert [one.kind for one in kept.other_treatments] == ["Deep neck flexor training"]
    assert kept.tried_before[0].result == "no change"
    shown = care.browser.get(reverse("episode", args=[care.episode.pk])).content.decode()
    assert "4 visits, every 7 days" in shown
    assert "Deep neck flexor training" in care.browser.get(_plan(care)).content.decode()


def test_plan_without_indication_is_refused_and_nothing_is_lost(care: Care) -> None:
    answer = care.browser.post(_plan(care), {**PLANNED, "indication": ""})
    assert answer.status_code == 422
    assert "Deep neck flexor training" in answer.content.decode()
    again = care.browser.post(_plan(care), {**PLANNED, "more": "others"})
    assert again.context["others"].count == 2


def test_plan_of_somebody_else_is_shown_beside_the_own_words(care: Care) -> None:
    _record_plan(care)
    answer = care.browser.post(_plan(care), PLANNED)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "She prefers not" in page
    assert "Exercise alone did not help" in page
    again = {**PLANNED, "supersedes": answer.context["form"]["supersedes"].value()}
    assert care.browser.post(_plan(care), again).status_code == 302
    assert _stands(care).needling


def test_assistant_reads_the_plan_and_decides_nothing(care: Care, as_role) -> None:  # type: ignore[no-untyped-def]
    assistant = as_role("assistant")
    assert "A therapist decides" in assistant.get(_plan(care)).content.decode()
    assert assistant.post(_plan(care), PLANNED).status_code == 403


def test_goal_is_set_changed_and_met(care: Care) -> None:
    histories.record(by=care.actor, episode=care.episode, goals_own_words="Swim again")
    new = reverse("goal_set", args=[care.visit.pk])
    assert care.browser.get(new).context["form"]["words"].value() == "Swim again"
    care.browser.post(
        new, {"words": "Swim again", "measure": "nprs", "target_value": "2", "by_on": "2026-12-24"}
    )
    goal = care.episode.goals.get()
    assert (goal.measure, goal.target_value, goal.unit) == ("nprs", 2, "points")
    change = reverse("goal_change", args=[care.visit.pk, goal.pk])
    form = care.browser.get(change).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    care.browser.post(change, {**typed, "words": "Swim 1 km"})
    goal = care.episode.goals.current().get()
    assert goal.words == "Swim 1 km"
    met = reverse("goal_met", args=[care.visit.pk, goal.pk])
    assert "Is this goal met?" in care.browser.get(met).content.decode()
    care.browser.post(met, {"met_on": "2026-11-30"})
    assert care.episode.goals.current().get().met_on is not None
    assert "met on 30 Nov 2026" in care.browser.get(_plan(care)).content.decode()


def test_goal_needs_measure_and_number_together_and_on_the_scale(care: Care) -> None:
    new = reverse("goal_set", args=[care.visit.pk])
    asked: list[tuple[dict[str, Any], str]] = [
        ({"measure": "nprs"}, "target_value"),
        ({"target_value": "3"}, "measure"),
        ({"measure": "nprs", "target_value": "30"}, "target_value"),
    ]
    for typed, field in asked:
        answer = care.browser.post(new, {"words": "Less pain", **typed})
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]
    care.browser.post(new, {"words": "Turn", "measure": "cervical.rotation.right", "target_value": "70"})
    assert care.episode.goals.get().unit == "deg"


def test_goal_changed_by_somebody_else_is_shown(care: Care) -> None:
    goal = goals.set(by=care.actor, episode=care.episode, words="Walk")
    goals.set(by=care.actor, episode=care.episode, words="Run", supersedes=goal)
    answer = care.browser.post(
        reverse("goal_change", args=[care.visit.pk, goal.pk]), {"supersedes": str(goal.pk), "words": "Jump"}
    )
    assert answer.status_code == 409
    assert "Run" in answer.content.decode()
    assert "Jump" in answer.content.decode()


def test_pages_of_another_clinic_do_not_exist(care: Care, elsewhere: Client) -> None:
    goal = goals.set(by=care.actor, episode=care.episode, words="Walk")
    for url in (
        _examination(care),
        _plan(care),
        reverse("goal_set", args=[care.visit.pk]),
        reverse("goal_met", args=[care.visit.pk, goal.pk]),
    ):
        assert elsewhere.get(url).status_code == 404
