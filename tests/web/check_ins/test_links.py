"""The public page of a check-in."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from tests.clinic.visits.care import GLUTEUS, Care
from tests.web.check_ins.conftest import Phone, invite

from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.actions.identity_checks import MOST_WRONG
from drypoint.clinic.visits.actions import exercises
from drypoint.web.forms import check_ins as forms
from drypoint.web.presenters import check_ins as presenter


def words(answer: Any) -> str:
    return answer.content.decode()


def test_first_page_says_nobody_watches_and_whom_to_call_before_it_asks(phone: Phone) -> None:
    page = words(phone.get())
    assert page.index("Nobody watches this page") < page.index('name="birth_date"')
    assert 'href="tel:112"' in page
    assert 'href="tel:5550100"' in page


def test_answers_are_kept_and_triage_tells_what_to_do(care: Care, phone: Phone) -> None:
    assert "Are you short of breath?" in words(phone.give_birth_date())
    page = words(phone.send(breathless="yes", words="It began at night"))
    assert "Call the emergency services now." in page
    kept = care.clinic.check_ins.get()
    assert kept.level == "emergency"
    assert kept.answers["words"] == "It began at night"
    assert (kept.answers["tightness_nrs"], kept.answers["movement"]) == (4, "easier")
    assert kept.recorded_as == "patient"


def test_unanswered_questions_do_not_keep_an_answer_back(care: Care, phone: Phone) -> None:
    phone.give_birth_date()
    answer = phone.browser.post(phone.url, {"proof": phone.proof, "fever": "unknown"})
    assert "See a doctor today" in words(answer)
    assert care.clinic.check_ins.get().answers["triage"] == {"fever": "unknown"}
    left_open = words(answer).split("You have not answered")[1]
    assert "<li>Are you short of breath?</li>" in left_open


def test_words_of_other_rules_are_shown_whole(care: Care, phone: Phone) -> None:
    phone.give_birth_date()
    phone.send(fever="yes")
    kept = care.clinic.check_ins.select_related("triage", "clinic").get()
    kept.triage.result["say"] = "Words of an older version."
    told = presenter.told(kept)
    assert told is not None
    assert (told.lead, told.more) == ("Words of an older version.", "")


def test_lung_under_a_needle_is_told_again(care: Care, phone: Phone) -> None:
    care.screen()
    care.propose(GLUTEUS | {"muscle": "rhomboid_major", "position": "prone"})
    phone.give_birth_date()
    assert "Your needles were near a lung" in words(phone.send())


def test_exercises_are_asked_where_some_were_given(care: Care, phone: Phone) -> None:
    assert "exercises did you do" not in words(phone.give_birth_date())
    exercises.prescribe(by=care.therapist, visit=care.visit, exercises=[{"name": "Chin tuck"}])
    assert "exercises did you do" in words(phone.give_birth_date())
    phone.send(exercises_done="0.75")
    assert care.clinic.check_ins.get().answers["exercises_done"] == 0.75


def test_page_never_shows_the_chart(care: Care, phone: Phone) -> None:
    seen = words(phone.get()) + words(phone.give_birth_date()) + words(phone.send()) + words(phone.get())
    for secret in (care.person.given_name, care.person.family_name, care.episode.title, "gluteus"):
        assert secret not in seen


def test_wrong_date_is_told_beside_the_field_then_the_link_locks(phone: Phone) -> None:
    for _number in range(MOST_WRONG - 1):
        answer = phone.give_birth_date("1980-01-05")
        assert answer.status_code == 422
        assert "not the date of birth that the clinic has" in words(answer)
        assert 'value="1980-01-05"' in words(answer)
    for day in ("1980-01-05", "1980-05-01"):
        locked = phone.give_birth_date(day)
        assert locked.status_code == 429
        assert "Too many dates" in words(locked)
        assert 'href="tel:112"' in words(locked)


def test_missing_date_is_asked_for(phone: Phone) -> None:
    assert phone.give_birth_date("").status_code == 422


def test_answers_without_the_date_of_birth_are_not_taken_and_not_lost(care: Care, phone: Phone) -> None:
    stranger = phone.send(words="It hurts")
    assert stranger.status_code == 422
    assert "It hurts" in words(stranger)
    assert 'name="birth_date"' in words(stranger)
    assert phone.send(birth_date="1970-01-01").status_code == 422
    assert not care.clinic.check_ins.exists()
    assert phone.send(birth_date="1980-05-01").status_code == 200
    assert care.clinic.check_ins.count() == 1


def test_proof_of_another_link_or_of_yesterday_counts_for_nothing(
    care: Care, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.give_birth_date()
    other = Phone(invite(care)[1])
    other.proof = phone.proof
    assert other.send().status_code == 422
    monkeypatch.setattr(forms, "PROOF_HOLDS_SECONDS", -1)
    assert phone.send().status_code == 422
    assert not care.clinic.check_ins.exists()


def test_wrong_answer_keeps_the_others(care: Care, phone: Phone) -> None:
    phone.give_birth_date()
    answer = phone.send(pain_nprs="11", words="Kept")
    assert answer.status_code == 422
    assert "Kept" in words(answer)
    assert not care.clinic.check_ins.exists()


def test_second_submit_says_so_and_nothing_is_lost(care: Care, phone: Phone) -> None:
    phone.give_birth_date()
    phone.send()
    again = words(phone.send())
    assert "You had answered this check-in already" in again
    assert care.clinic.check_ins.count() == 1
    worse = words(phone.send(breathless="yes"))
    assert "the clinic sees both answers" in worse
    assert "Call the emergency services now." in worse
    assert care.clinic.check_ins.count() == 2


def test_answered_link_says_so(phone: Phone) -> None:
    phone.give_birth_date()
    phone.send()
    page = words(phone.get())
    assert "You have answered already" in page
    assert 'name="birth_date"' not in page


def test_guessed_link_is_a_kind_404(care: Care) -> None:
    answer = Phone("A" * 43).get()
    assert answer.status_code == 404
    assert "This link does not work" in words(answer)
    assert "call the emergency number" in words(answer)


def test_expired_and_closed_links_are_a_kind_410(care: Care) -> None:
    expired = Phone(invite(care, due_in=timedelta(days=-8))[1])
    invitation, token = invite(care)
    check_ins.revoke(by=care.therapist, invitation=invitation)
    for link in (expired, Phone(token)):
        for answer in (link.get(), link.browser.post(link.url, {"birth_date": "1980-05-01"})):
            assert answer.status_code == 410
            assert "This link is closed" in words(answer)
            assert 'href="tel:112"' in words(answer)


def test_clinic_that_has_not_accepted_triage_shows_the_safety_net_alone(real_care: Care) -> None:
    phone = Phone(invite(real_care)[1])
    phone.give_birth_date()
    page = words(phone.send(fever="yes"))
    assert "See a doctor today" not in page
    assert "call the emergency services at once" in page
    assert real_care.clinic.check_ins.get().level == "same_day"  # for the clinic's own board


def test_person_is_spoken_to_in_their_language(care: Care, phone: Phone) -> None:
    care.person.language = "es"
    care.person.save(update_fields=["language"])
    assert "¿Le falta el aire?" in words(phone.give_birth_date())


def test_nothing_about_the_person_is_logged(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="drypoint"), override_settings(DEBUG=False):
        phone.give_birth_date()
        phone.send(words="secret")
    assert "secret" not in caplog.text
    assert "Ruiz" not in caplog.text
