"""Allergies, medicines, body measures and the own sign-in, from a person's page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.chart.conftest import Care

from drypoint.clinic.people.actions import allergies, medicines


def _page(care: Care) -> str:
    return care.browser.get(reverse("person", args=[care.person.pk])).content.decode()


def _to(care: Care, name: str, *more: object) -> str:
    return reverse(name, args=[care.person.pk, *more])


def test_nothing_recorded_says_that_nobody_asked(care: Care) -> None:
    assert _page(care).count("Nobody has asked yet.") == 2


def test_none_known_and_none_taken_are_one_tap(care: Care) -> None:
    care.browser.post(_to(care, "allergy_none"))
    care.browser.post(_to(care, "medicine_none"))
    page = _page(care)
    assert "None known" in page
    assert "Takes none" in page
    assert "Nobody has asked yet." not in page


def test_allergy_is_recorded_and_corrected(care: Care) -> None:
    assert care.browser.get(_to(care, "allergy_new")).status_code == 200
    care.browser.post(_to(care, "allergy_new"), {"substance": "Latex"})
    allergy = care.person.allergies.get()
    form = care.browser.get(_to(care, "allergy", allergy.pk)).context["form"]
    typed = {"supersedes": str(form["supersedes"].value()), "substance": "Latex", "reaction": "hives"}
    care.browser.post(_to(care, "allergy", allergy.pk), typed)
    assert care.person.allergies.current().get().reaction == "hives"
    assert "hives" in _page(care)


def test_second_correction_of_an_allergy_is_told(care: Care) -> None:
    allergy = allergies.record(by=care.actor, person=care.person, substance="Latex")
    allergies.record(by=care.actor, person=care.person, substance="Nickel", supersedes=allergy)
    answer = care.browser.post(
        _to(care, "allergy", allergy.pk), {"supersedes": str(allergy.pk), "substance": "Rubber"}
    )
    assert answer.status_code == 409
    assert "Nickel" in answer.content.decode()
    assert "Rubber" in answer.content.decode()


def test_medicine_is_recorded_corrected_and_stopped(care: Care) -> None:
    care.browser.post(_to(care, "medicine_new"), {"text": "warfarin 5 mg"})
    entry = care.person.medicines.get()
    form = care.browser.get(_to(care, "medicine", entry.pk)).context["form"]
    care.browser.post(
        _to(care, "medicine", entry.pk),
        {"supersedes": str(form["supersedes"].value()), "text": "warfarin 3 mg", "started_on": "2026-01-01"},
    )
    assert "warfarin 3 mg" in _page(care)
    entry = care.person.medicines.current().get()
    refused = care.browser.post(_to(care, "medicine_stop", entry.pk), {"stopped_on": "2025-01-01"})
    assert refused.status_code == 422
    assert care.browser.get(_to(care, "medicine_stop", entry.pk)).status_code == 200
    yesterday = timezone.localdate().replace(day=1).isoformat()
    care.browser.post(_to(care, "medicine_stop", entry.pk), {"stopped_on": yesterday})
    assert care.person.medicines.current().get().stopped_on is not None


def test_second_change_of_a_medicine_is_told(care: Care) -> None:
    entry = medicines.record(by=care.actor, person=care.person, text="aspirin")
    medicines.stop(by=care.actor, entry=entry, stopped_on=timezone.localdate())
    answer = care.browser.post(
        _to(care, "medicine", entry.pk), {"supersedes": str(entry.pk), "text": "aspirin 100 mg"}
    )
    assert answer.status_code == 409
    assert "Last day taken" in answer.content.decode()


def test_measures_take_a_comma_and_refuse_what_no_body_is(care: Care) -> None:
    url = _to(care, "body_measure_new")
    assert care.browser.get(url).status_code == 200
    care.browser.post(url, {"measured_on": "2026-11-01", "height_cm": "168", "weight_kg": "64,5"})
    assert "64.5 kg" in _page(care)
    assert "22.9 kg/m²" in _page(care)
    empty = care.browser.post(url, {"measured_on": "2026-11-01"})
    assert empty.status_code == 422
    assert empty.context["form"].errors["height_cm"]
    assert care.browser.post(url, {"measured_on": "2026-11-01", "height_cm": "1680"}).status_code == 422


def test_sign_in_is_given_and_ended(care: Care) -> None:
    grant = _to(care, "access_grant")
    assert care.browser.get(grant).status_code == 200
    wrong = care.browser.post(grant, {"email": "marta at home"})
    assert wrong.context["form"].errors["email"]
    care.browser.post(grant, {"email": "marta@home.test"})
    assert "marta@home.test" in _page(care)
    twice = care.browser.post(grant, {"email": "m2@home.test"})
    assert twice.status_code == 422
    revoke = _to(care, "access_revoke")
    assert "End this sign-in now?" in care.browser.get(revoke).content.decode()
    care.browser.post(revoke)
    assert not care.person.patient_accesses.filter(revoked_at__isnull=True).exists()
    assert care.browser.get(revoke).status_code == 404


def test_without_mail_a_link_is_handed_over_with_which_they_set_their_password_once(care: Care) -> None:
    care.browser.post(_to(care, "access_grant"), {"email": "marta@home.test"})
    assert "Has not set a password yet" in _page(care)
    shown = care.browser.post(_to(care, "access_set_up_link"))
    assert "<svg" in shown.content.decode(), "a code for their phone"
    marta = Client()
    first = marta.get(shown.context["link"], follow=True)
    typed = {"password1": "a-long-quiet-river", "password2": "a-long-quiet-river"}
    assert marta.post(first.redirect_chain[-1][0], typed).status_code == 302
    assert marta.login(email="marta@home.test", password="a-long-quiet-river")
    assert "Has not set a password yet" not in _page(care)
    assert care.browser.post(_to(care, "access_set_up_link")).status_code == 302, "no second link"
    assert care.person.patient_accesses.get().user.proven_at is None, "handed over, so nothing is proven"


def test_where_mail_goes_out_the_link_goes_to_the_mailbox_alone(
    care: Care, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "http://testserver"
    answer = care.browser.post(_to(care, "access_grant"), {"email": "marta@home.test"}, follow=True)
    assert "was mailed to marta@home.test" in answer.content.decode()
    assert "Make the link" not in answer.content.decode()
    assert care.browser.post(_to(care, "access_set_up_link")).status_code == 302, "nobody else sees it"
    (mail,) = mailoutbox
    assert mail.to == ["marta@home.test"]
    assert "pain" not in mail.body.lower()
    link = next(word for word in mail.body.split() if word.startswith("http"))
    marta = Client()
    first = marta.get(link, follow=True)
    typed = {"password1": "a-long-quiet-river", "password2": "a-long-quiet-river"}
    assert marta.post(first.redirect_chain[-1][0], typed).status_code == 302
    assert marta.login(email="marta@home.test", password="a-long-quiet-river")
    assert care.person.patient_accesses.get().user.proven_at is not None
    care.browser.post(_to(care, "access_revoke"))
    again = care.browser.post(_to(care, "access_grant"), {"email": "marta@home.test"}, follow=True)
    assert "with the password that they have" in again.content.decode()
    assert len(mailoutbox) == 1


def test_mail_that_does_not_go_out_is_told(
    care: Care, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_mail: object) -> None:
        raise ConnectionRefusedError

    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "http://testserver"
    monkeypatch.setattr("drypoint.web.first_passwords.send_mail", refuse)
    answer = care.browser.post(_to(care, "access_grant"), {"email": "marta@home.test"}, follow=True)
    assert "did not go out" in answer.content.decode()
    assert "Forgot your password?" in answer.content.decode()


def test_front_desk_sees_no_health(care: Care, as_role) -> None:  # type: ignore[no-untyped-def]
    allergies.record(by=care.actor, person=care.person, substance="Latex")
    desk = as_role("front_desk")
    page = desk.get(reverse("person", args=[care.person.pk])).content.decode()
    assert "Latex" not in page
    assert "Next appointments" in page
    assert desk.get(_to(care, "allergy_new")).status_code == 403
    assert "Latex" not in desk.get(_to(care, "access_grant")).content.decode()


def test_person_of_another_clinic_does_not_exist(care: Care, elsewhere: Client) -> None:
    for name in ("allergy_new", "medicine_new", "body_measure_new", "access_grant", "access_revoke"):
        assert elsewhere.get(_to(care, name)).status_code == 404
    assert elsewhere.post(_to(care, "allergy_none")).status_code == 404
