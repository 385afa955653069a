"""Every address of ours, walked as everybody who should not get in."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.web.conftest import BACKEND, SignIn, browser_of
from tests.web.records_of_a_clinic import Records, make_records, names_records

from drypoint.clinic.accounts.actions import memberships, sign_ins
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.keys import new_id
from drypoint.clinic.people.actions import access
from drypoint.clinic.permissions import ROLES, STAFF_ROLE_CHOICES, Permission
from drypoint.clinic.records import ClinicRecord
from drypoint.web.access import Audience, Page, pages

STAFF_ROLES = [code for code, _name in STAFF_ROLE_CHOICES]
PLACEHOLDER = "<uuid:"


def keys_of(page: Page) -> list[str]:
    """Names of the record ids in an address; nothing for one with other parts."""
    parts = [part for part in page.route.split("/") if part.startswith("<")]
    return [part.removeprefix(PLACEHOLDER).rstrip(">") for part in parts if part.startswith(PLACEHOLDER)]


def walkable() -> list[Page]:
    """Addresses that record ids alone fill."""
    return [page for page in pages() if page.route.count("<") == len(keys_of(page))]


def filled(page: Page, records: dict[str, UUID]) -> str:
    return reverse(page.name, kwargs={key: records.get(key) or new_id() for key in keys_of(page)})


def named(found: Iterable[Page]) -> list[object]:
    return [pytest.param(page, id=page.name) for page in found]


def staff_pages() -> list[Page]:
    return [page for page in walkable() if page.access and page.access.audience is Audience.STAFF]


def test_every_address_says_who_may_see_it() -> None:
    assert [page.route for page in pages() if page.access is None] == []


def test_every_address_has_a_name_of_its_own() -> None:
    names = [page.name for page in pages()]
    assert "" not in names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "page", named(p for p in walkable() if p.access and p.access.audience is not Audience.PUBLIC)
)
def test_nobody_gets_in_without_signing_in(db: None, client: Client, page: Page) -> None:
    assert page.access is not None
    for method in (client.get, client.post):
        answer = method(filled(page, {}))
        if page.access.for_device:
            assert (answer.status_code, answer.json()["error"]) == (401, "signed_out")
            continue
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "page", named(p for p in staff_pages() if p.access and (p.access.see or p.access.change))
)
def test_each_role_without_the_permission_is_told_so(as_role: SignIn, page: Page) -> None:
    assert page.access is not None
    for role in STAFF_ROLES:
        allowed = ROLES[role].permissions
        if page.access.see and page.access.see not in allowed:
            assert as_role(role).get(filled(page, {})).status_code == 403, role
        elif page.access.change and page.access.change not in allowed:
            assert as_role(role).post(filled(page, {})).status_code == 403, role


@pytest.mark.parametrize("page", named(staff_pages()))
def test_patients_do_not_see_staffs_pages(patient: Client, page: Page) -> None:
    assert patient.get(filled(page, {})).status_code == 403


@pytest.mark.parametrize(
    "page", named(p for p in walkable() if p.access and p.access.audience is Audience.PATIENT)
)
def test_staff_do_not_see_patients_pages(therapist: Client, page: Page) -> None:
    assert therapist.get(filled(page, {})).status_code == 403


NEED_A_SIGNED_NOTE = {"note-pdf", "superbill-pdf", "superbill-csv", "superbill-void"}
"""Addresses that do not exist before the visit's note is signed, and its bill issued."""
THEIR_OWN = {"training_exercise"}
"""Addresses of a member of staff themselves: not even the owner has them; ``test_training.py`` tests it."""


def recorded_pages(audience: Audience) -> list[Page]:
    """Addresses of ``audience`` that name a record."""
    return [p for p in pages() if p.access and p.access.audience is audience and names_records(p)]


@pytest.fixture
def theirs(db: None) -> Records:
    """One record of each kind in another clinic."""
    return make_records()


@pytest.fixture
def ours(db: None) -> Records:
    """One record of each kind in a clinic of our own."""
    return make_records("Here")


def answers_of(browser: Client, page: Page, filled_with: dict[str, Any]) -> list[tuple[int, str]]:
    """How a page answers to looking and to posting."""
    address = reverse(page.name, kwargs=filled_with)
    answers = [browser.get(address), browser.post(address, {"revision": 1, "reason": "x", "words": "x"})]
    return [(answer.status_code, answer.content.decode(errors="replace")) for answer in answers]


def test_another_clinics_records_do_not_exist(as_role: SignIn, theirs: Records) -> None:
    owner, before = as_role("owner"), rows()
    for page in recorded_pages(Audience.STAFF):
        for status, content in answers_of(owner, page, theirs.of(page)):
            assert status in {404, 405}, page.name
            assert theirs.care.person.family_name not in content
    assert rows() == before


def test_the_records_of_the_walk_are_really_there(ours: Records) -> None:
    owner, themselves = browser_of(factories.make_member(ours.care.clinic, "owner")), patient_of(ours)
    missing = {
        page.name
        for audience, browser in ((Audience.STAFF, owner), (Audience.PATIENT, themselves))
        for page in recorded_pages(audience)
        if browser.get(reverse(page.name, kwargs=ours.of(page))).status_code == 404
    }
    assert missing == NEED_A_SIGNED_NOTE | THEIR_OWN


