"""Sections of the note about what was done and what came of it, in the active language."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint import atlas, billing
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.models import ProcedureCode
from drypoint.clinic.followup.queries.note_sections import fact, section
from drypoint.clinic.followup.queries.note_source import NoteSource
from drypoint.clinic.visits.rows import PrescribedExercise
from drypoint.documents import (
    Bullets,
    Fact,
    Facts,
    NoteSection,
    Paragraph,
    RequiredItem,
    Topic,
    written_time,
)
from drypoint.needling import SessionState
from drypoint.safety import load_places


def other_treatments_section(source: NoteSource) -> NoteSection | None:
    """What else was done, with minutes."""
    if not source.other_treatments:
        return None
    lines = []
    for one in source.other_treatments:
        parts = [str(one.get_kind_display())]
        if one.minutes is not None:
            parts.append(ngettext("%(n)d minute", "%(n)d minutes", one.minutes) % {"n": one.minutes})
        if one.words:
            parts.append(one.words)
        lines.append(", ".join(parts))
    timed = [one.minutes for one in source.other_treatments if one.minutes is not None]
    total = ngettext("%(n)d minute", "%(n)d minutes", sum(timed)) % {"n": sum(timed)} if timed else None
    return section(
        Topic.OTHER_TREATMENTS,
        Bullets(items=tuple(lines)),
        Facts(facts=tuple(fact(_("Timed in all"), total))),
    )


def exercises_section(source: NoteSource) -> NoteSection | None:
    """What to do at home."""
    if source.exercises is None:
        return None
    lines = tuple(exercise_line(one) for one in source.exercises.exercises)
    said = Bullets(items=lines) if lines else Paragraph(text=_("No exercises were given."))
    return section(Topic.EXERCISES, said)


def exercise_line(exercise: PrescribedExercise) -> str:
    """One exercise with its dose, in the active language."""
    parts = (exercise.name, exercise_dose(exercise), exercise.words)
    return ", ".join(part for part in parts if part)


def exercise_dose(exercise: PrescribedExercise) -> str:
    """How much and how often, in the active language; empty where nothing was said."""
    parts = []
    if exercise.sets is not None:
        parts.append(_("%(n)d sets") % {"n": exercise.sets})
    if exercise.repetitions is not None:
        parts.append(_("%(n)d repetitions") % {"n": exercise.repetitions})
    if exercise.hold_seconds is not None:
        parts.append(_("hold %(n)d seconds") % {"n": exercise.hold_seconds})
    if exercise.times_per_day is not None:
        parts.append(_("%(n)d times a day") % {"n": exercise.times_per_day})
    if exercise.days_per_week is not None:
        parts.append(_("%(n)d days a week") % {"n": exercise.days_per_week})
    return ", ".join(parts)


def after_care_section(source: NoteSource) -> NoteSection | None:
    """Which advice was given to whom."""
    sheet = source.after_care
    if sheet is None:
        return None
    places = load_places()
    regions = ", ".join(places.label(region, source.language) for region in sheet.regions)
    return section(
        Topic.AFTER_CARE,
        Facts(
            facts=(
                Fact(label=_("After-care sheet"), value=f"{regions} ({sheet.language})"),
                Fact(label=_("Given to"), value=sheet.given_to),
                Fact(label=_("Given"), value=written_time(source.local(sheet.given_at), source.language)),
            )
        ),
        records=(RequiredItem.ADVICE,),
    )


def billing_section(source: NoteSource) -> NoteSection:
    """The code that the number of muscles gives, and what the signer confirmed."""
    said = procedure_code(source.state, source.visit.clinic)
    if said is None:
        return section(
            Topic.BILLING, Paragraph(text=_("No muscle was needled.")), records=(RequiredItem.MUSCLE_COUNT,)
        )
    confirmed = source.procedure_code
    return section(
        Topic.BILLING,
        Facts(
            facts=(
                Fact(label=_("Muscles counted"), value=str(len(said.billing_muscles))),
                Fact(
                    label=_("Procedure code by that count")
                    if confirmed
                    else _("Procedure code, to be confirmed"),
                    value=said.code,
                ),
                *fact(
                    _("Procedure code, confirmed"),
                    str(ProcedureCode(confirmed).label) if confirmed else None,
                ),
            )
        ),
        records=(RequiredItem.MUSCLE_COUNT,),
    )


def procedure_code(state: SessionState, clinic: Clinic) -> billing.ProcedureCode | None:
    """What the needled muscles give; ``None`` where none was needled."""
    needled = tuple(billing.NeedledMuscle(muscle=one.muscle, side=one.side) for one in state.insertions)
    if not needled:
        return None
    asked = billing.CodeRequest(muscles=needled, sides_count_twice=clinic.sides_count_twice)
    return billing.code(asked, atlas=atlas.load())


def decision_section(source: NoteSource) -> NoteSection | None:
    """What follows, and why."""
    decision = source.decision
    if decision is None:
        return None
    day = date_format(decision.next_visit_on, "DATE_FORMAT") if decision.next_visit_on else None
    suggested = str(decision.get_suggested_display()) if decision.suggested else None
    return section(
        Topic.DECISION,
        Facts(
            facts=(
                Fact(label=_("Decision"), value=str(decision.get_chosen_display())),
                *fact(_("Suggested by the rules"), suggested),
                *fact(_("Reason"), decision.reason),
                *fact(_("Next visit"), day),
            )
        ),
    )
