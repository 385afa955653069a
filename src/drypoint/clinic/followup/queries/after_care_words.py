"""What a person is told after a visit, word by word, and the sheet that they take home."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint import atlas
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.episodes.models import BodySide
from drypoint.clinic.followup.models import AfterCare, Decision
from drypoint.clinic.followup.queries.consent_words import Said
from drypoint.clinic.followup.queries.note_draft import letterhead, paper, person_strip
from drypoint.clinic.followup.queries.programme_words import exercise_figure, said_exercise
from drypoint.clinic.followup.queries.under import is_reviewed, structures_under
from drypoint.clinic.home_care.models import AfterCareChoice
from drypoint.clinic.home_care.queries import choices
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import ExercisePrescription, Visit
from drypoint.clinic.visits.queries.body_pictures import needled_picture
from drypoint.clinic.visits.queries.plans import current_plan
from drypoint.clinic.visits.queries.sessions import session_state
from drypoint.documents import AfterCareContent, BodyFigure, Figure, Language, Stamp, Step, WarningSigns
from drypoint.figures import Palette, soreness_course
from drypoint.outcomes import load_soreness
from drypoint.safety import aftercare, load_places
from drypoint.safety.aftercare import AftercareContent as Content
from drypoint.safety.aftercare import Disagreement, Urgency
from drypoint.terms import Text, Value, Verification

URGENCIES: tuple[Urgency, ...] = ("emergency", "same_day", "call_clinic")
UNCHECKED_MARK = "*"


class Help(Value, frozen=True):
    """Signs that need help, how soon, and whom to call."""

    urgency: Urgency
    signs: tuple[Said, ...]
    phone: str


class Disputed(Value, frozen=True):
    """A question that sources answer differently."""

    question: str
    answers: tuple[Said, ...]
    note: str = ""
    chosen: str = ""
    """What this clinic tells, where it has signed a choice."""
    signed: str = ""
    """Who chose it, and when."""


class Exercise(Value, frozen=True):
    """One exercise to do at home."""

    name: str
    dose: str = ""
    words: str = ""
    exercise: str = ""
    """Id in the library; empty for the therapist's own."""


class Sheet(Value, frozen=True):
    """All that the sheet says; kept with the after-care as it was handed over."""

    language: Language
    version: str
    done: str
    seen_by: str
    help: tuple[Help, ...]
    usual: tuple[Said, ...]
    advice: tuple[Said, ...]
    disputed: tuple[Disputed, ...]
    exercises: tuple[Exercise, ...]
    next_visit: str = ""


def sheet(visit: Visit, *, language: Language) -> Sheet:
    """The sheet of ``visit`` as the record stands, in ``language``."""
    found = aftercare(structures_under(visit), reviewed=is_reviewed(visit), regions=regions(visit) or None)
    chosen = choices(visit.clinic)
    with translation.override(language):
        return Sheet(
            language=language,
            version=found.version,
            done=_done(visit, language),
            seen_by=visit.therapist.signature,
            help=tuple(_help(found, urgency, visit.clinic, language) for urgency in URGENCIES),
            usual=tuple(_said(found, found.on("usual"), language)),
            advice=tuple(_said(found, (*found.on("do"), *found.on("avoid")), language)),
            disputed=tuple(
                Disputed(
                    question=one.topic.in_language(language),
                    answers=tuple(
                        _sentence(found, side.says, side.sources, side.verification, language)
                        for side in one.positions
                    ),
                    note=one.note.in_language(language) if one.note is not None else "",
                    **_chosen(one, chosen.get(one.id), language),
                )
                for one in found.disagreements
            ),
            exercises=_exercises(visit, language),
            next_visit=_next_visit(visit),
        )


def regions(visit: Visit) -> tuple[str, ...]:
    """The regions that were needled, or were to be."""
    muscles = [str(one.muscle) for one in session_state(visit).insertions]
    plan = current_plan(visit)
    planned = [str(one.where) for one in plan.insertions] if plan is not None else []
    return tuple(sorted(load_places().regions_of_all(muscles or planned, where="regions")))


def as_kept(words: Sheet) -> dict[str, Any]:
    """The words as the after-care keeps them."""
    kept: dict[str, Any] = plain(words)
    return kept


def sheet_of(after_care: AfterCare) -> Sheet:
    """The words as they were handed over."""
    return msgspec.convert(after_care.content, Sheet)