def test_a_record_of_another_clinic_under_a_record_of_ours_does_not_exist(
    ours: Records, theirs: Records
) -> None:
    owner, before = browser_of(factories.make_member(ours.care.clinic, "owner")), rows()
    nested = [page for page in recorded_pages(Audience.STAFF) if len(ours.of(page)) > 1]
    inner = {page: list(ours.of(page))[-1] for page in nested if page.route.count("<uuid:") > 1}
    assert inner
    for page, name in inner.items():
        mixed = {**ours.of(page), name: theirs.of(page)[name]}
        assert {status for status, _content in answers_of(owner, page, mixed)} <= {404, 405}, page.name
    assert rows() == before


def test_wrong_roles_and_patients_are_kept_from_records_that_exist(ours: Records) -> None:
    browsers = {role: browser_of(factories.make_member(ours.care.clinic, role)) for role in STAFF_ROLES}
    themselves, before = patient_of(ours), rows()
    for page in recorded_pages(Audience.STAFF):
        assert page.access is not None
        address = reverse(page.name, kwargs=ours.of(page))
        assert themselves.get(address).status_code == 403, page.name
        assert themselves.post(address).status_code == 403, page.name
        for role, browser in browsers.items():
            allowed = ROLES[role].permissions
            if page.access.see and page.access.see not in allowed:
                assert browser.get(address).status_code == 403, (page.name, role)
            if {page.access.see, page.access.change} - {None} - allowed:
                assert browser.post(address).status_code == 403, (page.name, role)
    assert rows() == before


def test_other_patients_records_do_not_exist(ours: Records, theirs: Records) -> None:
    neighbour = factories.make_person(ours.care.clinic, given_name="Next", family_name="Door")
    granted = access.grant(
        by=factories.setting_up(ours.care.clinic), person=neighbour, email="next.door@home.test"
    )
    browser, before = Client(), rows()
    browser.force_login(granted.user, backend=BACKEND)
    for page in recorded_pages(Audience.PATIENT):
        for records in (ours, theirs):
            answered = {status for status, _content in answers_of(browser, page, records.of(page))}
            assert answered <= {404, 405}, page.name
    assert rows() == before


def patient_of(records: Records) -> Client:
    """The browser of the person whose records these are."""
    browser = Client()
    browser.force_login(records.care.person.patient_accesses.get().user, backend=BACKEND)
    return browser


def rows() -> dict[str, int]:
    """How many rows each table of the record holds, and how often each was changed."""
    counted = [model for model in apps.get_models() if issubclass(model, ClinicRecord)]
    return {model._meta.label: model._default_manager.count() for model in counted} | {
        "audit of changes": AuditEvent.objects.exclude(verb__endswith=".opened").count()
    }


def test_a_missing_permission_is_told_before_whether_a_record_exists(as_role: SignIn, marta: object) -> None:
    known, unknown = (reverse("person", args=[key]) for key in (marta.pk, new_id()))  # type: ignore[attr-defined]
    researcher = as_role("researcher")
    assert researcher.get(known).status_code == researcher.get(unknown).status_code == 403


def test_somebody_of_two_clinics_chooses_and_stays(demo: Clinic) -> None:
    membership = factories.make_member(demo)
    other = factories.make_clinic(demo.kind, "Second")
    sign_ins.prove(membership.user)
    second = memberships.add(
        by=factories.setting_up(other), email=membership.user.email, name="Same", role="front_desk"
    )
    browser = browser_of(membership)
    assert browser.get("/today/").url == "/clinics/?next=/today/"
    assert browser.get("/people/?q=a&archived=1").url == "/clinics/?next=/people/%3Fq%3Da%26archived%3D1"
    assert browser.post("/clinics/", {"membership": second.pk, "next": "/today/"}).url == "/today/"
    assert "Second" in browser.get("/today/").content.decode()


def test_nobody_enters_a_clinic_they_do_not_work_in(demo: Clinic, therapist: Client) -> None:
    stranger = factories.make_member(factories.make_clinic(demo.kind, "Elsewhere"))
    assert therapist.post("/clinics/", {"membership": str(stranger.pk)}).status_code == 404


def test_staff_of_a_real_clinic_must_set_up_a_second_step(db: None) -> None:
    browser = browser_of(factories.make_member(factories.make_clinic()))
    assert browser.get("/today/").url == reverse("mfa_activate_totp")
    assert browser.get("/people/").url == reverse("mfa_activate_totp")


def test_with_a_second_step_staff_of_a_real_clinic_get_in(db: None) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    membership = factories.make_member(factories.make_clinic())
    TOTP.activate(membership.user, generate_totp_secret())
    assert browser_of(membership).get("/today/").status_code == 200


def test_a_member_who_left_gets_in_nowhere(demo: Clinic) -> None:

    membership = factories.make_member(demo)
    browser = browser_of(membership)
    memberships.deactivate(
        by=factories.acting(demo, "owner"), membership=membership, revision=membership.revision
    )
    assert browser.get("/today/").status_code == 403


def test_an_anonymous_fragment_request_sends_the_whole_page_to_sign_in(db: None, client: Client) -> None:
    answer = client.get("/people/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("account_login")


@pytest.mark.parametrize("path", ["/today/", "/accounts/login/", "/people/", "/nowhere/"])
def test_no_page_is_kept_by_the_browser(therapist: Client, path: str) -> None:
    assert "no-store" in therapist.get(path)["Cache-Control"]


def test_navigation_shows_each_role_only_where_it_may_go(as_role: SignIn) -> None:
    for role in STAFF_ROLES:
        page = as_role(role).get("/today/").content.decode()
        may = Permission.SEE_PEOPLE in ROLES[role].permissions
        assert ('href="/people/"' in page) == may, role
