"""Staff: adding, the way in, roles, ending work, credentials."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import credentials, memberships, sign_ins
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.accounts.models.memberships import CredentialKind

NEW = {
    "name": "Rosa Lindt",
    "email": "rosa@clinic.test",
    "role": "therapist",
    "title": "PT",
    "language": "en",
}
LICENCE = {
    "kind": "licence",
    "profession": "physical therapist",
    "number": "PT-9",
    "jurisdiction": "Northland",
    "valid_from": "2020-01-01",
    "expires": "2099-01-01",
}


@pytest.fixture
def owner(as_role: SignIn) -> Client:
    return as_role("owner")


@pytest.fixture
def rosa(demo: Clinic) -> Membership:
    return factories.make_member(demo, name="Rosa Lindt")


def test_somebody_new_gets_in_by_a_link_that_works_once(owner: Client, demo: Clinic) -> None:
    answer = owner.post("/staff/new/", NEW)
    member = demo.memberships.get(user__email="rosa@clinic.test")
    assert answer.url == reverse("staff_member", args=[member.pk])
    assert "Has not set a password yet" in owner.get(answer.url).content.decode()
    shown = owner.post(reverse("staff_set_up_link", args=[member.pk]))
    rosa = Client()
    first = rosa.get(shown.context["link"], follow=True)
    typed = {"password1": "a-long-quiet-river", "password2": "a-long-quiet-river"}
    assert rosa.post(first.redirect_chain[-1][0], typed).status_code == 302
    assert rosa.login(email="rosa@clinic.test", password="a-long-quiet-river")
    again = Client().get(shown.context["link"], follow=True).content.decode()
    assert "password1" not in again, "used up"
    answer = owner.post(reverse("staff_set_up_link", args=[member.pk]))
    assert answer.status_code == 302, "who has a password gets no link from anybody"


def test_where_mail_goes_out_the_link_is_mailed_and_shown_to_nobody(
    owner: Client, demo: Clinic, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "http://testserver"
    page = owner.post("/staff/new/", NEW, follow=True).content.decode()
    assert "was mailed to rosa@clinic.test" in page
    assert "Make the link" not in page
    (mail,) = mailoutbox
    link = next(word for word in mail.body.split() if word.startswith("http"))
    first = Client().get(link, follow=True)
    assert "password1" in first.content.decode()
    found = demo.memberships.get(user__email="rosa@clinic.test")
    assert owner.post(reverse("staff_set_up_link", args=[found.pk])).status_code == 302


def test_an_owner_gets_no_link_into_a_sign_in_that_works_elsewhere(owner: Client, demo: Clinic) -> None:
    elsewhere = factories.make_member(factories.make_clinic(name="Elsewhere"))
    answer = owner.post("/staff/new/", NEW | {"email": elsewhere.user.email})
    assert "somebody else opened" in answer.content.decode()
    sign_ins.prove(elsewhere.user)
    here = memberships.add(
        by=factories.setting_up(demo), email=elsewhere.user.email, name="Same", role="assistant"
    )
    assert owner.post(reverse("staff_set_up_link", args=[here.pk])).status_code == 302


def test_adding_somebody_twice_is_refused_beside_the_email(owner: Client, rosa: Membership) -> None:
    answer = owner.post("/staff/new/", NEW | {"email": rosa.user.email})
    assert answer.status_code == 422
    assert 'href="#field_email"' in answer.content.decode()
    assert 'value="Rosa Lindt"' in answer.content.decode()


def test_list_shows_the_state_of_credentials(owner: Client, demo: Clinic, rosa: Membership) -> None:
    today = queries.today(demo)
    page = owner.get("/staff/").content.decode()
    assert "Missing" in page
    factories.make_credential(rosa, CredentialKind.LICENCE, expires=today - timedelta(days=1))
    factories.make_credential(rosa, CredentialKind.NEEDLING, expires=today + timedelta(days=9))
    page = owner.get("/staff/").content.decode()
    assert "Expired" in page
    assert "Expires" in page
    factories.make_credential(rosa, CredentialKind.LICENCE)
    assert "Until 31 Dec 2099" in owner.get("/staff/").content.decode()


def test_list_asks_the_database_as_often_for_many_as_for_one(
    owner: Client,
    demo: Clinic,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for _number in range(4):
        factories.make_therapist(demo)
    with django_assert_max_num_queries(6):
        owner.get("/staff/")


def test_role_and_title_change(owner: Client, rosa: Membership) -> None:
    url = reverse("staff_role", args=[rosa.pk])
    assert owner.post(url, {"revision": 1, "role": "assistant", "title": "PTA"}).status_code == 302
    rosa.refresh_from_db()
    assert (rosa.role, rosa.title) == ("assistant", "PTA")
    stale = owner.post(url, {"revision": 1, "role": "owner", "title": "X"})
    assert stale.status_code == 409
    assert 'value="X"' in stale.content.decode()


def test_the_last_owner_stays(demo: Clinic) -> None:
    only = factories.make_member(demo, "owner")
    url = reverse("staff_deactivate", args=[only.pk])
    answer = browser_of(only).post(url, {"revision": 1})
    assert answer.status_code == 422
    assert "A clinic needs an owner" in answer.content.decode()


def test_work_ends_and_begins_again(owner: Client, rosa: Membership) -> None:
    assert owner.post(reverse("staff_deactivate", args=[rosa.pk]), {"revision": 1}).status_code == 302
    assert browser_of(rosa).get("/today/").status_code == 403
    assert "No longer works here" in owner.get(reverse("staff_member", args=[rosa.pk])).content.decode()
    assert owner.post(reverse("staff_reactivate", args=[rosa.pk]), {"revision": 2}).status_code == 302
    assert browser_of(rosa).get("/today/").status_code == 200


def test_a_credential_is_recorded_with_hours_and_regions(owner: Client, rosa: Membership) -> None:
    url = reverse("credential_record", args=[rosa.pk])
    code = owner.get(url).context["form"].fields["regions"].choices[0][0]
    needling = LICENCE | {"kind": "needling", "training_hours": "54", "regions": [code]}
    assert owner.post(url, LICENCE).status_code == 302
    assert owner.post(url, needling).status_code == 302
    kept = rosa.credentials.get(kind="needling")
    assert kept.training_hours == 54
    assert kept.regions == [code]
    page = owner.get(reverse("staff_member", args=[rosa.pk])).content.decode()
    assert "Hours of training" in page
    assert "Cannot sign" not in page


def test_a_credential_that_ends_before_it_begins_is_refused(owner: Client, rosa: Membership) -> None:
    answer = owner.post(reverse("credential_record", args=[rosa.pk]), LICENCE | {"expires": "2019-01-01"})
    assert answer.status_code == 422
    assert 'href="#field_expires"' in answer.content.decode()
    assert "PT-9" in answer.content.decode()


def test_renewing_supersedes_and_the_second_of_two_is_told(owner: Client, rosa: Membership) -> None:
    old = factories.make_credential(rosa)
    url = reverse("credential_correct", args=[old.pk])
    assert owner.get(url).context["form"].initial["number"] == "PT-1"
    typed = LICENCE | {"supersedes": str(old.pk)}
    assert owner.post(url, typed).status_code == 302
    answer = owner.post(url, typed | {"number": "PT-77"})
    assert answer.status_code == 409
    assert "PT-77" in answer.content.decode()
    assert "PT-9" in answer.content.decode()
    newest = rosa.credentials.current().get()
    assert owner.post(url, typed | {"number": "PT-77", "supersedes": str(newest.pk)}).status_code == 302


def test_revoking_needs_a_reason_and_happens_once(owner: Client, demo: Clinic, rosa: Membership) -> None:
    one = factories.make_credential(rosa)
    url = reverse("credential_revoke", args=[one.pk])
    assert owner.post(url, {"reason": ""}).status_code == 422
    assert owner.post(url, {"reason": "suspended"}).status_code == 302
    page = owner.get(reverse("staff_member", args=[rosa.pk])).content.decode()
    assert "Revoked" in page
    assert "suspended" in page
    assert owner.post(url, {"reason": "again"}).status_code == 422


def test_states_of_a_credential_in_words(owner: Client, demo: Clinic, rosa: Membership) -> None:
    today = queries.today(demo)
    by = factories.setting_up(demo)
    for valid_from, expires in ((today + timedelta(days=5), None), (factories.LONG_AGO, None)):
        credentials.record(
            by=by, membership=rosa, kind=CredentialKind.FIRST_AID, valid_from=valid_from, expires=expires
        )
    page = owner.get(reverse("staff_member", args=[rosa.pk])).content.decode()
    assert "From " in page
    assert "does not expire" in page


def test_staff_pages_are_the_owners(as_role: SignIn, rosa: Membership) -> None:
    therapist = as_role("therapist")
    for name in ("staff_member", "staff_role", "credential_record"):
        assert therapist.get(reverse(name, args=[rosa.pk])).status_code == 403


def test_another_clinics_credential_does_not_exist(owner: Client, demo: Clinic) -> None:
    theirs = factories.make_credential(factories.make_member(factories.make_clinic(demo.kind, "Elsewhere")))
    for name in ("credential_correct", "credential_revoke"):
        assert owner.get(reverse(name, args=[theirs.pk])).status_code == 404


def test_regions_are_offered_once_and_those_on_record_stay(owner: Client, rosa: Membership) -> None:
    url = reverse("credential_record", args=[rosa.pk])
    labels = [label for _code, label in owner.get(url).context["form"].fields["regions"].choices]
    assert len(labels) == len(set(labels))
    for code in ("upper_limb", "arm"):
        kept = credentials.record(
            by=factories.setting_up(rosa.clinic),
            membership=rosa,
            kind=CredentialKind.NEEDLING,
            valid_from=factories.LONG_AGO,
            expires=None,
            regions=[code],
        )
        page = owner.get(reverse("credential_correct", args=[kept.pk]))
        assert code in dict(page.context["form"].fields["regions"].choices), code
