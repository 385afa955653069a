"""The first days of an owner: what is left before the clinic can needle, with the way to each."""

from django.urls import reverse
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.followup.queries.getting_started import Start, StartStep, start
from drypoint.clinic.permissions import Permission
from drypoint.web.presenters.parts import Step, StepState, Words


def steps(clinic: Clinic, actor: Actor) -> list[Step]:
    """Every step for the owner of a clinic that is not ready; nothing for others, or once all is done."""
    if not actor.may(Permission.EDIT_CLINIC):
        return []
    found = start(clinic, on=accounts.today(clinic))
    if found.is_complete:
        return []
    first = next(step for step in StartStep if step not in found.done)
    return [
        Step(name=name, state=_state(step, first, found), url=url, note="" if step in found.done else note)
        for step, (name, url, note) in _steps(found).items()
    ]


def _state(step: StartStep, first: StartStep, found: Start) -> StepState:
    if step in found.done:
        return StepState.DONE
    return StepState.NOW if step is first else StepState.LATER


def _steps(found: Start) -> dict[StartStep, tuple[Words, str, Words]]:
    without = ", ".join(member.user.name for member in found.members_without_credentials)
    return {
        StartStep.PHONE_NUMBERS: (
            _("Phone numbers"),
            reverse("clinic_revise"),
            _("Of the clinic, after hours and for emergencies: they stand on each after-care sheet."),
        ),
        StartStep.LOCATION: (_("A place where you treat"), reverse("location_add"), ""),
        StartStep.SERVICE: (_("A service that can be booked"), reverse("service_add"), ""),
        StartStep.APPROVER_LICENCE: (
            _("Licence of an owner"),
            reverse("staff"),
            _("Who approves the safety rules must be licensed."),
        ),
        StartStep.STAFF_CREDENTIALS: (
            _("Licence and needling training of each therapist"),
            reverse("staff"),
            _("Missing: %(names)s") % {"names": without} if without else "",
        ),
        StartStep.RULE_APPROVAL: (
            _("Approval of the safety rules"),
            reverse("rules"),
            _("Before that nobody can sign a needling plan."),
        ),
        StartStep.SWITCHES: (
            _("Switches of the intended use"),
            reverse("settings") + "#switches",
            _("Accept each or leave it off, by name."),
        ),
        StartStep.NEEDLE_LOT: (_("Needles on the shelf"), reverse("needle_lot_receive"), ""),
    }
