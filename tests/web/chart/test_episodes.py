"""The episode: opened by everyday words, seen on one page, closed with a reason."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.web.chart.conftest import Care

from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.episodes.actions import clearances, episodes, goals
from drypoint.clinic.followup.actions import decisions
from drypoint.clinic.followup.models import NextStepChoice
from drypoint.clinic.people.actions import allergies
from drypoint.clinic.visits.actions import measurements, palpation
from drypoint.clinic.visits.models import MeasuredWhen, TriggerPointStatus, Visit


def _page(care: Care) -> str:
    return care.browser.get(reverse("episode", args=[care.episode.pk])).content.decode()


def test_complaint_is_found_by_an_everyday_word(care: Care) -> None:
    page = care.browser.get(reverse("episode_open", args=[care.person.pk]), {"q": "heel"}).content.decode()
    assert "plantar fasciitis" in page
    assert "tennis elbow" not in page.lower()


def test_complaint_search_says_when_nothing_is_found(care: Care) -> None:
    url = reverse("episode_open", args=[care.person.pk])
    page = care.browser.get(url, {"q": "zzz"}, headers={"HX-Request": "true"}).content.decode()
    assert "Nothing found for this word" in page
    assert "<html" not in page


def test_all_complaints_stand_by_part_of_the_body(care: Care) -> None:
    page = care.browser.get(reverse("episode_open", args=[care.person.pk])).content.decode()
    assert "Head and neck" in page
    assert "Knee pain" in page


def test_open_needs_one_tap_after_the_complaint(care: Care) -> None:
    url = reverse("episode_open", args=[care.person.pk])
    form = care.browser.get(url, {"complaint": "knee_pain"}).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert typed["title"] == "Knee pain"
    answer = care.browser.post(url, typed)
    opened = care.person.episodes.get(complaint="knee_pain")
    assert answer.url == reverse("episode", args=[opened.pk])
    assert opened.therapist == care.member


def test_open_keeps_what_was_typed_beside_the_error(care: Care) -> None:
    url = reverse("episode_open", args=[care.person.pk])
    answer = care.browser.post(
        url,
        {"complaint": "knee_pain", "title": "Left knee", "therapist": str(care.member.pk), "opened_on": ""},
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["opened_on"]
    assert "Left knee" in answer.content.decode()


def test_front_desk_opens_no_episode_and_sees_none(care: Care, as_role) -> None:  # type: ignore[no-untyped-def]
    desk = as_role("front_desk")
    assert desk.get(reverse("episode_open", args=[care.person.pk])).status_code == 403
    assert desk.get(reverse("episode", args=[care.episode.pk])).status_code == 403


def test_episode_of_another_clinic_does_not_exist(care: Care, elsewhere: Client) -> None:
    for name in ("episode", "episode_close", "episode_revise", "episode_reopen"):
        assert elsewhere.get(reverse(name, args=[care.episode.pk])).status_code == 404


def test_page_shows_alerts_before_anything_else(care: Care) -> None:
    allergies.record(by=care.actor, person=care.person, substance="Latex")
    clearances.ask(
        by=care.actor,
        episode=care.episode,
        asked_whom="Dr Lind",
        finding_ids=["anticoagulant"],
        question="May she be needled?",
        asked_at=timezone.now(),
    )
    page = _page(care)
    assert "Waiting for a doctor&#x27;s answer" in page
    assert "Allergy: Latex" in page
    assert page.index("Waiting for a doctor") < page.index("<h1")


def test_page_is_audited(care: Care) -> None:
    _page(care)
    seen = AuditEvent.objects.filter(subject_id=care.episode.pk, verb="episode.opened")
    assert seen.count() == 1


def test_page_draws_pain_motion_and_trigger_points(care: Care) -> None:
    now = timezone.now()
    for value, when in ((7, MeasuredWhen.BEFORE), (4, MeasuredWhen.AFTER)):
        measurements.record(
            by=care.actor, visit=care.visit, instrument="nprs", value=value, when=when, measured_at=now
        )
    for value in (50, 62):
        measurements.record(
            by=care.actor,
            visit=care.visit,
            instrument="rom_deg",
            place="cervical.rotation",
            side="right",
            moved_by="active",
            value=value,
            when=MeasuredWhen.BEFORE,
            measured_at=now + timedelta(minutes=value),
        )
    palpation.record(
        by=care.actor,
        visit=care.visit,
        muscle="trapezius_upper",
        side="right",
        status=TriggerPointStatus.ACTIVE,
        recognised_pain=True,
    )
    goals.set(
        by=care.actor, episode=care.episode, words="Drive", measure="nprs", target_value=2, unit="points"
    )
    page = _page(care)
    assert page.count("<svg") > 2
    assert "Cervical rotation, right: from 50° to 62°" in page
    assert "Active" in page
    assert "2 points" in page
    assert "unverified" in page, "the published norm's doubt stands in the dial's table"


def _record_visits(care: Care, number: int) -> None:
    for day in range(number):
        visit = care.start_visit(days_later=day + 1)
        _measure(care, visit)


def _measure(care: Care, visit: Visit) -> None:
    measurements.record(
        by=care.actor,
        visit=visit,
        instrument="nprs",
        value=5,
        when=MeasuredWhen.BEFORE,
        measured_at=visit.started_at,
    )


def test_page_asks_the_database_as_often_with_twenty_visits_as_with_one(
    care: Care, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _measure(care, care.visit)
    _page(care)
    with django_assert_max_num_queries(20) as few:
        _page(care)
    _record_visits(care, 19)
    with django_assert_max_num_queries(20) as many:
        _page(care)
    assert len(many) == len(few)


def test_page_of_a_real_clinic_takes_twenty_statements_at_most(
    care: Care, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    care.screen()
    _measure(care, care.visit)
    palpation.record(
        by=care.actor,
        visit=care.visit,
        muscle="trapezius_upper",
        side="right",
        status=TriggerPointStatus.ACTIVE,
    )
    decisions.decide(by=care.actor, visit=care.visit, chosen=NextStepChoice.SPACE_OUT)
    type(care.clinic).objects.update(kind=ClinicKind.REAL)
    Authenticator.objects.create(user=care.member.user, type=Authenticator.Type.TOTP, data={})
    with django_assert_max_num_queries(20):
        page = _page(care)
    assert "Space the visits out" in page


def test_close_with_a_reason_and_open_again(care: Care) -> None:
    episode = episodes.open(
        by=care.actor,
        person=care.person,
        complaint="knee_pain",
        title="Knee",
        therapist=care.member,
        opened_on=date(2026, 1, 5),
    )
    url = reverse("episode_close", args=[episode.pk])
    answer = care.browser.post(
        url, {"revision": 1, "reason": "goals_met", "closed_on": "2026-03-01", "words": "Runs again"}
    )
    assert answer.status_code == 302
    page = care.browser.get(reverse("episode", args=[episode.pk])).content.decode()
    assert "This episode is closed." in page
    assert "Runs again" in page
    assert care.browser.get(reverse("episode_reopen", args=[episode.pk])).status_code == 200
    care.browser.post(reverse("episode_reopen", args=[episode.pk]), {"revision": 2})
    episode.refresh_from_db()
    assert episode.closed_on is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"closed_on": "2025-01-01"}, "It cannot end before it began."),
        ({"closed_on": "2026-03-01"}, "no signed note yet"),
        ({"closed_on": "2026-03-01", "reason": ""}, "This field is required."),
    ],
)
def test_close_refuses_in_words_and_keeps_what_was_typed(
    care: Care, typed: dict[str, str], sentence: str
) -> None:
    asked = {"revision": "1", "reason": "other", "words": "Moved to another town", **typed}
    answer = care.browser.post(reverse("episode_close", args=[care.episode.pk]), asked)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Moved to another town" in page


def test_second_of_two_who_revise_sees_theirs_beside_the_own_words(care: Care) -> None:
    url = reverse("episode_revise", args=[care.episode.pk])
    assert care.browser.get(url).status_code == 200
    typed = {"revision": 1, "complaint": "neck_pain", "therapist": str(care.member.pk)}
    assert care.browser.post(url, {**typed, "title": "First"}).status_code == 302
    answer = care.browser.post(url, {**typed, "title": "Second"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "First" in page
    assert "Second" in page
    again = {**typed, "title": "Second", "revision": answer.context["form"]["revision"].value()}
    assert care.browser.post(url, again).status_code == 302
    care.episode.refresh_from_db()
    assert care.episode.title == "Second"
