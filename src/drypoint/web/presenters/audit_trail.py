"""The audit trail in words: each verb a sentence about who did it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.actors import ActorKind
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.people.models import Person

SENTENCES: dict[str, str | Promise] = {
    "adverseevent.recorded": gettext_lazy("recorded an adverse event"),
    "after_care.given": gettext_lazy("gave an after-care sheet"),
    "allergy.none_known": gettext_lazy("recorded that no allergy is known"),
    "allergy.recorded": gettext_lazy("recorded an allergy"),
    "appointment.arrived": gettext_lazy("noted that somebody arrived"),
    "appointment.booked": gettext_lazy("booked an appointment"),
    "appointment.cancelled": gettext_lazy("cancelled an appointment"),
    "appointment.did_not_come": gettext_lazy("noted that somebody did not come"),
    "appointment.moved": gettext_lazy("moved an appointment"),
    "appointment.seen": gettext_lazy("noted that an appointment took place"),
    "body_measure.recorded": gettext_lazy("recorded height or weight"),
    "call_attempt.recorded": gettext_lazy("called somebody and reached nobody"),
    "check_in.acknowledged": gettext_lazy("read a check-in"),
    "check_in.answered": gettext_lazy("answered a check-in"),
    "check_in.birth_date_wrong": gettext_lazy("typed a wrong date of birth on a check-in link"),
    "check_in.invitation_revoked": gettext_lazy("revoked a check-in link"),
    "check_in.invited": gettext_lazy("made a check-in link"),
    "clearance.answered": gettext_lazy("recorded the answer to a clearance"),
    "clearance.asked": gettext_lazy("asked for a clearance"),
    "clinic.founded": gettext_lazy("founded the clinic"),
    "clinic.revised": gettext_lazy("changed the clinic's details"),
    "code_fee.set": gettext_lazy("set how a code is billed"),
    "consent.given": gettext_lazy("recorded a consent"),
    "consent.withdrawn": gettext_lazy("withdrew a consent"),
    "credential.recorded": gettext_lazy("recorded a credential of staff"),
    "credential.revoked": gettext_lazy("revoked a credential of staff"),
    "decision.made": gettext_lazy("decided the next step"),
    "engine_result.kept": gettext_lazy("kept a result of an engine"),
    "episode.closed": gettext_lazy("closed an episode"),
    "episode.opened_for_care": gettext_lazy("began an episode"),
    "episode.reopened": gettext_lazy("opened an episode again"),
    "episode.revised": gettext_lazy("changed an episode"),
    "examination.recorded": gettext_lazy("recorded an examination"),
    "after_care_choice.signed": gettext_lazy("signed what after-care sheets say"),
    "exercise_day.ticked": gettext_lazy("ticked exercises at home"),
    "exercises.prescribed": gettext_lazy("prescribed exercises"),
    "feature.accepted": gettext_lazy("accepted a switch of the intended use"),
    "feature.withdrawn": gettext_lazy("left a switch of the intended use off"),
    "goal.met": gettext_lazy("noted a goal as met"),
    "goal.set": gettext_lazy("set a goal"),
    "history.recorded": gettext_lazy("recorded a history"),
    "incident.closed": gettext_lazy("closed an incident"),
    "incident.reported": gettext_lazy("reported an incident"),
    "incident.reviewed": gettext_lazy("reviewed an incident"),
    "location.added": gettext_lazy("added a place"),
    "location.archived": gettext_lazy("took a place out of use"),
    "location.revised": gettext_lazy("changed a place"),
    "measurement.recorded": gettext_lazy("recorded a measurement"),
    "medicine.none_taken": gettext_lazy("recorded that no medicine is taken"),
    "medicine.recorded": gettext_lazy("recorded a medicine"),
    "medicine.stopped": gettext_lazy("recorded the last day of a medicine"),
    "membership.added": gettext_lazy("let somebody work here"),
    "membership.deactivated": gettext_lazy("ended somebody's work here"),
    "membership.second_step_forgotten": gettext_lazy(
        "lost their second step: whoever runs the server removed it"
    ),
    "membership.mailbox_proven": gettext_lazy("set a password through a link that only their mailbox got"),
    "membership.reactivated": gettext_lazy("let somebody work here again"),
    "membership.revised": gettext_lazy("changed somebody's role or title"),
    "message.bounced": gettext_lazy("learned that a message was not delivered"),
    "message.delivered": gettext_lazy("learned that a message was delivered"),
    "message.failed": gettext_lazy("could not send a message"),
    "message.not_needed": gettext_lazy("held back a message that was no longer needed"),
    "message.queued": gettext_lazy("queued a message"),
    "message.sent": gettext_lazy("sent a message"),
    "message.unknown": gettext_lazy("does not know whether a message went out"),
    "message_template.taken_back": gettext_lazy("went back to Drypoint's words of a message"),
    "message_template.written": gettext_lazy("changed the words of a message"),
    "needlelot.adjusted": gettext_lazy("corrected the count of a needle lot"),
    "needlelot.recalled": gettext_lazy("recalled a needle lot"),
    "needlelot.received": gettext_lazy("received needles"),
    "needling_plan.proposed": gettext_lazy("wrote a needling plan"),
    "needling_plan.signed": gettext_lazy("signed a needling plan"),
    "note.addendum_signed": gettext_lazy("signed an addendum to a note"),
    "note.signed": gettext_lazy("signed a note"),
    "note.worded": gettext_lazy("added own words to a note that is not signed"),
    "on_call.named": gettext_lazy("named who is on call"),
    "other_treatment.recorded": gettext_lazy("recorded another treatment"),
    "pain_drawing.recorded": gettext_lazy("recorded a pain drawing"),
    "blind_palpation.recorded": gettext_lazy("recorded a blind second look"),
    "palpation.recorded": gettext_lazy("recorded a palpation"),
    "patientaccess.granted": gettext_lazy("gave a patient a sign-in"),
    "patientaccess.revoked": gettext_lazy("ended a patient's sign-in"),
    "person.archived": gettext_lazy("archived a person"),
    "person.contact_revised": gettext_lazy("changed their own contact details"),
    "person.messages_ended": gettext_lazy("wants no more messages of a kind"),
    "person.registered": gettext_lazy("registered a person"),
    "person.restored": gettext_lazy("brought an archived person back"),
    "person.revised": gettext_lazy("changed a person's details"),
    "plan_of_care.recorded": gettext_lazy("recorded a plan of care"),
    "rules.approval_withdrawn": gettext_lazy("withdrew an approval of the safety rules"),
    "rules.approved": gettext_lazy("approved the safety rules"),
    "look_back.opened": gettext_lazy("looked back at who was needled"),
    "override_report.opened": gettext_lazy("opened the report on findings that were gone ahead with"),
    "rules.local_rule_ended": gettext_lazy("ended a local rule"),
    "rules.local_rule_entered": gettext_lazy("entered or changed a local rule"),
    "rules.setting_signed": gettext_lazy("signed how a safety rule is handled here"),
    "screening.recorded": gettext_lazy("recorded a screening"),
    "service.added": gettext_lazy("added a service"),
    "service.archived": gettext_lazy("took a service out of use"),
    "service.revised": gettext_lazy("changed a service"),
    "session.described": gettext_lazy("described a needling session"),
    "recallnotice.recorded": gettext_lazy("recorded that somebody was told of a recall"),
    "recorder_key.given_back": gettext_lazy("got back the key to what was recorded on a device"),
    "recorder_key.kept": gettext_lazy("kept the key to what is recorded on a device"),
    "session_event.looked_at": gettext_lazy("looked at what was questioned in a session"),
    "session.events_recorded": gettext_lazy("recorded what happened in a needling session"),
    "session.started": gettext_lazy("started a needling session"),
    "superbill.issued": gettext_lazy("issued a superbill"),
    "superbill.voided": gettext_lazy("voided a superbill"),
    "questionnaire.pasted": gettext_lazy("pasted the items of a questionnaire"),
    "threshold.signed": gettext_lazy("signed a number for the clinic"),
    "trigger_point.located": gettext_lazy("located a trigger point"),
    "training.answered": gettext_lazy("answered a training case"),
    "training.begun": gettext_lazy("began a training case"),
    "training.palpated": gettext_lazy("palpated on paper in training"),
    "text_gateway.hook_renewed": gettext_lazy("made the address of the text gateway's reports anew"),
    "text_gateway.revised": gettext_lazy("changed the text gateway"),
    "text_gateway.set_up": gettext_lazy("set up the text gateway"),
    "visit.signed": gettext_lazy("closed a visit with its note"),
    "visit.started": gettext_lazy("started a visit"),
}
"""What each verb of the record's actions says; a test finds a verb that is missing here."""

