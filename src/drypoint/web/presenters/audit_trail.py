"""The audit trail in words: each verb a sentence about who did it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.actors import ActorKind
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.people.models import Person

SENTENCES: dict[str, str | Promise] = {
    "adverseevent.recorded": lazy("recorded an adverse event"),
    "after_care.given": lazy("gave an after-care sheet"),
    "allergy.none_known": lazy("recorded that no allergy is known"),
    "allergy.recorded": lazy("recorded an allergy"),
    "appointment.arrived": lazy("noted that somebody arrived"),
    "appointment.booked": lazy("booked an appointment"),
    "appointment.cancelled": lazy("cancelled an appointment"),
    "appointment.did_not_come": lazy("noted that somebody did not come"),
    "appointment.moved": lazy("moved an appointment"),
    "appointment.seen": lazy("noted that an appointment took place"),
    "body_measure.recorded": lazy("recorded height or weight"),
    "check_in.acknowledged": lazy("read a check-in"),
    "check_in.answered": lazy("answered a check-in"),
    "check_in.birth_date_wrong": lazy("typed a wrong date of birth on a check-in link"),
    "check_in.invitation_revoked": lazy("revoked a check-in link"),
    "check_in.invited": lazy("made a check-in link"),
    "clearance.answered": lazy("recorded the answer to a clearance"),
    "clearance.asked": lazy("asked for a clearance"),
    "clinic.founded": lazy("founded the clinic"),
    "clinic.revised": lazy("changed the clinic's details"),
    "consent.given": lazy("recorded a consent"),
    "consent.withdrawn": lazy("withdrew a consent"),
    "credential.recorded": lazy("recorded a credential of staff"),
    "credential.revoked": lazy("revoked a credential of staff"),
    "decision.made": lazy("decided the next step"),
    "engine_result.kept": lazy("kept a result of an engine"),
    "episode.closed": lazy("closed an episode"),
    "episode.opened_for_care": lazy("began an episode"),
    "episode.reopened": lazy("opened an episode again"),
    "episode.revised": lazy("changed an episode"),
    "examination.recorded": lazy("recorded an examination"),
    "exercises.prescribed": lazy("prescribed exercises"),
    "feature.accepted": lazy("accepted a switch of the intended use"),
    "feature.withdrawn": lazy("left a switch of the intended use off"),
    "goal.met": lazy("noted a goal as met"),
    "goal.set": lazy("set a goal"),
    "history.recorded": lazy("recorded a history"),
    "incident.closed": lazy("closed an incident"),
    "incident.reported": lazy("reported an incident"),
    "incident.reviewed": lazy("reviewed an incident"),
    "location.added": lazy("added a place"),
    "location.archived": lazy("took a place out of use"),
    "location.revised": lazy("changed a place"),
    "measurement.recorded": lazy("recorded a measurement"),
    "medicine.none_taken": lazy("recorded that no medicine is taken"),
    "medicine.recorded": lazy("recorded a medicine"),
    "medicine.stopped": lazy("recorded the last day of a medicine"),
    "membership.added": lazy("let somebody work here"),
    "membership.deactivated": lazy("ended somebody's work here"),
    "membership.mailbox_proven": lazy("set a password through a link that only their mailbox got"),
    "membership.reactivated": lazy("let somebody work here again"),
    "membership.revised": lazy("changed somebody's role or title"),
    "message.failed": lazy("could not send a message"),
    "message.not_needed": lazy("held back a message that was no longer needed"),
    "message.queued": lazy("queued a message"),
    "message.sent": lazy("sent a message"),
    "message.unknown": lazy("does not know whether a message went out"),
    "needlelot.adjusted": lazy("corrected the count of a needle lot"),
    "needlelot.recalled": lazy("recalled a needle lot"),
    "needlelot.received": lazy("received needles"),
    "needling_plan.proposed": lazy("wrote a needling plan"),
    "needling_plan.signed": lazy("signed a needling plan"),
    "note.addendum_signed": lazy("signed an addendum to a note"),
    "note.signed": lazy("signed a note"),
    "on_call.named": lazy("named who is on call"),
    "other_treatment.recorded": lazy("recorded another treatment"),
    "pain_drawing.recorded": lazy("recorded a pain drawing"),
    "palpation.recorded": lazy("recorded a palpation"),
    "patientaccess.granted": lazy("gave a patient a sign-in"),
    "patientaccess.revoked": lazy("ended a patient's sign-in"),
    "person.archived": lazy("archived a person"),
    "person.contact_revised": lazy("changed their own contact details"),
    "person.registered": lazy("registered a person"),
    "person.restored": lazy("brought an archived person back"),
    "person.revised": lazy("changed a person's details"),
    "plan_of_care.recorded": lazy("recorded a plan of care"),
    "rules.approval_withdrawn": lazy("withdrew an approval of the safety rules"),
    "rules.approved": lazy("approved the safety rules"),
    "look_back.opened": lazy("looked back at who was needled"),
    "override_report.opened": lazy("opened the report on findings that were gone ahead with"),
    "rules.local_rule_ended": lazy("ended a local rule"),
    "rules.local_rule_entered": lazy("entered or changed a local rule"),
    "rules.setting_signed": lazy("signed how a safety rule is handled here"),
    "screening.recorded": lazy("recorded a screening"),
    "service.added": lazy("added a service"),
    "service.archived": lazy("took a service out of use"),
    "service.revised": lazy("changed a service"),
    "session.described": lazy("described a needling session"),
    "session.events_recorded": lazy("recorded what happened in a needling session"),
    "session.started": lazy("started a needling session"),
    "threshold.signed": lazy("signed a number for the clinic"),
    "trigger_point.located": lazy("located a trigger point"),
    "visit.signed": lazy("closed a visit with its note"),
    "visit.started": lazy("started a visit"),
}
"""What each verb of the record's actions says; a test finds a verb that is missing here."""

