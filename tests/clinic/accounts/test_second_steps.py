"""Second steps are sealed where they are stored; keys change, and keys are lost."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.apps import apps
from django.db import connection
from tests.clinic import factories

from drypoint.cli import second_step
from drypoint.cli.main import main
from drypoint.clinic.accounts import second_steps
from drypoint.clinic.accounts.actions import sign_ins
from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.audit.models import AuditEvent
from drypoint.config import sealing
from drypoint.config.sealing import NotOpened
from drypoint.upkeep.doctor import _second_steps

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def member(db: None) -> Membership:
    return factories.make_member(factories.make_clinic())


def stored() -> list[dict[str, Any]]:
    return [step.data for step in Authenticator.objects.order_by("pk")]


def set_up(member: Membership) -> str:
    """A second step with recovery codes, as the pages set it up."""
    secret = generate_totp_secret()
    TOTP.activate(member.user, secret)
    RecoveryCodes.activate(member.user)
    return secret


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


def totp_of(member: Membership) -> Any:
    return Authenticator.objects.get(user=member.user, type=Authenticator.Type.TOTP).wrap()


def test_what_is_stored_does_not_show_the_secret_and_opens_with_the_code(member: Membership) -> None:
    secret = set_up(member)
    assert secret not in str(stored())
    assert [data.get("secret", data.get("seed"))[:7] for data in stored()] == ["sealed:", "sealed:"]
    assert totp_of(member).validate_code(code_of(secret))
    assert second_steps.standing() == second_steps.Standing(steps=2, in_the_clear=0, lost=0)
    assert [finding.ok for finding in _second_steps()] == [True]


def test_older_key_still_opens_and_sealing_anew_lets_it_go(member: Membership, settings: Any) -> None:
    settings.SEAL_KEYS = ("old",)
    secret = set_up(member)
    settings.SEAL_KEYS = ("new", "old")
    assert second_steps.standing().lost == 0
    assert second_steps.seal_anew() == 2
    settings.SEAL_KEYS = ("new",)
    assert totp_of(member).validate_code(code_of(secret))


def test_without_its_key_no_code_opens_it_and_doctor_says_so(
    member: Membership, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SEAL_KEYS = ("old",)
    secret = set_up(member)
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    settings.SEAL_KEYS = ("another",)
    assert not totp_of(member).validate_code(code_of(secret))
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    assert not any(recovery.validate_code(code) for code in codes)
    assert "drypoint doctor" in caplog.text
    assert get_adapter().decrypt(stored()[0]["secret"]) != get_adapter().decrypt(stored()[0]["secret"])
    (finding,) = _second_steps()
    assert (finding.ok, finding.says[:6]) == (False, "2 of 2")
    assert second_steps.seal_anew() == 0, "what does not open is left as it is"
    with pytest.raises(NotOpened):
        sealing.opened(stored()[0]["secret"])


def test_second_step_of_before_there_were_keys_opens_and_the_migration_seals_it(member: Membership) -> None:
    Authenticator.objects.create(user=member.user, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    Authenticator.objects.create(
        user=member.user,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": ["one", "two"], "used_mask": 0},
    )
    assert totp_of(member).validate_code(code_of(SECRET))
    assert [finding.ok for finding in _second_steps()] == [False]
    migration = import_module("drypoint.clinic.accounts.migrations.0003_second_steps_are_sealed")
    migration.seal(apps, SimpleNamespace(connection=connection))
    assert SECRET not in str(stored())
    assert "one" not in stored()[1]["migrated_codes"]
    assert second_steps.standing() == second_steps.Standing(steps=2, in_the_clear=0, lost=0)
    assert sealing.opened(stored()[0]["secret"]) == SECRET


def test_lost_second_step_is_forgotten_and_audited(
    member: Membership, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_step, "django_started", lambda: None)
    set_up(member)
    assert main(["second-step", "forget", f" {member.user.email.upper()} "]) == 0
    assert "Forgotten" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.filter(verb="membership.second_step_forgotten").count() == 1
    assert main(["second-step", "forget", member.user.email]) == 0
    assert "There was no second step" in capsys.readouterr().out
    assert main(["second-step", "forget"]) == 2
    assert main(["second-step", "forget", "nobody@clinic.example"]) == 2
    assert "Nothing was changed" in capsys.readouterr().err


def test_command_seals_anew_and_says_what_stays(
    member: Membership, settings: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_step, "django_started", lambda: None)
    settings.SEAL_KEYS = ("old",)
    set_up(member)
    assert main(["second-step", "seal"]) == 0
    assert "Sealed 2" in capsys.readouterr().out
    settings.SEAL_KEYS = ("another",)
    assert main(["second-step", "seal"]) == 0
    assert "2 do not open" in capsys.readouterr().out


def test_forgetting_touches_nobody_else(member: Membership) -> None:
    set_up(member)
    other = factories.make_member(member.clinic)
    assert sign_ins.forget_second_step(other.user) == 0
    assert Authenticator.objects.count() == 2
