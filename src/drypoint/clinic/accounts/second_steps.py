"""Second steps as they are stored: which of them this server can open, and sealing them anew."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from drypoint.clinic.accounts.models import User
from drypoint.config import sealing

_SECRETS = ("secret", "seed")
"""What allauth keeps under these names is secret; lists of codes stand under ``migrated_codes``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many there are with a secret; of these, how many stand in the clear, and how many do not open.

    A passkey has none here: its secret half never leaves the device.
    """

    steps: int
    in_the_clear: int
    lost: int


def standing() -> Standing:
    """Every second step of this database, tried with this server's keys."""
    steps = list(_with_secrets())
    return Standing(
        steps=len(steps),
        in_the_clear=sum(
            any(not one.startswith(sealing.SEALED) for one in _secrets_of(step.data)) for step in steps
        ),
        lost=sum(not _opens(step.data) for step in steps),
    )


def how_many(user: User, kind: str) -> int:
    """A sign-in's second steps of one kind, such as its passkeys."""
    return Authenticator.objects.filter(user=user, type=kind).count()


def seal_anew() -> int:
    """Seal every second step with the newest key, so that older keys may go; those that do not open stay."""
    count = 0
    with transaction.atomic():
        for step in _with_secrets().select_for_update():
            if _opens(step.data):
                step.data = sealed_data(step.data, lambda kept: sealing.seal(sealing.opened(kept)))
                step.save(update_fields=["data"])
                count += 1
    return count


def sealed_data(data: dict[str, Any], seal: Callable[[str], str]) -> dict[str, Any]:
    """An authenticator's data with its secrets passed through ``seal``."""
    changed = dict(data)
    for name in _SECRETS:
        if name in changed:
            changed[name] = seal(changed[name])
    if "migrated_codes" in changed:
        changed["migrated_codes"] = [seal(code) for code in changed["migrated_codes"]]
    return changed


def _with_secrets() -> QuerySet[Authenticator]:
    return Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk")


def _secrets_of(data: dict[str, Any]) -> Iterator[str]:
    yield from (data[name] for name in _SECRETS if name in data)
    yield from data.get("migrated_codes", ())


def _opens(data: dict[str, Any]) -> bool:
    try:
        for kept in _secrets_of(data):
            sealing.opened(kept)
    except sealing.NotOpened:
        return False
    return True
