"""Pages of passkeys and of connecting a tablet: in our look, asked for again, no secret of theirs here."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.clinic import factories

from drypoint.clinic.accounts import second_steps
from drypoint.clinic.accounts.actions import sign_ins
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.upkeep import certificates, lan

MADE_UP = (
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30", '
    '"authenticatorData": "eA", "signature": "eA", "userHandle": "eA"}}'
)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


@pytest.fixture
def member(db: None) -> Membership:
    """A therapist of a real clinic, with a passkey."""
    found = factories.make_member(factories.make_clinic(ClinicKind.REAL, "Northside"))
    found.user.set_password(PASSWORD)
    found.user.save()
    return found


@pytest.fixture
def passkey(member: Membership) -> Authenticator:
    data = {"name": "Tablet in room 2", "credential": {"id": "x", "response": {}}}
    made: Authenticator = Authenticator.objects.create(
        user=member.user, type=Authenticator.Type.WEBAUTHN, data=data
    )
    return made


def test_a_passkey_is_a_second_step_of_a_real_clinic(client: Client, member: Membership) -> None:
    client.force_login(member.user)
    assert client.get("/today/").url == reverse("mfa_activate_totp")
    Authenticator.objects.create(user=member.user, type=Authenticator.Type.WEBAUTHN, data={"name": "A"})
    assert client.get("/today/").status_code == 200


def test_list_names_each_passkey_with_what_to_do(
    client: Client, member: Membership, passkey: Authenticator
) -> None:
    client.force_login(member.user)
    page = client.get(reverse("mfa_list_webauthn")).content.decode()
    assert "Tablet in room 2" in page
    assert reverse("mfa_edit_webauthn", args=[passkey.pk]) in page
    assert reverse("mfa_remove_webauthn", args=[passkey.pk]) in page
    assert 'class="brand"' in page


def test_nobody_changes_or_removes_the_passkey_of_another(
    client: Client, member: Membership, passkey: Authenticator
) -> None:
    other = factories.make_member(member.clinic)
    other.user.set_password(PASSWORD)
    other.user.save()
    client.post(reverse("account_login"), {"login": other.user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(name, args=[passkey.pk]), {"name": "mine"}).status_code == 404
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Tablet in room 2"


def test_removing_asks_once_more_who_one_is(
    client: Client, member: Membership, passkey: Authenticator
) -> None:
    client.force_login(member.user)
    answer = client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert answer.url.startswith(reverse("mfa_reauthenticate_webauthn")) or "reauthenticate" in answer.url
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_passkey_without_the_devices_lock_is_refused(client: Client, member: Membership) -> None:
    client.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    shown = client.get(reverse("mfa_add_webauthn"))
    options = shown.context["js_data"]["creation_options"]["publicKey"]
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["rp"] == {"id": "testserver", "name": "Drypoint"}
    form = client.post(reverse("mfa_add_webauthn"), {"name": "A", "credential": '{"id": "x"}'}).context[
        "form"
    ]
    assert "passwordless" in form.errors
    assert not Authenticator.objects.exists()


def test_who_tries_too_often_waits(client: Client, member: Membership) -> None:
    asked = [
        client.post(reverse("mfa_login_webauthn"), {"credential": "{}"}).status_code for _time in range(11)
    ]
    assert asked == [302] * 10 + [429]


def test_a_made_up_answer_signs_nobody_in(client: Client, member: Membership, passkey: Authenticator) -> None:
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    for credential in ("{}", '{"id": "x"}', "[]", "junk", MADE_UP):
        client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert client.get("/today/").url.startswith(reverse("account_login"))


def test_a_passkey_has_no_secret_here_and_is_forgotten_with_the_others(
    member: Membership, passkey: Authenticator
) -> None:
    assert second_steps.standing() == second_steps.Standing(steps=0, in_the_clear=0, lost=0)
    assert second_steps.seal_anew() == 0
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Tablet in room 2"
    assert sign_ins.forget_second_step(member.user) == 1
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("proven_after", "signs_in"), [(None, True), (-1, True), (1, False)])
def test_a_passkey_from_before_the_mailbox_was_proven_is_a_second_step_alone(
    client: Client,
    member: Membership,
    passkey: Authenticator,
    monkeypatch: pytest.MonkeyPatch,
    proven_after: int | None,
    signs_in: bool,
) -> None:
    """As H51: whoever was handed the first password's link may have left a passkey behind."""
    if proven_after is not None:
        member.user.proven_at = passkey.created_at + timedelta(days=proven_after)
        member.user.save(update_fields=["proven_at"])
    monkeypatch.setattr(AuthenticateWebAuthnForm, "clean_credential", lambda _form: passkey)
    client.post(reverse("mfa_login_webauthn"), {"credential": '{"id": "x"}'})
    assert (client.get("/today/").status_code == 200) is signs_in
    if not signs_in:
        answer = client.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
        assert answer.url.startswith(reverse("mfa_authenticate"))
        assert client.post(reverse("mfa_authenticate"), {"credential": '{"id": "x"}'}).url == "/today/"


@pytest.fixture
def owner(demo: Clinic, client: Client) -> Client:
    client.force_login(factories.make_member(demo, "owner").user)
    return client


def test_owner_sees_code_address_and_fingerprint(owner: Client, settings: Any, tmp_path: Path) -> None:
    certificates.keep(tmp_path / "tls", lan.LOOPBACK, now=datetime.now(UTC))
    settings.SET_UP_ADDRESS, settings.TLS_FOLDER = "http://192.168.1.20:8080/", tmp_path / "tls"
    page = owner.get(reverse("tablets")).content.decode()
    assert "http://192.168.1.20:8080/" in page
    assert "<svg" in page
    fingerprint = certificates.loaded(certificates.authority_file(tmp_path / "tls"))
    pairs = [f"{byte:02X}" for byte in fingerprint.fingerprint(SHA256())]
    assert " ".join(f"<span>{pair}</span>" for pair in pairs) in page


def test_owner_is_told_how_to_serve_tablets(owner: Client, settings: Any) -> None:
    settings.SET_UP_ADDRESS = ""
    assert "drypoint serve --lan" in owner.get(reverse("tablets")).content.decode()
    assert "Nothing to set up" in owner.get(reverse("tablets"), secure=True).content.decode()


def test_only_who_edits_the_clinic_connects_tablets(client: Client, demo: Clinic) -> None:
    client.force_login(factories.make_member(demo).user)
    assert client.get(reverse("tablets")).status_code == 403
