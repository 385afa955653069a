"""How a visit ends and what follows: reassessment, after-care, note, decision, check-ins, harm."""

from datetime import datetime, timedelta
from typing import Any

from drypoint.billing import Service
from drypoint.clinic.charges.actions import superbills
from drypoint.clinic.followup.actions import after_care, check_ins, decisions, notes
from drypoint.clinic.followup.models import Channel, NextStepChoice, ProcedureCode
from drypoint.clinic.followup.queries import after_care_words
from drypoint.clinic.followup.queries.check_in_times import OPEN_FOR
from drypoint.clinic.followup.queries.consent_words import language_of
from drypoint.clinic.followup.queries.note_treatment import procedure_code
from drypoint.clinic.incidents.actions import adverse_events, incidents
from drypoint.clinic.incidents.models import AdverseEvent, AdverseEventKind, IncidentKind
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.sessions import session_state
from drypoint.demo.care import Care
from drypoint.demo.cast import LastCheckIn, Stage
from drypoint.demo.simulation import happens, soreness
from drypoint.safety import load_triage

ENDS_WITH = {
    Stage.CHANGED: (NextStepChoice.CHANGE, "Three visits without a change; other muscles and more exercise"),
    Stage.FINISHED: (NextStepChoice.STOP, "Goal met; goes on with exercises alone"),
    Stage.STOPPED: (NextStepChoice.STOP, "Four visits without a change that matters"),
    Stage.SPACED_OUT: (NextStepChoice.SPACE_OUT, "Well most days; a visit every three weeks is enough"),
    Stage.REFERRED: (NextStepChoice.REFER, "Pain rises in spite of treatment; asks for a doctor's look"),
}
"""The choice after the last signed visit where it is not simply to go on."""


def give_after_care(care: Care, visit: Visit, *, at: datetime) -> None:
    """The sheet, with the warnings of what lay under the needles."""
    said = after_care_words.sheet(visit, language=language_of(visit))
    with care.past.at(at):
        after_care.give(
            by=care.therapist,
            visit=visit,
            regions=after_care_words.regions(visit),
            content=after_care_words.as_kept(said),
            language=said.language,
            given_to=care.character.name,
            given_at=at,
        )


def sign_note(care: Care, visit: Visit, *, at: datetime) -> None:
    """The diary says seen, the note is frozen."""
    with care.past.at(at):
        care.end_appointment(visit)
        notes.sign(
            by=care.therapist,
            visit=visit,
            revision=visit.revision,
            procedure_code=_proposed(visit),
            consent_copy_given=hasattr(visit, "needling_session"),
            signed_at=at,
        )


def _proposed(visit: Visit) -> ProcedureCode | None:
    """The code that the muscles needled give, which the therapist confirms here."""
    found = procedure_code(session_state(visit), visit.clinic)
    return ProcedureCode(found.code) if found is not None else None


def bill(care: Care, visit: Visit, *, at: datetime) -> None:
    """The codes are confirmed; the diagnosis is the same for everybody, as everything here is invented."""
    treated = visit.other_treatments.current().exclude(minutes=None).order_by("recorded_at", "id")
    with care.past.at(at):
        superbills.issue(
            by=care.therapist,
            visit=visit,
            services=[Service(code="97110", minutes=one.minutes) for one in treated],
            diagnoses=["M79.18"],
            issued_at=at,
            language=language_of(visit),
        )


def decide(care: Care, visit: Visit, *, is_last: bool, at: datetime) -> None:
    """The rules suggest, the therapist chooses and says why where they differ."""
    chosen, why = NextStepChoice.CONTINUE, "Course as expected so early"
    if is_last:
        chosen, why = ENDS_WITH.get(care.character.stage, (chosen, why))
    with care.past.at(at):
        decisions.foresee(by=care.therapist, visit=visit)
        suggestion = decisions.suggest(by=care.therapist, visit=visit)
        agrees = suggestion.result["choice"] == chosen
        decisions.decide(
            by=care.therapist,
            visit=visit,
            chosen=chosen,
            reason="" if agrees else why,
            suggestion=suggestion,
        )


