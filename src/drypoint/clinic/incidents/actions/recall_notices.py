"""Telling people that needles which they got were recalled."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.accounts.queries import today
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow
from drypoint.clinic.incidents.models import RecallNotice, ToldHow
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.stock.models import NeedleLot


def record(
    *,
    by: Actor,
    lot: NeedleLot,
    person: Person,
    told_on: date,
    told_by: Membership,
    how: ToldHow,
    supersedes: RecallNotice | None = None,
) -> RecallNotice:
    """Record who told ``person`` of the recall of ``lot``, when and how; or that nobody reached them.

    Each attempt stands beside the others; ``supersedes`` is one that was recorded wrongly.

    Raises ``NotAllowedNow`` for a lot that is not recalled, ``ValidationError`` for a day still to come.
    """
    by.require(Permission.EDIT_CHART, clinic_id=person.clinic_id)
    if lot.recalled_at is None:
        raise NotAllowedNow(_("This lot is not recalled. Recall it first."))
    if told_on > today(person.clinic):
        raise ValidationError({"told_on": _("This day is still to come.")})
    if supersedes is not None and supersedes.lot_id != lot.pk:
        raise ForeignRecord(_("This record does not exist here."))
    return append(
        RecallNotice,
        by=by,
        verb="recallnotice.recorded",
        supersedes=supersedes,
        lot=lot,
        person=person,
        told_on=told_on,
        told_by=told_by,
        how=how,
    )