def sheet_on_paper(after_care: AfterCare, *, check_in_url: str | None) -> AfterCareContent:
    """The sheet as its PDF prints it.

    Raises ``NotAllowedNow`` when the person's date of birth, which stands on every page, is not known.
    """
    said = sheet_of(after_care)
    visit, clinic = after_care.visit, after_care.visit.clinic
    lines = (*said.usual, *said.advice, *(sign for one in said.help for sign in one.signs))
    with translation.override(said.language):
        unchecked = _("* Nobody has checked the source of this sentence yet.")
        advice = [
            *(_marked(one) for one in said.advice),
            *(_disputed_line(one) for one in said.disputed),
            *([unchecked] if any(one.unverified for one in lines) else []),
        ]
    return AfterCareContent(
        language=said.language,
        paper=paper(clinic),
        letterhead=letterhead(clinic),
        person=person_strip(visit.episode.person),
        stamp=Stamp(
            reference=str(after_care.pk),
            version=said.version,
            at=after_care.given_at.astimezone(clinic.zone),
        ),
        is_demo=clinic.is_demo,
        visit_on=visit.started_at.astimezone(clinic.zone).date(),
        seen_by=said.seen_by,
        done=said.done,
        warnings=tuple(
            WarningSigns(
                urgency=one.urgency, signs=tuple(_marked(sign) for sign in one.signs), phone=one.phone
            )
            for one in said.help
        ),
        normal=tuple(_marked(one) for one in said.usual),
        advice=tuple(advice),
        exercises=tuple(
            Step(
                name=one.name,
                how=tuple(one.words.splitlines()),
                dose=one.dose or None,
                figure=exercise_figure(one.exercise, one.name, said.language),
            )
            for one in said.exercises
        ),
        places=_places(after_care, said),
        soreness_course=_soreness(said),
        check_in_url=check_in_url,
        next_visit=said.next_visit or None,
    )


def _places(after_care: AfterCare, said: Sheet) -> BodyFigure | None:
    needled = [(str(one.muscle), one.side) for one in session_state(after_care.visit).insertions]
    if not needled:
        return None
    with translation.override(said.language):
        title = _("The regions of the needled muscles")
    picture = needled_picture(needled, title=title)
    return BodyFigure(picture=picture, alt=title, caption=title, width_percent=45)


def _said(found: Content, rows: Iterable[Any], language: Language) -> Iterable[Said]:
    return (_sentence(found, row.text, row.sources, row.verification, language) for row in rows)


def _sentence(
    found: Content, text: Text, sources: tuple[str, ...], verification: Verification, language: Language
) -> Said:
    return Said(
        text=text.in_language(language),
        sources=tuple(found.citations[key] for key in sources),
        unverified=verification.is_unverified,
    )


def _help(found: Content, urgency: Urgency, clinic: Clinic, language: Language) -> Help:
    rows = [row for row in (*found.on("not_normal"), *found.on("whom_to_call")) if row.urgency == urgency]
    return Help(urgency=urgency, signs=tuple(_said(found, rows, language)), phone=_phone(urgency, clinic))


def _phone(urgency: Urgency, clinic: Clinic) -> str:
    if urgency == "emergency":
        return clinic.emergency_number or _("the emergency number of your country")
    closed = _("when closed: %(phone)s") % {"phone": clinic.after_hours_phone}
    said = [clinic.phone, closed if clinic.after_hours_phone else ""]
    return "; ".join(part for part in said if part) or _("the number of your clinic")


def _done(visit: Visit, language: Language) -> str:
    insertions = session_state(visit).insertions
    if not insertions:
        return _("No needling at this visit.")
    places: dict[str, int] = {}
    for one in insertions:
        muscle = atlas.load().muscle(one.muscle)
        side = f" ({BodySide(one.side.value).label})" if muscle.paired else ""
        name = f"{muscle.name.in_language(language)}{side}"
        places[name] = places.get(name, 0) + 1
    count = ngettext("%(n)d insertion", "%(n)d insertions", len(insertions)) % {"n": len(insertions)}
    return _("Dry needling of %(places)s; %(count)s.") % {"places": ", ".join(places), "count": count}


def _soreness(said: Sheet) -> Figure:
    drawn = soreness_course(load_soreness(), palette=Palette.PRINT, language=said.language)
    return Figure(svg=drawn.svg, alt=drawn.description, caption=drawn.description, width_percent=60)


def _chosen(asked: Disagreement, chosen: AfterCareChoice | None, language: Language) -> dict[str, str]:
    answer = next((one for one in asked.positions if chosen and one.id == chosen.position), None)
    if answer is None or chosen is None:
        return {}
    by = chosen.recorded_by.signature if chosen.recorded_by is not None else ""
    on = date_format(chosen.recorded_at.astimezone(chosen.clinic.zone), "DATE_FORMAT")
    return {"chosen": answer.says.in_language(language), "signed": f"{by}, {on}" if by else on}


def _exercises(visit: Visit, language: Language) -> tuple[Exercise, ...]:
    given = ExercisePrescription.objects.current().filter(clinic_id=visit.clinic_id, visit=visit).first()
    if given is None:
        return ()
    return tuple(
        Exercise(name=one.name, dose=one.dose, words="\n".join(one.lines), exercise=one.id)
        for one in (said_exercise(one, language) for one in given.exercises)
    )


def _next_visit(visit: Visit) -> str:
    decision = Decision.objects.current().filter(clinic_id=visit.clinic_id, visit=visit).first()
    if decision is None or decision.next_visit_on is None:
        return ""
    return date_format(decision.next_visit_on, "DATE_FORMAT")


def _marked(one: Said) -> str:
    return f"{one.text} {UNCHECKED_MARK}" if one.unverified else one.text


def _disputed_line(one: Disputed) -> str:
    answers = " / ".join(_marked(side) for side in one.answers)
    chosen = _("This clinic: %(answer)s") % {"answer": one.chosen} if one.chosen else ""
    return " ".join(part for part in (one.question, answers, one.note, chosen) if part)
