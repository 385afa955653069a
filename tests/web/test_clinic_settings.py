"""Settings: details, places, services, switches, thresholds, and what is left to do in the first days."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import clinics, features, locations, thresholds
from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.actors import actor_for
from drypoint.clinic.diary.models import Service
from drypoint.clinic.rules.actions import approvals
from drypoint.safety import load_rules


@pytest.fixture
def member(demo: Clinic) -> Membership:
    return factories.make_therapist(demo, "owner", name="Olga Owen")


@pytest.fixture
def owner(member: Membership) -> Client:
    return browser_of(member)


@pytest.fixture
def real() -> Clinic:
    return factories.make_clinic()


@pytest.fixture
def real_owner(db: None, real: Clinic) -> Client:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    member = factories.make_therapist(real, "owner", name="Olga Owen")
    TOTP.activate(member.user, generate_totp_secret())
    return browser_of(member)


def test_details_change_and_the_second_of_two_is_told(
    owner: Client, demo: Clinic, member: Membership
) -> None:
    typed = owner.get("/settings/details/").context["form"].initial | {"phone": "555 1"}
    typed = {name: value for name, value in typed.items() if value not in (None, False)}
    clinics.revise(by=actor_for(member), clinic=demo, revision=1, phone="555 2")
    answer = owner.post("/settings/details/", typed)
    assert answer.status_code == 409
    assert 'value="555 1"' in answer.content.decode()
    assert "555 2" in answer.content.decode()
    assert owner.post("/settings/details/", typed | {"revision": 2}).status_code == 302
    demo.refresh_from_db()
    assert demo.phone == "555 1"


def test_a_country_in_small_letters_is_refused_beside_it(owner: Client, demo: Clinic) -> None:
    typed = {"revision": 1, "name": "Demo", "language": "en", "timezone": "UTC", "country": "es"}
    typed |= {"unit_rule": demo.unit_rule, "currency": demo.currency}
    answer = owner.post("/settings/details/", typed)
    assert answer.status_code == 422
    assert 'href="#field_country"' in answer.content.decode()


@pytest.mark.parametrize(
    ("noun", "plural", "details"),
    [("location", "locations", {}), ("service", "services", {"kind": "treatment", "minutes": 30})],
)
def test_places_and_services_come_change_and_go(
    owner: Client, demo: Clinic, noun: str, plural: str, details: dict[str, object]
) -> None:
    add = reverse(f"{noun}_add")
    assert owner.post(add, {"name": "One", **details}).status_code == 302
    assert owner.post(add, {"name": "One", **details}).status_code == 422, "the name is taken"
    record = getattr(demo, plural).get()
    assert "One" in owner.get("/settings/").content.decode()
    revise, archive = (reverse(f"{noun}_{verb}", args=[record.pk]) for verb in ("revise", "archive"))
    assert owner.post(revise, {"name": "Two", "revision": 1, **details}).status_code == 302
    assert owner.post(revise, {"name": "Three", "revision": 1, **details}).status_code == 409
    assert owner.post(archive, {"revision": 2}).status_code == 302
    assert "Two" not in owner.get("/settings/").content.decode()


def test_a_service_of_no_length_is_refused(owner: Client, demo: Clinic) -> None:
    answer = owner.post("/settings/services/new/", {"name": "x", "kind": "treatment", "minutes": 1})
    assert answer.status_code == 422
    assert not Service.objects.exists()


def test_a_number_is_signed_with_its_reason_and_taken_back(owner: Client, demo: Clinic) -> None:
    url = reverse("threshold_sign", args=["low_bmi_below"])
    assert "18.5" in owner.get(url).content.decode()
    assert owner.post(url, {"value": "20", "reason": ""}).status_code == 422
    assert owner.post(url, {"value": "900", "reason": "r"}).status_code == 422, "no human being"
    assert owner.post(url, {"value": "20", "reason": "thin athletes"}).status_code == 302
    page = owner.get("/settings/").content.decode()
    assert "20 kg/m²" in page
    assert "thin athletes" in page
    assert "Olga Owen" in page
    signed = demo.thresholds.get()
    assert owner.post(url, {"value": "", "reason": "back", "supersedes": str(signed.pk)}).status_code == 302
    assert queries.thresholds(demo) == {}


def test_second_of_two_who_sign_a_number_is_told(owner: Client, demo: Clinic, member: Membership) -> None:
    thresholds.sign(by=actor_for(member), clinic=demo, key="severe_pain_nprs", value=5, reason="first")
    url = reverse("threshold_sign", args=["severe_pain_nprs"])
    answer = owner.post(url, {"value": "6", "reason": "second"})
    assert answer.status_code == 409
    assert "first" in answer.content.decode()
    assert "second" in answer.content.decode()
    carried = answer.context["form"]["supersedes"].value()
    assert owner.post(url, {"value": "6", "reason": "second", "supersedes": carried}).status_code == 302


def test_without_a_licence_nobody_signs_a_number(as_role: SignIn) -> None:
    answer = as_role("owner").post(
        reverse("threshold_sign", args=["low_bmi_below"]), {"value": "20", "reason": "r"}
    )
    assert answer.status_code == 422
    assert "Licence to practise" in answer.content.decode()


def test_what_is_no_threshold_or_switch_does_not_exist(owner: Client) -> None:
    assert owner.get("/settings/thresholds/nothing/").status_code == 404
    assert owner.get("/settings/switches/nothing/").status_code == 404


def test_switches_are_off_in_a_real_clinic_until_accepted_by_name(real_owner: Client, real: Clinic) -> None:
    url = reverse("feature_switch", args=["ranking"])
    page = real_owner.get(url).content.decode()
    assert "palpation decides" in page
    assert "Nobody has decided yet." in page
    assert queries.features(real) == frozenset()
    assert real_owner.post(url, {"accepted": "yes"}).status_code == 302
    assert queries.features(real) == {Feature.RANKING}
    assert "Accepted by Olga Owen" in real_owner.get("/settings/").content.decode()
    stood = queries.last_acceptances(real)[Feature.RANKING]
    assert real_owner.post(url, {"accepted": "yes"}).status_code == 409, "decided meanwhile"
    assert real_owner.post(url, {"accepted": "no", "supersedes": str(stood.pk)}).status_code == 302
    assert queries.features(real) == frozenset()
    assert (
        real_owner.post(reverse("feature_switch", args=["forecast"]), {"accepted": "no"}).status_code == 302
    )
    assert "Left off by Olga Owen" in real_owner.get("/settings/").content.decode()


def test_all_switches_are_on_in_a_demo_clinic(owner: Client) -> None:
    page = owner.get("/settings/")
    assert all(row.is_on for row in page.context["switches"])
    assert reverse("feature_switch", args=["ranking"]) not in page.content.decode()


def test_settings_are_the_owners(as_role: SignIn) -> None:
    for url in ("/settings/", "/settings/details/", "/settings/switches/ranking/"):
        assert as_role("therapist").get(url).status_code == 403


def test_first_pages_say_what_is_left_until_all_is_done(real_owner: Client, real: Clinic) -> None:
    page = real_owner.get("/today/").content.decode()
    assert "Getting started" in page
    assert 'href="/settings/services/new/"' in page
    assert "Before that nobody can sign a needling plan." in page
    newcomer = factories.make_member(real, name="New Comer")
    assert "Missing: New Comer" in real_owner.get("/settings/").content.decode()
    _finish(real, newcomer)
    assert "Getting started" not in real_owner.get("/today/").content.decode()
    assert "Getting started" not in real_owner.get("/settings/").content.decode()


def test_nobody_but_the_owner_is_told_what_is_left(therapist: Client) -> None:
    assert "Getting started" not in therapist.get("/today/").content.decode()


def _finish(clinic: Clinic, newcomer: Membership) -> None:
    from drypoint.clinic.accounts.models.memberships import CredentialKind

    owner = actor_for(clinic.memberships.get(role="owner"))
    for kind in (CredentialKind.LICENCE, CredentialKind.NEEDLING):
        factories.make_credential(newcomer, kind)
    numbers = {"phone": "1", "after_hours_phone": "2", "emergency_number": "112"}
    clinics.revise(by=owner, clinic=clinic, revision=1, **numbers)
    locations.add(by=owner, name="Room")
    factories.make_service(clinic)
    factories.make_lot(clinic)
    approvals.approve(
        by=owner, clinic=clinic, version=load_rules().version, language="en", statement="I have read them."
    )
    for feature in Feature:
        features.decline(by=owner, feature=feature)
