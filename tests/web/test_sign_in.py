"""Signing in: by invitation only, in our look, with a second step. Our templates must win over allauth's."""

from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.clinic import factories

from drypoint.clinic.accounts.actions import memberships
from drypoint.clinic.accounts.models import Clinic, Membership, User
from drypoint.web.sign_in import AccountAdapter

PASSWORD = "correct horse battery"


@pytest.fixture
def member(demo: Clinic) -> Membership:
    """A therapist who knows their password."""
    found = factories.make_member(demo)
    found.user.set_password(PASSWORD)
    found.user.save()
    return found


def sign_in(client: Client, member: Membership, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return client.post(reverse("account_login"), {"login": member.user.email, "password": password})


def confirm(client: Client) -> None:
    """Say once more who one is, as changes of the second step ask."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
)
def test_pages_before_signing_in_are_ours(db: None, client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert 'class="page page--plain page--entrance"' in page
    assert "does not diagnose" in page


@pytest.mark.parametrize(
    "name", ["account_logout", "account_change_password", "mfa_index", "mfa_activate_totp"]
)
def test_pages_of_the_own_sign_in_are_ours(client: Client, member: Membership, name: str) -> None:
    sign_in(client, member)
    confirm(client)
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert 'class="brand"' in answer.content.decode()


def test_signing_in_leads_to_the_day(client: Client, member: Membership) -> None:
    assert sign_in(client, member).url == "/today/"


def test_signing_in_leads_back_to_where_one_wanted(client: Client, member: Membership) -> None:
    wanted = client.get("/people/").url
    answer = client.post(wanted, {"login": member.user.email, "password": PASSWORD, "next": "/people/"})
    assert answer.url == "/people/"


def test_a_wrong_password_keeps_the_email_and_says_so(client: Client, member: Membership) -> None:
    page = sign_in(client, member, "wrong").content.decode()
    assert member.user.email in page
    assert "error-summary" in page


def test_nobody_signs_up(db: None, client: Client) -> None:
    client.post(
        reverse("account_signup"), {"email": "x@y.test", "password1": PASSWORD, "password2": PASSWORD}
    )
    from drypoint.clinic.accounts.models import User

    assert not User.objects.filter(email="x@y.test").exists()


def test_the_second_step_is_asked_and_opens_the_day(client: Client, member: Membership) -> None:
    secret = generate_totp_secret()
    TOTP.activate(member.user, secret)
    assert sign_in(client, member).url.startswith(reverse("mfa_authenticate"))
    assert client.get("/today/").url.startswith(reverse("account_login"))
    assert "authenticator app" in client.get(reverse("mfa_authenticate")).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).url == "/today/"


def test_setting_up_the_second_step_gives_recovery_codes(client: Client, member: Membership) -> None:
    sign_in(client, member)
    asked_again = client.get(reverse("mfa_activate_totp"), follow=True).content.decode()
    assert "Is it you?" in asked_again
    confirm(client)
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret)}, follow=True)
    assert "Recovery codes" in answer.content.decode()


def test_signing_out_ends_it(client: Client, member: Membership) -> None:
    sign_in(client, member)
    assert client.post(reverse("account_logout")).url == reverse("account_login")
    assert client.get("/today/").status_code == 302


def test_nobody_takes_the_e_mail_of_a_colleague_who_is_yet_to_come(demo: Clinic, patient: Client) -> None:
    wanted = "new.therapist@clinic.test"
    for action in ("action_add", "action_primary"):
        assert patient.post("/accounts/email/", {action: "", "email": wanted}).status_code == 404
    memberships.add(by=factories.setting_up(demo), email=wanted, name="New", role="therapist")
    assert patient.get("/people/").status_code == 403


@pytest.mark.parametrize(
    ("behind_https", "forwarded", "counted"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (True, None, "127.0.0.1"),
    ],
)
def test_tries_are_counted_by_who_asks_the_proxy_and_nobody_chooses_another_name(
    settings: Any, rf: RequestFactory, behind_https: bool, forwarded: str | None, counted: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_https else None
    request = rf.post("/accounts/login/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert AccountAdapter().get_client_ip(request) == counted


def new_password(client: Client, address: str) -> None:
    """Follow a link to a new password and set one."""
    form = client.get(address, follow=True)
    typed = {"password1": "quite another battery", "password2": "quite another battery"}
    assert client.post(form.request["PATH_INFO"], typed).status_code == 302


def link_for(user: User) -> str:
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def test_password_set_through_a_mailed_link_proves_the_mailbox_and_passes_no_second_step(
    client: Client, member: Membership
) -> None:
    Authenticator.objects.create(user=member.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    new_password(client, link_for(member.user))
    member.user.refresh_from_db()
    assert member.user.proven_at is not None
    assert member.user.check_password("quite another battery")
    assert Authenticator.objects.filter(user=member.user).exists()


def test_first_password_through_a_link_that_was_handed_over_proves_nothing(
    client: Client, demo: Clinic
) -> None:
    fresh = factories.make_member(demo)
    fresh.user.set_unusable_password()
    fresh.user.save()
    new_password(client, link_for(fresh.user))
    fresh.user.refresh_from_db()
    assert fresh.user.check_password("quite another battery")
    assert fresh.user.proven_at is None
