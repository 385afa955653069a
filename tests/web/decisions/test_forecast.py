"""The forecast on the page of the decision, and what came true of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic.visits.care import BEGUN, Care
from tests.web.conftest import browser_of
from tests.web.decisions.test_decisions import address, measure
from tests.web.test_first_pages import own_browser

from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.episodes.actions import goals
from drypoint.clinic.visits.models import EngineName
from drypoint.web import identity


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


def test_before_a_second_score_the_page_says_that_all_is_assumed(care: Care, browser: Client) -> None:
    measure(care, 7)
    browser.post(address(care), {"ask": "1"})
    page = browser.get(address(care)).content.decode()
    assert "Not enough to forecast yet" in page
    assert "figure__fan" in page
    assert "Mostly assumed" in page
    assert "What is assumed" in page and "unverified" in page
    assert "Difference between two groups of trials" in page and "Navarro-Santana" in page


def test_forecast_tells_goal_next_session_and_each_published_figure(care: Care, browser: Client) -> None:
    goals.set(
        by=care.therapist, episode=care.episode, words="Pain 2", measure="nprs", target_value=2, unit="points"
    )
    measure(care, 7)
    care.needle()
    later = care.start_visit(7)
    measure(care, 5, later)
    where = reverse("decision", args=[later.pk])
    assert browser.post(where, {"ask": "1"}).status_code == 302
    assert later.engine_results.filter(engine=EngineName.FORECAST).count() == 1
    page = browser.get(where).content.decode()
    assert "Not enough to forecast yet" not in page
    assert "Goal of 2 points: reached on" in page
    assert "One more session:" in page
    assert "Ostelo" in page
    assert "of 100 people" in page


def test_what_came_true_stands_beside_what_was_expected(care: Care, browser: Client) -> None:
    measure(care, 7)
    care.needle()
    browser.post(address(care), {"ask": "1"})
    later = care.start_visit(7)
    measure(care, 6, later)
    page = browser.get(reverse("decision", args=[later.pk])).content.decode()
    assert "What came true" in page
    assert "1 of 1 score lay where 80 of 100 were expected." in page
    day = (BEGUN + timedelta(days=7)).strftime("%-d %b")
    assert day in page


def test_forecast_that_is_switched_off_is_not_shown(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "is_mfa_enabled", lambda _user: True)
    care = Care(ClinicKind.REAL, "Bay")
    page = browser_of(care.member).get(address(care)).content.decode()
    assert "figure__fan" not in page
    assert "What came true" not in page


def test_person_sees_their_own_course_and_a_fan_only_when_it_rests_on_enough(
    care: Care, browser: Client
) -> None:
    own = own_browser(care)
    assert "Nothing to show yet" in own.get("/my/progress/").content.decode()
    measure(care, 7)
    care.needle()
    browser.post(address(care), {"ask": "1"})
    page = own.get("/my/progress/").content.decode()
    assert "Each mark is what you told" in page
    assert "figure__fan" not in page, "before a second score nearly all is assumed"
    later = care.start_visit(7)
    measure(care, 5, later)
    browser.post(reverse("decision", args=[later.pk]), {"ask": "1"})
    page = own.get("/my/progress/").content.decode()
    assert "figure__fan" in page
    assert "not a promise" in page
    assert "My progress" in own.get("/my/").content.decode()
