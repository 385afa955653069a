"""Every address of ours, walked as everybody who should not get in."""

from collections.abc import Iterable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.keys import new_id
from drypoint.clinic.permissions import ROLES, STAFF_ROLE_CHOICES, Permission
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
    for method in (client.get, client.post):
        answer = method(filled(page, {}))
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


@pytest.mark.parametrize("page", named(p for p in staff_pages() if keys_of(p)))
def test_another_clinics_record_does_not_exist(as_role: SignIn, page: Page) -> None:
    theirs = Care(name="Elsewhere")
    records = {
        "person_id": theirs.person.pk,
        "episode_id": theirs.episode.pk,
        "visit_id": theirs.visit.pk,
        "membership_id": theirs.member.pk,
    }
    owner = as_role("owner")
    for method in (owner.get, owner.post):
        answer = method(filled(page, records))
        assert answer.status_code in {404, 405}, f"{method} {page.route}"
        assert theirs.person.family_name not in answer.content.decode()


def test_a_missing_permission_is_told_before_whether_a_record_exists(as_role: SignIn, marta: object) -> None:
    known, unknown = (reverse("person", args=[key]) for key in (marta.pk, new_id()))  # type: ignore[attr-defined]
    researcher = as_role("researcher")
    assert researcher.get(known).status_code == researcher.get(unknown).status_code == 403


def test_somebody_of_two_clinics_chooses_and_stays(demo: Clinic) -> None:
    membership = factories.make_member(demo)
    other = factories.make_clinic(demo.kind, "Second")
    from drypoint.clinic.accounts.actions import memberships

    second = memberships.add(
        by=factories.setting_up(other), email=membership.user.email, name="Same", role="front_desk"
    )
    browser = browser_of(membership)
    assert browser.get("/today/").url == "/clinics/?next=/today/"
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
    from drypoint.clinic.accounts.actions import memberships

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
