"""Set up the clinic's text gateway; its secret is sealed and never shown again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.clinic.keys import new_id
from drypoint.clinic.messages import gateways
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import Message, Purpose, Route, TextGateway
from drypoint.clinic.messages.queries import may_text, text_gateway
from drypoint.clinic.people import numbers
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import allow_only, changed_meanwhile, create, hold
from drypoint.clinic.records import revise as revise_record
from drypoint.config import sealing

SETTINGS = frozenset(
    "is_on name method url user headers body_kind body success_field success_values later_values id_field"
    " report_id_field report_status_field delivered_values failed_values reply_from_field"
    " reply_text_field".split()
)


def set_up(*, by: Actor, clinic: Clinic, revision: int, secret: str = "", **fields: Any) -> TextGateway:
    """Keep the settings: all of ``SETTINGS``. ``revision`` is what was shown, 0 where there was none.

    An empty ``secret`` keeps the one that stands; a new account or another address wants it anew, so that
    nobody who may change the address gets the old secret sent there. Raises ``ValidationError`` by field.
    """
    by.require(Permission.EDIT_CLINIC, clinic_id=clinic.pk)
    by.require_named()
    allow_only(SETTINGS, fields)
    gateways.check(fields)
    secret = secret.strip()
    with transaction.atomic():
        hold(clinic)
        stands = text_gateway(clinic)
        if secret:
            fields["sealed_secret"] = sealing.seal(secret)
        elif stands is not None and stands.sealed_secret and _leads_elsewhere(stands, fields):
            raise ValidationError({"secret": _("Type the secret again: it would go to another address.")})
        if stands is None:
            if revision:
                raise Conflict(changed_meanwhile())
            return create(TextGateway, by=by, verb="text_gateway.set_up", **fields)
        revise_record(stands, by=by, verb="text_gateway.revised", revision=revision, **fields)
        return stands


def renew_hook(*, by: Actor, gateway: TextGateway, revision: int) -> None:
    """Make the address of reports and replies anew; the old one answers no more."""
    by.require(Permission.EDIT_CLINIC, clinic_id=gateway.clinic_id)
    by.require_named()
    revise_record(
        gateway,
        by=by,
        verb="text_gateway.hook_renewed",
        revision=revision,
        hook_round=gateway.hook_round + 1,
    )


def try_out(*, by: Actor, clinic: Clinic, number: str) -> Message | None:
    """Queue a trial message to ``number``, for who sets it up; the outbox tells what becomes of it.

    Raises ``InvalidInput`` for a number that no text message reaches, ``NotAllowedNow`` where none goes out.
    """
    by.require(Permission.EDIT_CLINIC, clinic_id=clinic.pk)
    member = clinic.memberships.select_related("user").get(pk=by.require_named())
    if not may_text(clinic):
        raise NotAllowedNow(_("Save the settings with “Text messages go out” first."))
    return outbox.queue(
        clinic=clinic,
        key=f"trial:{new_id()}",
        purpose=Purpose.TRIAL,
        to=member,
        route=Route.TEXT,
        address=numbers.to_text(number, country=clinic.country),
        language=member.user.language,
        about=member.pk,
        due_at=timezone.now(),
    )


def seal_anew() -> int:
    """Seal every secret with the newest key, so that older keys may go; those that do not open stay."""
    count = 0
    with transaction.atomic():
        for gateway in TextGateway.objects.select_for_update().exclude(sealed_secret="").order_by("pk"):
            if gateways.can_open(gateway):
                gateway.sealed_secret = sealing.seal(gateways.opened_secret(gateway))
                gateway.save(update_fields=["sealed_secret"])
                count += 1
    return count


def _leads_elsewhere(stands: TextGateway, fields: dict[str, Any]) -> bool:
    return any(getattr(stands, name) != fields[name] for name in ("url", "user"))
