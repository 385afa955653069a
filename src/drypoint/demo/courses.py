"""Taking each character to their stage: whole visits first, then as much of the last one as there is."""

from datetime import datetime, timedelta

from drypoint.clinic.episodes.actions import clearances, episodes, goals
from drypoint.clinic.episodes.models import ClearanceAnswer, ClosingReason
from drypoint.clinic.visits.actions import consents
from drypoint.clinic.visits.models import MeasuredWhen, Visit
from drypoint.demo import at_home, ending, treating
from drypoint.demo.care import Care
from drypoint.demo.cast import Stage

_UP_TO = {
    Stage.CLEARANCE_WAITING: 1,
    Stage.CLEARANCE_ANSWERED: 2,
    Stage.CONSENT_GIVEN: 2,
    Stage.CONSENT_WITHDRAWN: 2,
    Stage.PAIN_DRAWN: 3,
    Stage.PALPATED: 4,
    Stage.PLAN_WAITING: 5,
    Stage.NEEDLES_IN: 6,
    Stage.NOTE_WAITING: 7,
}
"""How many parts of an unfinished visit are done, in the order of ``_part_of_a_visit``."""
IN_THE_ROOM = {Stage.PLAN_WAITING: 25, Stage.NEEDLES_IN: 51, Stage.TODAY_BEGUN: 5}
"""Minutes since an unfinished visit began, for those who are in the room now. The others came yesterday."""
NEEDLES_IN_FOR = timedelta(minutes=6)
_CLOSED = {Stage.FINISHED: ClosingReason.GOALS_MET, Stage.STOPPED: ClosingReason.NO_FURTHER_GAIN}


def play(care: Care, number: int) -> None:
    """Everything that happened to one character up to now."""
    one = care.character
    begun = _days_since_first(care)
    care.register(number, at=care.now - timedelta(days=begun + 6))
    if one.stage is Stage.BOOKED:
        care.book(care.timetable.coming(care.member.pk, in_days=number % 2), first=True)
        return
    care.open_episode(at=care.now - timedelta(days=begun + 2))
    if one.stage is Stage.HISTORY_ONLY:
        care.book(care.timetable.coming(care.member.pk, in_days=1), first=True)
        return
    for visit_number in range(one.signed_visits):
        days_ago = begun - visit_number * one.interval_days
        starts_at = care.timetable.past(care.member.pk, days_ago=days_ago)
        _whole_visit(care, starts_at, visit_number)
    if one.stage in _UP_TO or one.stage is Stage.TODAY_BEGUN:
        _part_of_a_visit(care)
    _close(care)
    if one.next_in_days is not None:
        care.book(care.timetable.coming(care.member.pk, in_days=one.next_in_days), first=False)


def _days_since_first(care: Care) -> int:
    one = care.character
    if one.stage in {Stage.IN_COURSE, Stage.CHANGED}:
        return max(1, one.signed_visits) * one.interval_days - _days_to_next_week(care)
    return one.signed_visits * one.interval_days + (0 if one.stage in IN_THE_ROOM else 1)


def _days_to_next_week(care: Care) -> int:
    """Those whose next visit is still to come had their last one less than an interval ago."""
    return min(care.character.next_in_days or 0, care.character.interval_days - 2)


def _whole_visit(care: Care, starts_at: datetime, number: int) -> None:
    one, is_last = care.character, number == care.character.signed_visits - 1
    visit = care.begin_visit(starts_at, first=number == 0)
    at = _Clock(starts_at)
    treating.screen(care, visit, at=at.later(3))
    if number == 0:
        care.examine(visit, at=at.later(6))
        treating.consent(care, visit, at=at.later(4))
    pain = _assess(care, visit, number, when=MeasuredWhen.BEFORE, at=at.later(2))
    treating.draw(care, visit, pain, at=at.later(1))
    treating.palpate(care, visit, sessions_so_far=number, at=at.later(3))
    plan = treating.propose(care, visit, at=at.later(2))
    treating.sign(care, plan, at=at.later(1))
    needled_at = at.later(1)
    treating.needle(care, visit, plan, at=needled_at)
    if one.event == "faint" and is_last:
        ending.note_faint(care, visit, at=needled_at + timedelta(minutes=5))
    treating.treat_otherwise(care, visit, at=at.later(10))
    _assess(care, visit, number, when=MeasuredWhen.AFTER, at=at.later(4))
    ending.give_after_care(care, visit, at=at.later(2))
    ended = at.later(1)
    ending.decide(care, visit, is_last=is_last, at=ended)
    ending.sign_note(care, visit, at=ended)
    if one.stage is Stage.IN_COURSE and is_last:
        ending.bill(care, visit, at=ended)
    ending.check_in(care, visit, sessions=number + 1, is_last=is_last, ended=ended)
    if is_last:
        at_home.tick(care, visit, after=ended)