def check_in(care: Care, visit: Visit, *, sessions: int, is_last: bool, ended: datetime) -> None:
    """Asked a day later; answered as the last check-in of the character says, or as the course goes."""
    kind = care.character.last_check_in if is_last else LastCheckIn.ANSWERED
    due = ended + timedelta(hours=24)
    if kind is LastCheckIn.DUE:
        due = care.now - timedelta(hours=1)
    elif kind is LastCheckIn.SILENT:
        due = max(due, care.now - OPEN_FOR + timedelta(days=2))  # still open, so that Today shows who is late
    elif due >= care.now:
        if kind is not LastCheckIn.EMERGENCY:
            return
        due = care.now - timedelta(hours=2)
    invitation = None
    if due + OPEN_FOR > care.now:  # an older link is closed: then they answered by their own sign-in
        with care.past.at(ended):
            invitation, _token = check_ins.invite(
                by=care.therapist, visit=visit, due_at=due, expires_at=due + OPEN_FOR, channel=Channel.PRINTED
            )
    if kind in {LastCheckIn.DUE, LastCheckIn.SILENT}:
        return
    answered_at = min(due + timedelta(minutes=care.rng.randrange(5, 300)), care.now - timedelta(minutes=25))
    answers = _answers(care, kind, sessions=sessions, at=answered_at, ended=ended)
    with care.past.at(answered_at):
        answer = check_ins.answer(
            by=care.themselves,
            visit=visit,
            answers=answers,
            answered_at=answered_at,
            invitation=invitation,
            exercises_done=care.rng.choice((0.5, 0.75, 1.0)),
            language=care.language,
        )
    read_at = answered_at + timedelta(hours=3)
    if kind is not LastCheckIn.EMERGENCY and read_at < care.now:
        with care.past.at(read_at):
            check_ins.acknowledge(by=care.therapist, check_in=answer, words="Read")
    if answers["bruise"]:
        _bruise(care, visit, at=answered_at)


def _answers(
    care: Care, kind: LastCheckIn, *, sessions: int, at: datetime, ended: datetime
) -> dict[str, Any]:
    hours = (at - ended).total_seconds() / 3600
    days = (at.date() - care.episode.opened_on).days
    answers: dict[str, Any] = {sign.id: False for sign in load_triage().signs}
    answers |= {
        "pain_nprs": care.course.pain(days=days, sessions=sessions, rng=care.rng),
        "soreness_nprs": soreness(hours, care.rng),
        "bruise": kind is LastCheckIn.BRUISE or happens("bruise", care.rng),
    }
    if kind is LastCheckIn.SORE:
        answers["soreness_nprs"] = max(4.0, answers["soreness_nprs"])
    if kind is LastCheckIn.EMERGENCY:
        answers |= {"breathless": True, "chest_pain": True, "bruise": False}
    return answers


def _bruise(care: Care, visit: Visit, *, at: datetime) -> None:
    with care.past.at(at):
        _adverse_event(
            care,
            visit,
            kind=AdverseEventKind.BRUISING,
            onset_at=at,
            description="Bruise the size of a coin where a needle was",
            action_taken="Looked at a photograph, told what to watch for",
            outcome="Faded within a week",
        )


def note_faint(care: Care, visit: Visit, *, at: datetime) -> None:
    """The faint as an adverse event and as an incident that was looked into."""
    with care.past.at(at):
        event = _adverse_event(
            care,
            visit,
            kind=AdverseEventKind.FAINTING,
            onset_at=at,
            description="Pale and light-headed with the second needle in",
            action_taken="All needles out and counted, lying down with raised legs, water",
            outcome="Well after ten minutes, went home with a friend",
        )
        incident = incidents.report(
            by=care.therapist,
            kind=IncidentKind.ADVERSE_EVENT,
            happened_at=at,
            title="Faint during needling",
            what_happened="Had not eaten since the evening before; food was not offered before needling.",
            visit=visit,
            adverse_event=event,
            location=care.house.location,
        )
        incidents.review(
            by=care.therapist,
            incident=incident,
            revision=incident.revision,
            note="Food and water before needling for whoever comes without having eaten.",
        )


def _adverse_event(care: Care, visit: Visit, *, kind: AdverseEventKind, **said: Any) -> AdverseEvent:
    insertion = care.presentation.insertions[0]
    return adverse_events.record(
        by=care.therapist,
        person=care.person,
        visit=visit,
        kind=kind,
        scheme="white",
        grade="mild",
        muscle=insertion.muscle,
        side=care.side,
        **said,
    )
