"""Keys to what members recorded on their devices, so that a forgotten PIN loses nothing."""

from base64 import b64decode, b64encode

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.actors import Actor
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import create, hold
from drypoint.clinic.visits.models import RecorderKey
from drypoint.config.sealing import opened, seal
from drypoint.terms import InvalidInput

KEY_BYTES = 32
DEVICE_LENGTH = 64


def keep(*, by: Actor, device: str, key: bytes) -> None:
    """Seal and keep the key of the actor's recordings on ``device``; the first one stays.

    Raises ``InvalidInput`` for a key of another length, or another key for a device that has one: what was
    encrypted with the first could never be read again.
    """
    by.require(Permission.RECORD_SESSION, clinic_id=by.clinic_id)
    member = by.require_named()
    if len(key) != KEY_BYTES or not 0 < len(device) <= DEVICE_LENGTH:
        raise InvalidInput(_("The key of this device cannot be read."), where="key")
    with transaction.atomic():
        hold(Membership(pk=member))
        known = _of(by, device).first()
        if known is None:
            sealed = seal(b64encode(key).decode())
            create(
                RecorderKey,
                by=by,
                verb="recorder_key.kept",
                membership_id=member,
                device=device,
                sealed=sealed,
            )
        elif _opened(known) != key:
            raise InvalidInput(_("This device has another key already. Ask for it instead."), where="key")


def give_back(*, by: Actor, device: str) -> bytes | None:
    """The key to what the actor recorded on ``device``; ``None`` when none was kept. Audited."""
    by.require(Permission.RECORD_SESSION, clinic_id=by.clinic_id)
    by.require_named()
    with transaction.atomic():
        known = _of(by, device).first()
        if known is None:
            return None
        audit.record(by=by, verb="recorder_key.given_back", subject=known, fields=[])
        return _opened(known)


def _of(by: Actor, device: str) -> "QuerySet[RecorderKey]":
    return RecorderKey.objects.filter(clinic_id=by.clinic_id, membership_id=by.require_named(), device=device)


def _opened(known: RecorderKey) -> bytes:
    return b64decode(opened(known.sealed))
