"""Consent: told in the person's words, signed, copied, withdrawn at any time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.chart.conftest import Care

from drypoint.clinic.people.actions import people
from drypoint.clinic.people.models import Person
from drypoint.clinic.visits.models import Consent
from drypoint.clinic.visits.queries.consents import current_consent
from drypoint.safety.consent import load_consent

SIGNED = {"regions": ["neck_back", "shoulder"], "understood": "on", "signature": "Marta Quintero"}


def _url(care: Care) -> str:
    return reverse("consent", args=[care.visit.pk])


def _given(care: Care, **typed: Any) -> Consent:
    answer = care.browser.post(_url(care), {**SIGNED, **typed})
    assert answer.status_code == 302, answer.context["form"].errors
    found = current_consent(care.episode)
    assert found is not None
    return found


def _read(care: Care) -> str:
    return care.browser.get(_url(care), {"regions": ["neck_back", "shoulder"]}).content.decode()


def test_regions_come_first(care: Care) -> None:
    page = care.browser.get(_url(care)).content.decode()
    assert "Where may needles go?" in page
    assert care.browser.get(_url(care), {"regions": ["moon"]}).status_code == 422


def test_page_tells_everything_before_the_signature(care: Care) -> None:
    care.screen(anticoagulant=True)
    page = _read(care)
    for told in (
        "back of the neck, shoulder and shoulder blade",
        "Theo Thera, physical therapist",
        "is not acupuncture",
        "Experts disagree about dry needling.",
        "a lasting benefit is not settled",
        "You can say stop at any second",
        "7.55 in 100",
        "0 in 7,629",
        "No treatment: wait and see",
        "unverified",
    ):
        assert told in page, told
    assert page.index("0 in 7,629") < page.index('name="signature"')
    own = page[page.index("What counts for you") : page.index("What else you can choose")]
    assert "blood" in own, "her own raised risk stands there"


def test_page_never_calls_an_unasked_risk_none(care: Care) -> None:
    assert "You have not been asked the safety questions at this visit yet." in _read(care)


def test_page_gives_no_way_into_other_charts(care: Care) -> None:
    assert 'href="/people/"' not in _read(care)


def test_page_speaks_the_persons_language(care: Care) -> None:
    people.revise_details(by=care.actor, person=care.person, revision=1, language="es")
    page = _read(care)
    assert 'lang="es"' in page
    assert "no es acupuntura" in page
    assert _given(care).language == "es"


def test_signature_is_kept_with_what_was_told(care: Care) -> None:
    care.screen()
    given = _given(care)
    assert given.regions == ("neck_back", "shoulder")
    assert given.signature_kind == "typed"
    assert given.content["needler"]["name"] == "Theo Thera"
    told = {one["text"] for one in given.content["explained"]}
    assert all(
        one.text.en in told
        for one in load_consent().statements
        if one.id not in {"right_to_stop", "whom_to_call"}
    )


def test_drawn_signature_is_kept_as_a_path(care: Care) -> None:
    given = _given(care, signature_strokes="[[[10,20],[30,40]],[[5,5]]]")
    assert given.signature_kind == "drawn"
    assert given.signature_path == "M10 20 L30 40 M5 5 L5 5"


@pytest.mark.parametrize("field", ["understood", "signature"])
def test_without_agreement_or_name_there_is_no_consent(care: Care, field: str) -> None:
    answer = care.browser.post(_url(care), {**SIGNED, "interpreter": "Ana Sol", field: ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert "Ana Sol" in answer.content.decode()
    assert current_consent(care.episode) is None


def test_signing_without_regions_leads_back_to_them(care: Care) -> None:
    assert care.browser.post(_url(care), {**SIGNED, "regions": ["moon"]}).url == _url(care)


def test_guardian_signs_for_a_child(care: Care) -> None:
    born = timezone.localdate() - timedelta(days=365 * 12)
    people.revise_details(by=care.actor, person=care.person, revision=1, birth_date=born)
    assert "A parent or guardian signs" in _read(care)
    refused = care.browser.post(_url(care), SIGNED)
    assert refused.context["form"].errors["guardian_relationship"]
    given = _given(care, signature="Ana Quintero", guardian_relationship="mother")
    assert (given.guardian_name, given.guardian_relationship) == ("Ana Quintero", "mother")


def test_copy_is_a_pdf_for_staff_and_person(care: Care, patient_of: Callable[[], Client]) -> None:
    given = _given(care, signature_strokes="[[[10,20],[30,40]]]")
    copies = [
        care.browser.get(reverse("consent_copy", args=[given.pk])),
        patient_of().get(reverse("my_consent_copy", args=[given.pk])),
    ]
    assert all(copy.content.startswith(b"%PDF") for copy in copies)
    assert copies[0].content == copies[1].content


def test_standing_consent_is_offered_for_its_regions(care: Care) -> None:
    _given(care)
    page = care.browser.get(_url(care))
    assert "A consent stands" in page.content.decode()
    assert page.context["form"]["regions"].value() == ["neck_back", "shoulder"]


def test_withdrawal_is_one_tap_away_and_blocks_at_once(care: Care) -> None:
    given = _given(care)
    withdraw = reverse("consent_withdraw", args=[given.pk])
    for name, key in (("visit", care.visit.pk), ("episode", care.episode.pk)):
        assert withdraw in care.browser.get(reverse(name, args=[key])).content.decode()
    assert "takes their consent back?" in care.browser.get(withdraw).content.decode()
    assert care.browser.post(withdraw, {"words": ""}).status_code == 302
    assert current_consent(care.episode) is None
    page = care.browser.get(reverse("visit", args=[care.visit.pk])).content.decode()
    assert "Consent withdrawn" in page
    assert "There is no consent, or it was withdrawn." in page
    assert care.browser.get(reverse("consent_copy", args=[given.pk])).status_code == 200


def test_assistant_may_take_a_withdrawal(care: Care, as_role) -> None:  # type: ignore[no-untyped-def]
    given = _given(care)
    assert as_role("assistant").post(reverse("consent_withdraw", args=[given.pk]), {}).status_code == 302
    assert current_consent(care.episode) is None


def test_person_takes_it_back_themselves(care: Care, patient_of: Callable[[], Client]) -> None:
    given, phone = _given(care), patient_of()
    url = reverse("my_consent_withdraw", args=[given.pk])
    assert url in phone.get(reverse("my_care")).content.decode()
    assert "Take your consent back?" in phone.get(url).content.decode()
    assert phone.post(url).url == reverse("my_care")
    assert current_consent(care.episode) is None


def test_person_sees_open_questions_and_own_documents(care: Care, patient_of: Callable[[], Client]) -> None:
    phone = patient_of()
    assert reverse("my-screening", args=[care.visit.pk]) in phone.get(reverse("my_care")).content.decode()
    care.screen()
    assert reverse("my-screening", args=[care.visit.pk]) not in phone.get(reverse("my_care")).content.decode()


def test_somebody_elses_consent_does_not_exist(care: Care, elsewhere: Client) -> None:
    given = _given(care)
    for name in ("consent_copy", "consent_withdraw"):
        assert elsewhere.get(reverse(name, args=[given.pk])).status_code == 404
    assert elsewhere.get(_url(care)).status_code == 404


def test_another_patient_reaches_nothing_of_it(care: Care, marta: Person, patient: Client) -> None:
    given = _given(care)
    assert marta.pk != care.person.pk
    for name in ("my_consent_copy", "my_consent_withdraw"):
        assert patient.get(reverse(name, args=[given.pk])).status_code == 404
