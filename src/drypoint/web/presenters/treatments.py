"""Other treatments and exercises in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.visits.models import ExercisePrescription, OtherTreatment
from drypoint.clinic.visits.rows import PrescribedExercise


def total_minutes(treatments: Iterable[OtherTreatment]) -> int:
    """The timed minutes together; what is not timed adds nothing."""
    return sum(one.minutes or 0 for one in treatments)


def said_treatment(treatment: OtherTreatment) -> list[tuple[str, str]]:
    """A treatment as somebody else saved it, to compare with one's own."""
    return [
        (_("What was done"), str(treatment.get_kind_display())),
        (_("Minutes, one to one"), "–" if treatment.minutes is None else str(treatment.minutes)),
        (_("In a few words"), treatment.words),
    ]


def said_exercises(prescription: ExercisePrescription) -> list[tuple[str, str]]:
    """A list of exercises as somebody else saved it."""
    named = "; ".join(f"{one.name} ({dose(one)})" for one in prescription.exercises)
    return [(_("Exercises"), named or _("None"))]


def dose(exercise: PrescribedExercise) -> str:
    """How much and how often, as far as it was said."""
    parts = []
    if exercise.sets is not None:
        parts.append(ngettext("%(n)d set", "%(n)d sets", exercise.sets) % {"n": exercise.sets})
    if exercise.repetitions is not None:
        words = ngettext("%(n)d repetition", "%(n)d repetitions", exercise.repetitions)
        parts.append(words % {"n": exercise.repetitions})
    if exercise.hold_seconds is not None:
        parts.append(_("hold %(n)d s") % {"n": exercise.hold_seconds})
    if exercise.times_per_day is not None:
        words = ngettext("%(n)d time a day", "%(n)d times a day", exercise.times_per_day)
        parts.append(words % {"n": exercise.times_per_day})
    if exercise.days_per_week is not None:
        words = ngettext("%(n)d day a week", "%(n)d days a week", exercise.days_per_week)
        parts.append(words % {"n": exercise.days_per_week})
    return ", ".join(parts) or _("as shown")
