"""The decision on the screen."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic.visits.care import BEGUN, Care
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.episodes.actions import episodes, goals, plans_of_care
from drypoint.clinic.episodes.models import ClosingReason
from drypoint.clinic.followup.actions import notes
from drypoint.clinic.visits.actions import measurements
from drypoint.clinic.visits.models import MeasuredWhen, Visit
from drypoint.web import identity


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


def address(care: Care) -> str:
    return reverse("decision", args=[care.visit.pk])


def measure(care: Care, value: float, visit: Visit | None = None) -> None:
    visit = visit or care.visit
    measurements.record(
        by=care.therapist,
        visit=visit,
        instrument="nprs",
        value=value,
        when=MeasuredWhen.BEFORE,
        measured_at=visit.started_at,
    )


def asked(care: Care, browser: Client) -> str:
    """Ask the rules; the id of what they said."""
    browser.post(address(care), {"ask": "1"})
    return str(care.visit.engine_results.get(engine="decide").pk)


def test_course_goal_and_reason_are_shown(care: Care, browser: Client) -> None:
    by, episode = care.therapist, care.episode
    goals.set(by=by, episode=episode, words="Sleep", measure="nprs", target_value=2, unit="points")
    goals.set(by=by, episode=episode, words="Run again", by_on=(BEGUN + timedelta(days=90)).date())
    met = goals.set(by=by, episode=episode, words="Sit for an hour")
    goals.meet(by=by, goal=met, met_on=BEGUN.date())
    goals.set(by=by, episode=episode, words="Dance")
    measure(care, 7)
    asked(care, browser)
    page = browser.get(address(care)).content.decode()
    assert "<svg" in page
    assert "The same as a table" in page
    for words in ("goal 2 points; last 7 points", "by 30 May 2027", "met on 1 Mar 2027", "not met yet"):
        assert words in page
    assert "Not enough to judge yet" in page
    assert "Continue as planned" in page
    assert "The numbers that the rules use" in page
    assert "unverified" in page


def test_agreeing_needs_no_words(care: Care, browser: Client) -> None:
    key = asked(care, browser)
    answer = browser.post(
        address(care), {"suggestion": key, "chosen": "continue", "next_visit_on": "2027-03-08"}
    )
    assert answer.url == reverse("visit", args=[care.visit.pk])
    decision = care.visit.decisions.get()
    assert (decision.agrees, decision.suggested) == (True, "continue")
    assert "Decided: Continue as planned" in browser.get(address(care)).content.decode()


def test_departing_needs_a_reason_and_keeps_what_was_chosen(care: Care, browser: Client) -> None:
    key = asked(care, browser)
    answer = browser.post(address(care), {"suggestion": key, "chosen": "stop", "next_visit_on": "2027-03-08"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#field_reason"' in page
    assert 'value="2027-03-08"' in page
    browser.post(address(care), {"suggestion": key, "chosen": "stop", "reason": "She prefers exercise"})
    assert care.visit.decisions.get().agrees is False


def test_suggestion_older_than_the_record_says_so(care: Care, browser: Client) -> None:
    asked(care, browser)
    assert "has changed since the rules were asked" not in browser.get(address(care)).content.decode()
    measure(care, 6)
    assert "has changed since the rules were asked" in browser.get(address(care)).content.decode()


def test_next_visit_is_proposed_by_the_plan_of_care(care: Care, browser: Client) -> None:
    assert browser.get(address(care)).context["form"].initial["next_visit_on"] is None
    plans_of_care.record(
        by=care.therapist,
        episode=care.episode,
        indication="Pain",
        needling=True,
        needling_reason="Active points",
        planned_visits=4,
        interval_days=10,
    )
    proposed = browser.get(address(care)).context["form"].initial["next_visit_on"]
    assert proposed == (BEGUN + timedelta(days=10)).date()


def test_switch_that_is_off_leaves_the_decision_to_the_therapist(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "is_mfa_enabled", lambda _user: True)
    care = Care(ClinicKind.REAL, "Bay")
    browser = browser_of(care.member)
    page = browser.get(address(care)).content.decode()
    assert "The suggested next step is switched off here" in page
    assert "Ask for forecast and next step" not in page
    assert browser.post(address(care), {"ask": "1"}).status_code == 409
    assert browser.post(address(care), {"chosen": "continue"}).status_code == 302
    assert care.visit.decisions.get().agrees is None


def test_second_of_two_people_is_told(care: Care, browser: Client) -> None:
    browser.post(address(care), {"chosen": "continue"})
    answer = browser.post(address(care), {"chosen": "stop", "reason": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "saved by somebody else" in page
    assert "Mine" in page
    standing = care.visit.decisions.current().get()
    assert f'value="{standing.pk}"' in page
    again = {"chosen": "stop", "reason": "Mine", "supersedes": standing.pk}
    assert browser.post(address(care), again).status_code == 302
    assert care.visit.decisions.current().get().chosen == "stop"


def test_foreign_suggestion_is_unknown(care: Care, browser: Client) -> None:
    other = Care(name="Elsewhere")
    key = asked(other, browser_of(other.member))
    assert browser.post(address(care), {"suggestion": key, "chosen": "continue"}).status_code == 404


def test_closed_episode_takes_no_decision(care: Care, browser: Client) -> None:
    notes.sign(by=care.therapist, visit=care.visit, revision=1)
    episodes.close(
        by=care.therapist,
        episode=care.episode,
        revision=1,
        closed_on=BEGUN.date(),
        reason=ClosingReason.GOALS_MET,
    )
    page = browser.get(address(care)).content.decode()
    assert "The episode is closed" in page
    assert 'name="chosen"' not in page
    assert browser.post(address(care), {"chosen": "continue"}).status_code == 422


def test_who_does_not_sign_does_not_decide(care: Care, as_role: SignIn) -> None:
    assistant = as_role("assistant", care.clinic)
    assert "A therapist decides." in assistant.get(address(care)).content.decode()
    assert assistant.post(address(care), {"chosen": "continue"}).status_code == 403
    assert as_role("front_desk", care.clinic).get(address(care)).status_code == 403
    assert as_role("therapist").get(address(care)).status_code == 404


@pytest.mark.parametrize("visits", [1, 5])
def test_statements_do_not_grow_with_the_course(
    care: Care, browser: Client, django_assert_max_num_queries: Any, visits: int
) -> None:
    for number in range(visits):
        visit = care.start_visit(days=7 * (number + 1))
        measure(care, 5, visit)
    asked(care, browser)
    with django_assert_max_num_queries(38):
        browser.get(address(care))
