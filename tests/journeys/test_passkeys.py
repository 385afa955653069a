"""A passkey instead of password and second step, in a browser with a device that holds one."""

import re
from typing import Any

from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from tests.clinic import factories
from tests.journeys.steps import PASSWORD, assert_accessible, assert_fits, given_a_password

from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.accounts.models.clinics import ClinicKind


def given_a_device_with_a_lock(page: Page, *, opens: bool = True) -> tuple[Any, str]:
    """As Chromium simulates one: it keeps passkeys and its lock opens by itself, or never."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": opens,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def when_i_sign_in_by_password(page: Page, member: Membership) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(member.user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def when_i_say_that_it_is_me(page: Page) -> None:
    if page.get_by_role("heading", name="Is it you?").is_visible():
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()


def when_i_sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")


def test_a_passkey_is_the_second_step_and_signs_in_without_a_password(
    page: Page, transactional_db: None
) -> None:
    clinic = factories.make_clinic(ClinicKind.REAL, "Northside")
    member = factories.make_member(clinic)
    given_a_password(member.user)
    device, device_id = given_a_device_with_a_lock(page)

    when_i_sign_in_by_password(page, member)
    page.wait_for_load_state()
    when_i_say_that_it_is_me(page)
    expect(page.get_by_role("heading", name="Set up your second step")).to_be_visible()
    page.get_by_role("link", name="Use a passkey of this device instead").click()
    when_i_say_that_it_is_me(page)
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Name, so that you can tell it from others").fill("Tablet in room 2")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert_accessible(page)
    kept = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert (kept.user_id, kept.data["name"]) == (member.user_id, "Tablet in room 2")
    page.goto("/today/")
    assert page.url.endswith("/today/")

    when_i_sign_out(page)
    assert_accessible(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/today/")

    when_i_sign_out(page)
    when_i_sign_in_by_password(page, member)
    page.wait_for_url("**/2fa/authenticate/**")
    assert_accessible(page)
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/today/")

    page.goto("/accounts/2fa/")
    expect(page.get_by_role("heading", name="Second step", exact=True)).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Look at them").first.click()
    expect(page.get_by_role("heading", name="Tablet in room 2")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Rename.*Tablet in room 2")).click()
    when_i_say_that_it_is_me(page)
    page.get_by_label("Name, so that you can tell it from others").fill("Tablet in room 3")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=re.compile("Remove.*Tablet in room 3")).click()
    assert_accessible(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert not Authenticator.objects.filter(user=member.user).exists(), "codes alone are no second step"
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Set up your second step")).to_be_visible()
    assert len(device.send("WebAuthn.getCredentials", {"authenticatorId": device_id})["credentials"]) == 1


def test_a_lock_that_does_not_open_lets_nobody_in_and_says_so(page: Page, transactional_db: None) -> None:
    given_a_device_with_a_lock(page, opens=False)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The device did not answer")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()
    assert_accessible(page)


def test_where_passkeys_do_not_work_none_is_offered(page: Page, live_server: Any, demo: Any) -> None:
    """Under a number browsers give no passkeys, although this machine itself is trusted."""
    member = factories.make_member(demo)
    given_a_password(member.user)
    numbered = live_server.url.replace("localhost", "127.0.0.1")
    page.goto(f"{numbered}/accounts/login/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    page.locator("input[name=login]").fill(member.user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/today/")
    page.goto(f"{numbered}/accounts/2fa/webauthn/add/")
    when_i_say_that_it_is_me(page)
    expect(page.get_by_text("Passkeys do not work here")).to_be_visible()
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
    assert_accessible(page)