NOUNS: dict[str, str | Promise] = {
    "adverseevent": gettext_lazy("an adverse event"),
    "aftercare": gettext_lazy("an after-care sheet"),
    "allergy": gettext_lazy("an allergy"),
    "bodymeasure": gettext_lazy("a height or weight"),
    "checkin": gettext_lazy("a check-in"),
    "clearance": gettext_lazy("a clearance"),
    "consent": gettext_lazy("a consent"),
    "decision": gettext_lazy("a decision"),
    "episode": gettext_lazy("an episode"),
    "examination": gettext_lazy("an examination"),
    "exerciseday": gettext_lazy("a day of exercises at home"),
    "exerciseprescription": gettext_lazy("prescribed exercises"),
    "goal": gettext_lazy("a goal"),
    "history": gettext_lazy("a history"),
    "incident": gettext_lazy("an incident"),
    "measurement": gettext_lazy("a measurement"),
    "medicineentry": gettext_lazy("a medicine"),
    "needlelot": gettext_lazy("whom a needle lot touched"),
    "needlingplan": gettext_lazy("a needling plan"),
    "note": gettext_lazy("a note"),
    "noteaddendum": gettext_lazy("an addendum"),
    "notewords": gettext_lazy("own words in a note"),
    "othertreatment": gettext_lazy("another treatment"),
    "blindpalpation": gettext_lazy("a blind second look"),
    "paindrawing": gettext_lazy("a pain drawing"),
    "palpationfinding": gettext_lazy("a palpation"),
    "person": gettext_lazy("a person's page"),
    "planofcare": gettext_lazy("a plan of care"),
    "screening": gettext_lazy("a screening"),
    "superbill": gettext_lazy("a superbill"),
    "superbillvoid": gettext_lazy("the voiding of a superbill"),
    "visit": gettext_lazy("a visit"),
    "withdrawal": gettext_lazy("a withdrawal of consent"),
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