NOUNS: dict[str, str | Promise] = {
    "adverseevent": lazy("an adverse event"),
    "aftercare": lazy("an after-care sheet"),
    "allergy": lazy("an allergy"),
    "bodymeasure": lazy("a height or weight"),
    "checkin": lazy("a check-in"),
    "clearance": lazy("a clearance"),
    "consent": lazy("a consent"),
    "decision": lazy("a decision"),
    "episode": lazy("an episode"),
    "examination": lazy("an examination"),
    "exerciseprescription": lazy("prescribed exercises"),
    "goal": lazy("a goal"),
    "history": lazy("a history"),
    "incident": lazy("an incident"),
    "measurement": lazy("a measurement"),
    "medicineentry": lazy("a medicine"),
    "needlelot": lazy("whom a needle lot touched"),
    "needlingplan": lazy("a needling plan"),
    "note": lazy("a note"),
    "noteaddendum": lazy("an addendum"),
    "othertreatment": lazy("another treatment"),
    "paindrawing": lazy("a pain drawing"),
    "palpationfinding": lazy("a palpation"),
    "person": lazy("a person's page"),
    "planofcare": lazy("a plan of care"),
    "screening": lazy("a screening"),
    "visit": lazy("a visit"),
    "withdrawal": lazy("a withdrawal of consent"),
}
"""Records by the name of their table, as what somebody opened or redacted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event."""

    at: datetime
    who: str
    did: str
    person: Person | None
    fields: str


def lines(
    events: Iterable[AuditEvent], members: Mapping[UUID, Membership], people: Mapping[UUID, Person]
) -> list[Line]:
    """Events with the names of who did it and whom it is about."""
    return [
        Line(
            at=event.at,
            who=_who(event, members, people),
            did=did(event.verb),
            person=people.get(event.about_person_id) if event.about_person_id else None,
            fields=", ".join(name.replace("_", " ") for name in event.fields),
        )
        for event in events
    ]


def did(verb: str) -> str:
    """What was done, in words."""
    if verb in SENTENCES:
        return str(SENTENCES[verb])
    noun, _dot, what = verb.partition(".")
    known = NOUNS.get(noun, noun)
    if what == "opened":
        return _("looked at %(what)s") % {"what": known}
    if what == "redacted":
        return _("redacted %(what)s") % {"what": known}
    return verb


def _who(event: AuditEvent, members: Mapping[UUID, Membership], people: Mapping[UUID, Person]) -> str:
    member = members.get(event.membership_id) if event.membership_id else None
    if member is not None:
        return member.user.name
    if event.actor_kind == ActorKind.PATIENT:
        found = people.get(event.person_id) if event.person_id else None
        return found.full_name if found else _("a patient")
    return _("the system (%(name)s)") % {"name": event.actor_role}
