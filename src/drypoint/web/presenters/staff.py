"""Staff in words: roles, and whether credentials hold today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Credential, Membership
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.permissions import ROLES, Permission
from drypoint.safety import load_places
from drypoint.web.presenters.parts import Cell, Fact, Table
from drypoint.web.templatetags.drypoint import localised

EXPIRES_SOON_DAYS = 60
"""From when a page says that a credential expires soon. Our choice: renewing takes weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialCard:
    """One credential with its state."""

    id: UUID
    title: str | Promise
    tag: Cell
    facts: list[Fact]
    may_be_revoked: bool
    revoked_reason: str


def table(
    members: Sequence[Membership], credentials: Mapping[UUID, Sequence[Credential]], *, on: date
) -> Table:
    """Everybody who works or worked here, with the two credentials that needling needs."""
    return Table(
        caption=_("Everybody who works or worked here"),
        head=[_("Name"), _("Role"), _("Works here"), _("Licence"), _("Needling")],
        rows=[
            [
                Cell(one.signature, url=reverse("staff_member", args=[one.pk])),
                Cell(ROLES[one.role].name),
                Cell(_("Yes")) if one.active else Cell("", level="incomplete", word=_("Left")),
                standing(one, credentials.get(one.pk, ()), CredentialKind.LICENCE, on=on),
                standing(one, credentials.get(one.pk, ()), CredentialKind.NEEDLING, on=on),
            ]
            for one in members
        ],
    )


def standing(
    member: Membership, credentials: Sequence[Credential], kind: CredentialKind, *, on: date
) -> Cell:
    """Whether ``member`` holds a credential of ``kind`` on ``on``, as a tag; nothing where none is needed."""
    of_kind = [one for one in credentials if one.kind == kind]
    holding = [one for one in of_kind if one.holds_on(on)]
    if holding:
        return state(max(holding, key=lambda one: one.expires or date.max), on=on)
    if not member.active or Permission.SIGN not in ROLES[member.role].permissions:
        return Cell("–")
    return state(of_kind[0], on=on) if of_kind else Cell("", level="stop", word=_("Missing"))


def state(credential: Credential, *, on: date) -> Cell:
    """Valid, expiring, expired, revoked or not yet begun, as a tag."""
    if credential.revoked_at is not None:
        return Cell("", level="stop", word=_("Revoked"))
    if credential.valid_from > on:
        return Cell("", level="reasons_needed", word=_("From %(day)s") % {"day": _day(credential.valid_from)})
    if credential.expires is None:
        return Cell("", level="clear", word=_("Valid"))
    day = {"day": _day(credential.expires)}
    if credential.expires < on:
        return Cell("", level="stop", word=_("Expired %(day)s") % day)
    if (credential.expires - on).days < EXPIRES_SOON_DAYS:
        return Cell("", level="reasons_needed", word=_("Expires %(day)s") % day)
    return Cell("", level="clear", word=_("Until %(day)s") % day)


def credential(one: Credential, *, on: date) -> CredentialCard:
    """One credential in full."""
    places = load_places()
    labels = {place.code: localised(place.label) for place in (*places.groups, *places.regions)}
    facts = [
        Fact(_("Profession"), one.profession),
        Fact(_("Number"), one.number),
        Fact(_("Where it holds"), one.jurisdiction),
        Fact(_("Valid from"), _day(one.valid_from)),
        Fact(_("Last valid day"), _day(one.expires) if one.expires else _("does not expire")),
        Fact(_("Recorded by"), _recorded(one)),
    ]
    if one.kind == CredentialKind.NEEDLING:
        hours = "" if one.training_hours is None else number_format(one.training_hours.normalize())
        facts += [
            Fact(_("Hours of training"), hours),
            Fact(_("Trained at"), one.trained_at),
            Fact(
                _("Regions trained"),
                ", ".join(labels.get(code, code) for code in one.regions) or _("not stated"),
            ),
        ]
    return CredentialCard(
        id=one.pk,
        title=one.get_kind_display(),
        tag=state(one, on=on),
        facts=facts,
        may_be_revoked=one.revoked_at is None,
        revoked_reason=one.revoked_reason,
    )


def facts(member: Membership) -> list[Fact]:
    """Who somebody is here."""
    return [
        Fact(_("E-mail"), member.user.email),
        Fact(_("Role"), ROLES[member.role].name),
        Fact(_("What the role may do"), ROLES[member.role].description),
        Fact(_("Title"), member.title),
        Fact(_("Here since"), _day(timezone.localdate(member.created_at))),
    ]


def roles() -> list[Fact]:
    """Every role with what it may do."""
    return [Fact(role.name, role.description) for role in ROLES.values()]


def _recorded(one: Credential) -> str:
    name = one.recorded_by.user.name if one.recorded_by else _("the system")
    return _("%(name)s, %(day)s") % {"name": name, "day": _day(timezone.localdate(one.recorded_at))}


def _day(day: date) -> str:
    return date_format(day, "j M Y")
