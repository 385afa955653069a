"""A programme of exercises word by word, in the person's language, for the phone and for paper."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from drypoint.clinic.followup.queries.note_draft import letterhead, paper, person_strip
from drypoint.clinic.followup.queries.note_treatment import exercise_dose
from drypoint.clinic.home_care.queries import Programme
from drypoint.clinic.visits.rows import PrescribedExercise
from drypoint.documents import ExerciseProgrammeContent, Figure, Language, Stamp, Step, picture_words
from drypoint.exercises import load_library, printed_picture


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidExercise:
    """One exercise as the person reads it."""

    id: str
    """In the library; empty for the therapist's own."""
    name: str
    dose: str
    steps: tuple[str, ...]
    note: str
    """Of the therapist."""
    progression: str
    cautions: tuple[str, ...]
    pictures: tuple[str, ...]
    """Poses at start and end."""
    unverified: bool

    @property
    def lines(self) -> tuple[str, ...]:
        """All but name, dose and pictures, as lines of a sheet."""
        later = _("When it is easy: %(words)s") % {"words": self.progression} if self.progression else ""
        return tuple(line for line in (*self.steps, self.note, later, *self.cautions) if line)


def said_exercise(given: PrescribedExercise, language: Language) -> SaidExercise:
    """``given`` in ``language``; what the library no longer has stands as it was prescribed."""
    library = load_library()
    known = library.find(given.exercise) if given.exercise else None
    with translation.override(language):
        dose = ", ".join(part for part in (exercise_dose(given), given.load or "") if part)
    if known is None:
        return SaidExercise(
            id="",
            name=given.name,
            dose=dose,
            steps=(),
            note=given.words or "",
            progression=given.progression or "",
            cautions=(),
            pictures=(),
            unverified=False,
        )
    return SaidExercise(
        id=known.id,
        name=known.name.in_language(language) if given.name in _names(known.id) else given.name,
        dose=dose,
        steps=tuple(step.in_language(language) for step in known.steps),
        note=given.words or "",
        progression=given.progression or known.progression.in_language(language),
        cautions=tuple(one.text.in_language(language) for one in library.cautions_of(known)),
        pictures=known.pictures,
        unverified=known.verification.is_unverified,
    )


def exercise_figure(exercise: str, name: str, language: Language) -> Figure | None:
    """The exercise's picture for paper, where the library has one."""
    known = load_library().find(exercise) if exercise else None
    drawn = printed_picture(known) if known is not None else None
    if drawn is None:
        return None
    return Figure(svg=drawn, alt=picture_words(name, language), width_percent=44)


def stop_words(language: Language) -> str:
    """When to stop any exercise."""
    return load_library().stop.text.in_language(language)


def programme_on_paper(programme: Programme, *, language: Language) -> ExerciseProgrammeContent:
    """The programme as its PDF prints it.

    Raises ``NotAllowedNow`` when the person's date of birth, which stands on every page, is not known.
    """
    given = programme.prescription
    visit, clinic = given.visit, given.visit.clinic
    said = [said_exercise(one, language) for one in given.exercises]
    with translation.override(language):
        unchecked = _("Steps, doses and cautions are general teaching: nobody has checked a source yet.")
        phone = clinic.phone or _("the number of your clinic")
        return ExerciseProgrammeContent(
            language=language,
            paper=paper(clinic),
            letterhead=letterhead(clinic),
            person=person_strip(visit.episode.person),
            stamp=Stamp(
                reference=str(given.pk),
                version=load_library().version,
                at=given.recorded_at.astimezone(clinic.zone),
            ),
            is_demo=clinic.is_demo,
            visit_on=visit.started_at.astimezone(clinic.zone).date(),
            seen_by=visit.therapist.signature,
            exercises=tuple(
                Step(
                    name=one.name,
                    how=one.lines,
                    dose=one.dose or None,
                    figure=exercise_figure(one.id, one.name, language),
                )
                for one in said
            ),
            stop=stop_words(language),
            phone=phone,
            notes=(unchecked,) if any(one.unverified for one in said) else (),
        )


def _names(exercise: str) -> tuple[str, ...]:
    known = load_library().exercise(exercise).name
    return (known.en, known.in_language("es"))
