"""Name who is told of a check-in that cannot wait."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import Conflict
from drypoint.clinic.messages.models import OnCallList
from drypoint.clinic.messages.queries import current_on_call
from drypoint.clinic.people import numbers
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append, changed_meanwhile, hold

MOST_MINUTES = 24 * 60


def name(
    *,
    by: Actor,
    clinic: Clinic,
    entries: Sequence[tuple[UUID, int]],
    mobiles: Mapping[UUID, str] | None = None,
    supersedes: OnCallList | None = None,
) -> OnCallList:
    """Keep the list: members in order, each with the minutes to wait before telling them. Empty: nobody.

    ``mobiles`` are numbers, by member, for a text message beside the mail.

    Raises ``ValidationError`` for a stranger, the same member twice, or a wait that makes no sense, and
    ``InvalidInput`` for a number that no text message reaches.
    """
    by.require(Permission.EDIT_CLINIC, clinic_id=clinic.pk)
    by.require_named()
    members = [member for member, _minutes in entries]
    if len(set(members)) < len(members):
        raise ValidationError(_("Name each person once."))
    if clinic.memberships.filter(pk__in=members, active=True).count() < len(members):
        raise ValidationError(_("Only who works here can be on call."))
    if any(not 0 <= minutes <= MOST_MINUTES for _member, minutes in entries):
        raise ValidationError(_("Give minutes from 0 to 1440."))
    numbers_of = {
        member: numbers.to_text(written, country=clinic.country)
        for member, written in (mobiles or {}).items()
        if written.strip()
    }
    with transaction.atomic():
        hold(clinic)
        if supersedes is None and current_on_call(clinic) is not None:
            raise Conflict(changed_meanwhile())
        return append(
            OnCallList,
            by=by,
            verb="on_call.named",
            supersedes=supersedes,
            entries=[
                {"member": str(member), "minutes": minutes}
                | ({"mobile": numbers_of[member]} if member in numbers_of else {})
                for member, minutes in entries
            ],
        )