def _part_of_a_visit(care: Care) -> None:
    one = care.character
    if one.stage in IN_THE_ROOM:
        begun = care.now - timedelta(minutes=IN_THE_ROOM[one.stage])
        starts_at = care.timetable.take(care.member.pk, begun)
    else:
        starts_at = care.timetable.past(care.member.pk, days_ago=1)
    number = one.signed_visits
    visit = care.begin_visit(starts_at, first=number == 0)
    if one.stage is Stage.TODAY_BEGUN:
        return
    at = _Clock(starts_at)
    done = _UP_TO[one.stage]
    screened_at = at.later(2)
    treating.screen(care, visit, at=screened_at)
    if number == 0:
        care.examine(visit, at=at.later(6))
    if one.stage in {Stage.CLEARANCE_WAITING, Stage.CLEARANCE_ANSWERED}:
        _ask_doctor(care, visit, at=at.later(2))
    if done >= 2 and number == 0:
        given = treating.consent(care, visit, at=at.later(3))
        if one.stage is Stage.CONSENT_WITHDRAWN:
            withdrawn_at = at.later(2)
            with care.past.at(withdrawn_at):
                consents.withdraw(
                    by=care.themselves, consent=given, withdrawn_at=withdrawn_at, words=one.withdrawal_words
                )
    if done >= 3:
        pain = _assess(care, visit, number, when=MeasuredWhen.BEFORE, at=at.later(1))
        treating.draw(care, visit, pain, at=at.later(1))
    if done >= 4:
        treating.palpate(care, visit, sessions_so_far=number, at=at.later(2))
    if done >= 5:
        plan = treating.propose(care, visit, at=at.later(2))
    if done >= 6:
        signed_at = at.later(1)
        screened_at = _screened_that_day(care, visit, screened_at, at=signed_at)
        treating.sign(care, plan, at=signed_at)
        leave_in = one.stage is Stage.NEEDLES_IN
        needled_at = care.now - NEEDLES_IN_FOR if leave_in else at.later(1)
        _screened_that_day(care, visit, screened_at, at=needled_at)
        treating.needle(care, visit, plan, at=needled_at, leave_in=leave_in)
    if done >= 7:
        treating.treat_otherwise(care, visit, at=at.later(9))
        _assess(care, visit, number, when=MeasuredWhen.AFTER, at=at.later(3))
        ending.give_after_care(care, visit, at=at.later(2))


def _screened_that_day(care: Care, visit: Visit, screened_at: datetime, *, at: datetime) -> datetime:
    """When the screening is from: asked again where the clinic's midnight lies between it and ``at``."""
    zone = visit.clinic.zone
    if screened_at.astimezone(zone).date() == at.astimezone(zone).date():
        return screened_at
    treating.screen(care, visit, at=at)
    return at


def _assess(care: Care, visit: Visit, number: int, *, when: MeasuredWhen, at: datetime) -> float:
    """Pain and movement; pain after the visit is told with its soreness, movement has gained a little."""
    days = (at.date() - care.episode.opened_on).days
    before = when is MeasuredWhen.BEFORE
    pain = care.course.pain(days=days, sessions=number, rng=care.rng)
    measured = care.presentation.measured
    regained = care.course.regained(number if before else number + 1)
    moved = measured.start + (measured.end - measured.start) * regained
    values = {
        "nprs": pain,
        measured.instrument: float(round(moved)),
    }
    if before:
        values["tightness_nrs"] = min(10.0, pain + 1)
    treating.measure(care, visit, when, values, at=at)
    return pain


def _ask_doctor(care: Care, visit: Visit, *, at: datetime) -> None:
    found = [
        finding["id"]
        for finding in visit.screenings.get().engine_result.result["findings"]
        if finding["outcome"] == "refer"
    ]
    with care.past.at(at):
        asked = clearances.ask(
            by=care.therapist,
            episode=care.episode,
            asked_whom="Dr A. Example, family doctor (fictional)",
            finding_ids=found,
            question=f"{care.character.said}. Is there any reason not to needle muscles in this region?",
            asked_at=at,
        )
    if care.character.stage is Stage.CLEARANCE_ANSWERED:
        answered_at = min(at + timedelta(hours=5), care.now - timedelta(hours=1))
        with care.past.at(answered_at):
            clearances.answer(
                by=care.therapist,
                clearance=asked,
                answer=ClearanceAnswer.WITH_CONDITIONS,
                answered_at=answered_at,
                conditions="Examined, nothing found. Not while the leg is swollen or warm.",
                valid_until=care.timetable.today + timedelta(days=90),
            )


def _close(care: Care) -> None:
    reason = _CLOSED.get(care.character.stage)
    if reason is None:
        return
    closed_at = care.now - timedelta(hours=3)
    with care.past.at(closed_at):
        if reason is ClosingReason.GOALS_MET:
            goal = care.episode.goals.get()
            goals.meet(by=care.therapist, goal=goal, met_on=closed_at.date())
        care.episode.refresh_from_db()
        episodes.close(
            by=care.therapist,
            episode=care.episode,
            revision=care.episode.revision,
            closed_on=closed_at.date(),
            reason=reason,
            words=ending.ENDS_WITH[care.character.stage][1],
        )


class _Clock:
    """The time within a visit."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def later(self, minutes: int) -> datetime:
        """So many minutes on."""
        self._at += timedelta(minutes=minutes)
        return self._at
